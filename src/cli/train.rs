//! `whosaid train`: models from the user's own labels.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use whosaid::Document;
use whosaid::io::input::Reader;
use whosaid::io::wire::Failure;
use whosaid::lexicon::Lexicon;
use whosaid::ner::EntityTagger as _;
use whosaid::ner::embedded::EmbeddedTagger;
use whosaid::reading::Reading;
use whosaid::tagger::columns::{self, Sentence};
use whosaid::tagger::train::clean;
use whosaid::tagger::train::clusters::{Collector, Habit};
use whosaid::tagger::train::{self, Aids, Lists, Options, Report};
use whosaid::tagger::{Model, Task};

mod label;
mod mix;
mod reports;
mod score;

use self::reports::Reports;
use super::Outcome;

/// Train a model from labelled text
#[derive(Debug, Args)]
pub(super) struct Train {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Tagger(Tagger),
    Reports(Reports),
    Mix(mix::Mix),
    Label(label::Label),
    Score(score::Score),
}

/// Train a tagger for parts of speech or for entities
///
/// Sentences stand between blank lines, a token a line. For entities the token comes first and its BIO label
/// last; a type that a file has (nearly) no name of is taken as not annotated there. For parts of speech the
/// files are CoNLL-U. The same files and options give the same model.
#[derive(Debug, Args)]
struct Tagger {
    /// What to tag
    #[arg(long, value_enum, default_value_t = TaskName::Ner)]
    task: TaskName,
    /// Labelled text to learn from
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    train: Vec<PathBuf>,
    /// Text that another model labelled, `?` where it was not sure: learned from as it is
    #[arg(long, value_name = "FILE", num_args = 1..)]
    machine: Vec<PathBuf>,
    /// Labelled text that decides when to stop
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    dev: Vec<PathBuf>,
    /// Folder for the model: model.bin and manifest.toml
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Unlabelled text to group words by their neighbours: files and folders as `annotate` reads them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    raw: Vec<PathBuf>,
    /// News and the like to learn from without labels (entities only): a first model labels them, and the
    /// final one learns from what the first is sure of
    #[arg(long, value_name = "PATH", num_args = 1..)]
    unlabelled: Vec<PathBuf>,
    /// A list of names, one a line; several lists are told apart (entities only, 16 at most)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    names: Vec<PathBuf>,
    /// Into how many groups `--raw` sorts the words
    #[arg(long, value_name = "N", default_value_t = 256)]
    clusters: u16,
    /// Order of learning
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The most passes over the data
    #[arg(long, value_name = "N", default_value_t = Options::default().epochs)]
    epochs: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TaskName {
    /// Parts of speech
    Pos,
    /// Entities
    Ner,
}

impl From<TaskName> for Task {
    fn from(name: TaskName) -> Self {
        match name {
            TaskName::Pos => Self::Pos,
            TaskName::Ner => Self::Ner,
        }
    }
}

impl Train {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        match self.what {
            What::Tagger(tagger) => tagger.run(),
            What::Reports(reports) => reports.run(),
            What::Mix(mix) => mix.run(),
            What::Label(label) => label.run(),
            What::Score(score) => score.run(),
        }
    }
}

/// A file that the model comes from.
struct Source {
    role: &'static str,
    name: String,
    bytes: usize,
    checksum: u32,
}

impl Tagger {
    fn run(self) -> anyhow::Result<Outcome> {
        let task = Task::from(self.task);
        if self.names.len() > Lists::MOST as usize {
            bail!("at most {} lists of names", Lists::MOST);
        }
        let mut sources = Vec::new();
        let mut train = labelled(task, &self.train, "train", &mut sources)?;
        let machine = labelled(task, &self.machine, "machine", &mut sources)?;
        let dev = labelled(task, &self.dev, "dev", &mut sources)?;
        let options = Options { seed: self.seed, epochs: self.epochs, ..Options::of(task) };
        let mut aids = Aids::default();
        for (list, path) in (0..).zip(&self.names) {
            let text = read(path, "names", &mut sources)?;
            let names = text.lines().filter(|line| !line.starts_with('#'));
            aids.lists.add(list, names.map(|line| line.split('\t').next().unwrap_or(line)));
        }
        if !self.raw.is_empty() {
            say("grouping words");
            aids.habits = self.habits(&train)?;
        }
        if task == Task::Ner {
            clean::clean(&mut train);
        }
        columns::note_unlabelled(&mut train);
        let all: Vec<Sentence> = train.into_iter().chain(machine).flatten().collect();
        let held_out: Vec<Sentence> = dev.iter().flatten().cloned().collect();
        say(&format!("{} sentences to learn from, {} to choose by", all.len(), held_out.len()));
        let mut model = train::train(task, &all, &held_out, &aids, options, tell)?;
        if task == Task::Ner && !self.unlabelled.is_empty() {
            let mut more = all;
            more.extend(self.self_labelled(model)?);
            say(&format!("{} sentences with the first model's own labels", more.len()));
            model = train::train(task, &more, &held_out, &aids, options, tell)?;
        }
        std::fs::create_dir_all(&self.output)
            .with_context(|| format!("cannot make {}", self.output.display()))?;
        let file = model.write();
        write(&self.output.join("model.bin"), &file)?;
        let reports: Vec<(String, Report)> = self
            .dev
            .iter()
            .zip(&dev)
            .map(|(path, sentences)| (name(path), train::report(&model, sentences)))
            .collect();
        write(
            &self.output.join("manifest.toml"),
            self.manifest(&model, &file, &sources, &reports).as_bytes(),
        )?;
        for (dev, report) in &reports {
            say(&format!("{dev}: {:.2}", report.score * 100.0));
        }
        Ok(Outcome::Done)
    }

