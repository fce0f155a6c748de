//! The layers of annotation over a document. Each stage makes one and leaves the others alone.

use std::ops::Range;

use crate::span::Span;

mod pos;

pub use pos::{Penn, Pos, Upos};

/// Names a type that indexes one layer.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the layer.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the item at `index` of the layer.
            #[must_use]
            #[allow(clippy::cast_possible_truncation)]
            pub const fn of(index: usize) -> Self {
                Self(index as u32)
            }
        }
    };
}

id!(
    /// Indexes [`Annotations::quotes`].
    QuoteId
);
id!(
    /// Indexes [`Annotations::speakers`].
    SpeakerId
);
id!(
    /// Indexes [`Annotations::mentions`].
    MentionId
);

/// A paragraph: the lines between blank lines, or one line where the text has a line a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Without the line breaks around it.
    pub span: Span,
    /// Which sentences lie in it.
    pub sentences: Range<u32>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Without the white space around it.
    pub span: Span,
    /// Which tokens lie in it.
    pub tokens: Range<u32>,
    /// Which paragraph it lies in.
    pub paragraph: u32,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with the apostrophes, hyphens and stops that belong to the word.
    Word,
    /// Digits, with their separators.
    Number,
    /// A quotation mark of any style, also one that turns out to be an apostrophe standing alone.
    Mark,
    /// Any other punctuation.
    Punctuation,
    /// Any other symbol.
    Symbol,
}

/// A token. Clitics stand apart, as in the Penn treebank: *Abbas | '*, *Israel | 's*, *do | n't*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// The label of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityLabel {
    /// A person.
    Per,
    /// An organisation: company, party, agency, band, militia.
    Org,
    /// A place.
    Loc,
    /// Any other name: nationalities, works, events.
    Misc,
}

impl EntityLabel {
    /// Every label, in the order of scores and model files.
    pub const ALL: [Self; 4] = [Self::Per, Self::Org, Self::Loc, Self::Misc];

    /// The label as written in the wire form: `PER`, `ORG`, `LOC`, `MISC`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Misc => "MISC",
        }
    }

    /// Reads what [`EntityLabel::as_str`] writes.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == label)
    }
}

/// A named entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity {
    /// The name, without title or determiner.
    pub span: Span,
    /// Its label.
    pub label: EntityLabel,
    /// How sure the tagger is, from 0 to 1.
    pub score: f32,
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// *Sami Abu Zuhri*, *Hamas*.
    Name,
    /// *she*, *they*, *who*.
    Pronoun,
    /// *a senior official*, *the group*, *residents*.
    Nominal,
}

impl MentionKind {
    /// The kind as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Pronoun => "pronoun",
            Self::Nominal => "nominal",
        }
    }
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several; also *they* of one unknown person, which the resolver allows for.
    Plural,
    /// Not told by the form.
    Unknown,
}

/// Gender, as pronouns agree with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// *he*
    Masculine,
    /// *she*
    Feminine,
    /// *it*
    Neuter,
    /// A person of unknown gender, or unknown altogether.
    Unknown,
}

/// Grammatical person of a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// *I*, *we*
    First,
    /// *you*
    Second,
    /// Everything else.
    Third,
}

/// How a noun phrase is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Determiner {
    /// *a*, *an*, *one*, *another*, numbers, *some*
    Indefinite,
    /// *the*, *this*, *that*, *these*, *both*
    Definite,
    /// *his*, *its*, *Abbas'*, *Netanyahu's*
    Possessive,
    /// Nothing: *officials*, names.
    Bare,
}

/// A noun phrase, name or pronoun that can speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The whole noun phrase, with title, role and apposition that belong to it, without a relative
    /// clause: *Hamas spokesman, Sami Abu Zuhri*; *a spokesperson for HMRC*.
    pub span: Span,
    /// The tokens of `span`.
    pub tokens: Range<u32>,
    /// The name without titles and roles (*Sami Abu Zuhri*), the head noun (*spokesperson*), or the pronoun.
    pub head: Span,
    /// Its form.
    pub kind: MentionKind,
    /// The label of the named entity under `head`, if there is one.
    pub label: Option<EntityLabel>,
    /// Role or title bound to a name: *Hamas spokesman*, *Palestinian Cabinet Minister*.
    pub role: Option<Span>,
    /// Number.
    pub number: Number,
    /// Gender.
    pub gender: Gender,
    /// Person, for pronouns.
    pub person: Person,
    /// Determiner.
    pub determiner: Determiner,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
    /// The sentence it stands in.
    pub sentence: u32,
}

/// What kind of source a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// An organisation, a government, a document of theirs.
    Organisation,
    /// Several at once: *officials*, *residents*.
    Group,
    /// One person without a name: *a senior Palestinian official*.
    Unnamed,
}

