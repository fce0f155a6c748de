//! What speakers come with, beyond the four labels of entities, found by rule: titles, roles, nationalities; and
//! dates and times of day, which are never speakers.

use std::ops::Range;

use crate::lexicon::WordClass;
use crate::reading::Reading;
use crate::span::Span;

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExtraKind {
    /// *Mr.*, *Sir*: before a name.
    Title,
    /// *spokesman*, *prime minister*: what a person does.
    Role,
    /// *French*, *Iraqis*.
    Nationality,
    /// *Monday*, *3 March 2021*, *last year*.
    Date,
    /// *5:30 p.m.*, *midnight*.
    Time,
}

/// A stretch that a rule knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExtraKind,
}

/// Finds the extras of a text, in its order; they do not overlap.
#[must_use]
pub fn find(reading: &Reading<'_>) -> Vec<Extra> {
    let view = View(reading);
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        if let Some((end, kind)) = view.extra(at) {
            found.push(Extra { span: reading.span_of(at..end), kind });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Whether some tokens are a date or a time of day and nothing else, so that they are no name.
#[must_use]
pub fn is_when(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let view = View(reading);
    // A name that is also a month is a date only with the number beside it, which is no part of the name.
    let extra = |at: usize| view.date(at).or_else(|| view.time(at));
    let beside = tokens.start.saturating_sub(2)..=tokens.start;
    tokens
        .clone()
        .all(|at| view.is(at, WordClass::CALENDAR) || view.number(at).is_some() || view.form(at) == ",")
        && beside.into_iter().any(|at| extra(at).is_some_and(|end| at <= tokens.start && tokens.end <= end))
}

/// A reading with the questions that the rules ask.
#[derive(Clone, Copy)]
struct View<'r, 't>(&'r Reading<'t>);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Months that are given names or verbs too.
const AMBIGUOUS: [&str; 4] = ["April", "May", "June", "August"];

impl<'t> View<'_, 't> {
    fn form(self, at: usize) -> &'t str {
        self.0.form(at)
    }

    fn is(self, at: usize, class: WordClass) -> bool {
        self.0.words.get(at).is_some_and(|word| word.is(class))
    }

    fn capital(self, at: usize) -> bool {
        self.form(at).starts_with(char::is_uppercase)
    }

    fn number(self, at: usize) -> Option<u32> {
        let form = self.form(at);
        let digits = form.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        matches!(form.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th"))
            .then(|| digits.parse().ok())?
    }

    /// The end of what begins at a token, and what it is.
    fn extra(self, at: usize) -> Option<(usize, ExtraKind)> {
        let as_kind = |kind| move |end| (end, kind);
        self.date(at)
            .map(as_kind(ExtraKind::Date))
            .or_else(|| self.time(at).map(as_kind(ExtraKind::Time)))
            .or_else(|| self.title(at).map(as_kind(ExtraKind::Title)))
            .or_else(|| self.role(at).map(as_kind(ExtraKind::Role)))
            .or_else(|| self.nationality(at).then_some((at + 1, ExtraKind::Nationality)))
    }

    fn month(self, at: usize) -> bool {
        let form = self.form(at).trim_end_matches('.');
        let short = |month: &str| form.len() >= 3 && form.len() <= 4 && month.starts_with(form);
        self.capital(at)
            && (MONTHS.contains(&form) || MONTHS.iter().any(|month| short(month) && *month != "May"))
    }

    fn day(self, at: usize) -> bool {
        self.number(at).is_some_and(|day| (1..=31).contains(&day))
    }

    fn year(self, at: usize) -> bool {
        self.form(at).len() == 4 && self.number(at).is_some_and(|year| (1000..=2199).contains(&year))
    }

    /// The end of the year that may follow a day and month.
    fn with_year(self, at: usize) -> usize {
        let comma = usize::from(self.form(at) == ",");
        if self.year(at + comma) { at + comma + 1 } else { at }
    }

    fn date(self, at: usize) -> Option<usize> {
        if self.day(at) && self.month(at + 1) {
            return Some(self.with_year(at + 2));
        }
        if self.month(at) {
            if self.day(at + 1) && !self.year(at + 1) {
                return Some(self.with_year(at + 2));
            }
            let alone = !AMBIGUOUS.contains(&self.form(at));
            let end = self.with_year(at + 1);
            return (alone || end > at + 1).then_some(end);
        }
        let form = self.form(at);
        let iso = form.split('-').map(str::len).eq([4, 2, 2])
            && form.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
        let relative = matches!(form, "last" | "next" | "this") && self.is(at + 1, WordClass::CALENDAR);
        let time =
            matches!(form, "a.m" | "am" | "a.m." | "p.m" | "p.m." | "pm" | "noon" | "midday" | "midnight");
        if relative {
            return Some(at + 2);
        }
        // *Sun*, *second* and *fall* have other meanings; what is left names a day or a season.
        let calendar = self.is(at, WordClass::CALENDAR) && !time && !self.is(at, WordClass::NAMES);
        let named = DAYS.contains(&form)
            || calendar && self.capital(at) && form.len() > 3
            || matches!(form, "today" | "yesterday" | "tomorrow" | "tonight");
        (iso || named).then_some(at + 1)
    }

    fn time(self, at: usize) -> Option<usize> {
        let half = |at: usize| {
            let form = self.form(at);
            let stop = usize::from(self.form(at + 1) == "." && form.contains('.'));
            matches!(form, "a.m" | "a.m." | "am" | "p.m" | "p.m." | "pm").then_some(at + 1 + stop)
        };
        let clock = self.form(at).split_once(':').is_some_and(|(hours, minutes)| {
            matches!(hours.len(), 1 | 2)
                && minutes.len() == 2
                && hours.parse::<u8>().is_ok_and(|hours| hours < 25)
                && minutes.parse::<u8>().is_ok_and(|minutes| minutes < 60)
        });
        if clock || self.number(at).is_some_and(|hour| hour <= 12) {
            return half(at + 1).or_else(|| clock.then_some(at + 1));
        }
        matches!(self.form(at), "noon" | "midday" | "midnight").then_some(at + 1)
    }

    /// A title stands before a name.
    fn title(self, at: usize) -> Option<usize> {
        let end = at + 1 + usize::from(self.form(at + 1) == ".");
        (self.is(at, WordClass::TITLE) && self.capital(at) && self.capital(end)).then_some(end)
    }

    /// A role, with the words of roles before it: *deputy prime minister*.
    fn role(self, at: usize) -> Option<usize> {
        let part = |at: usize| {
            self.is(at, WordClass::ROLE)
                || matches!(
                    self.form(at).to_lowercase().as_str(),
                    "vice" | "deputy" | "prime" | "chief" | "foreign"
                )
        };
        let length = (at..self.0.tokens.len()).take_while(|at| part(*at)).count();
        let last = (at + length).checked_sub(1)?;
        (length > 0 && self.is(last, WordClass::ROLE)).then_some(last + 1)
    }

    fn nationality(self, at: usize) -> bool {
        self.capital(at) && self.is(at, WordClass::NATIONALITY) && !self.is(at, WordClass::PLACE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn extras(text: &str) -> Vec<String> {
        let reading = Reading::new(text, Lexicon::embedded());
        find(&reading).iter().map(|extra| format!("{:?} {}", extra.kind, extra.span.text(text))).collect()
    }

    #[test]
    fn titles_roles_and_nationalities() {
        assert_eq!(extras("Mr. Okafor left."), ["Title Mr."]);
        assert_eq!(
            extras("The French prime minister met two Iraqis."),
            ["Nationality French", "Role prime minister", "Nationality Iraqis"]
        );
        assert_eq!(extras("A spokeswoman waved."), ["Role spokeswoman"]);
        // Before no name it is no title, and a small letter makes no nationality.
        assert!(extras("He polished the miss.").is_empty());
    }

    #[test]
    fn dates_and_times() {
        assert_eq!(extras("It rained on Monday, 3 March 2021."), ["Date Monday", "Date 3 March 2021"]);
        assert_eq!(
            extras("It rained on May 5, 2021 and in June 2020."),
            ["Date May 5, 2021", "Date June 2020"]
        );
        assert_eq!(extras("It ended at 5:30 p.m. yesterday."), ["Time 5:30 p.m.", "Date yesterday"]);
        assert_eq!(extras("It closed at midnight on 2021-03-04."), ["Time midnight", "Date 2021-03-04"]);
        // A person may be called as a month is.
        assert!(extras("Then May laughed.").is_empty());
        assert!(extras("They may stay.").is_empty());
    }

    #[test]
    fn a_date_is_no_name() {
        let when = |text: &str, word: &str| {
            let reading = Reading::new(text, Lexicon::embedded());
            let at = (0..reading.tokens.len()).find(|at| reading.form(*at) == word).unwrap();
            is_when(&reading, at..at + 1)
        };
        assert!(when("It fell on Friday.", "Friday"));
        assert!(when("It fell on 4 May.", "May"));
        assert!(!when("It was May who fell.", "May"));
        assert!(!when("It was Oslo that won.", "Oslo"));
    }
}
