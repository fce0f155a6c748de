//! Inline markup: text with named, numbered, possibly crossing tags <-> plain text and spans.
//!
//! This is how tests, rule examples and our gold are written:
//!
//! ```text
//! “<q1>I agree</q1>,” <c1>said</c1> <m1>Ann Lee</m1>, “<q1>but not yet</q1>.”
//! ```
//!
//! A tag is `<` + name + optional number + attributes + `>`, closed by `</` + the same name and number + `>`.
//! A closing tag names what it closes, so tags may cross. Attributes are words, or `"quoted strings"` where
//! they hold spaces. `\<` and `\\` stand for the characters themselves; a `<` that no letter or `/` follows
//! is itself.

use std::fmt::Write as _;

use crate::span::Span;

/// Text without its tags, and the tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text between the tags.
    pub text: String,
    /// The tags, by start, longer ones first.
    pub tags: Vec<Tag>,
}

/// One tagged stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// What it marks: `q`, `c`, `m`, `PER`, …
    pub name: String,
    /// Which one: tags that belong together share a number.
    pub number: Option<u32>,
    /// The words after the name in the opening tag.
    pub attributes: Vec<String>,
    /// Bytes of [`Marked::text`].
    pub span: Span,
}

/// Markup that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct MarkupError {
    /// Line of the markup, from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// Reads markup.
