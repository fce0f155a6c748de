//! Reads word lists into a tables.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::lists::{Form, LISTS, List};
use super::{Entry, Frames, Key, LONGEST_PHRASE, Tables, Verb, VerbForm, WordClass, inflect};
use crate::layers::Gender;

/// A user's word lists cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// A folder or file that cannot be read.
    #[error("{}: cannot be read as a word list: {source}; check the path, and that the file is UTF-8", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file whose name is none of the lists'.
    #[error("{}: not the name of a word list; the lists are {}", path.display(), names())]
    UnknownList {
        /// The file.
        path: PathBuf,
    },
    /// A line that does not have the form of its list.
    #[error("{file}:{line}: {problem}")]
    Line {
        /// The file.
        file: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        problem: String,
    },
}

fn names() -> String {
    LISTS.iter().map(|list| list.file).collect::<Vec<_>>().join(", ")
}

/// Adds every list in a folder, in the order of [`LISTS`].
pub(super) fn add_dir(tables: &mut Tables, dir: &Path) -> Result<(), LexiconError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| LexiconError::Unreadable { path, source }
    };
    let mut found = Vec::new();
    for item in fs::read_dir(dir).map_err(unreadable(dir))? {
        let path = item.map_err(unreadable(dir))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_note = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
        if is_note || name.starts_with('.') {
            continue;
        }
        match LISTS.iter().position(|list| list.file == name) {
            Some(index) => found.push((index, path)),
            None => return Err(LexiconError::UnknownList { path }),
        }
    }
    found.sort();
    for (index, path) in found {
        let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
        if let Some(list) = LISTS.get(index) {
            add_list(tables, list, &path.to_string_lossy(), &text)?;
        }
    }
    Ok(())
}

/// Adds the lines of one list.
pub(super) fn add_list(tables: &mut Tables, list: &List, file: &str, text: &str) -> Result<(), LexiconError> {
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        add_line(tables, list, line).map_err(|problem| LexiconError::Line {
            file: file.to_owned(),
            line: index + 1,
            problem,
        })?;
    }
    Ok(())
}

/// Adds one line, or says what is wrong with it.
fn add_line(tables: &mut Tables, list: &List, line: &str) -> Result<(), String> {
    let (line, change) = match line.strip_prefix('-') {
        Some(rest) => (rest, Change::Remove),
        None => (line, Change::Add),
    };
    let columns: Columns<'_> = columns(line, list.form)?;
    let [word, second, third, ..] = columns;
    match list.form {
        Form::Words => tables.change(word, change, list.class),
        Form::Nouns => tables.change_noun(word, change, list.class, gender(second)?, third),
        Form::Names => tables.change_name(word, change, list.class, gender(second)?),
        Form::Phrases => tables.change_phrase(word, change, list.class),
        Form::Abbreviations => tables.change(word, change, abbreviation(second)?),
        Form::Verbs => tables.change_verb(&columns, change),
    }
}

/// The columns of a line, the missing ones empty.
type Columns<'l> = [&'l str; 6];

fn columns(line: &str, form: Form) -> Result<Columns<'_>, String> {
    let most = match form {
        Form::Words | Form::Phrases => 1,
        Form::Names | Form::Abbreviations => 2,
        Form::Nouns => 3,
        Form::Verbs => 6,
    };
    let mut columns = [""; 6];
    let mut found = line.split('\t').map(str::trim);
    for (column, value) in columns.iter_mut().take(most).zip(found.by_ref()) {
        *column = value;
    }
    if found.next().is_some() {
        return Err(format!("more than {most} column(s) parted by tabs; take the rest away"));
    }
    let [word, ..] = columns;
    if word.is_empty() {
        return Err("the first column is empty; write the word there".to_owned());
    }
    let words = word.split(' ').count();
    let limit = match form {
        Form::Phrases => LONGEST_PHRASE,
        Form::Verbs => 2,
        _ => 1,
    };
    if words > limit {
        return Err(format!("“{word}” has {words} words; this list takes at most {limit}"));
    }
    Ok(columns)
}

