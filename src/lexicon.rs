//! The word lists of `models/lexicon/`, parsed once.
//!
//! The lists ship inside the binary. A user's folder of lists with the same file names adds to them or takes
//! from them: see [`Lexicon::merged_with_dir`].

use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use crate::layers::Gender;
use key::Key;

mod inflect;
mod key;
mod lists;
mod read;
#[cfg(test)]
mod tests;

pub use read::LexiconError;

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
        /// Plural form of a noun of any of the lists, where the singular differs.
        const PLURAL = 1 << 15;
        /// Written in capital letters at a sentence start only; never itself a name: *The*, *However*, *But*.
        const FUNCTION_WORD = 1 << 16;
        /// Noun of saying: *claim*, *warning*, *promise*, *allegation*.
        const REPORTING_NOUN = 1 << 17;
        /// A name or abbreviation that in lower case is an ordinary word: *Will*, *Mark*, *May*, *Sat*. In lower
        /// case such a form has none of the classes in [`WordClass::NAMES`]; in capitals at the start of a
        /// sentence it may still be the ordinary word.
        const COMMON_WORD = 1 << 18;
        /// First word of a longer name that [`Lexicon::phrase`] knows: *New*, *United*, *Human*.
        const PHRASE_START = 1 << 19;
        /// Reports together with a particle, as [`Lexicon::phrasal`] tells: *went* (on), *pointed* (out).
        const PHRASAL_VERB = 1 << 20;
        /// Abbreviation only before a number: *No.*, *Fig.*, *p.*.
        const BEFORE_NUMBER = 1 << 21;
        /// Abbreviation that may also end a sentence: *Inc.*, *etc.*, *p.m.*, *Jr.*.
        const SENTENCE_FINAL = 1 << 22;
        /// Noun of thought: *belief*, *hope*. What it holds need not have been said.
        const ATTITUDE_NOUN = 1 << 23;

        /// The classes that need a capital letter where the form is also an ordinary word.
        const NAMES = Self::GIVEN_NAME.bits()
            | Self::SURNAME.bits()
            | Self::PLACE.bits()
            | Self::ORGANISATION.bits()
            | Self::NATIONALITY.bits()
            | Self::CALENDAR.bits()
            | Self::ABBREVIATION.bits();
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
        /// A bare noun phrase as content: *criticised the plan*, *called for a vote*.
        const OBJECT = 1 << 10;
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

/// What is stored of a word form. Gender is kept apart for nouns and for names, since *mason* is a role of either
/// gender and *Mason* a man's name.
#[derive(Clone, Copy, Debug)]
struct Entry {
    class: WordClass,
    verb: Option<Verb>,
    noun_gender: Gender,
    name_gender: Gender,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            class: WordClass::empty(),
            verb: None,
            noun_gender: Gender::Unknown,
            name_gender: Gender::Unknown,
        }
    }
}

/// Every word list. Cheap to clone: copies share their tables.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    tables: Arc<Tables>,
}

/// The lists as look-up tables, by the key of each word form (lower case, no final stop).
#[derive(Clone, Debug, Default)]
struct Tables {
    words: FxHashMap<Box<[u8]>, Entry>,
    /// Names of several words, joined by single spaces.
    phrases: FxHashMap<Box<[u8]>, WordClass>,
    /// Forms of verbs with a particle, such as *went on*.
    phrasal: FxHashMap<Box<[u8]>, Verb>,
    lemmas: Vec<Box<str>>,
}

/// No listed name has more words.
const LONGEST_PHRASE: usize = 6;

impl Lexicon {
    /// The lexicon that ships with the crate, parsed at first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| {
            let tables = lists::parse_embedded().unwrap_or_default();
            Lexicon { tables: Arc::new(tables) }
        });
        &EMBEDDED
    }

    /// This lexicon with a user's lists laid over it.
    ///
    /// The folder holds files of the same names and forms as `models/lexicon/`, as many as the user needs;
    /// `.md` files and hidden files are passed over. A line adds a word or gives a known one other particulars;
    /// a line that starts with `-` takes a word off its list.
    ///
    /// # Errors
    /// [`LexiconError`] where the folder or a file cannot be read, a file is none of the known lists, or a line
    /// does not have the form of its list.
    pub fn merged_with_dir(&self, dir: &Path) -> Result<Self, LexiconError> {
        let mut tables = Tables::clone(&self.tables);
        read::add_dir(&mut tables, dir)?;
        Ok(Self { tables: Arc::new(tables) })
    }

    /// What is known of a word. Case, the style of apostrophes and a final stop do not matter, except that a
    /// [`WordClass::COMMON_WORD`] in lower case is taken for the ordinary word. A name is also found without
    /// the accents it is written with.
    #[must_use]
    pub fn word(&self, form: &str) -> Word {
        self.tables.word(form)
    }

    /// The base form of a reporting verb, with its particle if it has one: *say*, *point out*.
    #[must_use]
    pub fn lemma(&self, verb: Verb) -> &str {
        self.tables.lemma(verb)
    }

    /// A verb form and the particle after it as one reporting verb: *went* + *on*, *pointed* + *out*. Worth
    /// asking where the first word has [`WordClass::PHRASAL_VERB`].
    #[must_use]
    pub fn phrasal(&self, form: &str, particle: &str) -> Option<Verb> {
        self.tables.phrasal(form, particle)
    }

    /// The longest name of two words or more that `words` start with: how many words, and its classes (place
    /// or organisation). Worth asking where the first word has [`WordClass::PHRASE_START`].
    #[must_use]
    pub fn phrase<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Option<(usize, WordClass)> {
        let mut words = words.into_iter();
        let mut key = Key::of(words.next()?)?;
        let mut longest = None;
        for (count, word) in (2..=LONGEST_PHRASE).zip(words) {
            if key.join(word).is_none() {
                break;
            }
            if let Some(&class) = self.tables.phrases.get(key.bytes()) {
                longest = Some((count, class));
            }
        }
        longest
    }
}

impl Tables {
    fn word(&self, form: &str) -> Word {
        let Some(key) = Key::of(form) else { return Word::UNKNOWN };
        let (entry, exact) = match self.words.get(key.bytes()) {
            Some(entry) => (entry, true),
            None if key.is_ascii() => return Word::UNKNOWN,
            None => {
                let folded = key.without_accents();
                match folded.as_ref().and_then(|folded| self.words.get(folded.bytes())) {
                    Some(entry) => (entry, false),
                    None => return Word::UNKNOWN,
                }
            }
        };
        let Entry { mut class, mut verb, noun_gender, mut name_gender } = *entry;
        if class.contains(WordClass::COMMON_WORD) && form.starts_with(char::is_lowercase) {
            class -= WordClass::NAMES;
            name_gender = Gender::Unknown;
        }
        if !exact {
            // "Résumé" is not the verb, but "José" is the name.
            class &= WordClass::NAMES | WordClass::TITLE | WordClass::PHRASE_START | WordClass::COMMON_WORD;
            verb = None;
        }
        let gender = if noun_gender == Gender::Unknown { name_gender } else { noun_gender };
        Word { class, verb, gender }
    }

    fn lemma(&self, verb: Verb) -> &str {
        self.lemmas.get(usize::from(verb.lemma)).map_or("", |lemma| lemma)
    }

    fn phrasal(&self, form: &str, particle: &str) -> Option<Verb> {
        let mut key = Key::of(form)?;
        key.join(particle)?;
        self.phrasal.get(key.bytes()).copied()
    }
}
