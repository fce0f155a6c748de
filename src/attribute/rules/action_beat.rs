//! *Ann shook her head. “…”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "action-beat",
    says: "The subject of the sentence before the quotation, in the same paragraph, speaks.",
    apply,
    fires: &[
        "<m>Ann</m> shook her head. “<q>It is too late for that.</q>”",
        "<m>Lee</m> disagreed. “<q>The port is safe.</q>”",
        "<m>The captain</m> looked at the water. “<q>Not yet.</q>”",
    ],
    near_misses: &[
        ("The water rose. “<q>It is too late for that.</q>”", "no-subject"),
        ("Ann shook her head.\n\n“<q>It is too late for that.</q>”", "no-sentence"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) {
        return Verdict::Silent;
    }
    let Some((item, line)) = context.items(quote).next() else { return Verdict::Silent };
    let Some(items) = context.line_items(line).map(|line| line.items.clone()) else { return Verdict::Silent };
    let lead = if item == items.start { context.sentence_before(line) } else { Some(items.start..item) };
    let Some(lead) = lead else { return Verdict::Vetoed("no-sentence") };
    match context.person_subject_of(lead) {
        Some(mention) => Verdict::Fires(Link { mention: Some(mention), ..Link::default() }),
        None => Verdict::Vetoed("no-subject"),
    }
}
