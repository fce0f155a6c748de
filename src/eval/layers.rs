//! Scores of the layers beside quotations: speakers, entities, sentences.

use super::Evaluation;
use super::answer::Answer;
use super::counts::Counts;
use super::gold::GoldDocument;
use super::names;
use super::pieces::is_mark;
use super::summary::{Rows, Score};
use crate::layers::{EntityLabel, QuoteKind};
use crate::span::Span;

impl Evaluation<'_> {
    /// Speakers that are credited with a quotation, by canonical name; only where every kind is labelled and
    /// speakers have names.
    pub(super) fn speakers(&self) -> Rows<Score> {
        let told = self.gold.covers.indirect
            && self.gold.documents.iter().any(|document| !document.speakers.is_empty());
        self.rows(told, ["all", "kind"], |document, answer| {
            let (named, kinds) = speakers(document, answer);
            vec![named, kinds]
        })
    }

    /// Entities with the same span and label.
    pub(super) fn entities(&self) -> Rows<Score> {
        let told = self.gold.documents.iter().any(|document| document.entities.is_some());
        // A label that a public set never uses is one that it does not label, and no mistake to predict.
        let used = |label: &EntityLabel| {
            let mut entities = self.gold.documents.iter().flat_map(|document| &document.entities).flatten();
            self.gold.open || entities.any(|(_, known)| known == label)
        };
        let labels: Vec<EntityLabel> = EntityLabel::ALL.into_iter().filter(used).collect();
        let names = ["all", "PER", "ORG", "LOC", "MISC"];
        self.rows(told, names, |document, answer| {
            let Some(gold) = &document.entities else { return Vec::new() };
            let predicted = answer.map_or(&[][..], |answer| &answer.entities);
            let of = |wanted: &[EntityLabel]| {
                let both: Vec<EntityLabel> =
                    wanted.iter().copied().filter(|label| labels.contains(label)).collect();
                entities(gold, predicted, &both)
            };
            let mut counts = vec![of(&EntityLabel::ALL)];
            counts.extend(EntityLabel::ALL.map(|label| of(&[label])));
            counts
        })
    }

    /// Sentence boundaries inside paragraphs, and apart inside and outside quotation marks.
    pub(super) fn sentences(&self) -> Rows<Score> {
        let told = self.gold.documents.iter().any(|document| document.sentences.is_some());
        self.rows(told, ["all", "inside", "outside"], |document, answer| {
            let Some(gold) = &document.sentences else { return Vec::new() };
            let [inside, outside] =
                boundaries(document.document.text(), gold, answer.map_or(&[], |answer| &answer.sentences));
            let mut all = inside;
            all += outside;
            vec![all, inside, outside]
        })
    }

    fn rows<const N: usize>(
        &self,
        told: bool,
        names: [&str; N],
        counts: impl Fn(&GoldDocument, Option<&Answer>) -> Vec<Counts>,
    ) -> Rows<Score> {
        if !told {
            return Rows(Vec::new());
        }
        let documents: Vec<Vec<Counts>> =
            self.documents().map(|(document, answer)| counts(document, answer)).collect();
        let row = |(index, name): (usize, &str)| {
            let counts: Vec<Counts> =
                documents.iter().filter_map(|document| document.get(index).copied()).collect();
            (name.to_owned(), Score::of(&counts))
        };
        Rows(names.into_iter().enumerate().map(row).collect())
    }
}

/// Gold speakers with a quotation against predicted speakers with one, each gold one serving once: two
/// predicted speakers of one name are one too many. The second counts, of the right ones, those of the right
/// kind.
fn speakers(document: &GoldDocument, answer: Option<&Answer>) -> (Counts, Counts) {
    let said = |index: usize| {
        document.quotes.iter().any(|quote| quote.speaker == Some(index) && quote.kind != QuoteKind::Scare)
    };
    let mut open: Vec<_> = document
        .speakers
        .iter()
        .enumerate()
        .filter(|(index, _)| said(*index))
        .map(|(_, gold)| gold)
        .collect();
    let mut named = Counts { gold: open.len() as u64, ..Counts::default() };
    let mut kinds = Counts::default();
    let Some(answer) = answer else { return (named, kinds) };
    for (index, speaker) in answer.speakers.iter().enumerate() {
        if !answer.quotes.iter().any(|quote| quote.speaker == Some(index)) {
            continue;
        }
        named.predicted += 1;
        if let Some(place) = open.iter().position(|gold| names::is_one_of(&speaker.name, gold.names())) {
            let gold = open.remove(place);
            named.right += 1;
            if gold.kind.is_some() {
                kinds += Counts { gold: 1, predicted: 1, right: u64::from(gold.kind == speaker.kind) };
            }
        }
    }
    (named, kinds)
}

