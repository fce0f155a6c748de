//! The command line: one file a command.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod agree;
mod annotate;
mod convert;
mod engine;
mod eval;
mod explain;
mod inputs;
mod interrupt;
mod output;
mod progress;
mod results;
mod stats;
mod train;

/// Finds who said what in text: every quotation, its speaker, and the reason.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 all done; 1 some documents failed, the others are complete; \
                          2 nothing could be done; 130 stopped by Ctrl-C.";

#[derive(Debug, Subcommand)]
enum Command {
    Annotate(annotate::Annotate),
    Explain(explain::Explain),
    Convert(convert::Convert),
    Agree(agree::Agree),
    Stats(stats::StatsArgs),
    Eval(Box<eval::EvalArgs>),
    Results(results::Results),
    Train(train::Train),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    SomeFailed,
    NothingDone,
    /// The user stopped it.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::SomeFailed => Self::from(1),
            Outcome::NothingDone => Self::from(2),
            // As shells say of a command that a signal ended.
            Outcome::Interrupted => Self::from(130),
        }
    }
}

/// Parses the arguments, runs the command, and says how it ended.
pub(crate) fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Annotate(annotate) => annotate.run().map(ExitCode::from),
        Command::Explain(explain) => explain.run().map(ExitCode::from),
        Command::Eval(eval) => eval::run(&eval),
        Command::Convert(convert) => convert.run().map(ExitCode::from),
        Command::Agree(agree) => agree.run().map(ExitCode::from),
        Command::Stats(stats) => stats.run().map(ExitCode::from),
        Command::Results(results) => results.run(),
        Command::Train(train) => train.run().map(ExitCode::from),
    };
    outcome.unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        Outcome::NothingDone.into()
    })
}

/// Tells the user of a problem. Nobody may be listening, which is no reason to stop.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "whosaid: {message}");
}
