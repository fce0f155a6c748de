//! `whosaid agree`: how far two annotators agree.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use serde_json::json;

use whosaid::eval::agree::{self, Agreement, Share};
use whosaid::eval::read;
use whosaid::layers::QuoteKind;

use super::Outcome;
use super::output::Output;

/// Say how far two annotators, or any two labelled sets, agree
///
/// Documents go together by id. Sets are what `eval --gold` reads: a folder of *.gold.txt, converted corpora, the
/// wire form with its texts.
#[derive(Args, Debug)]
pub(super) struct Agree {
    /// The first set
    a: PathBuf,
    /// The second set
    b: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to a file
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Figures, then every difference in its context
    Table,
    /// The same as JSON
    Json,
}

impl Agree {
    pub(super) fn run(self) -> Result<Outcome> {
        let agreement = agree::agree(&read::gold(&self.a)?, &read::gold(&self.b)?);
        if agreement.documents == 0 {
            bail!("{} and {} have no document in common", self.a.display(), self.b.display());
        }
        let table = self.format == Format::Table;
        let text = if table { page(&agreement) } else { format!("{:#}\n", object(&agreement)) };
        Output::open(self.output.as_deref(), table)?.finish_with(&text).context("cannot write")?;
        Ok(if agreement.unmatched.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
    }
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn share(share: Share) -> String {
    format!("{}  ({} of {})", figure(share.ratio()), share.same, share.asked)
}

fn page(agreement: &Agreement) -> String {
    let mut page = String::new();
    for unmatched in &agreement.unmatched {
        let _ = writeln!(page, "left out: {unmatched}");
    }
    let (ours, theirs) = agreement.pieces;
    let rows = [
        ("documents", agreement.documents.to_string()),
        ("pieces in A / B", format!("{ours} / {theirs}")),
        ("quotations, F1 (IoU 0.5)", figure(agreement.f1())),
        ("quotations, exact F1", figure(agreement.exact_f1())),
        ("kind, Cohen's kappa", figure(agreement.kappa())),
        ("tokens, Krippendorff's alpha", figure(agreement.alpha())),
        ("speaker, same canonical name", share(agreement.name)),
        ("speaker, same by any name", share(agreement.names)),
        ("mention, overlap", share(agreement.mention)),
        ("cue, exact", share(agreement.cue)),
    ];
    for (name, value) in rows {
        let _ = writeln!(page, "{name:<30} {value}");
    }
    let _ = writeln!(page, "\nkinds, A down, B across");
    let _ = write!(page, "{:<10}", "");
    for kind in QuoteKind::ALL {
        let _ = write!(page, "{:>10}", kind.as_str());
    }
    page.push('\n');
    for (kind, row) in QuoteKind::ALL.iter().zip(agreement.kinds) {
        let _ = write!(page, "{:<10}", kind.as_str());
        for count in row {
            let _ = write!(page, "{count:>10}");
        }
        page.push('\n');
    }
    if !agreement.differences.is_empty() {
        let _ = writeln!(page, "\n{} differences, A ⟦…⟧, B ⟪…⟫", agreement.differences.len());
    }
    for difference in &agreement.differences {
        let _ = writeln!(page, "\n{}  {}  {}", difference.document, difference.about, difference.says);
        let _ = writeln!(page, "  {}", difference.context);
    }
    page
}

fn object(agreement: &Agreement) -> serde_json::Value {
    let part = |share: Share| json!({"asked": share.asked, "same": share.same, "share": share.ratio()});
    let differences: Vec<_> = agreement
        .differences
        .iter()
        .map(|found| {
            let context = anstream::adapter::strip_str(&found.context).to_string();
            json!({"document": found.document, "about": found.about, "says": found.says, "context": context})
        })
        .collect();
    json!({
        "schema": "whosaid-agree/1",
        "documents": agreement.documents,
        "unmatched": agreement.unmatched,
        "pieces": {"a": agreement.pieces.0, "b": agreement.pieces.1},
        "quotations": {"f1": agreement.f1(), "exact_f1": agreement.exact_f1()},
        "kind": {"kappa": agreement.kappa(), "table": agreement.kinds},
        "tokens": {"alpha": agreement.alpha()},
        "speaker": {"canonical": part(agreement.name), "any_name": part(agreement.names)},
        "mention": part(agreement.mention),
        "cue": part(agreement.cue),
        "differences": differences,
    })
}
