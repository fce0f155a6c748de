//! `whosaid stats`: what a labelled set holds.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use whosaid::eval::gold::QuoteType;
use whosaid::eval::read;
use whosaid::eval::stats::{Lengths, Stats};
use whosaid::layers::SpeakerKind;

use super::Outcome;
use super::output::Output;

/// Say what a labelled set holds
///
/// FILE is what `eval --gold` reads: a folder of *.gold.txt, converted corpora, the wire form, columns.
#[derive(Args, Debug)]
pub(super) struct StatsArgs {
    /// The set
    file: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned text
    Table,
    /// The same as JSON
    Json,
}

impl StatsArgs {
    pub(super) fn run(self) -> Result<Outcome> {
        let set = read::gold(&self.file)?;
        let report = object(&set.name, &Stats::new(&set));
        let text = match self.format {
            Format::Json => format!("{:#}\n", Value::Object(report)),
            Format::Table => table(&report),
        };
        Output::open(None, false)?.finish_with(&text).context("cannot write")?;
        Ok(Outcome::Done)
    }
}

fn object(name: &str, stats: &Stats) -> Map<String, Value> {
    let counts = |counts: Vec<(&str, usize)>| {
        Value::Object(counts.into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect())
    };
    let lengths = |lengths: Option<Lengths>| {
        lengths.map_or(Value::Null, |lengths| {
            counts(vec![
                ("min", lengths.least),
                ("p25", lengths.first_quarter),
                ("p50", lengths.median),
                ("p75", lengths.third_quarter),
                ("p90", lengths.ninth_tenth),
                ("max", lengths.most),
            ])
        })
    };
    let speech = stats.speech;
    let fields = [
        ("schema", json!("whosaid-stats/1")),
        ("set", json!(name)),
        ("documents", stats.documents.into()),
        ("words", stats.words.into()),
        ("document_words", lengths(stats.document_words)),
        ("quotations", stats.quotes.into()),
        ("kinds", counts(stats.kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect())),
        (
            "types",
            counts(
                stats
                    .types
                    .iter()
                    .map(|(told, count)| (told.map_or("untold", QuoteType::as_str), *count))
                    .collect(),
            ),
        ),
        (
            "quotations_that_are",
            counts(vec![
                ("interrupted", stats.interrupted),
                ("nested", stats.nested),
                ("unscorable", stats.unscorable),
                ("thought", stats.unsaid),
            ]),
        ),
        ("quotation_words", lengths(stats.quote_words)),
        ("speech", speech.all.into()),
        (
            "speech_with",
            counts(vec![
                ("mention", speech.mention),
                ("cue", speech.cue),
                ("speaker", speech.speaker),
                ("chain", speech.chain),
            ]),
        ),
        ("speakers", counts(vec![("listed", stats.speakers.0), ("quoted", stats.speakers.1)])),
        (
            "quoted_speakers",
            counts(
                stats
                    .speaker_kinds
                    .iter()
                    .map(|(kind, count)| (kind.map_or("untold", SpeakerKind::as_str), *count))
                    .collect(),
            ),
        ),
        ("chains", stats.chains.into()),
        (
            "entities",
            stats.entities.as_ref().map_or(Value::Null, |entities| {
                counts(entities.iter().map(|(label, count)| (label.as_str(), *count)).collect())
            }),
        ),
        ("sentences", json!(stats.sentences)),
        ("tokens", json!(stats.tokens)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// One line a field; parts of it side by side, with their share where they are parts of the line above.
fn table(report: &Map<String, Value>) -> String {
    let mut table = String::new();
    let total = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    for name in ORDER {
        let Some(value) = report.get(name) else { continue };
        let whole = match name {
            "kinds" | "types" | "quotations_that_are" => total("quotations"),
            "speech_with" => total("speech"),
            _ => 0,
        };
        let shown = match value {
            Value::Null => "not labelled".to_owned(),
            Value::Object(parts) => {
                let part = |(name, count): (&String, &Value)| {
                    let share = count
                        .as_u64()
                        .filter(|_| whole > 0)
                        .map_or(String::new(), |count| format!(" ({}%)", (count * 100 + whole / 2) / whole));
                    format!("{name} {count}{share}")
                };
                parts.iter().map(part).collect::<Vec<_>>().join("  ")
            }
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let _ = writeln!(table, "{:<20} {shown}", name.replace('_', " "));
    }
    table
}

const ORDER: [&str; 17] = [
    "set",
    "documents",
    "words",
    "document_words",
    "quotations",
    "kinds",
    "types",
    "quotations_that_are",
    "quotation_words",
    "speech",
    "speech_with",
    "speakers",
    "quoted_speakers",
    "chains",
    "entities",
    "sentences",
    "tokens",
];
