//! How far two annotators, or any two labelled sets, agree. All definitions are in `eval/README.md`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::gold::{GoldDocument, GoldQuote, GoldSet};
use super::names;
use super::pieces::{self, Piece};
use super::snippet::{Label, snippet};
use crate::layers::QuoteKind;
use crate::lexicon::Lexicon;
use crate::segment::segment;
use crate::span::Span;

/// Right of those asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Of how many there is an answer to compare.
    pub asked: u64,
    /// Of how many it is the same.
    pub same: u64,
}

impl Share {
    fn count(&mut self, same: bool) {
        self.asked += 1;
        self.same += u64::from(same);
    }

    /// From 0 to 1; undefined where nothing is asked.
    #[must_use]
    pub fn ratio(self) -> Option<f64> {
        (self.asked > 0).then(|| real(self.same) / real(self.asked))
    }
}

/// Something the two see differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The document.
    pub document: String,
    /// What it is about: `only-a`, `only-b`, `extent`, `kind`, `speaker`.
    pub about: &'static str,
    /// What either says.
    pub says: String,
    /// The place in its context, A's piece in ⟦⟧ and B's in ⟪⟫, in colours.
    pub context: String,
}

/// What two sets agree on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Documents that are in both.
    pub documents: u64,
    /// Ids of documents that are only in A, and only in B, or whose texts differ.
    pub unmatched: Vec<String>,
    /// Pieces of quotations in A and in B.
    pub pieces: (u64, u64),
    /// Pieces that are paired: intersection over union at least 0.5, one to one.
    pub paired: u64,
    /// Of these, those with the same characters.
    pub exact: u64,
    /// How often a paired piece has one kind in A and another in B, in the order of [`QuoteKind::ALL`].
    pub kinds: [[u64; 4]; 4],
    /// Speakers of paired pieces, scare quotes apart: the same canonical name.
    pub name: Share,
    /// The canonical name of either is one of the other's names.
    pub names: Share,
    /// Mentions of paired pieces, where both have one: they share a character.
    pub mention: Share,
    /// Cues of paired pieces, where both have one: the same characters.
    pub cue: Share,
    /// How often a token has one label in A and another in B: a kind, or none (the last).
    pub tokens: [[u64; 5]; 5],
    /// What they see differently, in the order of the documents.
    pub differences: Vec<Difference>,
}

#[allow(clippy::cast_precision_loss)]
const fn real(count: u64) -> f64 {
    count as f64
}

impl Agreement {
    /// Twice the paired over all pieces of both; undefined where neither has one.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        self.of_pieces(self.paired)
    }

    /// The same for pieces with the same characters.
    #[must_use]
    pub fn exact_f1(&self) -> Option<f64> {
        self.of_pieces(self.exact)
    }

    fn of_pieces(&self, shared: u64) -> Option<f64> {
        let all = self.pieces.0 + self.pieces.1;
        (all > 0).then(|| 2.0 * real(shared) / real(all))
    }

    /// Cohen's kappa (1960) of the kinds of paired pieces; undefined without pieces, or where chance alone makes
    /// both agree.
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        kappa(&self.kinds)
    }

    /// Krippendorff's alpha for two annotators and nominal labels, on the tokens of all documents; undefined
    /// where all tokens have one label.
    #[must_use]
    pub fn alpha(&self) -> Option<f64> {
        alpha(&self.tokens)
    }
}

/// Observed agreement beyond what the labels' frequencies with either annotator make by chance.
fn kappa<const N: usize>(table: &[[u64; N]; N]) -> Option<f64> {
    let all: u64 = table.iter().flatten().sum();
    if all == 0 {
        return None;
    }
    let mut chance = 0.0;
    let mut same = 0;
    for (label, row) in table.iter().enumerate() {
        let ours: u64 = row.iter().sum();
        let theirs: u64 = table.iter().filter_map(|row| row.get(label)).sum();
        chance += real(ours) * real(theirs) / (real(all) * real(all));
        same += row.get(label).copied().unwrap_or(0);
    }
    (chance < 1.0).then(|| (real(same) / real(all) - chance) / (1.0 - chance))
}

