//! Gold as TEI P5, <https://tei-c.org/guidelines/p5/>, one file a document: `eval/FORMATS.md` has the layout.
//!
//! Labels that cross are cut where they do, and the pieces linked by `next` and `prev`, as the Guidelines have it.

use std::fmt::Write as _;

use crate::eval::exchange::answers::Answers;
use crate::eval::exchange::rest::{Rest, Shows, unusual_type};
use crate::eval::exchange::words::segments;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker};
use crate::layers::{EntityLabel, MentionKind, QuoteKind, SpeakerKind};
use crate::span::Span;

/// The words that `ana` points at, with what they mean.
const CATEGORIES: [(&str, &str); 9] = [
    ("direct", "a whole utterance in quotation marks"),
    ("mixed", "marked words inside reported speech"),
    ("indirect", "reported speech without marks"),
    ("explicit", "the speaker is named beside the quotation"),
    ("anaphoric", "a pronoun or noun phrase stands for the speaker"),
    ("implicit", "nobody is named beside the quotation"),
    ("said", "speech"),
    ("thought", "thought or intention, not speech"),
    ("unscorable", "labellers could not agree"),
];

/// One document as a TEI file. With the engine's answers, quotations have `cert`, and the rules stand in `standOff`.
#[must_use]
pub fn document(gold: &GoldDocument, answers: Option<&Answers>) -> String {
    let text = gold.document.text();
    let layers = layers(gold);
    let mut body =
        Body { gold, answers, layers: &layers, pieces: vec![0; layers.len()], file: String::new() };
    // How many pieces each label has must be known before the first one is written.
    let totals = body.write(text, None);
    body.pieces = vec![0; layers.len()];
    body.file.clear();
    body.write(text, Some(&totals));
    let body = body.file;
    let keys: Vec<String> = (1..=gold.quotes.len()).map(|number| format!("q{number}")).collect();
    let mut rest = Rest::of(gold, &keys, Shows::Attributes);
    // The header lists them.
    rest.characters.clear();
    let slot = rest.line(text);
    let mut file = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n",
    );
    header(gold, answers, &slot, &mut file);
    reasons(gold, answers, &mut file);
    let _ = write!(file, "<text><body xml:space=\"preserve\">{body}</body></text>\n</TEI>\n");
    file
}

fn header(gold: &GoldDocument, answers: Option<&Answers>, slot: &str, file: &mut String) {
    let made = answers.map_or("labelled text, written by whosaid", |answers| &answers.model);
    let title = printable(gold.document.id());
    // Writing to a string cannot fail.
    let _ = write!(
        file,
        "<teiHeader>\n<fileDesc>\n<titleStmt><title>{}</title></titleStmt>\n\
         <publicationStmt><p>Unpublished; {}.</p></publicationStmt>\n\
         <sourceDesc><p>A plain text, unaltered.</p></sourceDesc>\n</fileDesc>\n\
         <encodingDesc><classDecl><taxonomy>\n",
        escaped(&title),
        escaped(made),
    );
    for (name, meaning) in CATEGORIES {
        let _ = writeln!(file, "<category xml:id=\"{name}\"><catDesc>{meaning}</catDesc></category>");
    }
    file.push_str("</taxonomy></classDecl></encodingDesc>\n");
    if !gold.speakers.is_empty() {
        file.push_str("<profileDesc><particDesc>\n");
        // Lists may alternate, so that everybody stands in order.
        let mut open = "";
        for (number, speaker) in (1..).zip(&gold.speakers) {
            let list = if speaker.kind == Some(SpeakerKind::Organisation) { "listOrg" } else { "listPerson" };
            if open != list {
                if !open.is_empty() {
                    let _ = writeln!(file, "</{open}>");
                }
                let _ = writeln!(file, "<{list}>");
                open = list;
            }
            participant(number, speaker, file);
        }
        let _ = writeln!(file, "</{open}>\n</particDesc></profileDesc>");
    }
    let _ = write!(file, "<xenoData>{}</xenoData>\n</teiHeader>\n", escaped(slot));
}

fn participant(number: usize, speaker: &GoldSpeaker, file: &mut String) {
    let (element, name, role) = match speaker.kind {
        Some(SpeakerKind::Organisation) => ("org", "orgName", None),
        Some(SpeakerKind::Group) => ("personGrp", "persName", Some("group")),
        Some(SpeakerKind::Unnamed) => ("person", "persName", Some("unnamed")),
        Some(SpeakerKind::Person) => ("person", "persName", Some("person")),
        None => ("person", "persName", None),
    };
    let role = role.map_or(String::new(), |role| format!(" role=\"{role}\""));
    let _ = write!(file, "<{element} xml:id=\"s{number}\"{role}><{name}>{}</{name}>", content(&speaker.name));
    for alias in &speaker.aliases {
        let _ = write!(file, "<{name} type=\"alias\">{}</{name}>", content(alias));
    }
    let _ = writeln!(file, "</{element}>");
}

