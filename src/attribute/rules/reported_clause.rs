//! *Ann Lee said the port would close.*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "reported-clause",
    says: "The words are the reported clause of a verb of speaking, whose source is its subject.",
    apply,
    fires: &[
        "<m>Ann Lee</m> <c>said</c> <q>the port would close “for good” in May</q>.",
        "<m>The minister</m> <c>warned</c> that <q>the bridge might fall</q>.",
        "<q>The harbour will stay open</q>, <m>officials</m> <c>said</c>.",
        "<c>According to</c> <m>the ministry</m>, <q>the harbour was closed</q>.",
    ],
    near_misses: &[
        ("“<q>We wait for the tide,</q>” Ann Lee said.", "no-clause"),
        ("Ann Lee read “<q>the long road</q>” to them.", "no-clause"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    let Some(cue) = context.origin(quote).cue.and_then(|cue| context.cues.get(cue)) else {
        return Verdict::Vetoed("no-clause");
    };
    let Some(source) = cue.source else { return Verdict::Silent };
    Verdict::Fires(Link { cue: Some(cue.span), mention: Some(source.mention), ..Link::default() })
}
