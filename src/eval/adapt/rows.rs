//! CSV, one quotation a row: `doc,start,end,speaker` and, if there, `kind`, `text`, `mention_start`, `mention_end`,
//! `cue_start`, `cue_end`, `confidence`. Positions are code points.

use std::path::Path;

use serde::Deserialize;

use super::Drafts;
use super::draft::{Found, places};
use crate::eval::read::{ReadError, contents};
use crate::io::offsets::OffsetUnit;
use crate::layers::QuoteKind;

#[derive(Deserialize)]
struct Row {
    doc: String,
    start: usize,
    end: usize,
    speaker: Option<String>,
    kind: Option<String>,
    text: Option<String>,
    mention_start: Option<usize>,
    mention_end: Option<usize>,
    cue_start: Option<usize>,
    cue_end: Option<usize>,
    confidence: Option<f64>,
}

pub(super) fn read(path: &Path, drafts: &mut Drafts<'_>) -> Result<(), ReadError> {
    let file = contents(path)?;
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(file.as_bytes());
    for (line, row) in (2..).zip(rows.deserialize::<Row>()) {
        let row = row.map_err(|cause| ReadError {
            path: path.to_owned(),
            line: cause.position().and_then(|at| usize::try_from(at.line()).ok()).or(Some(line)),
            problem: cause.to_string(),
        })?;
        let Some((draft, tally)) = drafts.of(&row.doc) else { continue };
        let places = places(draft, OffsetUnit::Char);
        let item = format!("row {line}");
        let span = places.span(row.start, row.end);
        let Some(span) = draft.place(span, row.text.as_deref(), &item, tally) else { continue };
        let mut place = |start: Option<usize>, end: Option<usize>| {
            let (start, end) = start.zip(end)?;
            draft.place(places.span(start, end), None, &item, tally)
        };
        let mention = place(row.mention_start, row.mention_end);
        let cue = place(row.cue_start, row.cue_end);
        let kind = row.kind.as_deref().filter(|kind| !kind.is_empty());
        let known = kind.and_then(QuoteKind::parse);
        if known.is_none()
            && let Some(kind) = kind
        {
            tally.problem(&row.doc, &item, format!("unknown kind “{kind}”; the marks tell it"));
        }
        let speaker = row.speaker.as_deref().and_then(|name| draft.speaker(name));
        let confidence = row.confidence;
        draft.quote(Found {
            parts: vec![span],
            kind: known,
            cue,
            mention,
            speaker,
            confidence,
            ..Found::default()
        });
    }
    Ok(())
}