/// The rules that credited each quotation.
fn reasons(gold: &GoldDocument, answers: Option<&Answers>, file: &mut String) {
    let Some(answers) = answers else { return };
    let mut spans = String::new();
    for index in 0..gold.quotes.len() {
        if let Some(rules) = answers.reason(index).and_then(|reason| reason.rules()) {
            let _ = writeln!(spans, "<span target=\"#q{}\">{}</span>", index + 1, escaped(&rules));
        }
    }
    if !spans.is_empty() {
        let _ = write!(file, "<standOff><spanGrp type=\"rule\">\n{spans}</spanGrp></standOff>\n");
    }
}

/// What a label is; in the order in which elements hold each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Said(usize),
    Cue,
    Source(Option<MentionKind>),
    Scare(usize),
    Entity(usize, EntityLabel),
}

impl What {
    /// Elements of a later rank cannot hold those of an earlier one.
    const fn rank(self) -> u8 {
        match self {
            Self::Said(_) => 0,
            Self::Cue => 1,
            Self::Source(_) | Self::Scare(_) | Self::Entity(..) => 2,
        }
    }

    const fn element(self) -> &'static str {
        match self {
            Self::Said(_) => "said",
            Self::Cue => "seg",
            Self::Source(_) => "rs",
            Self::Scare(_) => "soCalled",
            Self::Entity(..) => "name",
        }
    }
}

/// A label: one part of a quotation, a cue, a source, an entity.
struct Label {
    what: What,
    span: Span,
    /// Which part of its quotation, from 1.
    part: usize,
    /// The label that the pieces belong to: the first part of its quotation, else itself.
    head: usize,
    /// The quotations that a cue or source serves.
    of: Vec<usize>,
}

fn layers(gold: &GoldDocument) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (index, quote) in gold.quotes.iter().enumerate() {
        let what = if quote.kind == QuoteKind::Scare { What::Scare(index) } else { What::Said(index) };
        let head = labels.len();
        for (part, &span) in (1..).zip(&quote.parts) {
            labels.push(Label { what, span, part, head, of: Vec::new() });
        }
    }
    let mut add = |what: What, span: Span, of: Option<usize>| {
        // One source or cue may serve several quotations.
        let known = labels.iter_mut().find(|label| of.is_some() && label.what == what && label.span == span);
        match known {
            Some(label) => label.of.extend(of),
            None => {
                let head = labels.len();
                labels.push(Label { what, span, part: 1, head, of: of.into_iter().collect() });
            }
        }
    };
    for (index, quote) in gold.quotes.iter().enumerate() {
        quote.mention.iter().for_each(|&span| add(What::Source(quote.mention_kind), span, Some(index)));
        quote.cue.iter().for_each(|&span| add(What::Cue, span, Some(index)));
    }
    for (index, &(span, label)) in gold.entities.iter().flatten().enumerate() {
        add(What::Entity(index, label), span, None);
    }
    labels
}

struct Body<'g> {
    gold: &'g GoldDocument,
    answers: Option<&'g Answers>,
    layers: &'g [Label],
    /// How many pieces of each head have been opened.
    pieces: Vec<usize>,
    file: String,
}

