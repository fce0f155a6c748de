//! Pronouns: the most salient earlier mention that agrees.

use super::cast::{Cast, EntryId};
use super::discourse::{Discourse, Seen};
use crate::layers::{Gender, Mention, MentionKind, Number, Person, SpeakerKind};
use crate::reading::Reading;

/// *he*, *she*: the most salient person of that gender.
const PRONOUN_PERSON: &str = "pronoun-person";
/// *they*: the most salient group.
const PRONOUN_GROUP: &str = "pronoun-group";
/// *it*: the most salient body or text.
const PRONOUN_BODY: &str = "pronoun-body";
/// *who*: the mention right before.
const RELATIVE: &str = "relative-pronoun";
/// *some*, *both*, *others*: of the group just mentioned.
pub(super) const PARTITIVE: &str = "partitive";

/// How many sentences back an antecedent may stand.
const SENTENCES: u32 = 12;

/// Where a pronoun stands.
pub(super) struct Place {
    pub(super) paragraph: u32,
    pub(super) subject: bool,
    /// Whether a quotation is attributed to it: sources tend to speak on.
    pub(super) source: bool,
    /// Whether it reports what its sentence says before it: *Dahlan got money, they said*.
    pub(super) after_content: bool,
}

/// The antecedent of a third-person pronoun, and the rule that found it.
pub(super) fn resolve(
    reading: &Reading<'_>,
    cast: &Cast,
    discourse: &Discourse,
    mention: &Mention,
    place: &Place,
) -> Option<(EntryId, &'static str)> {
    if mention.person != Person::Third {
        return None;
    }
    let form = mention.head.text(reading.text);
    if ["who", "which", "that"].iter().any(|relative| form.eq_ignore_ascii_case(relative)) {
        return relative(reading, discourse, mention);
    }
    let (kind, rule) = match (mention.gender, mention.number) {
        (Gender::Masculine | Gender::Feminine, _) => (Wanted::Person(mention.gender), PRONOUN_PERSON),
        (Gender::Neuter, _) => (Wanted::Body, PRONOUN_BODY),
        (_, Number::Plural) => (Wanted::Group, PRONOUN_GROUP),
        _ => return None,
    };
    salient(cast, discourse, mention, place, kind).map(|entry| (entry, rule))
}

#[derive(Clone, Copy)]
enum Wanted {
    Person(Gender),
    Group,
    Body,
}

/// How well a mention agrees with the pronoun; none where it cannot be the antecedent.
fn agreement(cast: &Cast, seen: &Seen, wanted: Wanted) -> Option<f32> {
    let entry = cast.entry(seen.entry)?;
    match wanted {
        Wanted::Person(gender) => {
            let known = if seen.gender == Gender::Unknown { entry.gender } else { seen.gender };
            let person = matches!(entry.kind, SpeakerKind::Person | SpeakerKind::Unnamed);
            if !person || seen.number == Number::Plural || !seen.human {
                return None;
            }
            let named = if entry.kind == SpeakerKind::Person { 1.5 } else { 0.0 };
            let owned = if seen.owned && seen.kind == MentionKind::Nominal { -0.8 } else { 0.0 };
            match known {
                Gender::Unknown => Some(named + owned - 1.2),
                known if known == gender => Some(named + owned + 0.7),
                _ => None,
            }
        }
        Wanted::Group => match entry.kind {
            SpeakerKind::Group => Some(if seen.human { 2.0 } else { 0.0 }),
            SpeakerKind::Organisation if seen.number != Number::Plural => Some(-0.5),
            SpeakerKind::Organisation => Some(0.5),
            SpeakerKind::Unnamed | SpeakerKind::Person => None,
        },
        Wanted::Body => {
            (entry.kind == SpeakerKind::Organisation && seen.number != Number::Plural).then_some(0.0)
        }
    }
}

