//! In which construction a cue has its content, and where that starts.

use super::scene::{Row, is_according};
use crate::cue::{Cue, CueKind};
use crate::layers::{Penn, Upos};

/// How content stands to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Construction {
    /// *said that | it would*
    That,
    /// *said | it would*
    Clause,
    /// *praised | the plan*: a noun phrase, and no finite verb after it.
    Phrase,
    /// A noun phrase, and a finite verb somewhere after a comma or relative pronoun.
    PhraseThenVerb,
    /// *vowed | to fight*
    Infinitive,
    /// *denied | hiding it*
    Gerund,
    /// *asked | whether it would*
    Question,
    /// *called | for a vote*
    Preposition,
    /// *which he said | was dear*
    Finite,
    /// *helped | stop it*
    BareVerb,
    /// *said | only that*
    Adverb,
    /// *said | “…” of the plan*: a masked quotation first.
    Quoted,
    /// Anything else.
    Other,
    /// *It would, | she said*; *Taxes, | she said, | will rise*.
    Before,
}

/// What parts cue and content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A comma or dash.
    Comma,
    /// A colon.
    Colon,
}

/// Content after its cue: where it starts. Its end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct After {
    pub(super) construction: Construction,
    pub(super) gap: Gap,
    /// The place of its first word.
    pub(super) start: usize,
}

/// Content before its cue: where it ends. Its start is open, and so is whether it goes on after the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    /// The place after its last word.
    pub(super) end: usize,
    /// Where it could go on behind the cue.
    pub(super) rest: Option<usize>,
}

/// Where content after a cue may end: a clause not before its verb, *that, | like him, she had …*.
pub(super) fn ends(row: &Row<'_>, after: After) -> Vec<usize> {
    let mut ends = row.ends(after.start);
    if matches!(after.construction, Construction::That | Construction::Clause) {
        let finite = row.first_finite(after.start..row.len()).unwrap_or(0);
        // In marks a verb is not seen.
        let hidden = (after.start..finite).any(|place| row.at(place).is_quoted());
        if !hidden && ends.last().is_some_and(|last| *last > finite) {
            ends.retain(|end| *end > finite);
        }
    }
    ends
}

/// The content that may start after a cue.
pub(super) fn after(row: &Row<'_>, cue: &Cue) -> Option<After> {
    let mut start = row.extent(cue).end;
    let mut gap = Gap::None;
    if is_according(cue) {
        // The source may run on: according to a complaint filed by the state, | the firm had known.
        // According to Hill, a protein, which …, does it: right behind the source a comma tells enough.
        let at_once = row.form(start) == ",";
        let comma = (start..row.len().min(start + 30))
            .find(|&place| row.form(place) == "," && (at_once || row.clause_before_comma(place + 1)))?;
        if row.extent(cue).start > 1 {
            return None;
        }
        start = comma;
    }
    while !cue.that && row.at(start).separator && row.form(start) != ";" {
        gap = if row.form(start) == ":" { Gap::Colon } else { Gap::Comma };
        start += 1;
    }
    if start >= row.len() {
        return None;
    }
    let cell = row.at(start);
    if cell.is_quoted() {
        return Some(After { construction: Construction::Quoted, gap, start });
    }
    let form = row.form(start);
    if matches!(form, "." | ";" | ":" | "!" | "?" | ")" | "]") {
        return None;
    }
    if cue.that || form.eq_ignore_ascii_case("that") && is_conjunction(row, start) {
        start += 1;
        while row.at(start).separator {
            start += 1;
        }
        return (start < row.len()).then_some(After { construction: Construction::That, gap, start });
    }
    let construction = named(row, start);
    // Called | for a vote, spoke | about the plan: the preposition goes with the verb.
    let governed = construction == Construction::Preposition
        && row.is_word(start, &["about", "of", "for", "on", "against", "over", "at"]);
    let start = start + usize::from(governed);
    (start < row.len()).then_some(After { construction, gap, start })
}

/// Whether *that* at a place introduces a clause and is no subject or object.
fn is_conjunction(row: &Row<'_>, place: usize) -> bool {
    let cell = row.at(place);
    cell.is(Penn::In) || !row.at(place + 1).finite && row.finite_in(place + 1..row.len()) > 0
}