/// One minus observed over expected disagreement, where the labels of both are thrown together: with n labels in
/// all (two a token), expected is the share of unequal pairs drawn from them without replacement.
fn alpha<const N: usize>(table: &[[u64; N]; N]) -> Option<f64> {
    let tokens: u64 = table.iter().flatten().sum();
    let labels = real(2 * tokens);
    let mut of_one_label = 0.0;
    let mut same = 0;
    for (label, row) in table.iter().enumerate() {
        let ours: u64 = row.iter().sum();
        let theirs: u64 = table.iter().filter_map(|row| row.get(label)).sum();
        of_one_label += real(ours + theirs) * (real(ours + theirs) - 1.0);
        same += row.get(label).copied().unwrap_or(0);
    }
    let expected = 1.0 - of_one_label / (labels * (labels - 1.0));
    let observed = 1.0 - real(same) / real(tokens);
    (tokens > 0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Compares two sets document by document. Documents go together by id; those with different texts are unmatched.
#[must_use]
pub fn agree(a: &GoldSet, b: &GoldSet) -> Agreement {
    let mut agreement = Agreement::default();
    let others: FxHashMap<&str, &GoldDocument> =
        b.documents.iter().map(|document| (document.document.id(), document)).collect();
    let mut matched: Vec<&str> = Vec::new();
    for ours in &a.documents {
        let id = ours.document.id();
        match others.get(id) {
            Some(theirs) if theirs.document.text() == ours.document.text() => {
                matched.push(id);
                agreement.documents += 1;
                Pair { a: ours, b: theirs }.compare(&mut agreement);
            }
            Some(_) => {
                matched.push(id);
                agreement.unmatched.push(format!("{id}: the texts differ"));
            }
            None => agreement.unmatched.push(format!("{id}: only in A")),
        }
    }
    matched.sort_unstable();
    for theirs in &b.documents {
        let id = theirs.document.id();
        if matched.binary_search(&id).is_err() {
            agreement.unmatched.push(format!("{id}: only in B"));
        }
    }
    agreement
}

/// One document, labelled twice.
struct Pair<'p> {
    a: &'p GoldDocument,
    b: &'p GoldDocument,
}

impl Pair<'_> {
    fn compare(&self, agreement: &mut Agreement) {
        let text = self.a.document.text();
        let of = |gold: &GoldDocument| -> Vec<Piece> {
            let quotes = gold.quotes.iter().enumerate();
            quotes
                .flat_map(|(index, quote)| Piece::of(index, &quote.parts, text).collect::<Vec<_>>())
                .collect()
        };
        let (ours, theirs) = (of(self.a), of(self.b));
        agreement.pieces.0 += ours.len() as u64;
        agreement.pieces.1 += theirs.len() as u64;
        let pairs = pieces::pair(&ours, &theirs, text);
        let mut differences: Vec<(u32, Difference)> = Vec::new();
        let (mut free_a, mut free_b) = (vec![true; ours.len()], vec![true; theirs.len()]);
        // A quotation's speaker is one question, however many pieces it has.
        let mut asked: BTreeMap<(usize, usize), ()> = BTreeMap::new();
        for (mine, yours) in pairs {
            let (Some(one), Some(other)) = (ours.get(mine), theirs.get(yours)) else { continue };
            let (Some(quote_a), Some(quote_b)) =
                (self.a.quotes.get(one.quote), self.b.quotes.get(other.quote))
            else {
                continue;
            };
            for (free, index) in [(&mut free_a, mine), (&mut free_b, yours)] {
                if let Some(free) = free.get_mut(index) {
                    *free = false;
                }
            }
            agreement.paired += 1;
            let mut differ = |about, says: String| {
                differences.push((one.span.start, self.difference(about, says, Some(one), Some(other))));
            };
            if one.trimmed == other.trimmed {
                agreement.exact += 1;
            } else {
                differ("extent", String::new());
            }
            let (kind_a, kind_b) = (place(quote_a.kind), place(quote_b.kind));
            if let Some(cell) = agreement.kinds.get_mut(kind_a).and_then(|row| row.get_mut(kind_b)) {
                *cell += 1;
            }
            if kind_a != kind_b {
                differ("kind", format!("{} / {}", quote_a.kind.as_str(), quote_b.kind.as_str()));
            }
            if asked.insert((one.quote, other.quote), ()).is_some() {
                continue;
            }
            if let Some((same, close, says)) = self.speakers(quote_a, quote_b) {
                agreement.name.count(same);
                agreement.names.count(close);
                if !close {
                    differ("speaker", says);
                }
            }
            if let (Some(one), Some(other)) = (quote_a.mention, quote_b.mention) {
                agreement.mention.count(one.overlaps(other));
            }
            if let (Some(one), Some(other)) = (quote_a.cue, quote_b.cue) {
                agreement.cue.count(one == other);
            }
        }
        for (piece, _) in ours.iter().zip(free_a).filter(|(_, free)| *free) {
            let says = self.a.quotes.get(piece.quote).map_or("", |quote| quote.kind.as_str());
            differences
                .push((piece.span.start, self.difference("only-a", says.to_owned(), Some(piece), None)));
        }
        for (piece, _) in theirs.iter().zip(free_b).filter(|(_, free)| *free) {
            let says = self.b.quotes.get(piece.quote).map_or("", |quote| quote.kind.as_str());
            differences
                .push((piece.span.start, self.difference("only-b", says.to_owned(), None, Some(piece))));
        }
        differences.sort_by_key(|(at, _)| *at);
        agreement.differences.extend(differences.into_iter().map(|(_, difference)| difference));
        self.tokens(agreement);
    }

    /// Whether two quotations have the same speaker, strictly and by any name, and what either says. None
    /// where neither tells one, or both are nobody's speech.
    fn speakers(&self, a: &GoldQuote, b: &GoldQuote) -> Option<(bool, bool, String)> {
        if a.kind == QuoteKind::Scare && b.kind == QuoteKind::Scare {
            return None;
        }
        let one = a.speaker.and_then(|index| self.a.speakers.get(index));
        let other = b.speaker.and_then(|index| self.b.speakers.get(index));
        let name = |speaker: Option<&super::gold::GoldSpeaker>| {
            speaker.map_or("nobody", |speaker| &speaker.name).to_owned()
        };
        let says = format!("{} / {}", name(one), name(other));
        match (one, other) {
            (None, None) => None,
            (Some(one), Some(other)) => {
                let same = names::is_one_of(&one.name, [other.name.as_str()]);
                let close =
                    names::is_one_of(&one.name, other.names()) || names::is_one_of(&other.name, one.names());
                Some((same, close, says))
            }
            _ => Some((false, false, says)),
        }
    }

    fn difference(
        &self,
        about: &'static str,
        says: String,
        a: Option<&Piece>,
        b: Option<&Piece>,
    ) -> Difference {
        let labels: Vec<(Span, Label)> = a
            .map(|piece| (piece.span, Label::Gold))
            .into_iter()
            .chain(b.map(|piece| (piece.span, Label::Predicted)))
            .collect();
        let focus = labels.first().map_or(Span::new(0, 0), |(span, _)| *span);
        Difference {
            document: self.a.document.id().to_owned(),
            about,
            says,
            context: snippet(self.a.document.text(), focus, &labels),
        }
    }

    /// Labels every token with the kind of the innermost quotation that holds its start, or none.
    fn tokens(&self, agreement: &mut Agreement) {
        let text = self.a.document.text();
        let tokens = segment(text, Lexicon::embedded()).tokens;
        let labels = |gold: &GoldDocument| -> Vec<usize> {
            let mut parts: Vec<(Span, usize)> = gold
                .quotes
                .iter()
                .flat_map(|quote| quote.parts.iter().map(move |&part| (part, place(quote.kind))))
                .collect();
            // Longer ones first: the innermost comes last and stays.
            parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.len()));
            let mut labels = vec![QuoteKind::ALL.len(); tokens.len()];
            for (part, kind) in parts {
                let from = tokens.partition_point(|token| token.span.start < part.start);
                let upto = tokens.partition_point(|token| token.span.start < part.end);
                for label in labels.get_mut(from..upto).into_iter().flatten() {
                    *label = kind;
                }
            }
            labels
        };
        for (ours, theirs) in labels(self.a).into_iter().zip(labels(self.b)) {
            if let Some(cell) = agreement.tokens.get_mut(ours).and_then(|row| row.get_mut(theirs)) {
                *cell += 1;
            }
        }
    }
}

