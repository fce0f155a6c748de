//! *Ann Lee was blunt: “…”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "colon-introduction",
    says: "A sentence without a verb of speaking leads into the quotation with a colon; its subject speaks.",
    apply,
    fires: &[
        "<m>Ann Lee</m> was blunt: “<q>The port will close.</q>”",
        "<m>She</m> pointed at the water: “<q>We have no choice.</q>”",
        "<m>Jane</m>: “<q>We have no choice.</q>”",
    ],
    near_misses: &[
        ("There is one rule: “<q>The port must close at night.</q>”", "no-subject"),
        ("Ann Lee was blunt. “<q>The port will close.</q>”", "no-colon"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) {
        return Verdict::Silent;
    }
    let Some((item, line)) = context.items(quote).next() else { return Verdict::Silent };
    let Some(items) = context.line_items(line).map(|line| line.items.clone()) else { return Verdict::Silent };
    let lead = if item == items.start { context.previous_line(line) } else { Some(items.start..item) };
    let Some(lead) = lead else { return Verdict::Silent };
    let Some(colon) = lead.end.checked_sub(1).filter(|&last| context.form(last) == ":") else {
        return Verdict::Vetoed("no-colon");
    };
    let Some(mention) = context.person_subject_of(lead.start..colon) else {
        return Verdict::Vetoed("no-subject");
    };
    let trigger = context.item_span(colon);
    Verdict::Fires(Link { mention: Some(mention), trigger, ..Link::default() })
}
