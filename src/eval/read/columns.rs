//! Entities in columns: the token first and its tag (BIO or BIOES) last; an empty line ends a sentence.
//!
//! Columns are parted by tabs, or by blanks where a line has none. Other label sets are mapped to ours.

use super::Fault;
use crate::document::Document;
use crate::eval::gold::GoldDocument;
use crate::layers::EntityLabel;
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

/// How many sentences make one document. Files of this form do not tell their documents apart.
const SENTENCES: usize = 50;

/// Reads a file. Tokens are joined by spaces and sentences by empty lines, since the form does not keep
/// the text. `aside` is told of every entity that is left out because its label is none of ours.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    aside: &mut dyn FnMut(&str, usize),
) -> Result<Vec<GoldDocument>, Fault> {
    let mut documents = Vec::new();
    let mut current = Builder::default();
    for (number, line) in (1..).zip(file.lines()).chain([(0, "")]) {
        let comment = line.starts_with("# ") && !line.contains('\t');
        if comment {
            continue;
        }
        if line.trim().is_empty() || line.starts_with("-DOCSTART-") {
            current.end_sentence();
            let done = number == 0;
            if current.sentences >= SENTENCES || (done && current.sentences > 0) {
                documents.push(std::mem::take(&mut current).build(format!("{name}#{}", documents.len()))?);
            }
            continue;
        }
        let columns = if line.contains('\t') {
            line.split_once('\t').zip(line.rsplit_once('\t'))
        } else {
            line.trim_end().split_once(' ').zip(line.trim_end().rsplit_once(' '))
        };
        let ((token, _), (_, tag)) = columns
            .ok_or_else(|| Fault::at(number, "columns with a tab or blank between them are expected"))?;
        current.push(token, tag.trim(), number, aside)?;
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

    fn push(
        &mut self,
        token: &str,
        tag: &str,
        line: usize,
        aside: &mut dyn FnMut(&str, usize),
    ) -> Result<(), Fault> {
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
            Some((position @ ("B" | "I" | "E" | "S" | "U" | "L" | "M"), name)) => {
                let starts = matches!(position, "B" | "S" | "U");
                match labels::entity(name) {
                    None => return Err(Fault::at(line, format!("unknown entity label “{name}”"))),
                    Some(Mapped::Aside) => {
                        if starts {
                            aside(name, line);
                        }
                        None
                    }
                    Some(Mapped::To(label)) => {
                        match self.entities.last_mut() {
                            Some((last, _)) if !starts && self.open == Some(label) => {
                                *last = last.cover(span);
                            }
                            _ => self.entities.push((span, label)),
                        }
                        Some(label)
                    }
                }
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
            tokens: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_spans_of_the_joined_tokens() {
        let file = "Zoë\tB-PER\nLee\tI-PER\nmet\tO\nBo\tB-PER\nMay\tB-PER\n\nParis\tI-LOC\nHilton\tI-PER\n";
        let documents = documents("x", file, &mut |_, _| ()).expect("readable");
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
        let documents = documents("x", &"a\tO\n\n".repeat(SENTENCES + 1), &mut |_, _| ()).expect("readable");
        assert_eq!(
            documents.iter().map(|document| document.document.id()).collect::<Vec<_>>(),
            ["x#0", "x#1"]
        );
    }

    #[test]
    fn other_layouts_and_label_sets_are_read() {
        let file = "-DOCSTART- -X- O O\n\nAnn NNP B-NP S-PERSON\nLee NNP I-NP B-GPE\nBay NN I-NP E-GPE\nMay NNP O B-DATE\n";
        let mut left = Vec::new();
        let documents = documents("x", file, &mut |label, line| left.push((label.to_owned(), line)));
        let document = &documents.expect("readable")[0];
        let text = document.document.text();
        let shown: Vec<_> = document.entities.iter().flatten().map(|(span, _)| span.text(text)).collect();
        assert_eq!((text, shown), ("Ann Lee Bay May", vec!["Ann", "Lee Bay"]));
        assert_eq!(left, [("DATE".to_owned(), 6)]);
    }

    #[test]
    fn mistakes_name_their_line() {
        let line = |file| documents("x", file, &mut |_, _| ()).expect_err("not readable").line;
        assert_eq!(line("a\tO\nb\n"), Some(2));
        assert_eq!(line("\na\tB-LOUD\n"), Some(2));
        assert_eq!(line("a\tPER\n"), Some(1));
    }
}
