//! *what the movement called a “unified consensus”*

use crate::attribute::context::Context;
use crate::attribute::rule::{Link, Rule, Verdict};
use crate::layers::QuoteId;
use crate::lexicon::Frames;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "named-as",
    says: "A verb of naming (called, described as) gives marked words to its subject.",
    apply,
    fires: &[
        "This was what <m>Ann Lee</m> <c>called</c> a “<q>disaster</q>”.",
        "It is what <m>the movement</m> <c>called</c> a “<q>unified national consensus</q>” on the matter.",
        "The roof, which <m>she</m> <c>described</c> as “<q>safe and sound</q>” last week, fell.",
    ],
    near_misses: &[
        ("The “<q>road map</q>” was an idea that Ann Lee called a success.", "other-side"),
        ("Ann Lee called it off, and the “<q>road map</q>” plan failed.", "not-named"),
    ],
};

fn apply(context: &Context<'_>, quote: QuoteId) -> Verdict {
    let origin = context.origin(quote);
    if !origin.phrase {
        return Verdict::Silent;
    }
    let Some((first, line)) = context.phrase_start(quote) else { return Verdict::Silent };
    let naming =
        |cue: &&crate::cue::Cue| cue.frames.contains(Frames::NAMING) && !cue.negated && cue.source.is_some();
    let Some(cue) = context.cues_on(line).iter().rev().find(|cue| naming(cue) && cue.item < first) else {
        return if context.cues_on(line).iter().any(|cue| naming(&cue)) {
            Verdict::Vetoed("other-side")
        } else {
            Verdict::Silent
        };
    };
    if context.clause_breaks_between(cue.extent.end, first)
        || first - cue.item > 14
        || !context.ends_noun_phrase(quote)
    {
        return Verdict::Vetoed("not-named");
    }
    let Some(source) = cue.source else { return Verdict::Silent };
    Verdict::Fires(Link { cue: Some(cue.span), mention: Some(source.mention), ..Link::default() })
}
