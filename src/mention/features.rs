//! Number, gender and person of a noun phrase, and whether its head is a noun that speaks.

use super::chunk::Chunk;
use super::view::View;
use crate::layers::{EntityLabel, Gender, MentionKind, Number, Penn, Person};
use crate::lexicon::WordClass;

/// Classes of nouns that are sources.
pub(super) const SPEAKING: WordClass = WordClass::ROLE
    .union(WordClass::GROUP)
    .union(WordClass::HUMAN)
    .union(WordClass::KINSHIP)
    .union(WordClass::DOCUMENT);

/// Classes of nouns for persons.
pub(super) const HUMAN: WordClass = WordClass::ROLE.union(WordClass::HUMAN).union(WordClass::KINSHIP);

/// Whether an unknown noun has the ending of a word for persons: *-er*, *-or*, *-ist*, *-ian*, *-man*, …
pub(super) fn looks_like_person(form: &str) -> bool {
    const ENDINGS: [&str; 5] = ["ist", "ian", "er", "or", "crat"];
    // Things with such endings that news and novels are full of.
    const THINGS: [&str; 40] = [
        "number",
        "paper",
        "letter",
        "order",
        "power",
        "matter",
        "water",
        "weather",
        "summer",
        "winter",
        "door",
        "floor",
        "colour",
        "color",
        "error",
        "factor",
        "sector",
        "computer",
        "newspaper",
        "dinner",
        "supper",
        "corner",
        "river",
        "answer",
        "offer",
        "quarter",
        "border",
        "tower",
        "shoulder",
        "finger",
        "silver",
        "manner",
        "character",
        "chapter",
        "latter",
        "former",
        "restaurant",
        "terror",
        "horror",
        "odor",
    ];
    let stem = form.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(form);
    stem.len() > 4
        && stem.is_ascii()
        && (names_a_person(form) || ENDINGS.iter().any(|ending| stem.ends_with(ending)))
        && !THINGS.contains(&stem)
        && !stem.ends_with("ment")
}

/// Whether a word ends in *-man*, *-woman*, *-person* or their plurals.
pub(super) fn names_a_person(form: &str) -> bool {
    const ENDINGS: [&str; 6] = ["man", "men", "woman", "women", "person", "people"];
    const OTHERS: [&str; 6] = ["human", "german", "roman", "specimen", "regimen", "acumen"];
    ENDINGS.iter().any(|ending| form.ends_with(ending)) && !OTHERS.contains(&form)
}

/// Whether a noun phrase is of a kind that speaks: a name, a pronoun, or a noun for people, bodies of people
/// or texts.
pub(super) fn is_speaking(view: &View<'_, '_>, chunk: &Chunk) -> bool {
    let last = chunk.head.end.saturating_sub(1);
    match chunk.kind {
        MentionKind::Pronoun | MentionKind::Name => true,
        MentionKind::Nominal => {
            view.is(last, SPEAKING | WordClass::NATIONALITY)
                || (looks_like_person(view.form(last)) && is_noun(view, last))
                || is_pronominal(view.form(last))
        }
    }
}

/// A noun, or no tag at all.
fn is_noun(view: &View<'_, '_>, index: usize) -> bool {
    view.penn(index).is_none_or(|tag| matches!(tag, Penn::Nn | Penn::Nns | Penn::Nnp | Penn::Nnps))
}

/// Whether the head only counts or points: *many*, *others*, *one*.
fn is_pronominal(form: &str) -> bool {
    const HEADS: [&str; 17] = [
        "many", "some", "several", "others", "both", "few", "most", "one", "two", "three", "four", "none",
        "another", "each", "neither", "someone", "everyone",
    ];
    HEADS.iter().any(|head| form.eq_ignore_ascii_case(head))
}

/// Number, gender and person.
pub(super) fn agreement(view: &View<'_, '_>, chunk: &Chunk) -> (Number, Gender, Person) {
    let last = chunk.head.end.saturating_sub(1);
    match chunk.kind {
        MentionKind::Pronoun => pronoun(view.form(last)),
        MentionKind::Name => {
            let number = if chunk.label == Some(EntityLabel::Per) || view.penn(last) != Some(Penn::Nnps) {
                Number::Singular
            } else {
                Number::Unknown
            };
            let gender = match chunk.label {
                Some(EntityLabel::Per) => name_gender(view, chunk),
                Some(EntityLabel::Org | EntityLabel::Loc) => Gender::Neuter,
                _ => Gender::Unknown,
            };
            (number, gender, Person::Third)
        }
        MentionKind::Nominal => {
            let class = view.word(last).class;
            let number = nominal_number(view, last, class);
            let gender = if class.intersects(HUMAN | WordClass::NATIONALITY) {
                view.word(last).gender
            } else if class.intersects(WordClass::GROUP | WordClass::DOCUMENT) {
                Gender::Neuter
            } else {
                Gender::Unknown
            };
            (number, gender, Person::Third)
        }
    }
}

fn nominal_number(view: &View<'_, '_>, last: usize, class: WordClass) -> Number {
    const MANY: [&str; 12] = [
        "many", "some", "several", "others", "both", "few", "most", "two", "three", "four", "five", "people",
    ];
    let form = view.form(last);
    if class.contains(WordClass::PLURAL) || MANY.iter().any(|many| form.eq_ignore_ascii_case(many)) {
        return Number::Plural;
    }
    match view.penn(last) {
        Some(Penn::Nns | Penn::Nnps) => Number::Plural,
        Some(Penn::Nn | Penn::Nnp) => Number::Singular,
        _ if class.intersects(HUMAN | WordClass::GROUP | WordClass::DOCUMENT) => Number::Singular,
        _ => Number::Unknown,
    }
}

/// From the title or role before a name, else from its given name.
fn name_gender(view: &View<'_, '_>, chunk: &Chunk) -> Gender {
    let told = |index: usize| Some(view.word(index).gender).filter(|gender| *gender != Gender::Unknown);
    let role = chunk.role.clone().unwrap_or(0..0);
    let by_role = role.rev().find_map(told);
    let given = view.is(chunk.head.start, WordClass::GIVEN_NAME).then(|| told(chunk.head.start)).flatten();
    by_role.or(given).unwrap_or(Gender::Unknown)
}

fn pronoun(form: &str) -> (Number, Gender, Person) {
    let mut lower = [0u8; 8];
    let lower = match lower.get_mut(..form.len()) {
        Some(slot) => {
            slot.copy_from_slice(form.as_bytes());
            slot.make_ascii_lowercase();
            &*slot
        }
        None => &[],
    };
    match lower {
        b"he" | b"him" | b"his" => (Number::Singular, Gender::Masculine, Person::Third),
        b"she" | b"her" => (Number::Singular, Gender::Feminine, Person::Third),
        b"it" | b"its" => (Number::Singular, Gender::Neuter, Person::Third),
        b"they" | b"them" | b"their" => (Number::Plural, Gender::Unknown, Person::Third),
        b"i" | b"me" | b"my" => (Number::Singular, Gender::Unknown, Person::First),
        b"we" | b"us" | b"our" => (Number::Plural, Gender::Unknown, Person::First),
        b"you" | b"your" => (Number::Unknown, Gender::Unknown, Person::Second),
        _ => (Number::Unknown, Gender::Unknown, Person::Third),
    }
}
