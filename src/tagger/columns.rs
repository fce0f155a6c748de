//! Reads labelled sentences from column files: CoNLL, CoNLL-U and its six-column digest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Task, bio};
use crate::layers::Entity;
use crate::reading::Reading;

/// A labelled sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The tokens.
    pub tokens: Vec<String>,
    /// One label a token; [`OPEN`] where it is not known.
    pub labels: Vec<String>,
    /// Whether a new document begins here.
    pub opens_document: bool,
    /// Types of names that the annotation leaves out: an `O` may hide one of them.
    pub unlabelled: Vec<String>,
}

/// The label of a token whose label is not known: it is no example of any.
pub const OPEN: &str = "?";

/// Begins the comment that names the types a sentence does not annotate.
const UNLABELLED: &str = "# unlabelled =";

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ColumnError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

/// Reads a column file. Sentences stand between blank lines.
///
/// For parts of speech a line has ten columns (CoNLL-U) or six (`id form upos xpos head deprel`), for
/// entities the token first and its BIO label last. A line that begins with `#` and has no second column
/// is a comment; `-DOCSTART-` begins a document, and the comment `# unlabelled = MISC` says of the next sentence
/// which types it does not annotate. Words that UD cuts at their hyphens are given twice, cut
/// and whole, since the engine's tokens keep them whole.
///
/// # Errors
///
/// A line with too few columns, or a tag that is not BIO.
pub fn read(task: Task, text: &str) -> Result<Vec<Sentence>, ColumnError> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut arcs = Vec::new();
    let mut opens = true;
    for (index, line) in text.lines().chain([""]).enumerate() {
        let line = line.trim_end();
        let bad = |problem| ColumnError { line: index + 1, problem };
        if line.is_empty() {
            if !sentence.tokens.is_empty() {
                let whole = join_hyphens(&sentence, &arcs);
                sentences.push(std::mem::take(&mut sentence));
                sentences.extend(whole);
                arcs.clear();
            }
            continue;
        }
        let columns: Vec<&str> =
            if line.contains('\t') { line.split('\t').collect() } else { line.split(' ').collect() };
        if line.starts_with('#') && (!line.contains('\t') || columns.len() < 2) {
            opens |= line.starts_with("# newdoc");
            if let Some(kinds) = line.strip_prefix(UNLABELLED) {
                sentence.unlabelled = kinds.split_whitespace().map(str::to_owned).collect();
            }
            continue;
        }
        if line.starts_with("-DOCSTART-") {
            opens = true;
            continue;
        }
        let (token, label) = match (task, columns.as_slice()) {
            // Ranges and empty nodes of CoNLL-U are not tokens of their own.
            (Task::Pos, [id, ..]) if id.contains(['-', '.']) && columns.len() == 10 => continue,
            (Task::Pos, [_, form, _, upos, xpos, _, head, arc, ..] | [_, form, upos, xpos, head, arc]) => {
                arcs.push((head.parse().unwrap_or(0), (*arc).to_owned()));
                (*form, format!("{upos}|{xpos}"))
            }
            (Task::Ner, [form, .., label]) => {
                let bio =
                    *label == "O" || *label == OPEN || label.starts_with("B-") || label.starts_with("I-");
                if !bio {
                    return Err(bad("the label is not BIO"));
                }
                (*form, (*label).to_owned())
            }
            _ => return Err(bad("too few columns")),
        };
        if sentence.tokens.is_empty() {
            sentence.opens_document = std::mem::take(&mut opens);
        }
        sentence.tokens.push(token.to_owned());
        sentence.labels.push(label);
    }
    Ok(sentences)
}

/// Notes for each file the types of names that other files have and it (nearly) lacks: fewer than one in
/// three thousand tokens. They were not annotated there, apart from slips.
pub fn note_unlabelled(files: &mut [Vec<Sentence>]) {
    let count = |file: &[Sentence]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for label in file.iter().flat_map(|sentence| &sentence.labels) {
            if let Some(("B", kind)) = label.split_once('-') {
                *counts.entry(kind.to_owned()).or_default() += 1;
            }
        }
        counts
    };
    let counts: Vec<BTreeMap<String, usize>> = files.iter().map(|file| count(file)).collect();
    let kinds: BTreeSet<&String> = counts.iter().flat_map(BTreeMap::keys).collect();
    for (file, counts) in files.iter_mut().zip(&counts) {
        let tokens: usize = file.iter().map(|sentence| sentence.tokens.len()).sum();
        let unlabelled: Vec<String> = kinds
            .iter()
            .filter(|kind| counts.get(**kind).copied().unwrap_or(0) * 3000 < tokens)
            .map(|kind| (*kind).clone())
            .collect();
        // What a sentence says of itself is better known than what its file tells.
        for sentence in file.iter_mut().filter(|sentence| sentence.unlabelled.is_empty()) {
            sentence.unlabelled.clone_from(&unlabelled);
        }
    }
}

/// Writes sentences in two columns, as [`read`] reads them for entities.
#[must_use]
pub fn write(sentences: &[Sentence]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if sentence.opens_document {
            text.push_str("# newdoc\n");
        }
        if !sentence.unlabelled.is_empty() {
            text.extend([UNLABELLED, " ", &sentence.unlabelled.join(" "), "\n"]);
        }
        for (token, label) in sentence.tokens.iter().zip(&sentence.labels) {
            text.extend([token, "\t", label, "\n"]);
        }
        text.push('\n');
    }
    text
}