    /// The words of the raw text and of the training data, in groups.
    fn habits(&self, train: &[Vec<Sentence>]) -> anyhow::Result<BTreeMap<u32, Habit>> {
        let mut collector = Collector::default();
        for document in documents(&Reader::default(), &self.raw) {
            let document = document?;
            let reading = Reading::new(document.text(), Lexicon::embedded());
            for sentence in 0..reading.sentences.len() {
                collector.add(reading.sentence_tokens(sentence).map(|token| reading.form(token)));
            }
        }
        for sentence in train.iter().flatten() {
            collector.add(&sentence.tokens);
        }
        Ok(collector.habits(self.clusters, 10))
    }

    /// The sentences of unlabelled text with the labels that a model is sure of.
    fn self_labelled(&self, model: Model) -> anyhow::Result<Vec<Sentence>> {
        let tagger = EmbeddedTagger::new(model)?;
        let mut sentences = Vec::new();
        for document in documents(&Reader::default(), &self.unlabelled) {
            let document = document?;
            let reading = Reading::new(document.text(), Lexicon::embedded());
            sentences.extend(columns::from_entities(&reading, &tagger.entities(&reading)));
        }
        Ok(sentences)
    }

    fn manifest(
        &self,
        model: &Model,
        file: &[u8],
        sources: &[Source],
        reports: &[(String, Report)],
    ) -> String {
        use std::fmt::Write as _;
        let mut text = String::from("# Written by `whosaid train tagger`; checksums are CRC-32 (IEEE).\n");
        let (features, weights) = model.size();
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "task = \"{}\"\nformat = {}\nfeature_version = {}\nfile = \"model.bin\"\nbytes = {}\n\
             crc32 = \"{:08x}\"\nfeatures = {features}\nweights = {weights}\nseed = {}\nclusters = {}\n\
             labels = [{}]\n",
            model.task().as_str(),
            Model::FORMAT,
            Model::FEATURES,
            file.len(),
            crc32fast::hash(file),
            self.seed,
            if self.raw.is_empty() { 0 } else { self.clusters },
            model.labels().iter().map(|label| format!("{label:?}")).collect::<Vec<_>>().join(", "),
        );
        for source in sources {
            let _ = write!(
                text,
                "\n[[source]]\nrole = \"{}\"\nname = {:?}\nbytes = {}\ncrc32 = \"{:08x}\"\n",
                source.role, source.name, source.bytes, source.checksum
            );
        }
        for (role, paths) in [("raw", &self.raw), ("unlabelled", &self.unlabelled)] {
            for path in paths {
                let _ = write!(text, "\n[[source]]\nrole = {role:?}\nname = {:?}\n", name(path));
            }
        }
        for (dev, report) in reports {
            let _ = write!(text, "\n[[score]]\non = {dev:?}\nscore = {:.4}\n", report.score);
            for (label, score) in &report.labels {
                let _ = writeln!(text, "{label:?} = {score:.4}");
            }
        }
        text
    }
}

/// The raw texts of files and folders.
fn documents<'r>(
    reader: &'r Reader,
    paths: &'r [PathBuf],
) -> impl Iterator<Item = anyhow::Result<Document>> + 'r {
    let problem = |failure: Failure| anyhow::anyhow!("{}", failure.error.message);
    reader.loaded(paths).map(move |document| document.map_err(problem))
}

/// Reads labelled text, a list of sentences a file.
fn labelled(
    task: Task,
    paths: &[PathBuf],
    role: &'static str,
    sources: &mut Vec<Source>,
) -> anyhow::Result<Vec<Vec<Sentence>>> {
    let mut files = Vec::new();
    for path in paths {
        let text = read(path, role, sources)?;
        files.push(columns::read(task, &text).with_context(|| path.display().to_string())?);
    }
    if role == "dev" {
        columns::note_unlabelled(&mut files);
    }
    Ok(files)
}

/// Tells how a pass went.
fn tell(progress: train::Progress) {
    say(&format!(
        "pass {}: {:.2} % of training tokens, {:.2} on dev",
        progress.epoch,
        progress.train * 100.0,
        progress.dev * 100.0
    ));
}

/// The last two parts of a path, which tell corpora apart without telling where they lie.
fn name(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.get(parts.len().saturating_sub(2)..).unwrap_or_default().join("/")
}

fn read(path: &Path, role: &'static str, sources: &mut Vec<Source>) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    sources.push(Source {
        role,
        name: name(path),
        bytes: text.len(),
        checksum: crc32fast::hash(text.as_bytes()),
    });
    Ok(text)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Tells a user who is watching how it goes.
fn say(message: &str) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let _ = writeln!(out, "{message}");
    }
}
