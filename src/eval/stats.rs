//! What a labelled set holds.

use std::collections::BTreeMap;

use super::gold::{GoldQuote, GoldSet, QuoteType};
use crate::layers::{EntityLabel, QuoteKind, SpeakerKind};

/// Lengths of something, in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// The shortest.
    pub least: usize,
    /// A quarter is at most this long.
    pub first_quarter: usize,
    /// Half is at most this long.
    pub median: usize,
    /// Three quarters are at most this long.
    pub third_quarter: usize,
    /// Nine tenths are at most this long.
    pub ninth_tenth: usize,
    /// The longest.
    pub most: usize,
}

impl Lengths {
    /// Nearest-rank percentiles; none of nothing.
    fn of(mut lengths: Vec<usize>) -> Option<Self> {
        lengths.sort_unstable();
        let rank = |percent: usize| {
            let rank = (lengths.len() * percent).div_ceil(100).max(1);
            lengths.get(rank - 1).copied().unwrap_or_default()
        };
        Some(Self {
            least: *lengths.first()?,
            first_quarter: rank(25),
            median: rank(50),
            third_quarter: rank(75),
            ninth_tenth: rank(90),
            most: *lengths.last()?,
        })
    }
}

/// What a labelled set holds. A word is what stands between white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Documents.
    pub documents: usize,
    /// Words of all documents.
    pub words: usize,
    /// Lengths of the documents, in words.
    pub document_words: Option<Lengths>,
    /// Quotations by kind.
    pub kinds: Vec<(QuoteKind, usize)>,
    /// Quotations by type; the last is those whose type is not told.
    pub types: Vec<(Option<QuoteType>, usize)>,
    /// Quotations.
    pub quotes: usize,
    /// Quotations of several pieces.
    pub interrupted: usize,
    /// Quotations inside another one.
    pub nested: usize,
    /// Quotations that are not to be scored.
    pub unscorable: usize,
    /// Quotations that are thought or intention.
    pub unsaid: usize,
    /// Quotations other than scare quotes: how many there are, have a mention, a cue, a named speaker, a chain.
    pub speech: Speech,
    /// Lengths of the quotations, in words.
    pub quote_words: Option<Lengths>,
    /// Speakers that are listed, and of these those with a quotation.
    pub speakers: (usize, usize),
    /// Speakers with a quotation by kind; none where the kind is not told.
    pub speaker_kinds: Vec<(Option<SpeakerKind>, usize)>,
    /// Chains of mentions.
    pub chains: usize,
    /// Entities by label; none where none are labelled.
    pub entities: Option<Vec<(EntityLabel, usize)>>,
    /// Sentences; none where none are labelled.
    pub sentences: Option<usize>,
    /// Tokens with a part of speech; none where none are labelled.
    pub tokens: Option<usize>,
}

/// How many quotations that are speech have what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// All but scare quotes.
    pub all: usize,
    /// With a mention of the source.
    pub mention: usize,
    /// With a cue.
    pub cue: usize,
    /// With a named speaker.
    pub speaker: usize,
    /// Whose speaker is a chain.
    pub chain: usize,
}