/// Names surer than this are taken for labels.
const SURE: f32 = 0.8;

/// Labelled sentences from a text and the entities that some tagger found in it. Where the tagger is not
/// sure, and on words with capitals that it passed over, the label stays open.
#[must_use]
pub fn from_entities(reading: &Reading<'_>, entities: &[Entity]) -> Vec<Sentence> {
    let mut labels: Vec<String> = Vec::with_capacity(reading.tokens.len());
    for at in 0..reading.tokens.len() {
        let first = at == 0 || reading.sentence_of.get(at) != reading.sentence_of.get(at - 1);
        let capital = reading.form(at).contains(char::is_uppercase);
        labels.push(if capital && !first { OPEN } else { "O" }.to_owned());
    }
    for entity in entities {
        let range = reading.tokens_in(entity.span);
        let label = if entity.score >= SURE { entity.label.as_str() } else { OPEN };
        bio::mark(labels.get_mut(range).unwrap_or_default(), label);
    }
    sentences(reading, &labels)
}

/// The sentences of a text with the labels of its tokens.
pub(crate) fn sentences(reading: &Reading<'_>, labels: &[String]) -> Vec<Sentence> {
    let sentence = |at: usize| {
        let range = reading.sentence_tokens(at);
        Sentence {
            tokens: range.clone().map(|token| reading.form(token).to_owned()).collect(),
            labels: labels.get(range).unwrap_or_default().to_vec(),
            ..Sentence::default()
        }
    };
    (0..reading.sentences.len()).map(sentence).filter(|sentence| !sentence.tokens.is_empty()).collect()
}

/// The sentence with the words that were cut at hyphens made whole, if there are any.
fn join_hyphens(sentence: &Sentence, arcs: &[(usize, String)]) -> Option<Sentence> {
    let mut joined = Sentence { opens_document: false, ..Sentence::default() };
    let mut at = 0;
    let label = |at: usize| sentence.labels.get(at).map_or("", String::as_str);
    while let Some(token) = sentence.tokens.get(at) {
        let mut end = at + 1;
        while label(end) == "PUNCT|HYPH" && end + 1 < sentence.tokens.len() {
            end += 2;
        }
        if end == at + 1 {
            joined.labels.push(label(at).to_owned());
            joined.tokens.push(token.clone());
        } else {
            joined.tokens.push(sentence.tokens.get(at..end).unwrap_or_default().concat());
            // The part that hangs outside the word says what the whole is.
            let outer = (at..end)
                .rev()
                .find(|part| arcs.get(*part).is_none_or(|(head, _)| *head <= at || *head > end))
                .unwrap_or(end - 1);
            let arc = arcs.get(outer).map_or("", |(_, arc)| arc.as_str());
            let whole = match (arc, label(outer)) {
                ("amod", "VERB|VBN" | "VERB|VBG" | "NOUN|NN") => "ADJ|JJ",
                (_, whole) => whole,
            };
            joined.labels.push(whole.to_owned());
        }
        at = end;
    }
    (joined.tokens.len() < sentence.tokens.len()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_entities() {
        let text = "-DOCSTART-\tO\n\nMs.\tO\nVela\tB-PER\n\n#\tO\n";
        let sentences = read(Task::Ner, text).unwrap();
        assert_eq!(sentences[0].tokens, ["Ms.", "Vela"]);
        assert_eq!(sentences[0].labels, ["O", "B-PER"]);
        assert!(sentences[0].opens_document && !sentences[1].opens_document);
        assert_eq!(sentences[1].tokens, ["#"]);
        assert_eq!(read(Task::Ner, "Vela\tPER\n").unwrap_err().line, 1);
    }

    #[test]
    fn a_type_that_only_other_files_have_is_not_annotated() {
        let mut files = vec![
            read(Task::Ner, "Vela\tB-PER\n").unwrap(),
            read(Task::Ner, "Oslo\tB-LOC\nVela\tB-PER\n").unwrap(),
        ];
        note_unlabelled(&mut files);
        assert_eq!(files[0][0].unlabelled, ["LOC"]);
        assert!(files[1][0].unlabelled.is_empty());
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let text = "# newdoc\n# unlabelled = LOC MISC\nVela\tB-PER\nleft\t?\n\n#\tO\n\n";
        let sentences = read(Task::Ner, text).unwrap();
        assert_eq!(sentences[0].unlabelled, ["LOC", "MISC"]);
        assert!(sentences[1].unlabelled.is_empty());
        assert_eq!(write(&sentences), text);
    }

    #[test]
    fn reads_trees_and_joins_hyphens() {
        let text = "# a comment\n1\tlong\tADJ\tJJ\t3\tamod\n2\t-\tPUNCT\tHYPH\t3\tpunct\n\
            3\trun\tNOUN\tNN\t4\tamod\n4\tview\tNOUN\tNN\t0\troot\n";
        let sentences = read(Task::Pos, text).unwrap();
        assert_eq!(sentences[0].tokens.len(), 4);
        assert_eq!(sentences[1].tokens, ["long-run", "view"]);
        assert_eq!(sentences[1].labels, ["ADJ|JJ", "NOUN|NN"]);
        let full = "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\tVB\t_\t0\troot\t_\t_\n";
        assert_eq!(read(Task::Pos, full).unwrap()[0].labels, ["AUX|VB"]);
    }
}
