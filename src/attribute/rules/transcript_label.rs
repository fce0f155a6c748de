//! *LEE: We wait for the tide.*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "transcript-label",
    says: "The label before a turn of a transcript or interview names who speaks.",
    apply,
    fires: &[
        "<m>LEE</m>: <q>We wait for the tide.</q>\n\nVOGEL: And then?\n\nLEE: Then we go.",
        "LEE: We wait.\n\n<m>VOGEL</m>: <q>And then?</q>\n\nLEE: Then we go.",
        "<m>Ann Lee</m>: <q>We wait.</q>\nTom Vogel: For what?\nAnn Lee: For the tide.",
    ],
    near_misses: &[
        ("Ann Lee said: “<q>We wait for the tide.</q>”", "no-label"),
        ("LEE: “<q>We wait for the tide.</q>” Nobody else spoke.", "no-label"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    match context.origin(quote).label {
        Some(label) => {
            let mention = context.mention_in(label);
            Verdict::Fires(Link { mention, trigger: Some(label), ..Link::default() })
        }
        None => Verdict::Vetoed("no-label"),
    }
}