/// The place of a kind in [`QuoteKind::ALL`].
fn place(kind: QuoteKind) -> usize {
    QuoteKind::ALL.iter().position(|known| *known == kind).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold::Coverage;
    use crate::eval::read::markup_document;

    const FRONT: &str = "+++\nid = \"t\"\n[speakers.ann]\nname = \"Ann Lee\"\nkind = \"person\"\naliases = [\"Lee\"]\n\
        [speakers.lee]\nname = \"Lee\"\nkind = \"person\"\n[speakers.bo]\nname = \"Bo\"\nkind = \"person\"\n+++\n";

    fn set(markup: &str) -> GoldSet {
        let document = markup_document(&format!("{FRONT}{markup}\n")).expect("readable");
        let covers = Coverage { indirect: true, scare: true };
        GoldSet { name: "t".to_owned(), documents: vec![document], covers, open: true }
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    }

    #[test]
    fn a_set_agrees_with_itself() {
        let one =
            set("“<q1 direct ann>Go</q1>.” <m2 pronoun>She</m2> <c2>said</c2> <q2 indirect bo>so</q2>.");
        let agreement = agree(&one, &one);
        for figure in [agreement.f1(), agreement.exact_f1(), agreement.kappa(), agreement.alpha()] {
            assert!(close(figure, 1.0));
        }
        assert_eq!(agreement.name, Share { asked: 2, same: 2 });
        assert_eq!((agreement.mention.ratio(), agreement.cue.ratio()), (Some(1.0), Some(1.0)));
        assert!(agreement.differences.is_empty());
    }

    #[test]
    fn pieces_kinds_and_speakers_by_hand() {
        // Three pieces and two; two are paired, one of them with the same characters and the same kind.
        let a = set("“<q1 direct ann>aa bb</q1>” “<q2 direct bo>cc dd</q2>” <q3 indirect>ee</q3>");
        let b = set("“<q1 direct lee>aa bb</q1>” “<q2 scare>cc dd</q2>” ee");
        let agreement = agree(&a, &b);
        assert_eq!((agreement.pieces, agreement.paired, agreement.exact), ((3, 2), 2, 2));
        assert!(close(agreement.f1(), 4.0 / 5.0));
        // Kinds: A direct, direct; B direct, scare. Half agree; chance is 1 × 1/2 + 0 × 1/2.
        assert!(close(agreement.kappa(), 0.0));
        // Ann Lee and Lee are not the same canonical name, but Lee is one of hers. Bo and nobody differ.
        assert_eq!(agreement.name, Share { asked: 2, same: 0 });
        assert_eq!(agreement.names, Share { asked: 2, same: 1 });
        let about: Vec<_> =
            agreement.differences.iter().map(|found| format!("{} {}", found.about, found.says)).collect();
        assert_eq!(about, ["kind direct / scare", "speaker Bo / nobody", "only-a indirect"]);
    }

    #[test]
    fn extent_counts_apart() {
        let a = set("“<q1 direct>aa bb cc</q1>.”");
        let b = set("“<q1 direct>aa bb</q1> cc.”");
        let agreement = agree(&a, &b);
        assert!(close(agreement.f1(), 1.0) && close(agreement.exact_f1(), 0.0));
        assert_eq!(
            anstream::adapter::strip_str(&agreement.differences[0].context).to_string(),
            "“⟦⟪aa bb⟫ cc⟧.”"
        );
    }

    #[test]
    fn alpha_by_hand() {
        // Four tokens: A labels a a b b, B labels a b b b. Of eight labels three are a and five b: expected
        // disagreement 2·3·5 / (8·7) = 15/28, observed 1/4.
        let table = [[1, 1], [0, 2]];
        assert!(close(alpha(&table), 1.0 - 0.25 / (15.0 / 28.0)));
        assert_eq!(alpha(&[[4, 0], [0, 0]]), None);
        assert_eq!(alpha(&[[0, 0], [0, 0]]), None);
    }

    #[test]
    fn kappa_by_hand() {
        // Cohen's textbook case: 20 and 15 of 50 agreed; chance 25·30/2500 + 25·20/2500 = 0.5.
        assert!(close(kappa(&[[20, 5], [10, 15]]), 0.4));
        assert_eq!(kappa(&[[0, 0], [0, 0]]), None);
        assert_eq!(kappa(&[[3, 0], [0, 0]]), None);
    }

    #[test]
    fn tokens_have_the_innermost_kind() {
        let a = set("“<q1 direct>Go ‘<q2 scare>now</q2>’</q1>”");
        let agreement = agree(&a, &a);
        let count: u64 = agreement.tokens.iter().flatten().sum();
        assert_eq!(agreement.tokens[3][3], 1);
        assert_eq!(agreement.tokens[0][0] + agreement.tokens[4][4], count - 1);
    }

    #[test]
    fn other_documents_are_named() {
        let mut b = set("aa");
        b.documents[0] = markup_document("+++\nid = \"u\"\n+++\naa\n").expect("readable");
        assert_eq!(agree(&set("aa"), &b).unmatched, ["t: only in A", "u: only in B"]);
        assert_eq!(agree(&set("aa"), &set("bb")).unmatched, ["t: the texts differ"]);
    }
}
