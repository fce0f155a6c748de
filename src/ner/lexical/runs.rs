//! Runs of capitalised words, cut into names at titles, nationalities and the words between.

use std::ops::Range;

use super::forms::{Forms, Style, is_article, is_capitalised, is_upper};
use crate::layers::{Penn, TokenKind};
use crate::lexicon::{Lexicon, Word, WordClass};
use crate::reading::Reading;

/// A stretch that looks like a name, before it has a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Whether a title stands right before it.
    pub(super) titled: bool,
    /// What the lexicon knows of it as a whole.
    pub(super) known: WordClass,
}

/// No name has more words; longer runs are headings.
const LONGEST: usize = 12;

/// Finds the names of one sentence, in text order.
pub(super) fn names(reading: &Reading<'_>, forms: &Forms, sentence: usize, found: &mut Vec<Name>) {
    let tokens = reading.sentence_tokens(sentence);
    let lexicon = Lexicon::embedded();
    let finder = Finder { reading, forms, lexicon, style: forms.style(sentence), end: tokens.end };
    let mut index = tokens.start;
    while index < tokens.end {
        let Some(mut end) = finder.opens(index) else {
            index += 1;
            continue;
        };
        while let Some(next) = finder.joins(index, end).filter(|next| next - index <= LONGEST) {
            end = next;
        }
        finder.split(index..end, found);
        index = end;
    }
}

struct Finder<'r, 't> {
    reading: &'r Reading<'t>,
    forms: &'r Forms,
    lexicon: &'r Lexicon,
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

    /// Where the first word of a name that starts here ends: one token, or *al-Qanou*, or *anti-Israeli*.
    fn opens(&self, index: usize) -> Option<usize> {
        if self.starts(index) {
            return Some(index + 1);
        }
        let form = self.reading.form(index);
        let prefixed = matches!(form, "anti" | "pro" | "non" | "Anti" | "Pro" | "Non")
            && self.is(index + 2, WordClass::NATIONALITY);
        let article = is_article(form) || matches!(form, "Al" | "El" | "Ul" | "Ash" | "As");
        ((article || prefixed) && self.is_hyphenated(index + 1)).then_some(index + 3)
    }

    /// Whether a hyphen stands at a token, joined to a capitalised word after it.
    fn is_hyphenated(&self, index: usize) -> bool {
        matches!(self.reading.form(index), "-" | "‑")
            && self.touches(index)
            && self.touches(index + 1)
            && self.is_capital(index + 1)
    }

    fn touches(&self, index: usize) -> bool {
        let tokens = &self.reading.tokens;
        index
            .checked_sub(1)
            .and_then(|before| tokens.get(before).zip(tokens.get(index)))
            .is_some_and(|(a, b)| a.span.end == b.span.start)
    }

