//! Which lists there are, and what a word on each of them is.

use super::read::{self, LexiconError};
use super::{Tables, WordClass};

/// What the columns of a list hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A word a line.
    Words,
    /// Word, gender, plural; the plural is derived where the column is empty, and `-` says there is none.
    Nouns,
    /// Word, gender. Found without accents too.
    Names,
    /// A name of one word or several. Of several, the words written with a capital letter are entered alone too.
    Phrases,
    /// Abbreviation, kind: `name`, `number`, `final` or empty.
    Abbreviations,
    /// Lemma, third person, past, participle, gerund, frames.
    Verbs,
}

/// One word list.
#[derive(Debug)]
pub(super) struct List {
    /// Its name in `models/lexicon/` and in users' folders.
    pub(super) file: &'static str,
    /// What ships with the crate.
    pub(super) text: &'static str,
    /// What its words are.
    pub(super) class: WordClass,
    /// How its lines read.
    pub(super) form: Form,
}

macro_rules! list {
    ($file:literal, $form:ident, $class:ident) => {
        List {
            file: $file,
            text: include_str!(concat!("../../models/lexicon/", $file)),
            class: WordClass::$class,
            form: Form::$form,
        }
    };
}

/// Every list, in the order of reading.
pub(super) static LISTS: &[List] = &[
    list!("abbreviations.tsv", Abbreviations, ABBREVIATION),
    list!("attitude_nouns.tsv", Nouns, ATTITUDE_NOUN),
    list!("calendar.txt", Words, CALENDAR),
    list!("common_words.txt", Words, COMMON_WORD),
    list!("document_nouns.tsv", Nouns, DOCUMENT),
    list!("function_words.txt", Words, FUNCTION_WORD),
    list!("given_names.tsv", Names, GIVEN_NAME),
    list!("group_nouns.tsv", Nouns, GROUP),
    list!("human_nouns.tsv", Nouns, HUMAN),
    list!("kinship.tsv", Nouns, KINSHIP),
    list!("name_particles.txt", Words, NAME_PARTICLE),
    list!("nationalities.tsv", Nouns, NATIONALITY),
    list!("organisation_words.txt", Words, ORGANISATION_WORD),
    list!("organisations.txt", Phrases, ORGANISATION),
    list!("places.txt", Phrases, PLACE),
    list!("reporting_nouns.tsv", Nouns, REPORTING_NOUN),
    list!("reporting_verbs.tsv", Verbs, PHRASAL_VERB),
    list!("role_nouns.tsv", Nouns, ROLE),
    list!("surnames.txt", Names, SURNAME),
    list!("titles.tsv", Names, TITLE),
];

/// Parses every list that ships with the crate.
pub(super) fn parse_embedded() -> Result<Tables, LexiconError> {
    let mut tables = Tables::default();
    // About a fifth more than the lists hold, so that the table never grows while it is filled.
    tables.words.reserve(LISTS.iter().map(|list| list.text.len()).sum::<usize>() / 8);
    for list in LISTS {
        read::add_list(&mut tables, list, list.file, list.text)?;
    }
    Ok(tables)
}
