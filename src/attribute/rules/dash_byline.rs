//! *“…” — Ann Lee*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::{MentionKind, QuoteId};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "dash-byline",
    says: "A dash and a name after the quotation, and nothing else, sign it.",
    apply,
    fires: &[
        "“<q>The port must never close again.</q>” — <m>Ann Lee</m>",
        "“<q>We waited for hours.</q>” – <m>Commissioner Rosa Blum</m>.",
        "\"<q>Nobody asked us about it.</q>\" -- <m>Tom Vogel, a driver</m>",
    ],
    near_misses: &[
        ("“<q>The port must close.</q>” — Ann Lee left the room.", "more-follows"),
        ("“<q>The port must close.</q>” Ann Lee", "no-dash"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.is_direct(quote) {
        return Verdict::Silent;
    }
    let Some((item, line)) = context.items(quote).last() else { return Verdict::Silent };
    let Some(line_end) = context.line_items(line).map(|line| line.items.end) else { return Verdict::Silent };
    let (dash, end) = if item + 1 < line_end {
        (item + 1, line_end)
    } else {
        // The stop inside the marks may have cut the signature off.
        match context.line_items(line + 1) {
            Some(next) if context.paragraph_of(line) == Some(next.paragraph) => {
                (next.items.start, next.items.end)
            }
            _ => return Verdict::Vetoed("no-dash"),
        }
    };
    if !matches!(context.form(dash), "—" | "–" | "―" | "--" | "-" | "~") {
        return Verdict::Vetoed("no-dash");
    }
    let Some(mention) = context.mention_at(dash + 1) else { return Verdict::Vetoed("no-name") };
    let after = dash + 1 + context.mention(mention).tokens.len();
    let over = (after..end).all(|item| matches!(context.form(item), "." | ","));
    if !over || !context.is_kind(mention, MentionKind::Name) {
        return Verdict::Vetoed("more-follows");
    }
    Verdict::Fires(Link { mention: Some(mention), trigger: context.item_span(dash), ..Link::default() })
}