impl Stats {
    /// Counts what is there.
    #[must_use]
    pub fn new(set: &GoldSet) -> Self {
        let quotes: Vec<&GoldQuote> = set.documents.iter().flat_map(|document| &document.quotes).collect();
        let count = |test: &dyn Fn(&GoldQuote) -> bool| quotes.iter().filter(|quote| test(quote)).count();
        let speech = |test: &dyn Fn(&GoldQuote) -> bool| {
            count(&|quote: &GoldQuote| quote.kind != QuoteKind::Scare && test(quote))
        };
        let words = |text: &str| text.split_whitespace().count();
        let document_words: Vec<usize> =
            set.documents.iter().map(|document| words(document.document.text())).collect();
        let quote_words = set.documents.iter().flat_map(|document| {
            let text = document.document.text();
            document
                .quotes
                .iter()
                .map(move |quote| quote.parts.iter().map(|part| words(part.text(text))).sum())
        });
        let quote_words: Vec<usize> = quote_words.collect();
        let (speakers, speaker_kinds) = speakers(set);
        let some = |labelled: bool, count: usize| labelled.then_some(count);
        let all_entities = || set.documents.iter().flat_map(|document| &document.entities).flatten();
        Self {
            documents: set.documents.len(),
            words: document_words.iter().sum(),
            document_words: Lengths::of(document_words),
            kinds: QuoteKind::ALL.map(|kind| (kind, count(&|quote| quote.kind == kind))).to_vec(),
            types: QuoteType::ALL
                .map(Some)
                .into_iter()
                .chain([None])
                .map(|told| (told, count(&|quote| quote.told == told)))
                .collect(),
            quotes: quotes.len(),
            interrupted: count(&|quote| quote.parts.len() > 1),
            nested: count(&|quote| quote.parent.is_some()),
            unscorable: count(&|quote| quote.unscorable),
            unsaid: count(&|quote| quote.saying == Some(false)),
            speech: Speech {
                all: speech(&|_| true),
                mention: speech(&|quote| quote.mention.is_some()),
                cue: speech(&|quote| quote.cue.is_some()),
                speaker: speech(&|quote| quote.speaker.is_some()),
                chain: speech(&|quote| quote.chain.is_some()),
            },
            quote_words: Lengths::of(quote_words),
            speakers,
            speaker_kinds,
            chains: set.documents.iter().map(|document| document.chains.len()).sum(),
            entities: set.documents.iter().any(|document| document.entities.is_some()).then(|| {
                let of = |label| all_entities().filter(|(_, known)| *known == label).count();
                EntityLabel::ALL.map(|label| (label, of(label))).to_vec()
            }),
            sentences: some(
                set.documents.iter().any(|document| document.sentences.is_some()),
                set.documents.iter().flat_map(|document| &document.sentences).map(Vec::len).sum(),
            ),
            tokens: some(
                set.documents.iter().any(|document| document.tokens.is_some()),
                set.documents.iter().flat_map(|document| &document.tokens).map(Vec::len).sum(),
            ),
        }
    }
}

type SpeakerCounts = ((usize, usize), Vec<(Option<SpeakerKind>, usize)>);

fn speakers(set: &GoldSet) -> SpeakerCounts {
    let (mut listed, mut heard) = (0, 0);
    let mut kinds: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for document in &set.documents {
        listed += document.speakers.len();
        for (index, speaker) in document.speakers.iter().enumerate() {
            if document.quotes.iter().any(|quote| quote.speaker == Some(index)) {
                heard += 1;
                *kinds.entry(speaker.kind.map(SpeakerKind::as_str)).or_default() += 1;
            }
        }
    }
    let all = SpeakerKind::ALL.map(Some).into_iter().chain([None]);
    let kinds =
        all.map(|kind| (kind, kinds.get(&kind.map(SpeakerKind::as_str)).copied().unwrap_or_default()));
    ((listed, heard), kinds.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold::Coverage;
    use crate::eval::read::markup_document;

    #[test]
    fn everything_is_counted() {
        let document = markup_document(
            "+++\nid = \"t\"\n[speakers.ann]\nname = \"Ann\"\nkind = \"person\"\n[speakers.bo]\nname = \"Bo\"\nkind = \"group\"\n+++\n\
             “<q1 direct ann>I go</q1>,” <c1>said</c1> <m1><PER>Ann</PER></m1>, “<q1 direct ann>now ‘<q2 scare>so</q2>’</q1>.”\n",
        )
        .expect("readable");
        let covers = Coverage { indirect: true, scare: true };
        let stats =
            Stats::new(&GoldSet { name: "t".to_owned(), documents: vec![document], covers, open: true });
        assert_eq!((stats.documents, stats.words, stats.quotes), (1, 6, 2));
        assert_eq!((stats.interrupted, stats.nested), (1, 1));
        assert_eq!(stats.kinds.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 0, 0, 1]);
        assert_eq!(stats.types.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 0, 0, 1]);
        assert_eq!(stats.speech, Speech { all: 1, mention: 1, cue: 1, speaker: 1, chain: 0 });
        assert_eq!((stats.speakers, stats.speaker_kinds[0].1), ((2, 1), 1));
        assert_eq!(stats.quote_words.map(|lengths| (lengths.least, lengths.most)), Some((1, 4)));
        assert_eq!(stats.entities.map(|entities| entities[0].1), Some(1));
        assert_eq!((stats.sentences, stats.tokens), (None, None));
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let lengths = Lengths::of((1..=10).rev().collect()).expect("some");
        assert_eq!((lengths.least, lengths.first_quarter, lengths.median), (1, 3, 5));
        assert_eq!((lengths.third_quarter, lengths.ninth_tenth, lengths.most), (8, 9, 10));
        assert_eq!(Lengths::of(Vec::new()), None);
    }
}
