//! What is written for one document.

use whosaid::Document;
use whosaid::eval::exchange::answers::{Answers, labelled};
use whosaid::eval::gold::GoldDocument;
use whosaid::eval::write::{brat, conll, doccano, label_studio, prodigy, tei};
use whosaid::io::input::{Body, Loaded, Source};
use whosaid::io::offsets::OffsetUnit;
use whosaid::io::output::{Rendered, quotations};
use whosaid::io::wire::{Failure, Record, Shape};
use whosaid::io::{place, pretty};
use whosaid::layers::Annotations;

use super::format::{Format, Layout};

/// Writes documents in one layout.
pub(super) struct Renderer {
    pub(super) layout: Layout,
    pub(super) shape: Shape,
    /// How wide lines for eyes are.
    pub(super) width: usize,
    /// Whether these may have colours.
    pub(super) coloured: bool,
}

type AnyError = Box<dyn std::error::Error>;

impl Renderer {
    /// An annotated document, `loaded` from its `source`.
    pub(super) fn document(
        &self,
        source: &Source,
        loaded: &Loaded,
        annotations: &Annotations,
    ) -> Result<Rendered, Failure> {
        self.render(source, loaded, annotations)
            .map_err(|error| source.failure("internal", format!("internal error: {error}")))
    }

    fn render(
        &self,
        source: &Source,
        loaded: &Loaded,
        annotations: &Annotations,
    ) -> Result<Rendered, AnyError> {
        let (document, fields) = (&loaded.document, &loaded.fields);
        let text = document.text();
        let whole = self.layout.format == Format::Jsonl
            || (self.layout.format == Format::Parquet && !self.layout.flat);
        // The text of a page stands nowhere else.
        let shown = self.shape.text || matches!(source.body, Body::Html(_));
        let shape = if whole {
            Shape { text: shown, ..self.shape }
        } else {
            Shape { offsets: OffsetUnit::Byte, text: false, ..self.shape }
        };
        let record = loaded.record(annotations, shape)?;
        Ok(match (self.layout.format, &self.layout.table) {
            (Format::Parquet, Some(table)) if self.layout.flat => {
                Rendered::Rows(table.rows(quotations::rows(&record, text, self.shape.offsets, fields)?)?)
            }
            (Format::Parquet, Some(table)) => {
                Rendered::Rows(table.rows(vec![serde_json::to_value(&record)?])?)
            }
            (Format::Csv, _) => {
                let rows = quotations::rows(&record, text, self.shape.offsets, fields)?;
                Rendered::Text(quotations::csv_lines(&rows, self.layout.fields())?)
            }
            (Format::Brat, _) => {
                let (gold, answers) = labelled(document, &record)?;
                let files = brat::files(&gold, Some(&answers));
                Rendered::Files(vec![
                    beside(document, ".txt", files.text)?,
                    beside(document, ".ann", files.ann)?,
                ])
            }
            (Format::Tei, _) => {
                let (gold, answers) = labelled(document, &record)?;
                Rendered::Files(vec![beside(document, ".xml", tei::document(&gold, Some(&answers)))?])
            }
            (Format::Conll, _) => self.labelled(document, &record, conll::document)?,
            (Format::LabelStudio, _) => self
                .labelled(document, &record, |gold, answers| label_studio::task(gold, answers).to_string())?,
            (Format::Doccano, _) => self.labelled(document, &record, |gold, _| line(doccano::line(gold)))?,
            (Format::Prodigy, _) => {
                self.labelled(document, &record, |gold, answers| line(prodigy::line(gold, answers)))?
            }
            (Format::Pretty, _) => {
                let page = pretty::record(&record, text, self.width);
                let plain = || anstream::adapter::strip_str(&page).to_string();
                Rendered::Text(if self.coloured { page } else { plain() })
            }
            _ => Rendered::Text(line(record.to_json()?)),
        })
    }

    /// In a format of labelled documents.
    fn labelled(
        &self,
        document: &Document,
        record: &Record,
        write: impl FnOnce(&GoldDocument, Option<&Answers>) -> String,
    ) -> Result<Rendered, AnyError> {
        let (gold, answers) = labelled(document, record)?;
        Ok(Rendered::Text(write(&gold, Some(&answers))))
    }

    /// A document that failed; none where the format has no room for it.
    pub(super) fn failure(&self, failure: &Failure) -> Option<Rendered> {
        match (self.layout.format, &self.layout.table) {
            (Format::Jsonl, _) => failure.to_json().ok().map(|json| Rendered::Text(line(json))),
            (Format::Parquet, Some(table)) if !self.layout.flat => {
                let row = serde_json::to_value(failure).ok()?;
                table.rows(vec![row]).ok().map(Rendered::Rows)
            }
            _ => None,
        }
    }
}

/// A document's own file: its path under the folder, and what it holds.
fn beside(document: &Document, ending: &str, content: String) -> Result<(String, String), AnyError> {
    let mut path = place::inside(document.id()).into_os_string();
    path.push(ending);
    let path = path.into_string().map_err(|_| "the id makes no name for a file")?;
    Ok((path, content))
}

fn line(mut json: String) -> String {
    json.push('\n');
    json
}
