//! Entities from capital letters, titles and name lists: no model.
//!
//! Runs of capitalised words are cut at titles and nationalities; each name gathers votes from its own words
//! and from those around it, and the votes of all its occurrences in the document are added up.

mod forms;
mod label;
mod runs;

use rustc_hash::FxHashMap;

use self::forms::{Forms, fold};
use self::label::Votes;
use self::runs::Name;
use super::EntityTagger;
use crate::layers::{Entity, EntityLabel};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// Finds entities by lexicon, titles and capitalisation.
#[derive(Clone, Copy, Debug, Default)]
pub struct LexicalTagger;

impl EntityTagger for LexicalTagger {
    fn name(&self) -> &'static str {
        "lexical"
    }

    fn entities(&self, reading: &Reading<'_>) -> Vec<Entity> {
        let forms = Forms::count(reading);
        let mut names = Vec::new();
        for sentence in 0..reading.sentences.len() {
            runs::names(reading, &forms, sentence, &mut names);
        }
        // One letter alone is an initial or the label of a turn: Q: Why?
        names.retain(|name| reading.span_of(name.tokens.clone()).len() > 1);
        let keys: Vec<u64> = names.iter().map(|name| key(reading, name)).collect();
        let mut tally: FxHashMap<u64, Votes> = FxHashMap::default();
        let mut times: FxHashMap<u64, f32> = FxHashMap::default();
        for (name, key) in names.iter().zip(&keys) {
            *times.entry(*key).or_default() += 1.0;
            let sum = tally.entry(*key).or_default();
            for (vote, more) in sum.iter_mut().zip(label::votes(reading, name)) {
                *vote += more;
            }
        }
        let parts = parts_of_longer_names(reading, &names, &keys, &tally);
        names
            .iter()
            .zip(&keys)
            .map(|(name, key)| {
                let mut votes = tally.get(key).copied().unwrap_or_default();
                if let Some(more) = parts.get(key) {
                    // The tally holds every occurrence, so a part of a longer name counts at each of them.
                    let times = times.get(key).copied().unwrap_or(1.0);
                    for (vote, more) in votes.iter_mut().zip(more) {
                        *vote += more * times;
                    }
                }
                let (label, score) = label::winner(&votes);
                Entity { span: reading.span_of(name.tokens.clone()), label, score }
            })
            .collect()
    }
}

fn key(reading: &Reading<'_>, name: &Name) -> u64 {
    name.tokens.clone().fold(0, |key, index| mix(key, fold(reading.form(index))))
}

fn mix(key: u64, word: u64) -> u64 {
    (key ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// A surname or given name alone is a person where the full name is one; the first words of an
/// organisation's name alone are that organisation.
fn parts_of_longer_names(
    reading: &Reading<'_>,
    names: &[Name],
    keys: &[u64],
    tally: &FxHashMap<u64, Votes>,
) -> FxHashMap<u64, Votes> {
    let mut parts: FxHashMap<u64, Votes> = FxHashMap::default();
    let mut families = Vec::new();
    let mut vote = |tokens: std::ops::Range<usize>, label: EntityLabel, weight: f32| {
        let key = key(reading, &Name { tokens, titled: false, known: WordClass::empty() });
        let votes = parts.entry(key).or_default();
        if let Some(slot) =
            EntityLabel::ALL.iter().position(|known| *known == label).and_then(|at| votes.get_mut(at))
        {
            *slot = weight.max(*slot);
        }
    };
    for (name, key) in names.iter().zip(keys) {
        if name.tokens.len() < 2 {
            continue;
        }
        let winner = tally.get(key).map(label::winner);
        let (start, end) = (name.tokens.start, name.tokens.end);
        match winner {
            Some((EntityLabel::Per, _)) => {
                vote(end - 1..end, EntityLabel::Per, 6.0);
                families.push(mix(0, fold(&format!("{}s", reading.form(end - 1)))));
                vote(start..start + 1, EntityLabel::Per, 4.0);
                if name.tokens.len() > 2 {
                    vote(end - 2..end, EntityLabel::Per, 6.0);
                    vote(start..end - 1, EntityLabel::Per, 4.0);
                }
            }
            Some((EntityLabel::Org, _)) => {
                for cut in start + 1..end {
                    let plain = (start..cut).any(|index| {
                        reading.words.get(index).is_some_and(|word| {
                            !word.is(WordClass::NATIONALITY | WordClass::PLACE | WordClass::ORGANISATION_WORD)
                        })
                    });
                    if plain {
                        vote(start..cut, EntityLabel::Org, 2.5);
                    }
                }
            }
            _ => {}
        }
    }
    // *the Bennets*
    for family in families {
        let [person, ..] = parts.entry(family).or_default();
        *person = 6.0;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn names(text: &str) -> Vec<String> {
        let reading = Reading::new(text, Lexicon::embedded());
        let entities = LexicalTagger.entities(&reading);
        entities
            .iter()
            .map(|entity| format!("{} {}", entity.label.as_str(), entity.span.text(text)))
            .collect()
    }

    #[test]
    fn titles_stay_outside() {
        assert_eq!(
            names("They met Israeli Prime Minister Ariel Kaplan."),
            ["MISC Israeli", "PER Ariel Kaplan"]
        );
        assert_eq!(names("They met Secretary of State John Harlow.")[1..], ["PER John Harlow"]);
    }

    #[test]
    fn particles_and_articles_join() {
        assert_eq!(names("It was Omar Latif al-Qanou who came."), ["PER Omar Latif al-Qanou"]);
        assert_eq!(names("They played Ludwig van Brandt."), ["PER Ludwig van Brandt"]);
    }

    #[test]
    fn organisations_have_their_words() {
        assert_eq!(names("He left the Ministry of Health."), ["ORG Ministry of Health"]);
        assert_eq!(names("She joined the Quarry Workers' Union."), ["ORG Quarry Workers' Union"]);
    }

    #[test]
    fn a_capital_by_position_makes_no_name() {
        assert_eq!(names("However, it rained. Windows broke."), [] as [&str; 0]);
        assert_eq!(names("It rained on Monday."), [] as [&str; 0]);
    }

    #[test]
    fn a_surname_alone_is_the_person_named_in_full() {
        assert_eq!(
            names("He saw Dr. Ines Valdorra. Later Valdorra left."),
            ["PER Ines Valdorra", "PER Valdorra"]
        );
    }

    #[test]
    fn a_headline_names_only_what_is_known() {
        assert_eq!(names("Hamas Pledges Calm as Pullout Begins\n\nIt was late."), ["ORG Hamas"]);
    }
}
