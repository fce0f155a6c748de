//! From entries to speakers: the fullest name, the other names, the mentions.

use super::Resolution;
use super::cast::{Cast, Entry, Form};
use crate::layers::{Mention, MentionId, Speaker, SpeakerId, SpeakerKind};
use crate::reading::Reading;

/// Makes a speaker of every entry that has a mention, in the order of their first mentions.
pub(super) fn speakers(reading: &Reading<'_>, mentions: &[Mention], cast: &Cast) -> Resolution {
    let mut resolution = Resolution { of_mention: vec![None; mentions.len()], ..Resolution::default() };
    let mut numbers: Vec<Option<SpeakerId>> =
        vec![None; cast.roots().map(|id| id.0 as usize + 1).max().unwrap_or(0)];
    for (index, link) in cast.of_mention.iter().enumerate() {
        let Some((entry, rule)) = *link else { continue };
        let root = cast.root(entry);
        let Some(known) = cast.entry(root) else { continue };
        let Some(number) = numbers.get_mut(root.0 as usize) else { continue };
        let id = *number.get_or_insert_with(|| {
            resolution.speakers.push(speaker(reading, known));
            SpeakerId::of(resolution.speakers.len() - 1)
        });
        if let Some(speaker) = resolution.speakers.get_mut(id.index()) {
            speaker.mentions.push(MentionId::of(index));
        }
        if let Some(slot) = resolution.of_mention.get_mut(index) {
            *slot = Some((id, rule));
        }
    }
    resolution
}

fn speaker(reading: &Reading<'_>, entry: &Entry) -> Speaker {
    let text = reading.text;
    let fullest = fullest(text, entry);
    let name = fullest.map_or(String::new(), |form| on_one_line(written(text, entry, form)));
    let mut aliases: Vec<String> = Vec::new();
    for form in &entry.forms {
        for span in
            [Some(form.span), form.address.map(|address| address.cover(form.span))].into_iter().flatten()
        {
            let alias = on_one_line(span.text(text));
            if alias != name && !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
    }
    Speaker {
        name,
        kind: entry.kind,
        aliases,
        mentions: Vec::new(),
        role: entry.role.map(|role| role.text(text).to_owned()),
    }
}

/// The form with most words among names, else among descriptions; the first of equals, but rather one that is
/// not in capitals throughout.
fn fullest<'e>(text: &str, entry: &'e Entry) -> Option<&'e Form> {
    let rank = |form: &Form| {
        let name = form.span.text(text);
        let mixed = name.chars().any(char::is_lowercase);
        (form.named, !form.alias, name.split_whitespace().count(), mixed)
    };
    let mut best: Option<&Form> = None;
    for form in &entry.forms {
        if best.is_none_or(|known| rank(form) > rank(known)) {
            best = Some(form);
        }
    }
    best
}

/// A name without article, a single one with the form of address it first came with: *Mrs. Morland*.
fn written<'t>(text: &'t str, entry: &Entry, form: &Form) -> &'t str {
    let span = form.address.map_or(form.span, |address| address.cover(form.span));
    let whole = span.text(text);
    if form.named && entry.kind == SpeakerKind::Person {
        return whole;
    }
    // *faction leaders, including the mayor* are the leaders; whom they include is an aside.
    without_article(whole.split_once(", including ").map_or(whole, |(group, _)| group))
}

fn without_article(phrase: &str) -> &str {
    let Some((first, rest)) = phrase.split_once(char::is_whitespace) else { return phrase };
    let article = ["the", "a", "an"].iter().any(|article| first.eq_ignore_ascii_case(article));
    if article { rest.trim_start() } else { phrase }
}

/// A name broken over two lines is written on one.
fn on_one_line(name: &str) -> String {
    if name.contains(['\n', '\r', '\t']) || name.contains("  ") {
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        name.to_owned()
    }
}
