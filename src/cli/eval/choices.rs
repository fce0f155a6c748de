//! The values that `whosaid eval` lets one choose from.

use clap::ValueEnum;

use whosaid::eval::errors::{ErrorKind, GroupBy};
use whosaid::eval::judge::Measure;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned text
    Table,
    /// Every figure, and every quotation with its verdict
    Json,
    /// One page with plots, and errors in their context; needs nothing beside it
    Html,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum By {
    Error,
    Rule,
    SpeakerRule,
    Type,
    Kind,
    Document,
}

impl From<By> for GroupBy {
    fn from(by: By) -> Self {
        match by {
            By::Error => Self::Error,
            By::Rule => Self::Rule,
            By::SpeakerRule => Self::SpeakerRule,
            By::Type => Self::Type,
            By::Kind => Self::Kind,
            By::Document => Self::Document,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Only {
    Unfound,
    Spurious,
    Unanswered,
    Wrong,
}

impl From<Only> for ErrorKind {
    fn from(only: Only) -> Self {
        match only {
            Only::Unfound => Self::Unfound,
            Only::Spurious => Self::Spurious,
            Only::Unanswered => Self::Unanswered,
            Only::Wrong => Self::Wrong,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum JudgeBy {
    Character,
    Name,
    Mention,
    Chain,
}

impl From<JudgeBy> for Measure {
    fn from(measure: JudgeBy) -> Self {
        match measure {
            JudgeBy::Character => Self::Character,
            JudgeBy::Name => Self::Name,
            JudgeBy::Mention => Self::Mention,
            JudgeBy::Chain => Self::Chain,
        }
    }
}
