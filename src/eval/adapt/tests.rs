//! Tiny outputs of each system for the same text.

use std::fs;

use tempfile::TempDir;

use super::{Adapted, System, adapt};
use crate::document::Document;
use crate::io::wire::Record;

const TEXT: &str = "😀 Zoë came. “No way,” she said. Bo Hay agreed it was\n“a mess”.";

/// Code-point positions of `part`.
fn at(part: &str) -> (usize, usize) {
    let byte = TEXT.find(part).expect("in the text");
    let start = TEXT[..byte].chars().count();
    (start, start + part.chars().count())
}

fn adapted(system: System, files: &[(&str, &str)]) -> Adapted {
    let folder = TempDir::new().expect("a folder");
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).expect("a file");
    }
    let path = if let [(name, _)] = files { folder.path().join(name) } else { folder.path().to_owned() };
    let texts =
        [Document::new("news/one", TEXT), Document::new("news/two", "x")].map(|text| text.expect("short"));
    adapt(system, &path, &texts).expect("readable")
}

/// Kind, parts, cue, mention, speaker of every quotation.
fn shown(record: &Record) -> Vec<String> {
    let slice = |[start, end]: [u32; 2]| -> String {
        TEXT.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    let words = |range: Option<[u32; 2]>| range.map_or_else(|| "–".to_owned(), slice);
    record
        .quotes
        .iter()
        .map(|quote| {
            let parts: Vec<String> = quote.parts.iter().copied().map(slice).collect();
            let speaker =
                quote.speaker.and_then(|id| record.speakers.iter().find(|speaker| speaker.id == id));
            format!(
                "{} [{}] {} {} {}",
                quote.kind.as_str(),
                parts.join("|"),
                words(quote.cue),
                words(quote.mention),
                speaker.map_or("–", |speaker| &speaker.name)
            )
        })
        .collect()
}

fn only(adapted: &Adapted) -> &Record {
    assert_eq!(adapted.records.len(), 1);
    assert_eq!(adapted.records[0].id, "news/one");
    &adapted.records[0]
}

#[test]
fn corenlp_counts_utf16() {
    // The emoji takes two units: everything behind it stands one further on.
    let unit = |part: &str| (at(part).0 + 1, at(part).1 + 1);
    let token = |part: &str| {
        let (start, end) = unit(part);
        format!(r#"{{"index":1,"characterOffsetBegin":{start},"characterOffsetEnd":{end}}}"#)
    };
    let (start, end) = unit("“No way,”");
    let (from, to) = unit("Zoë");
    let json = format!(
        r#"{{"sentences":[{{"tokens":[{},{}],"entitymentions":[{{"characterOffsetBegin":{from},"characterOffsetEnd":{to},"text":"Zoë","ner":"PERSON"}}]}}],
        "corefs":{{"3":[{{"sentNum":1,"startIndex":1,"endIndex":2}},{{"sentNum":1,"startIndex":2,"endIndex":3}}]}},
        "quotes":[{{"id":0,"text":"“No way,”","beginIndex":{start},"endIndex":{end},"mention":"she","mentionBegin":1,"mentionEnd":1,
        "mentionSieve":"trigram","speaker":"she","canonicalSpeaker":"Zoë","canonicalMentionBegin":0,"canonicalMentionEnd":0}}]}}"#,
        token("Zoë"),
        token("she")
    );
    let adapted = adapted(System::Corenlp, &[("one.txt.json", &json), ("other.json", "{}")]);
    let record = only(&adapted);
    assert_eq!(shown(record), ["direct [No way,] – she Zoë"]);
    assert_eq!((record.speakers[0].mentions.len(), record.entities.len()), (2, 1));
    assert_eq!(record.quotes[0].rule.as_deref(), Some("trigram"));
    assert_eq!((adapted.tally.checked, adapted.tally.differing), (3, 0));
    assert_eq!(adapted.tally.problems[0].document, "other");
}