/// Weights were chosen on novels and news apart from any test text; results change little around them.
///
/// Adds up, for each entry, how prominent its recent mentions are; the first of the best wins.
fn salient(
    cast: &Cast,
    discourse: &Discourse,
    mention: &Mention,
    place: &Place,
    wanted: Wanted,
) -> Option<EntryId> {
    let mut scores: Vec<(EntryId, f32)> = Vec::new();
    for seen in discourse.recent() {
        let distance = mention.sentence.saturating_sub(seen.sentence);
        if distance > SENTENCES {
            break;
        }
        // Who is talked about in a reported clause is not who reports it.
        if seen.span_end > mention.span.start || (place.after_content && distance == 0) {
            continue;
        }
        let Some(agreement) = agreement(cast, seen, wanted) else { continue };
        let mut score = 2.0 + agreement;
        score += if seen.subject { 1.5 } else { 0.0 };
        score += match (seen.source, place.source) {
            (true, true) => 2.2,
            (true, false) => 1.0,
            _ => 0.0,
        };
        score += if seen.paragraph == place.paragraph { 0.3 } else { 0.0 };
        score += if seen.kind == MentionKind::Pronoun { 0.3 } else { 0.0 };
        score -= if seen.nested { 1.2 } else { 0.0 };
        score += if place.subject && seen.subject { 0.3 } else { 0.0 };
        // Prominence fades with every sentence between.
        #[allow(clippy::cast_precision_loss)]
        let weight = 0.7_f32.powi(i32::try_from(distance).unwrap_or(i32::MAX));
        let score = score * weight;
        let root = cast.root(seen.entry);
        match scores.iter_mut().find(|(entry, _)| *entry == root) {
            // The best mention counts in full, others only add to it.
            Some((_, best)) => *best = best.max(score) + 0.1 * best.min(score),
            None => scores.push((root, score)),
        }
    }
    let mut best: Option<(EntryId, f32)> = None;
    for (entry, score) in scores {
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((entry, score));
        }
    }
    best.map(|(entry, _)| entry)
}

/// *Lee, who led the search*
fn relative(
    reading: &Reading<'_>,
    discourse: &Discourse,
    mention: &Mention,
) -> Option<(EntryId, &'static str)> {
    let near = discourse
        .recent()
        .take_while(|seen| seen.sentence == mention.sentence)
        .filter(|seen| {
            let between = reading.text.get(seen.span_end as usize..mention.span.start as usize);
            between.is_some_and(|between| between.trim().trim_matches(',').is_empty())
        })
        .min_by_key(|seen| seen.nested)?;
    Some((near.entry, RELATIVE))
}

/// *some*, *both*, *others* after a group was mentioned.
pub(super) fn partitive(discourse: &Discourse, mention: &Mention) -> Option<EntryId> {
    discourse
        .recent()
        .take_while(|seen| mention.sentence.saturating_sub(seen.sentence) <= 2)
        .find(|seen| {
            seen.number == Number::Plural && seen.human && seen.span_end <= mention.span.start && !seen.nested
        })
        .map(|seen| seen.entry)
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn he_and_she_agree_in_gender() {
        check(
            "<m exact-name \"John Keller\">John Keller</m> met <m exact-name \"Mary Sands\">Mary Sands</m>. <m pronoun-person \"Mary Sands\">She</m> said no. <m pronoun-person \"John Keller\">He</m> said yes.",
        );
    }

    #[test]
    fn the_subject_comes_first() {
        check(
            "<m exact-name \"John Keller\">John Keller</m> met Peter Sands. <m pronoun-person \"John Keller\">He</m> said no.",
        );
    }

    #[test]
    fn they_are_a_group() {
        check(
            "<m first-mention Officials>Officials</m> met John Keller. <m pronoun-group Officials>They</m> said no.",
        );
    }

    #[test]
    fn who_reports_is_not_talked_about() {
        check(
            "<s first-mention Officials>Officials</s> were glad. The rebels would hand over their weapons, <s pronoun-group Officials>they</s> said.",
        );
    }

    #[test]
    fn pronouns_in_quotations_stay_open() {
        check(
            "<m exact-name \"John Keller\">John Keller</m> rose. “<m - ->I</m> saw <m - ->him</m>,” said Mary Sands.",
        );
    }

    #[test]
    fn who_is_the_one_before() {
        check(
            "Mary Sands saw <m exact-name \"John Keller\">John Keller</m>, <m relative-pronoun \"John Keller\">who</m> said no.",
        );
    }
}
