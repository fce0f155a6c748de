//! Names of organisations, places and other things: whole names first, then short forms and acronyms.

use rustc_hash::FxHashMap;

use super::cast::{Cast, EntryId, Form};
use super::name::{NameWords, fold};
use super::people::EXACT_NAME;
use crate::layers::{Entity, EntityLabel, Gender, SpeakerKind};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// The first words of a longer name: *Al Aqsa* of *Al Aqsa Martyrs' Brigades*.
const SHORT_NAME: &str = "short-name";
/// *FEC* of *Federal Election Commission*.
const ACRONYM: &str = "acronym";
/// *the Palestinian Authority (PA)*
const ACRONYM_INTRODUCED: &str = "acronym-introduced";
/// *U.S.* of *United States*.
const WELL_KNOWN: &str = "well-known-short-form";

/// Names of one body that share no letters worth comparing.
const SAME: [&[&[&str]]; 4] = [
    &[&["US"], &["U.S"], &["USA"], &["United", "States"], &["America"]],
    &[&["UK"], &["U.K"], &["Britain"], &["United", "Kingdom"], &["Great", "Britain"]],
    &[&["UN"], &["U.N"], &["United", "Nations"]],
    &[&["EU"], &["E.U"], &["European", "Union"]],
];

/// One distinct name.
struct Body {
    entry: EntryId,
    words: NameWords,
    label: EntityLabel,
    initials: String,
    /// Whether the name is one word of capitals.
    acronym: bool,
    /// Whether it says more than a nation, a place or a kind of body.
    telling: bool,
    rule: &'static str,
}