fn named(row: &Row<'_>, start: usize) -> Construction {
    let cell = row.at(start);
    let one_of = |tags: &[Penn]| tags.iter().any(|tag| cell.is(*tag));
    if cell.is(Penn::To) {
        Construction::Infinitive
    } else if cell.is(Penn::Vbg) {
        Construction::Gerund
    } else if one_of(&[Penn::Wp, Penn::Wrb, Penn::Wdt, Penn::WpPossessive])
        || row.is_word(start, &["if", "whether"])
    {
        Construction::Question
    } else if one_of(&[Penn::In, Penn::Rp]) {
        Construction::Preposition
    } else if cell.finite {
        Construction::Finite
    } else if cell.is(Penn::Vb) {
        Construction::BareVerb
    } else if one_of(&[Penn::Rb, Penn::Rbr, Penn::Rbs]) {
        Construction::Adverb
    } else if one_of(&[
        Penn::Dt,
        Penn::Nn,
        Penn::Nns,
        Penn::Nnp,
        Penn::Nnps,
        Penn::Jj,
        Penn::Jjr,
        Penn::Jjs,
        Penn::Prp,
        Penn::PrpPossessive,
        Penn::Cd,
        Penn::Pdt,
        Penn::Ex,
        Penn::Vbn,
    ]) {
        noun_phrase(row, start)
    } else {
        Construction::Other
    }
}

/// A noun phrase is the subject of a clause where a finite verb follows before any comma or relative pronoun.
fn noun_phrase(row: &Row<'_>, start: usize) -> Construction {
    let relative = [Penn::Wp, Penn::Wdt, Penn::Wrb, Penn::WpPossessive];
    let stop = (start + 1..row.len())
        .find(|&place| {
            let cell = row.at(place);
            cell.finite || cell.separator || relative.iter().any(|tag| cell.is(*tag))
        })
        .unwrap_or(row.len());
    // A vote and said: what an *and* joins is no subject of the verb behind it.
    let mut before = stop;
    while before > start && matches!(row.upos(before - 1), Some(Upos::Adv | Upos::Aux | Upos::Part)) {
        before -= 1;
    }
    if row.at(stop).finite && !row.back(before, 1).is(Penn::Cc) {
        Construction::Clause
    } else if row.finite_in(stop..row.len()) > 0 {
        Construction::PhraseThenVerb
    } else {
        Construction::Phrase
    }
}

/// The content that may stand before a cue, set off from it.
pub(super) fn before(row: &Row<'_>, cue: &Cue) -> Option<Before> {
    if cue.kind == CueKind::Noun {
        return None;
    }
    let extent = row.extent(cue);
    let mut end = extent.start;
    // …, as police have said.
    if end > 0 && row.is_word(end - 1, &["as"]) {
        end -= 1;
    }
    let last = row.at(end.checked_sub(1)?);
    let set_off = last.separator || last.is_quoted() || matches!(row.form(end - 1), "?" | "!" | "…");
    if !set_off && !is_according(cue) {
        return None;
    }
    while end > 0 && row.at(end - 1).separator {
        end -= 1;
    }
    let holds = (0..end).any(|place| row.at(place).is_quoted() || row.upos(place).is_some());
    if end == 0 || !holds {
        return None;
    }
    let mut rest = extent.end;
    while row.at(rest).separator && !matches!(row.form(rest), ":" | ";") {
        rest += 1;
    }
    let goes_on = rest > extent.end && rest < row.end(rest) && !row.at(rest).is_quoted();
    Some(Before { end, rest: goes_on.then_some(rest) })
}

/// Where content before a cue may start: at the line's start, or after something that parts clauses.
pub(super) fn starts(row: &Row<'_>, end: usize) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend((1..end).filter(|&start| {
        let (before, here) = (row.at(start - 1), row.at(start));
        !here.separator
            && (before.separator
                || before.is(Penn::Cc)
                || matches!(row.form(start - 1), "(" | ")")
                || row.is_word(
                    start - 1,
                    &["that", "while", "though", "although", "because", "so", "as", "then"],
                ))
    }));
    starts
}
