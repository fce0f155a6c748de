//! CoNLL-U, <https://universaldependencies.org/format.html>: sentences and parts of speech.
//!
//! The text is put together from the words and `SpaceAfter=No`; `# newdoc` starts a document, `# newpar` a
//! paragraph. Each sentence is checked against its `# text`.

use super::Tally;
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldToken};
use crate::eval::read::Fault;
use crate::layers::{Penn, Upos};
use crate::span::Span;

pub(super) fn documents(name: &str, file: &str, tally: &mut Tally) -> Result<Vec<GoldDocument>, Fault> {
    let mut documents = Vec::new();
    let mut current = Builder::new(name.to_owned());
    for (number, line) in (1..).zip(file.lines()) {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match (key.trim(), value.trim()) {
                ("newdoc id" | "newdoc", id) => {
                    let id =
                        if id.is_empty() { format!("{name}#{}", documents.len()) } else { id.to_owned() };
                    documents.extend(std::mem::replace(&mut current, Builder::new(id)).build(tally)?);
                }
                (key, _) if key.starts_with("newpar") => current.paragraph = true,
                ("text", text) => current.told = Some(text.to_owned()),
                ("sent_id", id) => id.clone_into(&mut current.sentence_id),
                _ => {}
            }
        } else if line.trim().is_empty() {
            current.end_sentence(tally);
        } else {
            current.word(line, number)?;
        }
    }
    current.end_sentence(tally);
    documents.extend(current.build(tally)?);
    Ok(documents)
}

struct Builder {
    id: String,
    text: String,
    sentences: Vec<Span>,
    tokens: Vec<GoldToken>,
    /// Where the current sentence starts, once it has a word.
    start: Option<usize>,
    /// Where its last word ends.
    end: usize,
    /// Whether the next word follows without a space.
    glued: bool,
    /// The last word of the multi-word token that is being read.
    within: usize,
    /// Whether the next sentence starts a paragraph.
    paragraph: bool,
    /// What the sentence's comments say.
    told: Option<String>,
    sentence_id: String,
}

impl Builder {
    const fn new(id: String) -> Self {
        Self {
            id,
            text: String::new(),
            sentences: Vec::new(),
            tokens: Vec::new(),
            start: None,
            end: 0,
            glued: true,
            within: 0,
            paragraph: false,
            told: None,
            sentence_id: String::new(),
        }
    }

    fn word(&mut self, line: &str, number: usize) -> Result<(), Fault> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [key, form, _, upos, xpos, _, _, _, _, misc] = columns.as_slice() else {
            return Err(Fault::at(number, "ten columns with tabs between them are expected"));
        };
        if key.contains('.') {
            // An empty node is no word of the text.
            return Ok(());
        }
        let place = if let Some((_, last)) = key.split_once('-') {
            let within = last.parse().map_err(|_| Fault::at(number, format!("unknown word id “{key}”")))?;
            let place = self.push(form);
            self.within = within;
            self.glued = misc.split('|').any(|field| field == "SpaceAfter=No");
            place
        } else {
            let word: usize =
                key.parse().map_err(|_| Fault::at(number, format!("unknown word id “{key}”")))?;
            if word <= self.within {
                // The words of a multi-word token (*don't*) have its place: their own forms are not the text's.
                Span::of(self.text.len(), self.text.len())
            } else {
                let place = self.push(form);
                self.glued = misc.split('|').any(|field| field == "SpaceAfter=No");
                place
            }
        };
        if let Some(upos) = Upos::parse(upos)
            && !place.is_empty()
        {
            self.tokens.push(GoldToken { span: place, upos, penn: Penn::parse(xpos) });
        }
        Ok(())
    }

    fn push(&mut self, form: &str) -> Span {
        if self.start.is_none() && self.paragraph && !self.text.is_empty() {
            self.text.push_str("\n\n");
        } else if !self.glued && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.paragraph = false;
        let start = self.text.len();
        self.text.push_str(form);
        self.start.get_or_insert(start);
        self.end = self.text.len();
        Span::of(start, self.end)
    }

    fn end_sentence(&mut self, tally: &mut Tally) {
        if let Some(start) = self.start.take() {
            let span = Span::of(start, self.end);
            self.sentences.push(span);
            if let Some(told) = self.told.take() {
                tally.check(&self.id, &self.sentence_id, &self.text, span, &told);
            }
        }
        self.told = None;
        self.within = 0;
    }

    fn build(mut self, tally: &mut Tally) -> Result<Option<GoldDocument>, Fault> {
        self.end_sentence(tally);
        if self.sentences.is_empty() {
            return Ok(None);
        }
        let document = Document::new(self.id, self.text).map_err(|cause| Fault::at(1, cause.to_string()))?;
        let mut gold = GoldDocument::new(document);
        gold.sentences = Some(self.sentences);
        gold.tokens = Some(self.tokens);
        Ok(Some(gold))
    }
}
