//! *He praised their “heroic efforts”.*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;
use crate::lexicon::Frames;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "marked-object",
    says: "Marked words stand in what a verb of speaking takes as its object, so they are its subject's.",
    apply,
    fires: &[
        "<m>The firm</m> <c>offered</c> “<q>a new kind of coffee for all</q>” to the crew.",
        "<m>The ministry</m> <c>demanded</c> “<q>an end to the breach of the accord</q>”.",
        "<m>He</m> <c>promised</c> “<q>a new kind of politics</q>” on Friday.",
    ],
    near_misses: &[
        ("The “<q>road map to nowhere at all</q>” was an idea that Ann Lee rejected.", "other-side"),
        ("Ann Lee rejected the ship, and the “<q>road map</q>” failed.", "other-clause"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    if !context.origin(quote).phrase {
        return Verdict::Silent;
    }
    let Some((first, line)) = context.phrase_start(quote) else { return Verdict::Silent };
    let fits = |cue: &&crate::cue::Cue| {
        cue.source.is_some()
            && !cue.negated
            && cue.frames.intersects(Frames::PHRASE | Frames::STRONG | Frames::NAMING | Frames::QUOTATION)
            && !cue.frames.contains(Frames::MANNER)
    };
    let Some(cue) = context.cues_on(line).iter().rev().find(|cue| fits(cue) && cue.item < first) else {
        return if context.cues_on(line).iter().any(|cue| fits(&cue)) {
            Verdict::Vetoed("other-side")
        } else {
            Verdict::Silent
        };
    };
    if context.clause_breaks_between(cue.extent.end, first) {
        return Verdict::Vetoed("other-clause");
    }
    let Some(source) = cue.source else { return Verdict::Silent };
    Verdict::Fires(Link { cue: Some(cue.span), mention: Some(source.mention), ..Link::default() })
}
