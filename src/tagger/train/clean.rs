//! One guideline for names out of many corpora.
//!
//! Corpora disagree on where a name begins and what it is: one counts *Mr.* or *the* to the name, another
//! takes *Catholic* for an organisation, a third cuts *al-Zarqawi* at its hyphen. A model that learns from all
//! of them would learn to hesitate. So the labels are brought to one form: that of CoNLL-2003, in which
//! nationalities and creeds are `MISC` and titles and articles stay outside. Where an annotation is plainly
//! broken, its labels are left open.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lexicon::{Lexicon, WordClass};
use crate::tagger::bio;
use crate::tagger::columns::{OPEN, Sentence};

/// Adherents of creeds and parties: no nationalities, but treated as they are.
const CREEDS: &[&str] = &[
    "Anglican",
    "Baptist",
    "Buddhist",
    "Catholic",
    "Christian",
    "Democrat",
    "Democratic",
    "Hindu",
    "Islamic",
    "Islamist",
    "Jew",
    "Jewish",
    "Lutheran",
    "Marxist",
    "Methodist",
    "Moslem",
    "Muslim",
    "Nazi",
    "Orthodox",
    "Protestant",
    "Republican",
    "Roman Catholic",
    "Shia",
    "Shiite",
    "Sikh",
    "Sunni",
    "Tory",
];

/// Words in small letters that no name ends with.
const CUT: &[&str] = &["of", "the", "for", "and", "&", "in", "de", ","];

/// A name is given the label that this share of its occurrences has, in all corpora together.
const MAJORITY: f64 = 0.88;

/// How often a name has to be seen before its occurrences are made to agree.
const OFTEN: u32 = 8;

/// Brings the names of labelled text to one guideline, and repeats sentences that cut a name at its hyphens
/// with the name whole, as the engine's tokens have it.
pub fn clean(files: &mut [Vec<Sentence>]) {
    let lexicon = Lexicon::embedded();
    for sentence in files.iter_mut().flatten() {
        bounds(sentence, lexicon);
        peoples(sentence, lexicon);
    }
    let majority = majorities(files);
    for file in files.iter_mut() {
        for sentence in file.iter_mut() {
            for (range, kind) in names(sentence) {
                let words = words(sentence, &range);
                if let Some(other) = majority.get(&words)
                    && *other != kind
                    && kind != "PER"
                {
                    label(sentence, &range, other);
                }
            }
        }
        let whole: Vec<Sentence> = file.iter().filter_map(with_hyphens_joined).collect();
        file.extend(whole);
    }
}

/// The names of a sentence, with labels of their own.
fn names(sentence: &Sentence) -> Vec<(Range<usize>, String)> {
    let names = bio::names(sentence.labels.iter().map(String::as_str));
    names.into_iter().map(|(range, kind)| (range, kind.to_owned())).collect()
}

fn words(sentence: &Sentence, range: &Range<usize>) -> String {
    sentence.tokens.get(range.clone()).unwrap_or_default().join(" ")
}

/// Labels a stretch as a name, or as whatever a single label says.
fn label(sentence: &mut Sentence, range: &Range<usize>, kind: &str) {
    bio::mark(sentence.labels.get_mut(range.clone()).unwrap_or_default(), kind);
}

/// Takes articles, titles and possessives out of names, and leaves names open that were cut short.
fn bounds(sentence: &mut Sentence, lexicon: &Lexicon) {
    for (range, kind) in names(sentence) {
        let token = |at: usize| sentence.tokens.get(at).map_or("", String::as_str);
        let title = |at: usize| {
            let word = lexicon.word(token(at));
            word.is(WordClass::TITLE) && !word.is(WordClass::GIVEN_NAME)
        };
        let (mut start, mut end) = (range.start, range.end);
        let article = match token(start) {
            "the" | "a" | "an" => true,
            "The" => kind == "LOC",
            _ => false,
        };
        if article && end - start > 1 {
            start += 1;
        }
        while kind == "PER" && end - start > 1 && (title(start) || token(start) == ".") {
            start += 1;
        }
        if matches!(token(end - 1), "'s" | "\u{2019}s")
            && matches!(kind.as_str(), "PER" | "LOC")
            && end - start > 1
        {
            end -= 1;
        }
        let broken = CUT.contains(&token(end - 1)) || !(start..end).any(|at| has_letter(token(at)));
        label(sentence, &range, "O");
        if broken {
            // The rest of the name was left out, so what follows is not known either.
            let capital = |at: &usize| {
                sentence.labels.get(*at).is_some_and(|label| label == "O")
                    && sentence.tokens.get(*at).is_some_and(|token| token.starts_with(char::is_uppercase))
            };
            let rest = (end..).take_while(capital).count();
            label(sentence, &(start..end + rest), OPEN);
        } else {
            label(sentence, &(start..end), &kind);
        }
    }
}

