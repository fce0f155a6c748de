//! Our own columns: CoNLL-U Plus with quotations, sources, cues and entities.

use std::collections::BTreeMap;

use super::Tally;
use crate::eval::exchange::draft::{Draft, DraftQuote};
use crate::eval::exchange::rest::{Quotation, Rest};
use crate::eval::gold::{GoldDocument, GoldToken};
use crate::eval::read::Fault;
use crate::layers::{EntityLabel, Penn, Upos};
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

/// The start of the line that names the columns.
const COLUMNS: &str = "# global.columns =";

/// Whether a file has columns of ours.
pub(in crate::eval) fn is_ours(file: &str) -> bool {
    file.lines()
        .next()
        .and_then(|line| line.strip_prefix(COLUMNS))
        .is_some_and(|names| names.contains("WHOSAID:"))
}

/// Reads a file of documents, one behind the other.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, Fault> {
    let mut layout = Layout::default();
    let mut documents = Vec::new();
    let mut current: Option<Builder> = None;
    for (number, line) in (1..).zip(file.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(names) = line.strip_prefix(COLUMNS) {
            layout = Layout::new(names, number)?;
        } else if let Some(comment) = line.strip_prefix("# ") {
            let (key, value) = comment.split_once(" =").unwrap_or((comment, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            if key == "newdoc id" || key == "newdoc" {
                documents.extend(current.take().map(|done| done.build(tally)).transpose()?);
                let id = if value.is_empty() { format!("{name}#{}", documents.len()) } else { plain(value) };
                current = Some(Builder::new(id));
                continue;
            }
            if let Some(builder) = &mut current {
                builder.comment(key, value, number)?;
            }
        } else if line.is_empty() {
            if let Some(builder) = &mut current {
                builder.end_sentence();
            }
        } else if !line.starts_with('#') {
            let builder = current.get_or_insert_with(|| Builder::new(format!("{name}#{}", documents.len())));
            builder.word(&layout.row(line, number)?, number, tally)?;
        }
    }
    documents.extend(current.map(|done| done.build(tally)).transpose()?);
    Ok(documents)
}

/// Which column holds what.
#[derive(Default)]
struct Layout {
    names: Vec<String>,
}

/// The cells of a line, by the names of their columns.
struct Row<'l> {
    cells: BTreeMap<&'l str, &'l str>,
}

impl Layout {
    fn new(names: &str, number: usize) -> Result<Self, Fault> {
        let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
        if names.iter().all(|name| name != "FORM") {
            return Err(Fault::at(number, "there is no column FORM"));
        }
        Ok(Self { names })
    }

    fn row<'l>(&'l self, line: &'l str, number: usize) -> Result<Row<'l>, Fault> {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() != self.names.len() {
            let (wanted, found) = (self.names.len(), cells.len());
            return Err(Fault::at(
                number,
                format!(
                    "{wanted} columns with tabs between them are expected, as the first line names them, not {found}"
                ),
            ));
        }
        Ok(Row { cells: self.names.iter().map(String::as_str).zip(cells).collect() })
    }
}

impl<'l> Row<'l> {
    fn cell(&self, name: &str) -> &'l str {
        self.cells.get(name).copied().filter(|cell| *cell != "_" || name == "FORM").unwrap_or_default()
    }

    /// Beginning or not, and the name behind it.
    fn tags(&self, name: &str) -> impl Iterator<Item = (bool, &'l str)> {
        self.cell(name).split('|').filter_map(|tag| match tag.split_once('-') {
            Some(("B", name)) => Some((true, name)),
            Some(("I", name)) => Some((false, name)),
            _ => None,
        })
    }
}

/// Stretches of one column, as its tags open and continue them.
#[derive(Default)]
struct Column {
    /// For each name its stretches, with the number of their last word.
    spans: BTreeMap<String, Vec<(Span, usize)>>,
}

impl Column {
    /// Whether the tag fits what stood before it.
    fn add(&mut self, (begins, name): (bool, &str), span: Span, word: usize) -> bool {
        let spans = self.spans.entry(name.to_owned()).or_default();
        match spans.last_mut() {
            Some((last, at)) if !begins && *at + 1 == word => {
                *last = last.cover(span);
                *at = word;
                true
            }
            _ => {
                spans.push((span, word));
                begins
            }
        }
    }

    fn of(&self, name: &str) -> impl Iterator<Item = Span> + '_ {
        self.spans.get(name).into_iter().flatten().map(|&(span, _)| span)
    }
}

struct Builder {
    id: String,
    text: String,
    words: usize,
    sentences: Vec<Span>,
    sentence: Option<Span>,
    tokens: Vec<GoldToken>,
    contents: Column,
    sources: Column,
    cues: Column,
    names: Column,
    rest: Option<Rest>,
    quotations: Vec<Quotation>,
}

impl Builder {
    fn new(id: String) -> Self {
        Self {
            id,
            text: String::new(),
            words: 0,
            sentences: Vec::new(),
            sentence: None,
            tokens: Vec::new(),
            contents: Column::default(),
            sources: Column::default(),
            cues: Column::default(),
            names: Column::default(),
            rest: None,
            quotations: Vec::new(),
        }
    }

