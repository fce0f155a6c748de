//! The word lists of `models/lexicon/`, parsed once.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

use crate::layers::Gender;

bitflags::bitflags! {
    /// What the lexicon knows of a word form. One look-up a token serves every stage.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct WordClass: u32 {
        /// Stands before a person's name: *Mr.*, *Dr.*, *President*, *Sen.*, *Prime*, *Minister*.
        const TITLE = 1;
        /// Noun for a person by what they do: *spokesman*, *official*, *leader*, *minister*, *analyst*, and plurals.
        const ROLE = 1 << 1;
        /// Noun for a body of people: *group*, *police*, *company*, *government*, *campaign*, *team*.
        const GROUP = 1 << 2;
        /// *mother*, *brother*, *aunt*.
        const KINSHIP = 1 << 3;
        /// Noun for a person by what they are: *man*, *woman*, *resident*, *witness*, *voter*, *people*, and plurals.
        const HUMAN = 1 << 4;
        /// Given name.
        const GIVEN_NAME = 1 << 5;
        /// Frequent surname.
        const SURNAME = 1 << 6;
        /// *Israeli*, *American*, *Palestinian*, and plurals.
        const NATIONALITY = 1 << 7;
        /// Carries a stop that does not end a sentence: *Mr*, *Inc*, *Jan*, *No*.
        const ABBREVIATION = 1 << 8;
        /// Noun for a text that can be a source: *statement*, *report*, *letter*, *lawsuit*, *leaflet*.
        const DOCUMENT = 1 << 9;
        /// Country, region or large city (single-word names and the words of longer ones).
        const PLACE = 1 << 10;
        /// Month, weekday, *today*, *yesterday*: never a speaker.
        const CALENDAR = 1 << 11;
        /// Word that makes a name an organisation's: *Inc.*, *Ministry*, *University*, *Council*, *Brigades*.
        const ORGANISATION_WORD = 1 << 12;
        /// Organisation known by one word: *AFP*, *Hamas*, *UNICEF*, *Reuters*, *Congress*.
        const ORGANISATION = 1 << 13;
        /// Part of a name that may be lower case or joined: *al*, *bin*, *van*, *de*, *Abu*, *Abdel*.
        const NAME_PARTICLE = 1 << 14;
        /// Plural form of a ROLE, HUMAN, KINSHIP or NATIONALITY noun.
        const PLURAL = 1 << 15;
        /// Written in capital letters at a sentence start only; never itself a name: *The*, *However*, *But*.
        const FUNCTION_WORD = 1 << 16;
        /// Noun of saying: *claim*, *warning*, *promise*, *allegation*.
        const REPORTING_NOUN = 1 << 17;
    }
}

bitflags::bitflags! {
    /// What a reporting verb can stand with.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Frames: u16 {
        /// A quotation: *“…,” she grumbled*.
        const QUOTATION = 1;
        /// A content clause: *said (that) it would*.
        const CLAUSE = 1 << 1;
        /// A bare addressee: *told AFP*.
        const ADDRESSEE = 1 << 2;
        /// *to* + infinitive as content: *promised to*, *urged them to*.
        const INFINITIVE = 1 << 3;
        /// A noun phrase, or *of*/*for* + one, as content: *accused X of*, *demanded an end to*, *called for*.
        const PHRASE = 1 << 4;
        /// X *as* Y, or X Y: *described as*, *called*, *dubbed*.
        const NAMING = 1 << 5;
        /// Needs no look at context to be a reporting verb: *said*, *told*, *added*.
        const STRONG = 1 << 6;
        /// Thought, not speech: *believes*, *hopes*. Content only with `--attitudes`.
        const ATTITUDE = 1 << 7;
        /// A sound or gesture that introduces speech only beside a quotation: *sighed*, *laughed*, *nodded*.
        const MANNER = 1 << 8;
        /// *wh*- clause as content: *asked whether*, *explained how*.
        const QUESTION = 1 << 9;
    }
}

bitflags::bitflags! {
    /// Which form of its verb a word form is (several for *put*).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct VerbForm: u8 {
        /// *say*
        const BASE = 1;
        /// *says*
        const THIRD = 1 << 1;
        /// *said* in *she said*
        const PAST = 1 << 2;
        /// *said* in *has said*
        const PARTICIPLE = 1 << 3;
        /// *saying*
        const GERUND = 1 << 4;
    }
}

/// A reporting verb in one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verb {
    /// Indexes [`Lexicon::lemma`].
    pub lemma: u16,
    /// Which forms the word can be.
    pub form: VerbForm,
    /// What the verb can stand with.
    pub frames: Frames,
}

/// What the lexicon knows of one word form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its classes.
    pub class: WordClass,
    /// As a reporting verb, if it is one.
    pub verb: Option<Verb>,
    /// Gender of a given name, title, kinship or person noun; `Unknown` for the rest and for unisex names.
    pub gender: Gender,
}

impl Word {
    /// A word of which nothing is known.
    pub const UNKNOWN: Self = Self { class: WordClass::empty(), verb: None, gender: Gender::Unknown };

    /// Whether the word has any of the classes.
    #[must_use]
    pub const fn is(self, class: WordClass) -> bool {
        self.class.intersects(class)
    }
}

/// Every word list, by lower-case form.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, Word>,
    lemmas: Vec<Box<str>>,
}

impl Lexicon {
    /// The lexicon that ships with the crate, parsed at first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
        &EMBEDDED
    }

    /// What is known of a word, whatever its case.
    #[must_use]
    pub fn word(&self, form: &str) -> Word {
        self.words.get(form.to_lowercase().as_str()).copied().unwrap_or(Word::UNKNOWN)
    }

    /// The base form of a reporting verb.
    #[must_use]
    pub fn lemma(&self, verb: Verb) -> &str {
        self.lemmas.get(usize::from(verb.lemma)).map_or("", |lemma| lemma)
    }

    /// The particles that may follow a verb as part of it.
    #[must_use]
    pub fn particles(&self, _verb: Verb) -> &[Box<str>] {
        &[]
    }
}