    /// Whether a name can start here.
    fn starts(&self, index: usize) -> bool {
        let by_position = self.forms.is_positional(index) || self.style == Style::Headline;
        if !self.is_capital(index)
            || self.is_closed_class(index)
            || (by_position && self.is(index, WordClass::FUNCTION_WORD) && !self.is_known(index))
        {
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
        let followed = self.is_capital(index + 1) && !self.is_closed_class(index + 1);
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
            || (self.is(index, named | WordClass::TITLE | WordClass::ROLE)
                && (!lower || (followed && proper)))
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
        let own = WordClass::ORGANISATION | WordClass::PLACE | WordClass::NATIONALITY;
        if self.is_hyphenated(end) {
            // *Jean-Luc*, *Lloyd-Jones*, but *Israel-Hamas* are two.
            let two = self.is(end.saturating_sub(1), own) && self.is(end + 1, own);
            return (!two).then_some(end + 2);
        }
        if is_article(self.reading.form(end)) && self.is_hyphenated(end + 1) {
            return Some(end + 3);
        }
        let form = self.reading.form(end);
        match form {
            // *Ministry of Justice*, *House of Representatives*, but not *President of France*.
            "of" if end > start && self.is_organisation(end - 1) => {
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
        if !self.is_capital(index) || self.is_closed_class(index) || self.forms.is_positional(index) {
            return false;
        }
        // In capitals throughout, a given name takes the unknown word after it along: *FEMI ADLER*.
        let surname = index > 0
            && self.is(index - 1, WordClass::GIVEN_NAME)
            && self.word(index).class.difference(WordClass::SURNAME).is_empty()
            && !self.forms.has_lower(self.reading.form(index));
        self.style == Style::Running || surname || self.starts(index)
    }

    /// Determiners, prepositions and the like are no part of a name, whatever their case.
    fn is_closed_class(&self, index: usize) -> bool {
        self.is(index, WordClass::FUNCTION_WORD)
            && self.reading.pos.get(index).is_some_and(|pos| {
                matches!(
                    pos.penn,
                    Penn::Dt
                        | Penn::In
                        | Penn::Cc
                        | Penn::To
                        | Penn::Md
                        | Penn::Prp
                        | Penn::PrpPossessive
                        | Penn::Wdt
                        | Penn::Wp
                        | Penn::WpPossessive
                        | Penn::Wrb
                        | Penn::Ex
                        | Penn::Pdt
                        | Penn::Uh
                )
            })
    }

    /// The name of several words that starts at a token, as far as the lexicon lists it.
    fn phrase(&self, index: usize) -> Option<(usize, WordClass)> {
        if !self.is(index, WordClass::PHRASE_START) || !self.is_capital(index) {
            return None;
        }
        let (count, class) = self.lexicon.phrase((index..self.end).map(|at| self.reading.form(at)))?;
        self.is_capital(index + count - 1).then_some((count, class))
    }

    fn is_known(&self, index: usize) -> bool {
        self.phrase(index).is_some()
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
            && self.reading.form(index.saturating_sub(1)) != "&"
            && !(index > run.start
                && self.is(index, WordClass::SURNAME)
                && self.is(index - 1, WordClass::GIVEN_NAME)
                && !self.is(index - 1, WordClass::TITLE | WordClass::ROLE | WordClass::PLACE))
    }

    /// Cuts a run into names and leaves its titles out.
    fn split(&self, run: Range<usize>, found: &mut Vec<Name>) {
        // A listed name at the start stands alone, unless an organisation's name goes on: *New York Police Department*.
        if let Some((count, known)) = self.phrase(run.start) {
            let rest = run.start + count..run.end;
            let ends = rest.is_empty()
                || self.phrase(rest.start).is_some()
                || !self.has_organisation_word(rest.clone());
            if rest.start <= run.end && ends {
                found.push(Name { tokens: run.start..rest.start, titled: false, known });
                if !rest.is_empty() {
                    self.split(rest, found);
                }
                return;
            }
        }
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
                    found.push(Name { tokens: rest, titled: true, known: WordClass::empty() });
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
                found.push(Name { tokens: run.start..given, titled: false, known: WordClass::empty() });
                found.push(Name { tokens: given..run.end, titled: true, known: WordClass::empty() });
            }
            _ => self.nationalities(run, found),
        }
    }

    /// Cuts leading nationalities and places off a run, unless the whole names a body: *Palestinian Authority*.
    fn nationalities(&self, run: Range<usize>, found: &mut Vec<Name>) {
        // *US Middle East envoy*: a place before a listed name is a name of its own.
        let listed = run.clone().skip(1).find(|&index| self.is_known(index));
        if let Some(listed) = listed
            && (run.start..listed).all(|index| self.is(index, WordClass::PLACE | WordClass::NATIONALITY))
        {
            found.push(Name { tokens: run.start..listed, titled: false, known: WordClass::empty() });
            return self.split(listed..run.end, found);
        }
        let mut start = run.start;
        // *Palestinian Resistance*, *Israeli Army*: a body's noun with a capital makes the whole a name.
        let body =
            run.end.checked_sub(1).is_some_and(|last| last > run.start && self.is(last, WordClass::GROUP));
        if !body && !self.has_organisation_word(run.clone()) {
            while start + 1 < run.end && self.is(start, WordClass::NATIONALITY) {
                found.push(Name { tokens: start..start + 1, titled: false, known: WordClass::empty() });
                start += 1;
            }
        }
        found.push(Name { tokens: start..run.end, titled: false, known: WordClass::empty() });
    }
}
