//! What a rule is.

use super::context::Context;
use crate::layers::{MentionId, QuoteId};
use crate::span::Span;

/// A way to tell who said a quotation. One rule, one file: `rules/<id>.rs`.
pub struct Rule {
    /// The file's name, with dashes; what the wire form says as `rule`.
    pub id: &'static str,
    /// The rule in one sentence, for people.
    pub says: &'static str,
    /// Looks at one undecided quotation.
    pub apply: fn(&Context<'_>, QuoteId) -> Verdict,
    /// Texts on which the rule answers, in the markup of [`crate::marked`]: `<q>` the quotation, `<c>` its
    /// cue, `<m>` its mention. At least three.
    pub fires: &'static [&'static str],
    /// Texts on which it must not answer for the quotation `<q>`, each with the veto that keeps it from
    /// doing so. At least two.
    pub near_misses: &'static [(&'static str, &'static str)],
}

/// What a rule makes of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This is its source.
    Fires(Link),
    /// It looked like a case for the rule, but this spoke against it.
    Vetoed(&'static str),
    /// No case for this rule.
    Silent,
}

/// A quotation's link to its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The words that report it.
    pub cue: Option<Span>,
    /// Who.
    pub mention: Option<MentionId>,
    /// What else set the rule off.
    pub trigger: Option<Span>,
    /// The quotation whose source goes on.
    pub earlier: Option<QuoteId>,
    /// Where that quotation stands.
    pub earlier_span: Option<Span>,
}

/// What one rule said of one quotation, for `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleVerdict {
    /// The rule.
    pub rule: &'static str,
    /// The rule in one sentence.
    pub says: &'static str,
    /// What it said.
    pub outcome: Outcome,
}

/// The outcome of one rule on one quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It decided the quotation.
    Fired(Link),
    /// It held back, for this reason.
    Vetoed(&'static str),
    /// It saw no case.
    Silent,
    /// It would have answered, but an earlier rule had decided.
    NotReached,
}
