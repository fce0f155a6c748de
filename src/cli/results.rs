//! `whosaid results`: the page of results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;

use whosaid::eval::results;

use super::output::Output;

/// Writes one page of every report in a folder, beside published figures.
#[derive(Args, Debug)]
pub(crate) struct Results {
    /// Folder with reports in JSON, as `eval -o` writes them
    folder: PathBuf,

    /// Figures of other systems, as TOML
    #[arg(long, value_name = "FILE")]
    published: Option<PathBuf>,

    /// Writes to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Results {
    /// Runs the command.
    ///
    /// # Errors
    /// Where a report cannot be read, or the page not be written.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let read =
            |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
        let mut reports = Vec::new();
        for entry in walkdir::WalkDir::new(&self.folder).max_depth(1).sort_by_file_name() {
            let entry = entry.with_context(|| format!("cannot read {}", self.folder.display()))?;
            if entry.path().extension().is_some_and(|ending| ending == "json") {
                reports.push((entry.path().display().to_string(), read(entry.path())?));
            }
        }
        if reports.is_empty() {
            bail!("{}: holds no report (*.json)", self.folder.display());
        }
        let published = self.published.as_deref().map(read).transpose()?;
        let page = results::page(&reports, published.as_deref()).map_err(|problem| anyhow!(problem))?;
        Output::open(self.output.as_deref(), false)?
            .finish_with(&page)
            .context("cannot write the results")?;
        Ok(ExitCode::SUCCESS)
    }
}