#[test]
fn booknlp_counts_tokens() {
    let row = |id: usize, part: &str| {
        let (start, end) = at(part);
        format!("0\t0\t{id}\t{id}\t{part}\t{part}\t{start}\t{end}\n")
    };
    let tokens = [
        "paragraph_ID\tsentence_ID\ttoken_ID_within_sentence\ttoken_ID_within_document\tword\tlemma\tbyte_onset\tbyte_offset\n".to_owned(),
        row(0, "Zoë"), row(1, "“"), row(2, "No"), row(3, "way"), row(4, ",”"), row(5, "she"),
    ]
    .concat();
    let quotes = "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n\
        1\t4\t5\t5\tshe\t7\t“ No way ,”\n";
    let entities =
        "COREF\tstart_token\tend_token\tprop\tcat\ttext\n7\t0\t0\tPROP\tPER\tZoë\n7\t5\t5\tPRON\tPER\tshe\n";
    let book = r#"{"characters":[{"id":7,"mentions":{"proper":[{"c":1,"n":"Zo"},{"c":4,"n":"Zoë"}]}}]}"#;
    let files =
        [("one.quotes", quotes), ("one.tokens", &tokens), ("one.entities", entities), ("one.book", book)];
    let all = adapted(System::Booknlp, &files);
    assert_eq!(shown(only(&all)), ["direct [No way,] – she Zoë"]);
    assert_eq!((only(&all).speakers[0].mentions.len(), only(&all).entities.len()), (2, 1));
    // Without tokens the words tell the place; without a book the entities tell the name.
    let bare = adapted(System::Booknlp, &[files[0], files[2]]);
    assert_eq!(shown(only(&bare)), ["direct [No way,] – – Zoë"]);
}

#[test]
fn citron_has_spans() {
    let span = |part: &str| {
        let (start, end) = at(part);
        format!(r#"{{"start":{start},"end":{end},"text":{}}}"#, serde_json::json!(part))
    };
    let json = format!(
        r#"{{"text":"x","quotes":[{{"cue":{},"sources":[{}],"contents":[{}],"confidence":0.5}},{{"cue":{},"sources":[{}],"contents":[{}],"coreferences":[{}]}}]}}"#,
        span("agreed"),
        span("Bo Hay"),
        span("it was\n“a mess”"),
        span("said"),
        span("she"),
        span("“No way,”"),
        span("Zoë"),
    );
    let adapted = adapted(System::Citron, &[("one.json", &json), ("x.txt", "")]);
    assert_eq!(
        shown(only(&adapted)),
        ["direct [No way,] said she Zoë", "mixed [it was\n“a mess”] agreed Bo Hay Bo Hay"]
    );
    let mixed = &only(&adapted).quotes[1];
    assert_eq!((mixed.confidence, mixed.marks.len()), (Some(0.5), 1));
}

#[test]
fn gender_gap_tracker_may_have_altered_the_text() {
    // Marks are straight and positions off; the words tell the place. What is nowhere is named.
    let json = r#"{"id":"news/one","quotes":[{"speaker":"she","speaker_index":"(22,25)","quote":"\"No way,\"","quote_index":"(3, 9)",
        "verb":"said","verb_index":"","quote_type":"QSV"},{"speaker":"","quote":"Never","quote_index":"(0,5)"}]}"#;
    let json = json.replace('\n', " ");
    let adapted = adapted(System::Ggt, &[("all.jsonl", &json)]);
    assert_eq!(shown(only(&adapted)), ["direct [No way,] said she she"]);
    assert_eq!(adapted.tally.unplaced, 1);
    assert!(
        adapted
            .tally
            .problems
            .iter()
            .any(|problem| problem.what == "“Never” is nowhere in the text and is left out")
    );
}

#[test]
fn textacy_is_read_as_documented() {
    let (start, end) = at("“No way,”");
    let (from, to) = at("she");
    let json = format!(
        r#"{{"quotes":[{{"content":{{"start":{start},"end":{end}}},"speaker":{{"start":{from},"end":{to},"text":"she"}},"cue":null,"name":"Zoë"}}],"entities":[{{"start":2,"end":5,"label":"PERSON"}}]}}"#
    );
    let adapted = adapted(System::Textacy, &[("one.json", &json), ("x.txt", "")]);
    assert_eq!(shown(only(&adapted)), ["direct [No way,] – she Zoë"]);
    assert_eq!(only(&adapted).entities.len(), 1);
}

#[test]
fn rows_need_four_columns() {
    let ((a, b), (c, d)) = (at("“No way,”"), at("it was\n“a mess”"));
    let csv = format!(
        "doc,start,end,speaker\nnews/one,{c},{d},Bo Hay\none,{a},{b},\nnews/one,500,501,Ann\nthree,0,1,Ann\n"
    );
    let adapted = adapted(System::Csv, &[("x.csv", &csv)]);
    assert_eq!(shown(only(&adapted)), ["direct [No way,] – – –", "mixed [it was\n“a mess”] – – Bo Hay"]);
    let told: Vec<_> = adapted.tally.problems.iter().map(|problem| problem.item.as_str()).collect();
    assert_eq!((told, adapted.tally.unplaced), (vec!["row 4", "output"], 1));
}

#[test]
fn outputs_of_no_text_are_an_error() {
    let folder = TempDir::new().expect("a folder");
    let texts = [Document::new("a", "x").expect("short")];
    let refused = adapt(System::Citron, folder.path(), &texts).expect_err("nothing there");
    assert!(refused.problem.starts_with("holds nothing of these texts"));
}
