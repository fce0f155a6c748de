//! The `whosaid` command.

use std::process::ExitCode;

use clap::Parser;

mod cli {
    pub(crate) mod eval;
}

#[derive(Parser)]
#[command(version, about)]
enum Command {
    /// Scores against hand-labelled gold
    Eval(cli::eval::EvalArgs),
}

fn main() -> anyhow::Result<ExitCode> {
    match Command::parse() {
        Command::Eval(args) => cli::eval::run(&args),
    }
}
