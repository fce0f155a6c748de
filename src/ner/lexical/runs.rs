//! Runs of capitalised words, cut into names at titles, nationalities and the words between.

use std::ops::Range;

use super::forms::{Forms, Style, is_capitalised, is_upper};
use crate::layers::{Penn, TokenKind};
use crate::lexicon::{Word, WordClass};
use crate::reading::Reading;

/// A stretch that looks like a name, before it has a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Whether a title stands right before it.
    pub(super) titled: bool,
}

/// Finds the names of one sentence, in text order.
pub(super) fn names(reading: &Reading<'_>, forms: &Forms, sentence: usize, found: &mut Vec<Name>) {
    let tokens = reading.sentence_tokens(sentence);
    let finder = Finder { reading, forms, style: forms.style(sentence), end: tokens.end };
    let mut index = tokens.start;
    while index < tokens.end {
        if !finder.starts(index) {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while let Some(next) = finder.joins(index, end) {
            end = next;
        }
        finder.split(index..end, found);
        index = end;
    }
}

struct Finder<'r, 't> {
    reading: &'r Reading<'t>,
    forms: &'r Forms,
    style: Style,
    end: usize,
}

impl Finder<'_, '_> {
    fn word(&self, index: usize) -> Word {
        self.reading.words.get(index).copied().unwrap_or(Word::UNKNOWN)
    }

    fn is(&self, index: usize, class: WordClass) -> bool {
        index < self.end && self.word(index).is(class)
    }

    /// Whether a token is a capitalised word that can belong to a name.
    fn is_capital(&self, index: usize) -> bool {
        if index >= self.end
            || self.reading.tokens.get(index).is_none_or(|token| token.kind != TokenKind::Word)
        {
            return false;
        }
        let form = self.reading.form(index);
        if !is_capitalised(form) || matches!(form, "I" | "A") {
            return false;
        }
        // *April Mellody* is a name, *April 5* is not.
        if self.is(index, WordClass::CALENDAR) {
            return self.is(index, WordClass::GIVEN_NAME)
                && !self.is(index + 1, WordClass::CALENDAR)
                && index + 1 < self.end
                && is_capitalised(self.reading.form(index + 1));
        }
        true
    }

    /// Whether a name can start here.
    fn starts(&self, index: usize) -> bool {
        if !self.is_capital(index) || self.is(index, WordClass::FUNCTION_WORD) {
            return false;
        }
        let form = self.reading.form(index);
        let elsewhere = self.forms.is_name_elsewhere(form);
        let lower = self.forms.has_lower(form);
        let named = WordClass::ORGANISATION
            | WordClass::PLACE
            | WordClass::NATIONALITY
            | WordClass::GIVEN_NAME
            | WordClass::NAME_PARTICLE;
        if self.style == Style::Headline {
            return elsewhere || (self.is(index, named) && !lower);
        }
        if !self.forms.is_positional(index) {
            return true;
        }
        let followed = self.is_capital(index + 1) && !self.is(index + 1, WordClass::FUNCTION_WORD);
        let proper = self
            .reading
            .pos
            .get(index)
            .is_none_or(|pos| matches!(pos.penn, Penn::Nnp | Penn::Nnps | Penn::Fw));
        // Initials and abbreviated titles start a sentence only as part of a name.
        if form.ends_with('.') && followed {
            return true;
        }
        elsewhere
            || (self.is(index, named | WordClass::TITLE | WordClass::ROLE) && (!lower || followed))
            || (self.is(index, WordClass::SURNAME) && proper && !lower)
            || (followed && proper && !lower)
            || (proper && !lower && self.word(index).class.is_empty())
            || (is_upper(form) && !lower)
    }

    /// The end of the run if it goes on past `end`, else none.
    fn joins(&self, start: usize, end: usize) -> Option<usize> {
        if self.goes_on(end) {
            return Some(end + 1);
        }
        let form = self.reading.form(end);
        match form {
            // *Ministry of Justice*, *House of Representatives*, but not *President of France*.
            "of" if self.has_organisation_word(start..end) => {
                let next = if self.reading.form(end + 1) == "the" { end + 2 } else { end + 1 };
                self.goes_on(next).then_some(next + 1)
            }
            "&" => self.goes_on(end + 1).then_some(end + 2),
            // *Martyrs' Brigades*: the possessor of an organisation word belongs to the name.
            "'" | "’" => (self.reading.form(end.saturating_sub(1)).ends_with('s')
                && self.is_organisation(end + 1))
            .then_some(end + 2),
            _ => {
                // *Ludwig van Beethoven*, *Maria de la Cruz*.
                let mut next = end;
                while next < end + 3 && self.is(next, WordClass::NAME_PARTICLE) {
                    next += 1;
                }
                (next > end && self.goes_on(next)).then_some(next + 1)
            }
        }
    }

    fn goes_on(&self, index: usize) -> bool {
        if !self.is_capital(index)
            || self.is(index, WordClass::FUNCTION_WORD)
            || self.forms.is_positional(index)
        {
            return false;
        }
        self.style == Style::Running || self.starts(index)
    }

    fn is_organisation(&self, index: usize) -> bool {
        self.is_capital(index) && self.is(index, WordClass::ORGANISATION_WORD)
    }

    fn has_organisation_word(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|index| self.is_organisation(index))
    }

    /// Whether the token is a title or role in front of a name, not a name that looks like one (*Stephen King*).
    fn is_title(&self, run: &Range<usize>, index: usize) -> bool {
        self.is(index, WordClass::TITLE | WordClass::ROLE)
            && !(index > run.start
                && self.is(index - 1, WordClass::GIVEN_NAME)
                && !self.is(index - 1, WordClass::TITLE | WordClass::ROLE | WordClass::PLACE))
    }

    /// Cuts a run into names and leaves its titles out.
    fn split(&self, run: Range<usize>, found: &mut Vec<Name>) {
        let title = run
            .clone()
            .rev()
            .find(|&index| self.is_title(&run, index) && !self.is(index, WordClass::ORGANISATION_WORD));
        if let Some(title) = title {
            let rest = title + 1..run.end;
            // A title inside the name of a body (*Office of the President*) is not one before a person.
            let body = self.has_organisation_word(run.start..title) && self.reading.form(title - 1) == "of";
            if !body {
                let mut before = title;
                while before > run.start && self.is_title(&run, before - 1) {
                    before -= 1;
                }
                if before > run.start {
                    self.split(run.start..before, found);
                }
                if !rest.is_empty() {
                    found.push(Name { tokens: rest, titled: true });
                }
                return;
            }
        }
        let before = |back: usize| run.start.checked_sub(back);
        // *Secretary of State John Kerry*: the office ends where the given name starts.
        let office = before(1).is_some_and(|of| self.reading.form(of) == "of")
            && before(2).is_some_and(|title| self.is(title, WordClass::TITLE | WordClass::ROLE));
        let given = run.clone().skip(1).find(|&index| self.is(index, WordClass::GIVEN_NAME));
        match given {
            Some(given) if office && given + 1 < run.end => {
                found.push(Name { tokens: run.start..given, titled: false });
                found.push(Name { tokens: given..run.end, titled: true });
            }
            _ => self.nationalities(run, found),
        }
    }

    /// Cuts leading nationalities off a run, unless the whole names a body: *Palestinian Authority*.
    fn nationalities(&self, run: Range<usize>, found: &mut Vec<Name>) {
        let mut start = run.start;
        if !self.has_organisation_word(run.clone()) {
            while start + 1 < run.end && self.is(start, WordClass::NATIONALITY) {
                found.push(Name { tokens: start..start + 1, titled: false });
                start += 1;
            }
        }
        found.push(Name { tokens: start..run.end, titled: false });
    }
}
