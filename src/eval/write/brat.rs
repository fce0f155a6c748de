//! Gold as brat standoff, <https://brat.nlplab.org/standoff.html>: `eval/FORMATS.md` has the layout.

use std::fmt::Write as _;

use crate::eval::convert::Units;
use crate::eval::exchange::answers::Answers;
use crate::eval::exchange::graph::{Graph, What};
use crate::eval::exchange::rest::{Rest, Shows, unusual_type};
use crate::eval::exchange::speakers;
use crate::eval::gold::{GoldDocument, GoldQuote};
use crate::span::Span;

/// The type of the note that holds what brat has no place for, and what it is a note of: nothing in the file.
pub(in crate::eval) const SLOT: (&str, &str) = ("Whosaid", "T0");

/// What a folder needs beside its documents, as `annotation.conf`.
pub const ANNOTATION_CONF: &str = "\
[entities]
Quotation
Source
Cue
PER
ORG
LOC
MISC

[relations]
Speaker\tArg1:Source, Arg2:Quotation
Cueing\tArg1:Cue, Arg2:Quotation
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Kind\tArg:Quotation, Value:direct|mixed|indirect|scare
Told\tArg:Quotation, Value:explicit|anaphoric|implicit
Saying\tArg:Quotation, Value:yes|no
Unscorable\tArg:Quotation
Form\tArg:Source, Value:name|pronoun|nominal
";

/// Colours and short names, as `visual.conf`.
pub const VISUAL_CONF: &str = "\
[labels]
Quotation | Quotation | Quote | Q
Source | Source | Src
Cueing | Cueing | Cue

[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:lightgray, borderColor:darken
Quotation\tbgColor:#ffe9a8
Source\tbgColor:#b7dcff
Cue\tbgColor:#d5f0c1
PER\tbgColor:#f3c9dd
ORG\tbgColor:#d9cdf2
LOC\tbgColor:#c6e8e4
MISC\tbgColor:#e3e3e3
ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5
";

/// The files that a folder needs beside its documents: names and contents.
pub const CONFIGURATION: [(&str, &str); 2] =
    [("annotation.conf", ANNOTATION_CONF), ("visual.conf", VISUAL_CONF)];

/// The two files of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BratFiles {
    /// The text, unaltered: `.txt`.
    pub text: String,
    /// The annotations: `.ann`.
    pub ann: String,
}

/// One document as brat has it. With the engine's answers, its rules and confidences stand beside the quotations
/// as notes.
#[must_use]
pub fn files(gold: &GoldDocument, answers: Option<&Answers>) -> BratFiles {
    let text = gold.document.text();
    let graph = Graph::of(gold);
    let units = Units::chars(text);
    let mut lines = Lines::default();
    for (number, region) in (1..).zip(&graph.regions) {
        let ranges: Vec<String> = region
            .spans
            .iter()
            .map(|&span| format!("{} {}", units.at(span.start), units.at(span.end)))
            .collect();
        let words = words(text, &region.spans);
        lines.push(format_args!("T{number}\t{} {}\t{words}", region.what.label(), ranges.join(";")));
    }
    for (number, &(from, to)) in (1..).zip(&graph.links) {
        let name = if graph.is_cue(from) { "Cueing" } else { "Speaker" };
        lines.push(format_args!("R{number}\t{name} Arg1:T{} Arg2:T{}", from + 1, to + 1));
    }
    attributes(gold, &graph, &mut lines);
    notes(gold, answers, &graph, &mut lines);
    let keys: Vec<String> = (1..=gold.quotes.len()).map(|number| format!("T{number}")).collect();
    let rest = Rest::of(gold, &keys, Shows::Attributes).line(text);
    let (name, of) = SLOT;
    lines.note(name, of, &rest);
    BratFiles { text: text.to_owned(), ann: lines.file }
}

/// The words of a stretch as the third column has them: fragments joined by a blank, and a blank for each
/// character that would end the line or the column.
pub(in crate::eval) fn words(text: &str, spans: &[Span]) -> String {
    let fragments: Vec<String> =
        spans.iter().map(|span| span.text(text).chars().map(shown).collect()).collect();
    fragments.join(" ")
}

/// Also what Python takes for the end of a line.
const fn shown(character: char) -> char {
    match character {
        '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        _ => character,
    }
}

#[derive(Default)]
struct Lines {
    file: String,
    attributes: usize,
    notes: usize,
}

impl Lines {
    fn push(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.file, "{line}");
    }

    fn attribute(&mut self, name: &str, of: usize, value: Option<&str>) {
        self.attributes += 1;
        let number = self.attributes;
        match value {
            Some(value) => self.push(format_args!("A{number}\t{name} T{of} {value}")),
            None => self.push(format_args!("A{number}\t{name} T{of}")),
        }
    }

    fn note(&mut self, name: &str, of: &str, words: &str) {
        self.notes += 1;
        let number = self.notes;
        self.push(format_args!("#{number}\t{name} {of}\t{words}"));
    }
}

fn attributes(gold: &GoldDocument, graph: &Graph, lines: &mut Lines) {
    for (number, region) in (1..).zip(&graph.regions) {
        match region.what {
            What::Quotation(index) => {
                let Some(quote) = gold.quotes.get(index) else { continue };
                quotation(quote, number, lines);
            }
            What::Source(Some(kind)) => lines.attribute("Form", number, Some(kind.as_str())),
            _ => {}
        }
    }
}

fn quotation(quote: &GoldQuote, number: usize, lines: &mut Lines) {
    lines.attribute("Kind", number, Some(quote.kind.as_str()));
    if let Some(told) = unusual_type(quote) {
        lines.attribute("Told", number, Some(told.as_str()));
    }
    if let Some(saying) = quote.saying {
        lines.attribute("Saying", number, Some(if saying { "yes" } else { "no" }));
    }
    if quote.unscorable {
        lines.attribute("Unscorable", number, None);
    }
}

fn notes(gold: &GoldDocument, answers: Option<&Answers>, graph: &Graph, lines: &mut Lines) {
    let names = speakers::keys(&gold.speakers);
    for (index, quote) in gold.quotes.iter().enumerate() {
        let of = format!("T{}", index + 1);
        if let Some(name) = quote.speaker.and_then(|speaker| names.get(speaker)) {
            lines.note("AnnotatorNotes", &of, name);
        }
        let Some(reason) = answers.and_then(|answers| answers.reason(index)) else { continue };
        if let Some(rules) = reason.rules() {
            lines.note("Rule", &of, &rules);
        }
        if let Some(confidence) = reason.confidence {
            lines.note("Confidence", &of, &confidence.to_string());
        }
    }
    for (number, region) in (1..).zip(&graph.regions) {
        if let (What::Entity(index, _), Some(answers)) = (region.what, answers)
            && let Some(score) = answers.entities.get(index)
        {
            lines.note("Confidence", &format!("T{number}"), &score.to_string());
        }
    }
}
