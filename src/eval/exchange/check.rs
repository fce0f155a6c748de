//! In what two labellings of one document differ: how a writer finds out that nothing was lost.

use crate::eval::convert::{self, Tally};
use crate::eval::gold::{GoldDocument, GoldQuote};
use crate::eval::read::corpus;
use crate::eval::write;

/// In what `back`, read from a format, differs from the gold that was written; empty where it is the same.
#[must_use]
pub fn lost(gold: &GoldDocument, back: &GoldDocument) -> Vec<&'static str> {
    if gold == back {
        return Vec::new();
    }
    let any = |differ: fn(&GoldQuote, &GoldQuote) -> bool| {
        gold.quotes.iter().zip(&back.quotes).any(|(one, other)| differ(one, other))
    };
    let found = [
        (gold.document.id() != back.document.id(), "the id"),
        (gold.document.text() != back.document.text(), "the text"),
        (gold.quotes.len() != back.quotes.len() || any(|a, b| a.id != b.id), "which quotations there are"),
        (any(|a, b| a.parts != b.parts), "parts of quotations"),
        (any(|a, b| a.marks != b.marks), "stretches in marks"),
        (any(|a, b| a.kind != b.kind), "kinds of quotations"),
        (any(|a, b| a.told != b.told), "types of quotations"),
        (any(|a, b| a.cue != b.cue), "cues"),
        (any(|a, b| (a.mention, a.mention_kind) != (b.mention, b.mention_kind)), "mentions"),
        (gold.speakers != back.speakers || any(|a, b| a.speaker != b.speaker), "speakers"),
        (gold.chains != back.chains || any(|a, b| a.chain != b.chain), "chains of mentions"),
        (any(|a, b| a.saying != b.saying), "which quotations are thought or intention"),
        (any(|a, b| a.unscorable != b.unscorable), "which quotations are not to be scored"),
        (any(|a, b| a.parent != b.parent), "which quotations stand inside others"),
        (gold.entities != back.entities, "entities"),
        (gold.sentences != back.sentences, "sentences"),
        (gold.tokens != back.tokens, "tokens"),
    ];
    found.into_iter().filter_map(|(lost, what)| lost.then_some(what)).collect()
}

/// The formats of other tools that are read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// brat standoff.
    Brat,
    /// Label Studio tasks.
    LabelStudio,
    /// CoNLL-U Plus columns.
    Conll,
    /// TEI P5.
    Tei,
    /// doccano's JSON lines.
    Doccano,
    /// Our own JSON lines.
    Jsonl,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] =
        [Self::Brat, Self::LabelStudio, Self::Conll, Self::Tei, Self::Doccano, Self::Jsonl];

    /// In what the gold that comes back from this format differs; empty where it is the same. Writers hold all that
    /// gold should say; labels that no guideline allows, such as empty ones or parts of a quotation that overlap, may
    /// not come back, and this is how that is found out.
    #[must_use]
    pub fn loses(self, gold: &GoldDocument) -> Vec<&'static str> {
        let mut tally = Tally::default();
        match self.back(gold, &mut tally) {
            Some(back) => lost(gold, &back),
            None => vec!["the document: it does not read back"],
        }
    }

    /// Writes gold and reads it.
    pub(in crate::eval) fn back(self, gold: &GoldDocument, tally: &mut Tally) -> Option<GoldDocument> {
        let read = match self {
            Self::Brat => {
                let files = write::brat::files(gold, None);
                return convert::brat::read(String::new(), files.text, &files.ann, true, tally).ok();
            }
            Self::LabelStudio => {
                let task = write::label_studio::task(gold, None).to_string();
                convert::label_studio::documents("", &task, tally)
            }
            Self::Conll => {
                let file = write::conll::HEADER.to_owned() + &write::conll::document(gold, None);
                convert::conll::documents("", &file, tally)
            }
            Self::Tei => convert::tei::documents("", &write::tei::document(gold, None), tally),
            Self::Doccano => convert::doccano::documents("", &write::doccano::line(gold), tally),
            Self::Jsonl => corpus::documents(&write::jsonl::line(gold, None).ok()?),
        };
        let [read] = <[GoldDocument; 1]>::try_from(read.ok()?).ok()?;
        Some(read)
    }
}