fn gender(column: &str) -> Result<Gender, String> {
    match column {
        "m" => Ok(Gender::Masculine),
        "f" => Ok(Gender::Feminine),
        "" => Ok(Gender::Unknown),
        other => Err(format!("“{other}” is no gender; write m, f or nothing")),
    }
}

fn abbreviation(column: &str) -> Result<WordClass, String> {
    let kind = match column {
        "" => WordClass::empty(),
        "number" => WordClass::BEFORE_NUMBER,
        "final" => WordClass::SENTENCE_FINAL,
        other => return Err(format!("“{other}” is no kind of abbreviation; write number, final or nothing")),
    };
    Ok(WordClass::ABBREVIATION | kind)
}

fn frames(column: &str) -> Result<Frames, String> {
    let mut frames = Frames::empty();
    for name in column.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        frames |= Frames::from_name(&name.to_ascii_uppercase()).ok_or_else(|| {
            let known: Vec<_> =
                Frames::all().iter_names().map(|(name, _)| name.to_ascii_lowercase()).collect();
            format!("“{name}” is no frame; the frames are {}", known.join(", "))
        })?;
    }
    if frames.is_empty() {
        return Err("the sixth column names no frame; write for instance quotation,clause".to_owned());
    }
    Ok(frames)
}

/// Whether a line puts a word on its list or takes it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Add,
    Remove,
}

impl Tables {
    fn entry(&mut self, word: &str) -> Result<&mut Entry, String> {
        let key = Key::of(word).ok_or_else(|| format!("“{word}” is too long; 64 bytes is the most"))?;
        Ok(self.entry_of(&key))
    }

    fn entry_of(&mut self, key: &Key) -> &mut Entry {
        self.words.entry(key.bytes().into()).or_default()
    }

    fn change(&mut self, word: &str, change: Change, class: WordClass) -> Result<(), String> {
        self.entry(word)?.change(change, class);
        Ok(())
    }

    /// Changes one number of a noun.
    fn change_form(
        &mut self,
        form: &str,
        change: Change,
        class: WordClass,
        gender: Gender,
    ) -> Result<(), String> {
        let entry = self.entry(form)?;
        entry.change(change, class);
        if gender != Gender::Unknown {
            entry.noun_gender = gender;
        }
        Ok(())
    }

    fn change_noun(
        &mut self,
        singular: &str,
        change: Change,
        class: WordClass,
        gender: Gender,
        plural: &str,
    ) -> Result<(), String> {
        self.change_form(singular, change, class, gender)?;
        let derived;
        let plurals = match plural {
            "-" => return Ok(()),
            "" => {
                derived = inflect::plural(singular);
                derived.as_str()
            }
            listed => listed,
        };
        for plural in plurals.split('/') {
            self.change_form(plural, change, class | WordClass::PLURAL, gender)?;
        }
        Ok(())
    }

    fn change_name(
        &mut self,
        name: &str,
        change: Change,
        class: WordClass,
        gender: Gender,
    ) -> Result<(), String> {
        let key = Key::of(name)
            .and_then(|key| if key.is_ascii() { Some(key) } else { key.without_accents() })
            .ok_or_else(|| format!("“{name}” is too long; 64 bytes is the most"))?;
        let entry = self.entry_of(&key);
        entry.change(change, class);
        if gender != Gender::Unknown {
            entry.name_gender = gender;
        }
        Ok(())
    }