    fn comment(&mut self, key: &str, value: &str, number: usize) -> Result<(), Fault> {
        let damaged = |cause: serde_json::Error| {
            Fault::at(number, format!("the JSON of this comment is damaged: {cause}; take it from a copy"))
        };
        if key == "whosaid" {
            self.rest = Some(serde_json::from_str(value).map_err(damaged)?);
        } else if let Some(quotation) = key.strip_prefix("quotation ") {
            let mut read: Quotation = serde_json::from_str(value).map_err(damaged)?;
            quotation.trim().clone_into(&mut read.key);
            if read.id.is_empty() {
                read.id.clone_from(&read.key);
            }
            self.quotations.push(read);
        }
        Ok(())
    }

    fn word(&mut self, row: &Row<'_>, line: usize, tally: &mut Tally) -> Result<(), Fault> {
        let misc: Vec<(&str, &str)> =
            row.cell("MISC").split('|').filter_map(|field| field.split_once('=')).collect();
        let value = |name: &str| misc.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
        if let Some(before) = value("SpacesBefore") {
            self.text.push_str(&plain(before));
        }
        let start = self.text.len();
        self.text.push_str(&plain(row.cell("FORM")));
        let span = Span::of(start, self.text.len());
        match (value("SpaceAfter"), value("SpacesAfter")) {
            (Some("No"), _) => {}
            (_, Some(spaces)) => self.text.push_str(&plain(spaces)),
            _ => self.text.push(' '),
        }
        self.words += 1;
        self.sentence = Some(self.sentence.map_or(span, |sentence| sentence.cover(span)));
        if let Some(upos) = Upos::parse(row.cell("UPOS")) {
            self.tokens.push(GoldToken { span, upos, penn: Penn::parse(row.cell("XPOS")) });
        }
        let word = self.words;
        let mut fits = true;
        for (column, name) in [
            (&mut self.contents, "WHOSAID:CONTENT"),
            (&mut self.sources, "WHOSAID:SOURCE"),
            (&mut self.cues, "WHOSAID:CUE"),
            (&mut self.names, "WHOSAID:ENTITY"),
        ] {
            for tag in row.tags(name) {
                if name == "WHOSAID:ENTITY" && labels::entity(tag.1).is_none() {
                    return Err(Fault::at(line, format!("unknown entity label “{}”", tag.1)));
                }
                fits &= column.add(tag, span, word);
            }
        }
        if !fits {
            tally.problem(&self.id, &format!("line {line}"), "I-… with nothing to continue is read as B-…");
        }
        Ok(())
    }

    fn end_sentence(&mut self) {
        self.sentences.extend(self.sentence.take());
    }

    fn build(mut self, tally: &mut Tally) -> Result<GoldDocument, Fault> {
        self.end_sentence();
        let quotes = self.contents.spans.keys().map(|key| {
            let parts: Vec<Span> = self.contents.of(key).collect();
            let one = |column: &Column, what: &str, tally: &mut Tally| {
                let mut spans = column.of(key);
                let first = spans.next();
                if spans.next().is_some() {
                    tally.problem(&self.id, key, format!("a second {what} is left out"));
                }
                first
            };
            let (cue, mention) = (one(&self.cues, "cue", tally), one(&self.sources, "source", tally));
            DraftQuote { key: key.clone(), parts, cue, mention, ..DraftQuote::default() }
        });
        let quotes: Vec<DraftQuote> = quotes.collect();
        for (column, what) in [(&self.sources, "source"), (&self.cues, "cue")] {
            for key in column.spans.keys().filter(|key| !self.contents.spans.contains_key(*key)) {
                tally.problem(&self.id, key, format!("a {what} without content is left out"));
            }
        }
        let mut entities = Vec::new();
        for (name, spans) in &self.names.spans {
            match labels::entity(name) {
                Some(Mapped::To(label)) => entities.extend(spans.iter().map(|&(span, _)| (span, label))),
                _ => tally.problem(&self.id, name, "entities with this label are left out"),
            }
        }
        let entities: Vec<(Span, EntityLabel)> = entities;
        let mut rest = self.rest.take();
        if !self.quotations.is_empty() {
            rest.get_or_insert_with(|| Rest { id: self.id.clone(), ..Rest::default() }).quotes =
                self.quotations;
        }
        Draft {
            id: self.id,
            text: self.text,
            quotes,
            entities,
            sentences: Some(self.sentences),
            tokens: Some(self.tokens),
            rest,
        }
        .gold(tally)
        .map_err(|cause| Fault::at(1, cause.to_string()))
    }
}

/// Undoes [`crate::eval::write::conll::escaped`]. What is no escape stays as it is.
fn plain(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    let mut left = form;
    while let Some((before, after)) = left.split_once('\\') {
        out.push_str(before);
        let mut characters = after.chars();
        let (character, read) = match characters.next() {
            Some('s') => (' ', 1),
            Some('t') => ('\t', 1),
            Some('n') => ('\n', 1),
            Some('r') => ('\r', 1),
            Some('p') => ('|', 1),
            Some('\\') => ('\\', 1),
            Some('u') => code_point(after).unwrap_or(('\\', 0)),
            _ => ('\\', 0),
        };
        out.push(character);
        left = after.get(read..).unwrap_or_default();
    }
    out.push_str(left);
    out
}

/// `u{85}`, and how long it is.
fn code_point(escape: &str) -> Option<(char, usize)> {
    let (digits, _) = escape.strip_prefix("u{")?.split_once('}')?;
    let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
    Some((character, digits.len() + 3))
}