impl SpeakerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Group, Self::Unnamed];

    /// The kind as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Unnamed => "unnamed",
        }
    }

    /// Reads what [`SpeakerKind::as_str`] writes.
    #[must_use]
    pub fn parse(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == kind)
    }
}

/// One source of the document: every mention of it under its fullest name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest name in the document, as it stands there.
    pub name: String,
    /// What kind of source.
    pub kind: SpeakerKind,
    /// Other names in the document, in the order they come, each once.
    pub aliases: Vec<String>,
    /// Every mention, in the order of the text.
    pub mentions: Vec<MentionId>,
    /// Role or title, the fullest one bound to the name.
    pub role: Option<String>,
}

/// What kind of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// A whole utterance in quotation marks.
    Direct,
    /// Marked words inside reported speech.
    Mixed,
    /// Reported speech without marks.
    Indirect,
    /// Marked, but nobody's speech: a term, a title, a nickname.
    Scare,
}

impl QuoteKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Mixed, Self::Indirect, Self::Scare];

    /// The kind as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Scare => "scare",
        }
    }

    /// Reads what [`QuoteKind::as_str`] writes.
    #[must_use]
    pub fn parse(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == kind)
    }
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The content, without outer marks; several where something interrupts it. In text order, never empty.
    pub parts: Vec<Span>,
    /// The stretches between quotation marks, without the marks; for a direct quotation the parts.
    pub marks: Vec<Span>,
    /// What kind.
    pub kind: QuoteKind,
    /// Whether the last part has its closing mark (true where there are no marks at all).
    pub closed: bool,
    /// The quotation that this one stands inside.
    pub parent: Option<QuoteId>,
}

impl Quote {
    /// From the start of the first part to the end of the last.
    #[must_use]
    pub fn span(&self) -> Span {
        match (self.parts.first(), self.parts.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => Span::new(0, 0),
        }
    }
}

/// What a stretch of text contributed to an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceRole {
    /// The reporting verb, or *according to*.
    Cue,
    /// The mention of the speaker.
    Mention,
    /// What set the rule off: a colon, *the statement*, a vocative.
    Trigger,
    /// An earlier quotation whose speaker goes on.
    EarlierQuote,
}

impl EvidenceRole {
    /// The role as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cue => "cue",
            Self::Mention => "mention",
            Self::Trigger => "trigger",
            Self::EarlierQuote => "earlier-quote",
        }
    }
}

/// A stretch of text that an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it contributed.
    pub role: EvidenceRole,
    /// Where it stands.
    pub span: Span,
}

/// Who said a quotation, and why we think so.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The reporting verb or *according to*.
    pub cue: Option<Span>,
    /// The noun phrase beside the quotation that names its source; none where nobody is named there.
    pub mention: Option<MentionId>,
    /// The source; none where the mention could not be resolved.
    pub speaker: Option<SpeakerId>,
    /// The rule that linked quotation and mention.
    pub rule: &'static str,
    /// The rule that linked mention and speaker.
    pub speaker_rule: Option<&'static str>,
    /// The rule's precision as measured on the dev gold, from 0 to 1.
    pub confidence: f32,
    /// What the answer rests on, in text order.
    pub evidence: Vec<Evidence>,
}

/// Something odd in the text that cost nothing but deserves a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A fixed word for it.
    pub code: WarningCode,
    /// Where.
    pub span: Span,
}

/// The kinds of [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningCode {
    /// An opening mark without its closing one; the quotation ends with the paragraph.
    UnclosedQuote,
    /// A closing mark without its opening one; it was passed over.
    StrayMark,
}

impl WarningCode {
    /// The code as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed-quote",
            Self::StrayMark => "stray-mark",
        }
    }
}

/// Everything that was found in a document, layer beside layer. All offsets are bytes of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Paragraphs, in text order.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// Tokens, in text order.
    pub tokens: Vec<Token>,
    /// The part of speech of each token.
    pub pos: Vec<Pos>,
    /// Named entities, in text order, not overlapping.
    pub entities: Vec<Entity>,
    /// For each entity the speaker it names, if it is one.
    pub entity_speakers: Vec<Option<SpeakerId>>,
    /// Noun phrases, names and pronouns that can speak, in text order.
    pub mentions: Vec<Mention>,
    /// Speakers, in the order of their first mention.
    pub speakers: Vec<Speaker>,
    /// Quotations, in text order.
    pub quotes: Vec<Quote>,
    /// For each quotation its source; none is an honest answer, and the only one for a scare quote.
    pub attributions: Vec<Option<Attribution>>,
    /// Oddities.
    pub warnings: Vec<Warning>,
}
