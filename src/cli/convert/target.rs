//! What `whosaid convert` writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use whosaid::eval::convert::Tally;
use whosaid::eval::exchange::check::Format;
use whosaid::eval::gold::GoldDocument;
use whosaid::eval::write::{brat, conll, doccano, jsonl, label_studio, markup, prodigy, tei};
use whosaid::io::place;

use crate::cli::output::Output;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// JSON lines
    Jsonl,
    /// Our inline markup: a folder of *.gold.txt
    Markup,
    /// brat: a folder of .txt and .ann, with its configuration
    Brat,
    /// Label Studio: a JSON array of tasks
    LabelStudio,
    /// CoNLL-U Plus columns
    Conll,
    /// TEI P5: a folder of .xml
    Tei,
    /// doccano: JSON lines
    Doccano,
    /// Prodigy: JSON lines
    Prodigy,
}

impl Target {
    /// Writes all documents; what a format cannot hold is noted.
    pub(super) fn write(
        self,
        documents: &[GoldDocument],
        output: Option<&Path>,
        split: Option<&str>,
        tally: &mut Tally,
    ) -> Result<()> {
        self.note_lost(documents, tally);
        let file =
            |contents: &str| Output::open(output, false)?.finish_with(contents).context("cannot write");
        match self {
            Self::Jsonl => {
                let lines = documents.iter().map(|gold| Ok(jsonl::line(gold, split)? + "\n"));
                file(&lines.collect::<Result<String>>()?)
            }
            Self::Conll => {
                let documents = documents.iter().map(|gold| conll::document(gold, None));
                file(&(conll::HEADER.to_owned() + &documents.collect::<String>()))
            }
            Self::Doccano => file(&lines(documents, doccano::line)),
            Self::Prodigy => file(&lines(documents, |gold| prodigy::line(gold, None))),
            Self::LabelStudio => {
                let tasks: Vec<String> =
                    documents.iter().map(|gold| label_studio::task(gold, None).to_string()).collect();
                file(&format!("[\n{}\n]\n", tasks.join(",\n")))
            }
            Self::Markup | Self::Brat | Self::Tei => {
                let Some(folder) = output else { bail!("-o is needed: a folder for a file a document") };
                if folder.is_file() {
                    bail!("{} is a file; a folder is needed", folder.display());
                }
                self.folder(folder, documents, tally)
            }
        }
    }

    fn folder(self, folder: &Path, documents: &[GoldDocument], tally: &mut Tally) -> Result<()> {
        if self == Self::Brat {
            for (name, contents) in brat::CONFIGURATION {
                save(&folder.join(name), contents)?;
            }
        }
        let mut seen = BTreeSet::new();
        for gold in documents {
            let id = gold.document.id();
            let place = place::inside(id);
            if !seen.insert(place.to_string_lossy().to_lowercase()) {
                tally.problem(
                    id,
                    "file",
                    "its name is another document's but for case; not every system tells them apart",
                );
            }
            let path = |ending: &str| folder.join(format!("{}.{ending}", place.display()));
            match self {
                Self::Brat => {
                    let files = brat::files(gold, None);
                    save(&path("txt"), &files.text)?;
                    save(&path("ann"), &files.ann)?;
                }
                Self::Tei => save(&path("xml"), &tei::document(gold, None))?,
                _ => save(&path("gold.txt"), &markup::file(gold))?,
            }
        }
        Ok(())
    }

    fn note_lost(self, documents: &[GoldDocument], tally: &mut Tally) {
        let format = match self {
            Self::Brat => Format::Brat,
            Self::LabelStudio => Format::LabelStudio,
            Self::Conll => Format::Conll,
            Self::Tei => Format::Tei,
            Self::Doccano => Format::Doccano,
            Self::Markup => {
                for gold in documents {
                    for lost in markup::lost(gold) {
                        tally.problem(
                            gold.document.id(),
                            "markup",
                            format!("the markup has no room for {lost}"),
                        );
                    }
                }
                return;
            }
            Self::Jsonl => Format::Jsonl,
            Self::Prodigy => return,
        };
        for gold in documents {
            for lost in format.loses(gold) {
                tally.problem(
                    gold.document.id(),
                    "written",
                    format!("what is written does not read back in {lost}"),
                );
            }
        }
    }
}

fn lines(documents: &[GoldDocument], line: impl Fn(&GoldDocument) -> String) -> String {
    documents.iter().map(|gold| line(gold) + "\n").collect()
}

fn save(path: &Path, contents: &str) -> Result<()> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    fs::write(path, contents).with_context(|| format!("cannot write to {}", path.display()))
}
