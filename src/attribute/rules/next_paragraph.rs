//! A quotation that fills a paragraph after one whose source is known.

use crate::attribute::context::Context;
use crate::attribute::rule::{Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "next-paragraph",
    says: "A paragraph that is nothing but a quotation goes on with the source of the paragraph before.",
    apply,
    fires: &[
        "<m>The mayor</m> said the port would close.\n\n“<q>It is not safe.</q>”",
        "“We wait for the tide,” said <m>Ann Lee</m>.\n\n“<q>It will not be long.</q>”",
        "<m>Ann Lee</m> denied it: “No.”\n\n“<q>Never, not once.</q>”",
    ],
    near_misses: &[
        ("“We wait.”\n\n“<q>For what?</q>”", "nothing-before"),
        ("“We wait,” said Ann Lee.\n\nThe crowd was silent. “<q>We wait here.</q>”", "not-alone"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) || context.quote(quote).parent.is_some() {
        return Verdict::Silent;
    }
    if context.dialogue {
        return Verdict::Vetoed("dialogue");
    }
    if !context.fills_paragraph(quote) {
        return Verdict::Vetoed("not-alone");
    }
    let Some(earlier) = context.earlier_decided(quote) else { return Verdict::Vetoed("nothing-before") };
    if context.last_paragraph(earlier) + 1 != context.paragraph(quote) {
        return Verdict::Vetoed("too-far");
    }
    context.goes_on(earlier)
}