impl Body<'_> {
    /// Writes the paragraphs and returns how many pieces each head has.
    fn write(&mut self, text: &str, totals: Option<&[usize]>) -> Vec<usize> {
        let layers = self.layers;
        let paragraphs = paragraphs(text);
        let mut edges: Vec<u32> =
            layers.iter().flat_map(|label| [label.span.start, label.span.end]).collect();
        edges.extend(paragraphs.iter().flat_map(|span| [span.start, span.end]));
        edges.sort_unstable();
        edges.dedup();
        let mut waiting: Vec<usize> = (0..layers.len()).collect();
        waiting.sort_by_key(|&label| layers.get(label).map(|label| label.span.start));
        let mut waiting = waiting.into_iter().peekable();
        let mut active: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut ends = paragraphs.iter().map(|span| span.end).peekable();
        self.file.push_str("<p>");
        for pair in edges.windows(2) {
            let &[start, end] = pair else { continue };
            active.retain(|&label| layers.get(label).is_some_and(|label| label.span.end > start));
            let begins = |&label: &usize| layers.get(label).is_some_and(|label| label.span.start <= start);
            while let Some(label) = waiting.next_if(begins) {
                if layers.get(label).is_some_and(|label| label.span.end > start) {
                    active.push(label);
                }
            }
            active.sort_by_key(|&index| {
                layers
                    .get(index)
                    .map(|label| (label.what.rank(), label.span.start, u32::MAX - label.span.end, index))
            });
            let shared = open.iter().zip(&active).take_while(|(one, other)| one == other).count();
            for label in open.drain(shared..).rev() {
                self.close(label);
            }
            for &label in active.get(shared..).unwrap_or_default() {
                self.open(label, totals);
                open.push(label);
            }
            self.file.push_str(&content(Span::new(start, end).text(text)));
            if ends.next_if(|&last| last == end).is_some() && (end as usize) < text.len() {
                for label in open.drain(..).rev() {
                    self.close(label);
                }
                self.file.push_str("</p>\n<p>");
            }
        }
        for label in open.drain(..).rev() {
            self.close(label);
        }
        self.file.push_str("</p>");
        self.pieces.clone()
    }

    fn close(&mut self, label: usize) {
        if let Some(label) = self.layers.get(label) {
            let _ = write!(self.file, "</{}>", label.what.element());
        }
    }

    fn open(&mut self, index: usize, totals: Option<&[usize]>) {
        let Some(label) = self.layers.get(index) else { return };
        let Some(count) = self.pieces.get_mut(label.head) else { return };
        *count += 1;
        let piece = *count;
        let total = totals.and_then(|totals| totals.get(label.head)).copied().unwrap_or(1);
        let _ = write!(self.file, "<{}", label.what.element());
        let key = match label.what {
            What::Said(quote) | What::Scare(quote) => Some(format!("q{}", quote + 1)),
            _ if total > 1 => Some(format!("x{}", label.head + 1)),
            _ => None,
        };
        if let Some(key) = &key {
            let id = |piece: usize| if piece == 1 { key.clone() } else { format!("{key}.{piece}") };
            let _ = write!(self.file, " xml:id=\"{}\"", id(piece));
            if matches!(label.what, What::Said(_) | What::Scare(_)) {
                let _ = write!(self.file, " n=\"{}\"", label.part);
            }
            if piece > 1 {
                let _ = write!(self.file, " prev=\"#{}\"", id(piece - 1));
            }
            if piece < total {
                let _ = write!(self.file, " next=\"#{}\"", id(piece + 1));
            }
        }
        match label.what {
            What::Said(index) | What::Scare(index) => {
                if piece == 1
                    && let Some(quote) = self.gold.quotes.get(index)
                {
                    self.quotation(quote, index);
                }
            }
            What::Cue => self.file.push_str(" type=\"cue\""),
            What::Source(kind) => {
                self.file.push_str(" type=\"source\"");
                if let Some(kind) = kind {
                    let _ = write!(self.file, " subtype=\"{}\"", kind.as_str());
                }
                let speaker = label.of.first().and_then(|&quote| self.gold.quotes.get(quote)?.speaker);
                if let Some(speaker) = speaker {
                    let _ = write!(self.file, " ref=\"#s{}\"", speaker + 1);
                }
            }
            What::Entity(entity, name) => {
                let _ = write!(self.file, " type=\"{}\"", name.as_str());
                if let Some(score) = self.answers.and_then(|answers| answers.entities.get(entity)) {
                    let _ = write!(self.file, " cert=\"{score}\"");
                }
            }
        }
        if !label.of.is_empty() {
            let of: Vec<String> = label.of.iter().map(|quote| format!("#q{}", quote + 1)).collect();
            let _ = write!(self.file, " corresp=\"{}\"", of.join(" "));
        }
        self.file.push('>');
    }

    fn quotation(&mut self, quote: &GoldQuote, index: usize) {
        let scare = quote.kind == QuoteKind::Scare;
        if let Some(speaker) = quote.speaker {
            let who = if scare { "corresp" } else { "who" };
            let _ = write!(self.file, " {who}=\"#s{}\"", speaker + 1);
        }
        let mut ana = Vec::new();
        if !scare {
            let direct = quote.kind == QuoteKind::Direct;
            let _ = write!(self.file, " direct=\"{direct}\"");
            ana.push(quote.kind.as_str());
        }
        ana.extend(unusual_type(quote).map(|told| told.as_str()));
        ana.extend(quote.saying.map(|saying| if saying { "said" } else { "thought" }));
        ana.extend(quote.unscorable.then_some("unscorable"));
        if !ana.is_empty() {
            let _ = write!(self.file, " ana=\"#{}\"", ana.join(" #"));
        }
        let confidence = self.answers.and_then(|answers| answers.reason(index)?.confidence);
        if let Some(confidence) = confidence {
            let _ = write!(self.file, " cert=\"{confidence}\"");
        }
    }
}

/// Stretches that hold the whole text between them: each paragraph with the white space behind it.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut starts: Vec<u32> =
        segments(text).paragraphs.iter().skip(1).map(|paragraph| paragraph.span.start).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([u32::try_from(text.len()).unwrap_or(u32::MAX)]);
    starts.iter().zip(ends).map(|(&start, end)| Span::new(start, end)).collect()
}

/// Whether XML 1.0 can hold a character at all.
const fn allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// Text inside an element. A character that XML cannot hold is an element `g` that says its code point, and one that
/// an XML reader would alter is a reference.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' | '\u{85}' | '\u{2028}' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            _ if allowed(character) => out.push(character),
            _ => {
                let _ = write!(out, "<g type=\"character\" n=\"U+{:04X}\"/>", u32::from(character));
            }
        }
    }
    out
}

/// Text of which nothing but the letters counts.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn printable(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|character| if character.is_control() || !allowed(character) { '�' } else { character })
        .collect();
    if shown.trim().is_empty() { "untitled".to_owned() } else { shown }
}