fn has_letter(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// Gives nationalities and creeds the label `MISC`, and leaves those open that were passed over.
fn peoples(sentence: &mut Sentence, lexicon: &Lexicon) {
    let people = |token: &str| {
        let word = lexicon.word(token);
        let singular = token.strip_suffix('s').unwrap_or(token);
        token.starts_with(char::is_uppercase)
            && (CREEDS.contains(&singular) || word.is(WordClass::NATIONALITY) && !word.is(WordClass::PLACE))
    };
    for (range, kind) in names(sentence) {
        let of_people = |at: usize| sentence.tokens.get(at).is_some_and(|token| people(token));
        if matches!(kind.as_str(), "LOC" | "ORG") && range.clone().all(of_people) {
            label(sentence, &range, "MISC");
        }
    }
    for (token, label) in sentence.tokens.iter().zip(&mut sentence.labels) {
        if label == "O" && people(token) {
            OPEN.clone_into(label);
        }
    }
}

/// The label that nearly all occurrences of a name have, where there are enough of them.
fn majorities(files: &[Vec<Sentence>]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for sentence in files.iter().flatten() {
        for (range, kind) in names(sentence) {
            *counts.entry(words(sentence, &range)).or_default().entry(kind).or_default() += 1;
        }
    }
    let top = |(name, counts): (String, BTreeMap<String, u32>)| {
        let all: u32 = counts.values().sum();
        let (kind, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (all >= OFTEN && f64::from(count) >= MAJORITY * f64::from(all)).then_some((name, kind))
    };
    counts.into_iter().filter_map(top).collect()
}

/// The sentence with names that were cut at hyphens made whole, if there are any.
fn with_hyphens_joined(sentence: &Sentence) -> Option<Sentence> {
    let mut joined =
        Sentence { tokens: Vec::new(), labels: Vec::new(), opens_document: false, ..sentence.clone() };
    let mut glue = false;
    for (at, (token, label)) in sentence.tokens.iter().zip(&sentence.labels).enumerate() {
        let inside = |at: usize| sentence.labels.get(at).is_some_and(|label| label.starts_with("I-"));
        let hyphen = token == "-" && inside(at) && inside(at + 1);
        match joined.tokens.last_mut() {
            Some(last) if hyphen || glue => last.push_str(token),
            _ => {
                joined.tokens.push(token.clone());
                joined.labels.push(label.clone());
            }
        }
        glue = hyphen;
    }
    (joined.tokens.len() < sentence.tokens.len()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::Task;
    use crate::tagger::columns::read;

    /// Cleans a sentence written as `word/LABEL`, a bare word being `O`.
    fn cleaned(text: &str) -> Vec<String> {
        let line = |word: &str| {
            let (token, label) = word.rsplit_once('/').unwrap_or((word, "O"));
            format!("{token}\t{label}\n")
        };
        let columns: String = text.split(' ').map(line).collect();
        let mut files = vec![read(Task::Ner, &columns).unwrap()];
        clean(&mut files);
        let show = |sentence: &Sentence| {
            let pair = |(token, label): (&String, &String)| match label.as_str() {
                "O" => token.clone(),
                _ => format!("{token}/{label}"),
            };
            sentence.tokens.iter().zip(&sentence.labels).map(pair).collect::<Vec<_>>().join(" ")
        };
        files.iter().flatten().map(show).collect()
    }

    #[test]
    fn titles_articles_and_possessives_stay_outside() {
        assert_eq!(cleaned("Mr./B-PER Vela/I-PER left"), ["Mr. Vela/B-PER left"]);
        assert_eq!(cleaned("in the/B-LOC Alps/I-LOC"), ["in the Alps/B-LOC"]);
        assert_eq!(cleaned("The/B-ORG Norland/I-ORG Post/I-ORG"), ["The/B-ORG Norland/I-ORG Post/I-ORG"]);
        assert_eq!(cleaned("Vela/B-PER 's/I-PER hat"), ["Vela/B-PER 's hat"]);
    }

    #[test]
    fn nationalities_and_creeds_are_miscellaneous() {
        assert_eq!(cleaned("two Korean/B-LOC ships"), ["two Korean/B-MISC ships"]);
        assert_eq!(cleaned("Muslims/B-ORG and French bakers"), ["Muslims/B-MISC and French/? bakers"]);
        assert_eq!(cleaned("the French/B-ORG Bank/I-ORG"), ["the French/B-ORG Bank/I-ORG"]);
    }

    #[test]
    fn names_cut_short_are_left_open() {
        assert_eq!(cleaned("University/B-ORG of/I-ORG Norland won"), ["University/? of/? Norland/? won"]);
    }

    #[test]
    fn the_most_frequent_label_wins() {
        let text = "Norland/B-LOC . ".repeat(12) + "Norland/B-ORG won";
        assert!(!cleaned(&text)[0].contains("ORG"));
        // But a person may have the name of a place.
        let text = "Norland/B-LOC . ".repeat(12) + "Norland/B-PER won";
        assert!(cleaned(&text)[0].contains("PER"));
    }

    #[test]
    fn hyphens_of_names_are_given_both_ways() {
        let both = cleaned("met al/B-PER -/I-PER Vela/I-PER twice");
        assert_eq!(both, ["met al/B-PER -/I-PER Vela/I-PER twice", "met al-Vela/B-PER twice"]);
    }
}
