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

# How fast each stage is, on one core.
bench:
    cargo bench --bench stages

# Score against the dev gold, with the gate.
eval:
    cargo run --release -- eval --gold eval/gold/dev --threshold eval/thresholds.toml

# Measure this engine on our gold and on every converted corpus in a folder (*.jsonl), and write eval/RESULTS.md; PolNeAR's
# train part is left out, since the model of reported speech is trained on it. Single
# quotations of dev sets only, and only end to end: that is what comparisons need.
results CORPORA:
    cargo build --release
    for gold in eval/gold/dev eval/gold/test {{CORPORA}}/*.jsonl; do \
        name=$(basename "$gold" .jsonl); \
        case "$name" in polnear.train) continue ;; esac; \
        case "$name" in dev|*.dev) items= ;; *) items=--summary ;; esac; \
        measure="target/release/whosaid eval --gold $gold"; \
        $measure --characters $items -o "eval/results/$name.json" || exit 1; \
        $measure --characters --gold-spans --summary -o "eval/results/$name.given.json" || exit 1; \
        case "$name" in polnear*) $measure --saying --summary -o "eval/results/$name.saying.json" || exit 1 ;; esac; \
    done
    just results-page

# Measure the entity taggers, on columns in folders of one corpus each (NER/*/dev.conll) and on attribution, one thread
# each; needs the feature rust-bert.
taggers NER CORPORA:
    cargo build --release --features rust-bert
    for gold in {{NER}}/wikigold/test.conll {{NER}}/uner_ewt/dev.conll {{NER}}/gum_open/dev.conll {{NER}}/litbank/dev.conll \
        {{NER}}/wnut17/dev.conll {{CORPORA}}/litbank.dev.jsonl {{CORPORA}}/polnear.dev.jsonl eval/gold/dev; do \
        name=$(basename "$gold" .jsonl); \
        case "$gold" in *.conll) name=$(basename "$(dirname "$gold")") ;; esac; \
        for tagger in none embedded minilm bert:models/minilm-ner-en; do \
            OMP_NUM_THREADS=1 target/release/whosaid eval --gold "$gold" --ner "$tagger" --speed --jobs 1 --summary \
                -o "eval/results/$name.${tagger%%:*}.json" || exit 1; \
        done; \
    done
    just results-page

# Measure each attribution rule on our dev gold and on PolNeAR's, given as JSONL: what confidences are made of.
precision POLNEAR:
    cargo run --release -- eval --gold eval/gold/dev --write-precision models/attribution/precision.toml
    cargo run --release -- eval --gold {{POLNEAR}} --saying --write-precision models/attribution/precision.toml --add

# Write eval/RESULTS.md from the reports in eval/results.
results-page:
    cargo run --release -- results eval/results --published eval/published.toml -o eval/RESULTS.md

# Look at the dev gold: a page with plots, and errors in their context.
page:
    cargo run --release -- eval --gold eval/gold/dev -o target/eval.html

# Write the current output into the README's `console` blocks.
readme:
    UPDATE_README=1 cargo test --test it readme

# Licences and advisories of the dependencies (needs cargo-deny).
deny:
    cargo deny check

# All that must hold before a change goes in.
ci:
    .ci/run
