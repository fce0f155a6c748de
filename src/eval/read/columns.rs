//! Entities in two columns: token, tab, label (BIO); an empty line ends a sentence.

use super::Fault;
use crate::document::Document;
use crate::eval::gold::GoldDocument;
use crate::layers::EntityLabel;
use crate::span::Span;

/// How many sentences make one document. Files of this form do not tell their documents apart.
const SENTENCES: usize = 50;

/// Reads a file. Tokens are joined by spaces and sentences by empty lines, since the form does not keep
/// the text.
pub(super) fn documents(name: &str, file: &str) -> Result<Vec<GoldDocument>, Fault> {
    let mut documents = Vec::new();
    let mut current = Builder::default();
    for (number, line) in (1..).zip(file.lines()).chain([(0, "")]) {
        if line.trim().is_empty() {
            current.end_sentence();
            let done = number == 0;
            if current.sentences >= SENTENCES || (done && current.sentences > 0) {
                documents.push(std::mem::take(&mut current).build(format!("{name}#{}", documents.len()))?);
            }
            continue;
        }
        let (token, tag) = line
            .split_once('\t')
            .ok_or_else(|| Fault::at(number, "two columns with a tab between them are expected"))?;
        current.push(token, tag.trim(), number)?;
    }
    Ok(documents)
}

#[derive(Default)]
struct Builder {
    text: String,
    entities: Vec<(Span, EntityLabel)>,
    sentences: usize,
    /// Whether a token of the current sentence has been read.
    inside: bool,
    /// The label of the entity that the last token belongs to.
    open: Option<EntityLabel>,
}

impl Builder {
    fn end_sentence(&mut self) {
        self.sentences += usize::from(self.inside);
        self.inside = false;
        self.open = None;
    }

    fn push(&mut self, token: &str, tag: &str, line: usize) -> Result<(), Fault> {
        if self.inside {
            self.text.push(' ');
        } else if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.inside = true;
        let start = self.text.len();
        self.text.push_str(token);
        let span = Span::of(start, self.text.len());
        self.open = match tag.split_once('-') {
            None if tag == "O" => None,
            Some((position @ ("B" | "I"), name)) => {
                let label = EntityLabel::parse(name)
                    .ok_or_else(|| Fault::at(line, format!("unknown entity label “{name}”")))?;
                match self.entities.last_mut() {
                    Some((last, _)) if position == "I" && self.open == Some(label) => {
                        *last = last.cover(span)
                    }
                    _ => self.entities.push((span, label)),
                }
                Some(label)
            }
            _ => return Err(Fault::at(line, format!("unknown tag “{tag}”; O, B-… or I-… is expected"))),
        };
        Ok(())
    }

    fn build(self, id: String) -> Result<GoldDocument, Fault> {
        Ok(GoldDocument {
            document: Document::new(id, self.text)
                .map_err(|cause| Fault { line: None, problem: cause.to_string() })?,
            quotes: Vec::new(),
            speakers: Vec::new(),
            chains: Vec::new(),
            entities: Some(self.entities),
            sentences: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_spans_of_the_joined_tokens() {
        let file = "Zoë\tB-PER\nLee\tI-PER\nmet\tO\nBo\tB-PER\nMay\tB-PER\n\nParis\tI-LOC\nHilton\tI-PER\n";
        let documents = documents("x", file).expect("readable");
        let [document] = documents.as_slice() else { panic!("one document") };
        let text = document.document.text();
        assert_eq!((document.document.id(), text), ("x#0", "Zoë Lee met Bo May\n\nParis Hilton"));
        let shown: Vec<_> = document
            .entities
            .iter()
            .flatten()
            .map(|(span, label)| (span.text(text), label.as_str()))
            .collect();
        let expected =
            [("Zoë Lee", "PER"), ("Bo", "PER"), ("May", "PER"), ("Paris", "LOC"), ("Hilton", "PER")];
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_files_are_cut_into_documents() {
        let documents = documents("x", &"a\tO\n\n".repeat(SENTENCES + 1)).expect("readable");
        assert_eq!(
            documents.iter().map(|document| document.document.id()).collect::<Vec<_>>(),
            ["x#0", "x#1"]
        );
    }

    #[test]
    fn mistakes_name_their_line() {
        let line = |file| documents("x", file).expect_err("not readable").line;
        assert_eq!(line("a\tO\nb O\n"), Some(2));
        assert_eq!(line("\na\tB-DATE\n"), Some(2));
        assert_eq!(line("a\tPER\n"), Some(1));
    }
}
