//! Dialogue: A speaks, and the next paragraph answers.

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "reply",
    says: "In a dialogue, the paragraph after somebody's turn is the other one's answer.",
    apply,
    fires: &[
        "Ann looked at <m>Tom</m>. “Where?” Ann asked.\n\n“<q>By the sea.</q>”\n\n“Which sea?”",
        "“Now?” said <m>Tom</m>.\n\n“Not yet,” said Ann. “Wait.”\n\nThe wind rose.\n\n“Come!” cried Ann.\n\n“<q>Why?</q>”",
        "<m>Tom</m> was waiting at the door.\n\n“Is it far?” asked Ann.\n\n“<q>No.</q>”\n\n“Good.”",
    ],
    near_misses: &[
        ("“Where?” asked Ann.\n\n“<q>By the sea.</q>”\n\n“Why?”", "nobody-else"),
        ("“By the sea,” said Ann.\n\nTom nodded.\n\n“<q>Why?</q>”\n\n“Yes.”", "no-turn-before"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) || context.quote(quote).parent.is_some() {
        return Verdict::Silent;
    }
    if !context.dialogue {
        return Verdict::Vetoed("no-dialogue");
    }
    let Some((last, other)) = context.partner(quote) else { return Verdict::Vetoed("no-turn-before") };
    if let Some(other) = other {
        return context.goes_on(other);
    }
    match context.listener(last) {
        Some(mention) => Verdict::Fires(Link { mention: Some(mention), ..Link::default() }),
        None => Verdict::Vetoed("nobody-else"),
    }
}
