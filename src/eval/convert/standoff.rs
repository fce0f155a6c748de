//! brat standoff, <https://brat.nlplab.org/standoff.html>: text-bound annotations, events and relations.

use std::collections::BTreeMap;

use super::{Places, Tally};
use crate::eval::write::brat::{SLOT, words as written};
use crate::span::Span;

/// A stretch of text with a type; discontinuous where it has several spans.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// Its type.
    pub(super) name: String,
    /// In text order; in files that are not ours, fragments with nothing but white space between them are one.
    pub(super) spans: Vec<Span>,
}

impl Bound {
    /// From the first fragment to the last.
    pub(super) fn cover(&self) -> Option<Span> {
        Some(self.spans.first()?.cover(*self.spans.last()?))
    }

    /// The longest fragment, the first of equals: what to point at where one stretch is wanted.
    pub(super) fn longest(&self) -> Option<Span> {
        self.spans.iter().copied().rev().max_by_key(|span| span.len())
    }
}

/// An event or relation: its own id and type, and what plays which role in it.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: String,
    pub(super) name: String,
    /// Role without its number, and the id of what plays it.
    pub(super) roles: Vec<(String, String)>,
}

/// One annotation file.
#[derive(Clone, Debug, Default)]
pub(super) struct Standoff {
    /// Stretches of text by id.
    pub(super) bounds: BTreeMap<String, Bound>,
    /// The ids of the stretches, in the order of the file.
    pub(super) order: Vec<String>,
    pub(super) events: Vec<Link>,
    pub(super) relations: Vec<Link>,
    /// Attributes, by what they are said of: name and value, which of a mere flag are the same.
    pub(super) attributes: BTreeMap<String, Vec<(String, String)>>,
    /// What people noted, by what it is noted of.
    pub(super) notes: BTreeMap<String, String>,
    /// What travels with our own files, and on which line.
    pub(super) slot: Option<(usize, String)>,
}

/// Reads an annotation file. Positions are code points; every stretch is checked against the words beside it.
/// Lines of other sorts (equivalences, normalisations, notes that are not an annotator's) are left aside.
pub(super) fn parse(id: &str, file: &str, places: &Places<'_>, tally: &mut Tally) -> Standoff {
    let mut standoff = Standoff { slot: slot(file), ..Standoff::default() };
    // In our own files fragments are parts of a quotation, and stay apart.
    let apart = standoff.slot.is_some();
    for (number, line) in (1..).zip(file.lines()) {
        let mut columns = line.splitn(3, '\t');
        let (Some(key), Some(middle)) = (columns.next(), columns.next()) else { continue };
        let words = columns.next();
        match key.chars().next() {
            Some('T') => {
                let Some(bound) = bound(id, key, middle, words, apart, places, tally) else { continue };
                if standoff.bounds.insert(key.to_owned(), bound).is_some() {
                    tally.problem(id, key, format!("line {number}: the id occurs twice; the last counts"));
                } else {
                    standoff.order.push(key.to_owned());
                }
            }
            Some('E') => standoff.events.extend(link(key, middle)),
            Some('R') => standoff.relations.extend(relation(key, middle)),
            Some('A' | 'M') => {
                let mut parts = middle.split_whitespace();
                if let (Some(name), Some(of)) = (parts.next(), parts.next()) {
                    let said = parts.next().unwrap_or(name);
                    let said = (name.to_owned(), said.to_owned());
                    standoff.attributes.entry(of.to_owned()).or_default().push(said);
                }
            }
            Some('#') => {
                if let (Some(("AnnotatorNotes", of)), Some(words)) = (middle.split_once(' '), words) {
                    standoff.notes.insert(of.to_owned(), words.to_owned());
                }
            }
            _ => {}
        }
    }
    standoff
}

/// The slot of our own files: the last one, should a person have copied it.
fn slot(file: &str) -> Option<(usize, String)> {
    let (name, of) = SLOT;
    let head = format!("{name} {of}");
    let slots = (1..).zip(file.lines()).filter_map(|(number, line)| {
        let (_, words) = line.strip_prefix('#')?.split_once('\t')?;
        let words = words.strip_prefix(&head)?.strip_prefix('\t')?;
        Some((number, words.to_owned()))
    });
    slots.last()
}

fn bound(
    id: &str,
    key: &str,
    middle: &str,
    words: Option<&str>,
    apart: bool,
    places: &Places<'_>,
    tally: &mut Tally,
) -> Option<Bound> {
    let (name, ranges) = middle.split_once(' ')?;
    let mut spans = Vec::new();
    for range in ranges.split(';') {
        let place = range
            .trim()
            .split_once(' ')
            .and_then(|(start, end)| places.span(start.trim().parse().ok()?, end.trim().parse().ok()?));
        let Some(span) = place else {
            tally.unplaced(id, key, format!("{name} {range} lies outside the text and is left out"));
            continue;
        };
        spans.push(span);
    }
    if spans.is_empty() {
        return None;
    }
    if let Some(words) = words {
        check(id, key, words, &spans, places.text(), tally);
    }
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if !apart
                    && Span::new(last.end.min(span.start), span.start)
                        .text(places.text())
                        .trim()
                        .is_empty() =>
            {
                *last = last.cover(span);
            }
            _ => joined.push(span),
        }
    }
    Some(Bound { name: name.to_owned(), spans: joined })
}

/// Fragments stand joined by blanks in the third column, and line breaks as blanks.
fn check(id: &str, key: &str, words: &str, spans: &[Span], text: &str, tally: &mut Tally) {
    if words == written(text, spans) {
        tally.checked += 1;
        return;
    }
    if let [span] = spans {
        tally.check(id, key, text, *span, words);
        return;
    }
    let joined = spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" ");
    let whole = Span::of(0, joined.len());
    tally.check(id, key, &joined, whole, words);
}

/// `Attribution:T4 Content:T3 Cue:T2`: the trigger first, then the roles.
fn link(id: &str, middle: &str) -> Option<Link> {
    let mut roles = middle.split_whitespace().filter_map(|role| role.split_once(':'));
    let (name, trigger) = roles.next()?;
    let mut all = vec![("trigger".to_owned(), trigger.to_owned())];
    all.extend(roles.map(|(role, of)| (bare(role), of.to_owned())));
    Some(Link { id: id.to_owned(), name: name.to_owned(), roles: all })
}

/// `Speaker Arg1:T1 Arg2:T2`.
fn relation(id: &str, middle: &str) -> Option<Link> {
    let mut words = middle.split_whitespace();
    let name = words.next()?.to_owned();
    let roles = words.filter_map(|role| role.split_once(':'));
    let roles = roles.map(|(role, of)| (role.to_owned(), of.to_owned())).collect();
    Some(Link { id: id.to_owned(), name, roles })
}

/// Several players of one role are numbered: `Content2`.
fn bare(role: &str) -> String {
    role.trim_end_matches(|character: char| character.is_ascii_digit()).to_owned()
}