fn entities(
    gold: &[(Span, EntityLabel)],
    predicted: &[(Span, EntityLabel)],
    labels: &[EntityLabel],
) -> Counts {
    let sorted = |entities: &[(Span, EntityLabel)]| {
        let mut kept: Vec<_> = entities.iter().copied().filter(|(_, label)| labels.contains(label)).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    };
    let (gold, predicted) = (sorted(gold), sorted(predicted));
    let right = predicted.iter().filter(|entity| gold.binary_search(entity).is_ok()).count();
    Counts { gold: gold.len() as u64, predicted: predicted.len() as u64, right: right as u64 }
}

/// Boundaries inside quotation marks and outside of them. A boundary is the end of a sentence that is not
/// the last of its paragraph.
fn boundaries(text: &str, gold: &[Span], predicted: &[Span]) -> [Counts; 2] {
    let ends = |sentences: &[Span]| {
        let mut ends: Vec<u32> = sentences
            .iter()
            .map(|sentence| sentence.trim(text).end)
            .filter(|&end| !ends_paragraph(text, end))
            .collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    };
    let (gold, predicted) = (ends(gold), ends(predicted));
    let inside = quoted(text);
    let is_inside = |end: u32| {
        let before = inside.partition_point(|stretch| stretch.start < end);
        before.checked_sub(1).and_then(|index| inside.get(index)).is_some_and(|stretch| end < stretch.end)
    };
    [true, false].map(|side| {
        let of_side = |ends: &[u32]| ends.iter().filter(|&&end| is_inside(end) == side).count() as u64;
        let right: Vec<u32> =
            predicted.iter().copied().filter(|end| gold.binary_search(end).is_ok()).collect();
        Counts { gold: of_side(&gold), predicted: of_side(&predicted), right: of_side(&right) }
    })
}

/// Whether nothing follows in the same paragraph.
fn ends_paragraph(text: &str, end: u32) -> bool {
    let rest = text.get(end as usize..).unwrap_or("");
    let space = rest.len() - rest.trim_start().len();
    space == rest.len() || rest.get(..space).is_some_and(|space| space.matches('\n').count() > 1)
}

/// The stretches between double quotation marks, found by the marks alone so that no system's quotations
/// decide: an opening mark up to the next closing one or the end of the paragraph; straight marks take turns.
fn quoted(text: &str) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut open: Option<usize> = None;
    for (at, character) in text.char_indices() {
        let closes = match character {
            '"' | '＂' => open.is_some(),
            '”' | '»' => true,
            '“' | '„' | '«' => false,
            '\n' if open.is_some() && ends_paragraph(text, Span::of(at, at).start) => true,
            _ => continue,
        };
        if closes {
            // The edge itself belongs to the stretch's outside: a sentence that ends with its mark is whole.
            stretches.extend(open.take().map(|start| Span::of(start, at + 1)));
        } else if open.is_none() && is_mark(character) {
            open = Some(at);
        }
    }
    stretches.extend(open.map(|start| Span::of(start, text.len())));
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, parts: &[&str]) -> Vec<Span> {
        let mut from = 0;
        parts
            .iter()
            .map(|part| {
                let start = from + text[from..].find(part).expect("in the text");
                from = start + part.len();
                Span::of(start, from)
            })
            .collect()
    }

    #[test]
    fn only_boundaries_inside_paragraphs_count() {
        let text = "A b. C d.\n\nE f. “G h. I.” J.";
        let gold = spans(text, &["A b.", "C d.", "E f.", "“G h.", "I.”", "J."]);
        let [inside, outside] = boundaries(text, &gold, &gold);
        // Inside the marks: after “G h.; outside: after A b., E f. and I.”
        assert_eq!(inside, Counts { gold: 1, predicted: 1, right: 1 });
        assert_eq!(outside, Counts { gold: 3, predicted: 3, right: 3 });
    }

    #[test]
    fn a_missed_and_an_invented_boundary() {
        let text = "Mr. A came. He left. So.";
        let gold = spans(text, &["Mr. A came.", "He left.", "So."]);
        let predicted = spans(text, &["Mr.", "A came.", "He left. So."]);
        let [_, outside] = boundaries(text, &gold, &predicted);
        assert_eq!(outside, Counts { gold: 2, predicted: 2, right: 1 });
    }

    #[test]
    fn straight_marks_take_turns_and_end_with_the_paragraph() {
        let text = "\"A\" b \"c\n\nd";
        assert_eq!(quoted(text), [Span::new(0, 3), Span::new(6, 9)]);
    }

    #[test]
    fn entities_need_span_and_label() {
        use EntityLabel::{Loc, Org, Per};
        let gold = [(Span::new(0, 3), Per), (Span::new(5, 8), Org), (Span::new(9, 12), Loc)];
        let predicted = [(Span::new(0, 3), Per), (Span::new(5, 8), Per), (Span::new(9, 11), Loc)];
        assert_eq!(
            entities(&gold, &predicted, &EntityLabel::ALL),
            Counts { gold: 3, predicted: 3, right: 1 }
        );
        assert_eq!(entities(&gold, &predicted, &[Per]), Counts { gold: 1, predicted: 2, right: 1 });
    }
}