///
/// # Errors
/// [`MarkupError`] for a tag that is never closed, closed but not open, or broken off.
pub fn parse(markup: &str) -> Result<Marked, MarkupError> {
    let mut marked = Marked::default();
    let mut open: Vec<(Tag, usize)> = Vec::new();
    let mut rest = markup;
    while let Some(position) = rest.find(['<', '\\']) {
        marked.text.push_str(&rest[..position]);
        rest = &rest[position..];
        let line = 1 + markup[..markup.len() - rest.len()].matches('\n').count();
        let error = |problem: String| MarkupError { line, problem };
        let mut next = rest.chars().skip(1);
        match (rest.as_bytes()[0], next.next()) {
            (b'\\', Some(escaped @ ('<' | '\\'))) => {
                marked.text.push(escaped);
                rest = &rest[2..];
            }
            (b'<', Some(letter)) if letter == '/' || letter.is_ascii_alphabetic() => {
                let Some(end) = rest.find('>') else {
                    return Err(error(
                        "a tag is not closed by “>”; write “\\<” for the character itself".into(),
                    ));
                };
                let inside = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(key) = inside.strip_prefix('/') {
                    let (name, number) = split_name(key.trim());
                    let found = open.iter().rposition(|(tag, _)| tag.name == name && tag.number == number);
                    let Some(index) = found else {
                        return Err(error(format!("</{key}> closes a tag that is not open")));
                    };
                    let (mut tag, _) = open.remove(index);
                    tag.span = Span::of(tag.span.start as usize, marked.text.len());
                    marked.tags.push(tag);
                } else {
                    let words = words(inside);
                    let (name, number) = split_name(words.first().map_or("", String::as_str));
                    let here = marked.text.len();
                    let attributes = words.into_iter().skip(1).collect();
                    open.push((Tag { name, number, attributes, span: Span::of(here, here) }, line));
                }
            }
            (_, _) => {
                marked.text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    marked.text.push_str(rest);
    if let Some((tag, line)) = open.first() {
        let number = tag.number.map_or(String::new(), |number| number.to_string());
        return Err(MarkupError { line: *line, problem: format!("<{}{number}> is never closed", tag.name) });
    }
    marked.tags.sort_by_key(|tag| (tag.span.start, std::cmp::Reverse(tag.span.end)));
    Ok(marked)
}

/// Writes markup that [`parse`] reads back to the same text and tags.
///
/// Spans that do not fit the text are left out.
#[must_use]
pub fn write(marked: &Marked) -> String {
    let mut edges: Vec<(u32, u8, u32, u32, String)> = Vec::new();
    for (index, tag) in (0..).zip(&marked.tags) {
        if marked.text.get(tag.span.range()).is_none() {
            continue;
        }
        let number = tag.number.map_or(String::new(), |number| number.to_string());
        let mut opening = format!("<{}{number}", tag.name);
        for attribute in &tag.attributes {
            let quote =
                if attribute.is_empty() || attribute.contains(char::is_whitespace) { "\"" } else { "" };
            let _ = write!(opening, " {quote}{attribute}{quote}");
        }
        opening.push('>');
        let closing = format!("</{}{number}>", tag.name);
        let Span { start, end } = tag.span;
        if tag.span.is_empty() {
            edges.push((start, 1, 0, index, opening + &closing));
        } else {
            // At one place, what ends is closed before what starts is opened; the longest opens first
            // and closes last. Of equals the first is the outer one.
            edges.push((start, 2, u32::MAX - end, index, opening));
            edges.push((end, 0, u32::MAX - start, u32::MAX - index, closing));
        }
    }
    edges.sort_by_key(|edge| (edge.0, edge.1, edge.2, edge.3));
    let mut markup = String::with_capacity(marked.text.len() * 2);
    let mut done = 0;
    for (position, _, _, _, tag) in edges {
        escape(&marked.text[done..position as usize], &mut markup);
        markup.push_str(&tag);
        done = position as usize;
    }
    escape(&marked.text[done..], &mut markup);
    markup
}

/// Appends `text` so that [`parse`] takes none of it for a tag.
fn escape(text: &str, markup: &mut String) {
    for character in text.chars() {
        if matches!(character, '<' | '\\') {
            markup.push('\\');
        }
        markup.push(character);
    }
}

/// `q12` -> `q`, 12.
fn split_name(word: &str) -> (String, Option<u32>) {
    let name = word.trim_end_matches(|character: char| character.is_ascii_digit());
    (name.to_owned(), word[name.len()..].parse().ok())
}

/// Splits the inside of a tag at spaces outside double quotes.
fn words(inside: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for character in inside.chars() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            space if space.is_whitespace() && !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags(markup: &str) -> Vec<(String, String)> {
        let marked = parse(markup).expect("readable markup");
        marked.tags.iter().map(|tag| (tag.name.clone(), tag.span.text(&marked.text).to_owned())).collect()
    }

    #[test]
    fn tags_come_off_and_leave_spans() {
        assert_eq!(
            tags("“<q1>Ja</q1>,” <c1>sagt</c1> <m1>Jürgen</m1>."),
            [("q", "Ja"), ("c", "sagt"), ("m", "Jürgen")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    #[test]
    fn tags_may_cross_and_share_a_number() {
        let marked = parse("<a1>x<b>y</a1>z</b> <a1>w</a1>").expect("readable");
        assert_eq!(marked.text, "xyz w");
        let spans: Vec<_> = marked.tags.iter().map(|tag| tag.span.text("xyz w")).collect();
        assert_eq!(spans, ["xy", "yz", "w"]);
    }

    #[test]
    fn attributes_are_words_or_quoted_strings() {
        let marked = parse("<q2 direct \"Ann Lee\">x</q2>").expect("readable");
        assert_eq!(marked.tags[0].attributes, ["direct", "Ann Lee"]);
        assert_eq!(marked.tags[0].number, Some(2));
    }

    #[test]
    fn a_lone_angle_bracket_is_itself() {
        assert_eq!(parse("1 < 2, <3, \\<b>, \\\\").expect("readable").text, "1 < 2, <3, <b>, \\");
    }

    #[test]
    fn errors_name_the_line() {
        assert_eq!(parse("a\n<q>b").expect_err("open").to_string(), "line 2: <q> is never closed");
        assert_eq!(parse("a</q>").expect_err("shut").line, 1);
        assert_eq!(parse("\n\n<q").expect_err("broken").line, 3);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[a<>\\\\/q1 é]{0,20}", a in 0usize..20, b in 0usize..20, c in 0usize..20) {
            let edge = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let tag = |name: &str, from: usize, to: usize| Tag {
                name: name.to_owned(),
                number: Some(1),
                attributes: vec!["two words".to_owned()],
                span: Span::of(edge(from.min(to)), edge(from.max(to))),
            };
            let mut marked = Marked { text: text.clone(), tags: vec![tag("q", a, b), tag("m", b, c)] };
            marked.tags.sort_by_key(|tag| (tag.span.start, std::cmp::Reverse(tag.span.end), tag.name.clone()));
            let mut read = parse(&write(&marked)).expect("written markup is readable");
            read.tags.sort_by_key(|tag| (tag.span.start, std::cmp::Reverse(tag.span.end), tag.name.clone()));
            prop_assert_eq!(read, marked);
        }

        #[test]
        fn any_input_is_read_or_refused(markup in "\\PC{0,60}") {
            let _ = parse(&markup);
        }
    }
}
