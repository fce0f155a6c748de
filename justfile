# List the recipes.
default:
    @just --list

# Annotate the five source articles.
seeds:
    cargo run --release -- annotate seeds/

# The README's test command.
test *ARGS:
    cargo test {{ARGS}}

# The slow tests too.
test-all:
    cargo test --release -- --include-ignored

# Format and lint.
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Score against the dev gold, with the gate.
eval:
    cargo run --release -- eval --gold eval/gold/dev --threshold eval/thresholds.toml

# Write the current output into the README's `console` blocks.
readme:
    UPDATE_README=1 cargo test --test it readme

# Licences and advisories of the dependencies (needs cargo-deny).
deny:
    cargo deny check

# All that must hold before a change goes in.
ci:
    .ci/run
