//! The shapes of tags: which side, which order, which form of mention. Most rules are one shape each.

use super::context::{Context, Side, Tag};
use super::rule::{Link, Verdict};
use crate::cue::{CueKind, SourceLink};
use crate::layers::{MentionKind, QuoteId};
use crate::lexicon::Frames;

/// What a rule asks of the tag beside a quotation. Empty lists allow everything.
pub struct Shape {
    /// What sort of cue.
    pub cue: CueKind,
    /// On which side.
    pub sides: &'static [Side],
    /// How cue and source stand to each other.
    pub links: &'static [SourceLink],
    /// The form of the source.
    pub kinds: &'static [MentionKind],
}

impl Shape {
    /// Answers with the tag beside the quotation if it has this shape; says what spoke against it if not.
    #[must_use]
    pub fn verdict(&self, context: &Context<'_>, quote: QuoteId) -> Verdict {
        let Some(tag) = context.tag(quote) else {
            return if context.has_negated_tag(quote) { Verdict::Vetoed("negated") } else { Verdict::Silent };
        };
        match self.objection(context, quote, &tag) {
            Some(veto) => Verdict::Vetoed(veto),
            None => answer(&tag),
        }
    }

    /// What speaks against a tag.
    fn objection(&self, context: &Context<'_>, quote: QuoteId, tag: &Tag<'_>) -> Option<&'static str> {
        if tag.cue.kind != self.cue {
            return Some("other-cue");
        }
        if !self.sides.is_empty() && !self.sides.contains(&tag.side) {
            return Some("other-side");
        }
        if !self.links.is_empty() && !self.links.contains(&tag.link) {
            return Some("other-order");
        }
        let mention = context.mention(tag.mention);
        if !self.kinds.is_empty() && !self.kinds.contains(&mention.kind) {
            return Some("other-form");
        }
        objection_to_any(context, quote, tag)
    }
}

/// The checks that hold for every tag.
pub(super) fn objection_to_any(context: &Context<'_>, quote: QuoteId, tag: &Tag<'_>) -> Option<&'static str> {
    let mention = context.mention(tag.mention);
    if context.quote(quote).parts.iter().any(|part| part.contains(mention.span)) {
        return Some("named-inside");
    }
    let thought = tag.cue.frames.contains(Frames::ATTITUDE) && !tag.cue.frames.contains(Frames::STRONG);
    (thought && tag.side == Side::Before && !tag.colon).then_some("thought-not-speech")
}

/// The answer that a tag gives.
pub(super) fn answer(tag: &Tag<'_>) -> Verdict {
    Verdict::Fires(Link { cue: Some(tag.cue.span), mention: Some(tag.mention), ..Link::default() })
}