/// Links every entity that names a body, a place or another thing; nationalities stay unlinked.
pub(super) fn resolve(
    reading: &Reading<'_>,
    entities: &[Entity],
    cast: &mut Cast,
    of_entity: &mut [Option<(EntryId, &'static str)>],
) {
    let mut bodies: Vec<Body> = Vec::new();
    let mut by_key: FxHashMap<u64, usize> = FxHashMap::default();
    let mut occurrences: Vec<(usize, usize)> = Vec::new();
    for (entity, found) in entities.iter().enumerate() {
        let tokens = reading.tokens_in(found.span);
        let is = |index: usize, class| reading.words.get(index).is_some_and(|word| word.is(class));
        let nation = tokens.clone().all(|index| is(index, WordClass::NATIONALITY));
        if found.label == EntityLabel::Per || (found.label == EntityLabel::Misc && nation) {
            continue;
        }
        let words = NameWords::read(reading, tokens.clone());
        if words.words.is_empty() {
            continue;
        }
        let form = reading.form(tokens.start);
        let initials = initials(reading, tokens.clone());
        let kinds = WordClass::NATIONALITY | WordClass::PLACE | WordClass::ORGANISATION_WORD;
        let body = *by_key.entry(words.key()).or_insert_with(|| {
            let entry = cast.add(SpeakerKind::Organisation, Some(found.label), Gender::Neuter);
            bodies.push(Body {
                entry,
                label: found.label,
                initials,
                acronym: words.words.len() == 1
                    && (2..=6).contains(&form.len())
                    && form.chars().all(char::is_uppercase),
                telling: tokens.clone().any(|index| !is(index, kinds)),
                words,
                rule: EXACT_NAME,
            });
            bodies.len() - 1
        });
        occurrences.push((entity, body));
    }
    short_names(cast, &mut bodies);
    acronyms(cast, &mut bodies);
    introduced(reading, entities, cast, &mut bodies, &occurrences);
    well_known(cast, &mut bodies);
    for (entity, body) in occurrences {
        if let (Some(slot), Some(body), Some(found)) =
            (of_entity.get_mut(entity), bodies.get(body), entities.get(entity))
        {
            *slot = Some((body.entry, body.rule));
            let form = Form { span: found.span, named: true, alias: false, address: None };
            cast.note(reading.text, body.entry, form);
        }
    }
}

/// The first letters of the capitalised words.
fn initials(reading: &Reading<'_>, tokens: std::ops::Range<usize>) -> String {
    tokens
        .filter_map(|index| reading.form(index).chars().next())
        .filter(|first| first.is_uppercase())
        .collect()
}

fn join(cast: &mut Cast, bodies: &mut [Body], long: usize, short: usize, rule: &'static str) {
    let (Some(kept), Some(gone)) =
        (bodies.get(long).map(|body| body.entry), bodies.get(short).map(|body| body.entry))
    else {
        return;
    };
    cast.merge(kept, gone);
    if let Some(body) = bodies.get_mut(short) {
        body.rule = rule;
    }
}

/// A name that starts exactly one longer name of an organisation is that organisation.
fn short_names(cast: &mut Cast, bodies: &mut [Body]) {
    let mut longer: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    for (index, body) in bodies.iter().enumerate().filter(|(_, body)| body.label == EntityLabel::Org) {
        for cut in 1..body.words.words.len() {
            let start =
                NameWords { words: body.words.words.iter().take(cut).copied().collect(), suffix: None };
            longer.entry(start.key()).and_modify(|known| *known = None).or_insert(Some(index));
        }
    }
    for short in 0..bodies.len() {
        let Some(body) = bodies.get(short) else { continue };
        if body.label == EntityLabel::Loc || !body.telling {
            continue;
        }
        if let Some(Some(long)) = longer.get(&body.words.key()).copied() {
            join(cast, bodies, long, short, SHORT_NAME);
        }
    }
}

/// An acronym whose letters are the initials of one longer name.
fn acronyms(cast: &mut Cast, bodies: &mut [Body]) {
    let mut spelled: FxHashMap<u64, usize> = FxHashMap::default();
    for (index, body) in bodies.iter().enumerate().filter(|(_, body)| body.words.words.len() > 1) {
        spelled.entry(fold(&body.initials)).or_insert(index);
    }
    for short in 0..bodies.len() {
        let Some(body) = bodies.get(short).filter(|body| body.acronym) else { continue };
        let key = body.words.words.first().map_or(0, |word| word.key);
        if let Some(long) = spelled.get(&key).copied() {
            join(cast, bodies, long, short, ACRONYM);
        }
    }
}

/// A name in brackets right after another one.
fn introduced(
    reading: &Reading<'_>,
    entities: &[Entity],
    cast: &mut Cast,
    bodies: &mut [Body],
    occurrences: &[(usize, usize)],
) {
    for pair in occurrences.windows(2) {
        let [(first, long), (second, short)] = pair else { continue };
        let (Some(first), Some(second)) = (entities.get(*first), entities.get(*second)) else { continue };
        let between = reading.text.get(first.span.end as usize..second.span.start as usize).unwrap_or("");
        let after = reading.text.get(second.span.end as usize..).unwrap_or("");
        let brief = bodies.get(*short).is_some_and(|body| body.acronym);
        if between.trim_start() == "(" && after.starts_with(')') && brief && long != short {
            join(cast, bodies, *long, *short, ACRONYM_INTRODUCED);
        }
    }
}

fn well_known(cast: &mut Cast, bodies: &mut [Body]) {
    for group in SAME {
        let mut first: Option<usize> = None;
        for index in 0..bodies.len() {
            let Some(body) = bodies.get(index) else { continue };
            let is_one = group.iter().any(|words| {
                words.len() == body.words.words.len()
                    && words.iter().zip(&body.words.words).all(|(word, known)| fold(word) == known.key)
            });
            if is_one {
                match first {
                    Some(first) => join(cast, bodies, first, index, WELL_KNOWN),
                    None => first = Some(index),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn an_acronym_is_the_name_it_stands_for() {
        check(
            "<m exact-name \"Federal Election Commission\">The Federal Election Commission</m> agreed. <m acronym \"Federal Election Commission\">The FEC</m> paid.",
        );
        check(
            "<m exact-name \"Federal Election Commission\">The Federal Election Commission</m> agreed. <m exact-name EPA>The EPA</m> paid.",
        );
    }

    #[test]
    fn the_first_words_of_a_name_are_its_short_form() {
        check(
            "<m exact-name \"Halvern Dock Workers' Union\">The Halvern Dock Workers' Union</m> agreed. <m short-name \"Halvern Dock Workers' Union\">Halvern Dock</m> paid.",
        );
    }

    #[test]
    fn countries_have_short_forms() {
        check(
            "<m exact-name \"United States\">The United States</m> agreed. <m well-known-short-form \"United States\">The U.S.</m> paid.",
        );
    }
}
