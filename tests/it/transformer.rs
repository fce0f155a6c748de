//! The transformer that ships, on its backends: the same answers whatever it is given beside.

use std::sync::LazyLock;

use whosaid::lexicon::Lexicon;
use whosaid::ner::EntityTagger;
use whosaid::ner::minilm::{self, PureRust};
use whosaid::ner::transformer::TransformerTagger;
use whosaid::ner::transformer::windows::Window;
use whosaid::reading::Reading;

use crate::support::whosaid;

static MINILM: LazyLock<TransformerTagger<PureRust>> = LazyLock::new(|| minilm::english().unwrap());

pub(crate) const NAMES: &str = "President Maria Okafor of Kenya met Tim Cook, the head of Apple Inc., in Nairobi on \
    Monday. The French delegation stayed home, Reuters reported.";

/// What a tagger finds, as label and words.
pub(crate) fn found(tagger: &dyn EntityTagger, text: &str) -> Vec<String> {
    let reading = Reading::new(text, Lexicon::embedded());
    let entities = tagger.entities(&reading);
    assert!(entities.iter().all(|entity| (0.0..=1.0).contains(&entity.score)));
    assert!(entities.is_sorted_by(|one, next| one.span.end <= next.span.start));
    entities.iter().map(|entity| format!("{} {}", entity.label.as_str(), entity.span.text(text))).collect()
}

/// 130 documents, from empty to a sentence of 5,000 words, with all sorts of writing.
pub(crate) fn documents() -> Vec<String> {
    let names = ["Maria Okafor", "José Núñez", "Zoë O’Neill", "王小明", "Владимир Петров", "Ann-Marie ﬁeld"];
    let mut documents: Vec<String> = (0..125usize)
        .map(|at| {
            let name = names[at % names.len()];
            let filler = "and then it rained for a while ".repeat(at % 23);
            format!(
                "\u{1f600} “We won 🏆 {at} times,” said {name} of Norland, {filler}in Tōkyō 東京 — on Monday…"
            )
        })
        .collect();
    let long = "and then it rained for a while ".repeat(714);
    documents.push(format!("It was late, {long}and then President Maria Okafor of Norland spoke in Berlin."));
    documents.extend(["", "\u{0}\u{1}\u{2}", "\u{200b}\u{301}", &"—".repeat(3_000)].map(str::to_owned));
    documents
}

pub(crate) fn windows(tagger: &TransformerTagger<PureRust>) -> Vec<Window> {
    let documents = documents();
    documents.iter().flat_map(|text| tagger.windows(&Reading::new(text, Lexicon::embedded()))).collect()
}

#[test]
fn names_of_the_four_kinds_are_found() {
    assert_eq!(
        found(&*MINILM, NAMES),
        [
            "PER Maria Okafor",
            "LOC Kenya",
            "PER Tim Cook",
            "ORG Apple Inc.",
            "LOC Nairobi",
            "MISC French",
            "ORG Reuters"
        ]
    );
}

#[test]
fn no_name_is_lost_in_a_long_sentence_or_odd_writing() {
    let documents = documents();
    assert_eq!(documents.len(), 130);
    let last = found(&*MINILM, &documents[125]);
    assert!(
        last.contains(&"PER Maria Okafor".to_owned()) && last.contains(&"LOC Berlin".to_owned()),
        "{last:?}"
    );
    for text in documents.iter().filter(|text| text.contains("Maria Okafor of")) {
        assert!(found(&*MINILM, text).contains(&"PER Maria Okafor".to_owned()), "{text}");
    }
}

#[test]
fn many_documents_get_the_answers_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let texts = documents();
    let lines = |range: std::ops::Range<usize>| -> String {
        let line =
            |at: usize| serde_json::json!({ "id": at.to_string(), "text": texts[at] }).to_string() + "\n";
        range.map(line).collect()
    };
    let annotated = |name: &str, lines: String, jobs: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, lines).unwrap();
        let run =
            whosaid().args(["annotate", "--ner", "minilm", "--jobs", jobs]).arg(&path).output().unwrap();
        String::from_utf8(run.stdout).unwrap()
    };
    let together = annotated("all.jsonl", lines(0..texts.len()), "2");
    let mut alone = String::new();
    for at in 0..texts.len() {
        // Each in a process of its own would load the model 130 times: each in a file of its own, a few at a time.
        if at % 10 == 0 {
            alone += &annotated("part.jsonl", lines(at..(at + 10).min(texts.len())), "1");
        }
    }
    assert_eq!(together, alone);
}

#[test]
fn a_window_is_scored_the_same_alone_and_among_others() {
    use whosaid::ner::transformer::Forward as _;
    let windows = windows(&MINILM);
    let network = MINILM.forward();
    let together = network.logits(&windows).unwrap();
    for (window, scores) in windows.iter().zip(&together).step_by(9) {
        assert_eq!(&network.logits(std::slice::from_ref(window)).unwrap()[0], scores);
    }
}

#[test]
fn a_folder_that_is_no_checkpoint_is_named() {
    let run = whosaid().args(["annotate", "--ner", "minilm:seeds", "seeds"]).output().unwrap();
    let complaint = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(complaint.contains("cannot use seeds") && complaint.contains("config.json"), "{complaint}");
}

#[test]
fn damaged_files_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm-ner-en");
    let copy = |name: &str, keep: usize| {
        let bytes = std::fs::read(from.join(name)).unwrap();
        std::fs::write(folder.path().join(name), &bytes[..keep.min(bytes.len())]).unwrap();
    };
    for name in ["config.json", "tokenizer.json"] {
        copy(name, usize::MAX);
    }
    copy("model.safetensors", 10_000);
    let refused = |why: &str| {
        let problem = minilm::read(folder.path(), &[]).map(|_| ()).unwrap_err().to_string();
        assert!(problem.contains(why), "{problem}");
    };
    refused("model.safetensors");
    copy("config.json", 99);
    refused("config.json");
    copy("config.json", usize::MAX);
    copy("tokenizer.json", 9_999);
    refused("tokenizer.json");
}
