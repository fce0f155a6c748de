//! What a hand-labelled document says.

use crate::document::Document;
use crate::layers::{EntityLabel, MentionKind, Penn, QuoteKind, SpeakerKind, Upos};
use crate::span::Span;

/// How a quotation's speaker is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteType {
    /// Named beside the quotation.
    Explicit,
    /// A pronoun or noun phrase beside it.
    Anaphoric,
    /// Nobody named beside it.
    Implicit,
}

impl QuoteType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Explicit, Self::Anaphoric, Self::Implicit];

    /// The type as written in gold files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Anaphoric => "anaphoric",
            Self::Implicit => "implicit",
        }
    }

    /// Reads what [`QuoteType::as_str`] writes.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// The type that follows from the form of the mention beside the quotation.
    #[must_use]
    pub const fn of_mention(kind: Option<MentionKind>) -> Self {
        match kind {
            Some(MentionKind::Name) => Self::Explicit,
            Some(MentionKind::Pronoun | MentionKind::Nominal) => Self::Anaphoric,
            None => Self::Implicit,
        }
    }
}

/// A quotation as labelled. All spans are bytes of the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldQuote {
    /// Its id in the gold file, unique in its document; what comparisons go by.
    pub id: String,
    /// The content, in text order, never empty.
    pub parts: Vec<Span>,
    /// The stretches in quotation marks, where the gold tells.
    pub marks: Vec<Span>,
    /// What kind.
    pub kind: QuoteKind,
    /// How its speaker is told, where the gold tells.
    pub told: Option<QuoteType>,
    /// The reporting verb or *according to*.
    pub cue: Option<Span>,
    /// The stretch that names the source beside the quotation.
    pub mention: Option<Span>,
    /// The form of that mention.
    pub mention_kind: Option<MentionKind>,
    /// Indexes [`GoldDocument::speakers`].
    pub speaker: Option<usize>,
    /// Indexes [`GoldDocument::chains`].
    pub chain: Option<usize>,
    /// Whether it is speech, and not thought or intention; none where the gold does not tell.
    pub saying: Option<bool>,
    /// Whether its labellers could not agree on it: it neither counts for nor against a system.
    pub unscorable: bool,
    /// Indexes [`GoldDocument::quotes`]: the innermost quotation that this one stands inside.
    pub parent: Option<usize>,
}

impl GoldQuote {
    /// A quotation of which only place and kind are known.
    #[must_use]
    pub fn new(id: impl Into<String>, parts: Vec<Span>, kind: QuoteKind) -> Self {
        Self {
            id: id.into(),
            parts,
            marks: Vec::new(),
            kind,
            told: None,
            cue: None,
            mention: None,
            mention_kind: None,
            speaker: None,
            chain: None,
            saying: None,
            unscorable: false,
            parent: None,
        }
    }
}

/// A speaker as labelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldSpeaker {
    /// The canonical name.
    pub name: String,
    /// Every other name that is right.
    pub aliases: Vec<String>,
    /// What kind of source, where the gold tells.
    pub kind: Option<SpeakerKind>,
}

impl GoldSpeaker {
    /// Every name that is right.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// A labelled document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldDocument {
    /// Id and text.
    pub document: Document,
    /// Quotations, in text order.
    pub quotes: Vec<GoldQuote>,
    /// Speakers.
    pub speakers: Vec<GoldSpeaker>,
    /// Chains of mentions of one speaker each, where the gold has them.
    pub chains: Vec<Vec<Span>>,
    /// Named entities; none where the gold does not label them.
    pub entities: Option<Vec<(Span, EntityLabel)>>,
    /// Sentences; none where the gold does not label them.
    pub sentences: Option<Vec<Span>>,
    /// Tokens with their parts of speech; none where the gold does not label them.
    pub tokens: Option<Vec<GoldToken>>,
}

/// A token as labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoldToken {
    /// Where it stands.
    pub span: Span,
    /// Universal part of speech.
    pub upos: Upos,
    /// The treebank's own tag, where it is one of Penn's.
    pub penn: Option<Penn>,
}

impl GoldDocument {
    /// A document without any label.
    #[must_use]
    pub const fn new(document: Document) -> Self {
        Self {
            document,
            quotes: Vec::new(),
            speakers: Vec::new(),
            chains: Vec::new(),
            entities: None,
            sentences: None,
            tokens: None,
        }
    }
}

/// What a gold set labels at all. What it does not label cannot count against a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Whether reported speech without marks is labelled.
    pub indirect: bool,
    /// Whether marked words that are nobody's speech are labelled.
    pub scare: bool,
}

/// A set of labelled documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldSet {
    /// The name that thresholds and results go by: the path's last component without endings.
    pub name: String,
    /// The documents, in the order of their files.
    pub documents: Vec<GoldDocument>,
    /// What is labelled.
    pub covers: Coverage,
    /// Whether the texts are ours, so that results may show their words.
    pub open: bool,
}