    fn change_phrase(&mut self, name: &str, change: Change, class: WordClass) -> Result<(), String> {
        let mut words = name.split(' ');
        let too_long = || format!("“{name}” is too long; 64 bytes is the most");
        let first = words.next().unwrap_or(name);
        let mut key = Key::of(first).ok_or_else(too_long)?;
        let mut rest = words.clone();
        if rest.next().is_none() {
            return self.change_name(name, change, class, Gender::Unknown);
        }
        for word in words {
            key.join(word).ok_or_else(too_long)?;
        }
        match change {
            Change::Remove => {
                self.phrases.remove(key.bytes());
            }
            Change::Add => {
                *self.phrases.entry(key.bytes().into()).or_default() |= class;
                self.entry(first)?.class |= WordClass::PHRASE_START;
                for word in name.split(' ').filter(|word| word.starts_with(char::is_uppercase)) {
                    self.change_name(word, change, class, Gender::Unknown)?;
                }
            }
        }
        Ok(())
    }

    fn change_verb(&mut self, columns: &Columns<'_>, change: Change) -> Result<(), String> {
        let [lemma, third, past, participle, gerund, frame_names] = *columns;
        let (base, particle) = lemma.split_once(' ').map_or((lemma, None), |(base, rest)| (base, Some(rest)));
        let verb = match change {
            Change::Add => Some((self.lemma_id(lemma)?, frames(frame_names)?)),
            Change::Remove => None,
        };
        let forms = [
            (VerbForm::BASE, base, inflect::same as fn(&str) -> String),
            (VerbForm::THIRD, third, inflect::third),
            (VerbForm::PAST, past, inflect::past),
            (VerbForm::PARTICIPLE, if participle.is_empty() { past } else { participle }, inflect::past),
            (VerbForm::GERUND, gerund, inflect::gerund),
        ];
        for (form, listed, derive) in forms {
            let derived;
            let spellings = if listed.is_empty() {
                derived = derive(base);
                derived.as_str()
            } else {
                listed
            };
            for spelling in spellings.split('/') {
                let verb = verb.map(|(lemma, frames)| Verb { lemma, form, frames });
                match particle {
                    Some(particle) => self.set_phrasal(spelling, particle, verb)?,
                    None => self.entry(spelling)?.set_verb(verb),
                }
            }
        }
        Ok(())
    }

    fn set_phrasal(&mut self, form: &str, particle: &str, verb: Option<Verb>) -> Result<(), String> {
        let too_long = || format!("“{form} {particle}” is too long; 64 bytes is the most");
        let mut key = Key::of(form).ok_or_else(too_long)?;
        let entry = self.entry_of(&key);
        if verb.is_some() {
            entry.class |= WordClass::PHRASAL_VERB;
        }
        key.join(particle).ok_or_else(too_long)?;
        match verb {
            None => {
                self.phrasal.remove(key.bytes());
            }
            Some(verb) => {
                let known = self.phrasal.entry(key.bytes().into()).or_insert(verb);
                *known = known.with(verb);
            }
        }
        Ok(())
    }

    /// The number of a lemma: the one it has, or a new one.
    fn lemma_id(&mut self, lemma: &str) -> Result<u16, String> {
        let known = match lemma.split_once(' ') {
            Some((base, particle)) => self.phrasal(base, particle),
            None => self.word(lemma).verb,
        };
        if let Some(verb) = known.filter(|verb| self.lemma(*verb) == lemma) {
            return Ok(verb.lemma);
        }
        let id = u16::try_from(self.lemmas.len())
            .map_err(|_| "there are more than 65,536 verbs; take some away".to_owned())?;
        self.lemmas.push(lemma.into());
        Ok(id)
    }
}

impl Entry {
    fn change(&mut self, change: Change, class: WordClass) {
        match change {
            Change::Add => self.class |= class,
            Change::Remove => self.class -= class,
        }
    }

    /// Makes the word a form of a verb, besides the forms of the same verb that it already is.
    fn set_verb(&mut self, verb: Option<Verb>) {
        self.verb = match (self.verb, verb) {
            (Some(known), Some(verb)) => Some(known.with(verb)),
            (_, verb) => verb,
        };
    }
}

impl Verb {
    /// A form of the same verb joins the forms known so far; of another verb, the later line counts.
    fn with(self, other: Self) -> Self {
        if self.lemma == other.lemma { Self { form: self.form | other.form, ..other } } else { other }
    }
}
