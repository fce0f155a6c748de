//! What `whosaid annotate` reads: formats, encodings, compression, fields, ids.

use std::io::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use whosaid::io::input::Reader;

use crate::support::{Folder, Run, summary, whosaid};

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

fn annotate(folder: &Folder, args: &[&str]) -> Run {
    Run::of(whosaid().current_dir(folder.path()).arg("annotate").args(args))
}

/// Ids and texts of all records.
fn texts(run: &Run) -> Vec<(String, String)> {
    let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    run.records().iter().map(|record| (string(&record["id"]), string(&record["text"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn every_format_is_read_compressed_or_not() {
    let html = "<html><head><title>T</title></head><body><nav>Home</nav><p>“A,” said Ann.</p></body></html>";
    let folder = Folder::of(&[
        ("a.txt", b"one"),
        ("b.md.gz", &gzip(b"# two")),
        ("c.HTML", html.as_bytes()),
        ("d.htm.zst", &zstd(html.as_bytes())),
        ("e.jsonl", b"{\"text\":\"five\"}\n"),
        ("f.ndjson.gz", &[gzip(b"{\"text\":\"six\"}\n"), gzip(b"{\"text\":\"seven\"}\n")].concat()),
        ("g.csv", b"id,text\n,eight\n"),
        ("h.tsv.zst", &zstd(b"text\tid\nnine, ten\tx\n")),
        ("i.csv", b"id;text\ny;eleven\n"),
    ]);
    let run = annotate(&folder, &["."]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        texts(&run),
        pairs(&[
            ("a", "one"),
            ("b", "# two"),
            ("c", "“A,” said Ann."),
            ("d", "“A,” said Ann."),
            ("e#1", "five"),
            ("f#1", "six"),
            ("f#2", "seven"),
            ("g#1", "eight"),
            ("x", "nine, ten"),
            ("y", "eleven"),
        ])
    );
    assert_eq!(run.records()[2]["warnings"][0]["code"], "no-article");
}

#[test]
fn standard_input_is_what_it_looks_like() {
    let run = |input: &[u8]| texts(&Run::of(whosaid().args(["annotate", "-"]).write_stdin(input.to_vec())));
    let lines = b"{\"id\":\"x\",\"text\":\"one\"}\n{\"text\":\"two\"}\n";
    let expected = pairs(&[("x", "one"), ("stdin#2", "two")]);
    assert_eq!(run(lines), expected);
    assert_eq!(run(&gzip(lines)), expected);
    assert_eq!(run(&zstd(lines)), expected);
    assert_eq!(run(&gzip("“Text”".as_bytes())), pairs(&[("stdin", "“Text”")]));
    assert_eq!(run(b"<!DOCTYPE html>\n<p>A <b>page</b>"), pairs(&[("stdin", "A page")]));
    assert_eq!(run(b""), pairs(&[("stdin", "")]));
}

#[test]
fn what_comes_before_damage_is_complete() {
    let lines = "{\"text\":\"“So,” said Ann Lee.\"}\n".repeat(50);
    for (extension, pack) in [("gz", gzip as fn(&[u8]) -> Vec<u8>), ("zst", zstd)] {
        let whole = pack(lines.as_bytes());
        let bytes = [&whole[..], &whole[..whole.len() - 5]].concat();
        let name = format!("n.jsonl.{extension}");
        let run = annotate(&Folder::of(&[(&name, &bytes)]), &[&name]);
        let mut summary = run.summary();
        let (id, code) = summary.pop().unwrap();
        assert!(summary.len() >= 50 && summary.iter().all(|(_, code)| code.is_none()), "{}", summary.len());
        assert_eq!((id, code.as_deref()), (format!("n#{}", summary.len() + 1), Some("damaged")));
        assert!(run.stderr.contains("data is damaged or cut off"), "{}", run.stderr);
    }
}

#[test]
fn fields_are_kept_where_they_are() {
    let html =
        "<html lang=en><head><title>Bridge closes</title><meta name=author content='Jo Roe'></head><p>Text.";
    let folder = Folder::of(&[
        ("a.jsonl", b"{\"text\":\"x\",\"tags\":[1,null],\"title\":null,\"byline\":\"Ann \\ud83d\"}\n{\"text\":\"y\"}\n"),
        ("b.csv", b"byline,text,title,tags\n\"Lee, Ann\",z,,t\n"),
        ("c.html", html.as_bytes()),
        ("d.txt", b"plain"),
    ]);
    let run = annotate(&folder, &[".", "--keep", "title,tags", "--keep", "byline"]);
    let fields: Vec<Value> = run.records().iter().map(|record| record["fields"].clone()).collect();
    assert_eq!(
        fields,
        [
            json!({"tags": [1, null], "title": null, "byline": "Ann \u{fffd}"}),
            Value::Null,
            json!({"byline": "Lee, Ann", "title": "", "tags": "t"}),
            json!({"title": "Bridge closes", "byline": "Jo Roe"}),
            Value::Null,
        ]
    );
    // A record without fields has no such key, and the key comes after the text.
    let first = run.stdout.split(|byte| *byte == b'\n').next().unwrap();
    assert!(std::str::from_utf8(first).unwrap().contains("\"text\":\"x\",\"fields\":{"));
    let lone = json!([{"code": "lone-surrogates", "start": 0, "end": 0, "detail": "1"}]);
    assert_eq!(run.records()[0]["warnings"], lone);
}

#[test]
fn missing_columns_fail_once_and_name_the_others() {
    let folder = Folder::of(&[("a.csv", b"body,date\nx,y\nz,w\n"), ("b.csv", b"text,date\nx,y\n")]);
    let run = annotate(&folder, &["a.csv", "b.csv"]);
    assert_eq!((run.code, run.summary()), (1, summary(&[("a", Some("no-text")), ("b#1", None)])));
    assert!(run.stderr.contains("a.csv: there is no column \"text\""), "{}", run.stderr);
    assert!(run.stderr.contains("--text-field; the columns are: body, date"), "{}", run.stderr);
    let run = annotate(&folder, &["a.csv", "--text-field", "body", "--keep", "site"]);
    assert_eq!((run.code, run.summary()), (2, summary(&[("a", Some("no-field"))])));
}

#[test]
fn encodings_are_found_out_and_guesses_are_told() {
    let utf16: Vec<u8> = "\u{feff}“Zwölf”".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = Folder::of(&[
        ("a.txt", b"\x93It\x92s late,\x94 said Ren\xe9e Fran\xe7ois."),
        ("b.txt", &utf16),
        ("c.html", b"<meta charset=koi8-r><p>\xf0\xf2\xe9\xf7\xe5\xf4"),
        ("d.jsonl", b"{\"text\":\"caf\xe9 \x93so\x94\"}\n"),
        ("e.csv", b"\xef\xbb\xbftext\n\"\xe2\x80\x9cx\xe2\x80\x9d\"\n"),
    ]);
    let run = annotate(&folder, &["."]);
    let expected = ["“It’s late,” said Renée François.", "“Zwölf”", "ПРИВЕТ", "café “so”", "“x”"];
    let records = run.records();
    for (record, expected) in records.iter().zip(expected) {
        assert_eq!(record["text"], expected);
    }
    let guessed = json!([{"code": "guessed-encoding", "start": 0, "end": 0, "detail": "windows-1252"}]);
    assert_eq!((&records[0]["warnings"], &records[1]["warnings"]), (&guessed, &json!([])));
    // What is named is not guessed.
    let run = annotate(&folder, &["a.txt", "--encoding", "macintosh"]);
    assert!(run.records()[0]["text"].as_str().unwrap().starts_with("ìItís late"));
    assert_eq!(run.records()[0]["warnings"], json!([]));
    let run = annotate(&folder, &["a.txt", "--encoding", "utf-8"]);
    assert_eq!(run.summary(), summary(&[("a", Some("not-utf8"))]));
    assert!(run.stderr.contains("a.txt, line 1: not UTF-8: byte 0x93 at offset 0"), "{}", run.stderr);
}

#[test]
fn no_two_documents_have_the_same_id() {
    let lines = b"{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"a~2\",\"text\":\"2\"}\n{\"id\":\"\",\"text\":\"3\"}\n{\"id\":7,\"text\":\"4\"}\n";
    let folder = Folder::of(&[("a.md", b"one"), ("a.txt", b"two"), ("b.jsonl", lines), ("c/b.jsonl", lines)]);
    let run = annotate(&folder, &["."]);
    let ids: Vec<String> = run.summary().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["a", "a~2", "a~3", "a~2~2", "b#3", "7", "a~4", "a~2~3", "b#3~2", "7~2"]);
    assert_eq!(
        run.records()[1]["warnings"][0],
        json!({"code": "renamed-id", "start": 0, "end": 0, "detail": "a"})
    );
}

#[test]
fn long_texts_are_refused_with_a_remedy() {
    let row = format!("text\n\"{}\"\nshort\n", "é".repeat(101));
    let line = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"short\"}}\n", "é".repeat(101));
    let folder = Folder::of(&[
        ("a.txt", "é".repeat(100).as_bytes()),
        ("b.txt", "é".repeat(101).as_bytes()),
        ("c.txt", "é".repeat(999).as_bytes()),
        ("d.csv", row.as_bytes()),
        ("e.jsonl", line.as_bytes()),
    ]);
    let run = annotate(&folder, &[".", "--max-chars", "100"]);
    let long = Some("too-long");
    let expected =
        [("a", None), ("b", long), ("c", long), ("d#1", long), ("d#2", None), ("e#1", long), ("e#2", None)];
    assert_eq!((run.code, run.summary()), (1, summary(&expected)));
    let messages: Vec<&str> = run.stderr.lines().collect();
    for (message, expected) in messages.iter().zip([
        "b.txt: 101 characters; the limit is 100 characters: split the text",
        "c.txt: more than 404 bytes; the limit is 100 characters",
        "d.csv, line 2: 101 characters",
        "e.jsonl, line 1: 101 characters",
    ]) {
        assert!(message.contains(expected) && message.ends_with("raise --max-chars"), "{message}");
    }
}

#[test]
fn what_is_not_supported_says_what_to_do() {
    let folder =
        Folder::of(&[("a.json", b"[]"), ("b.gz", b""), ("c.parquet", b"x"), ("d.jsonl", b"[\n{}\n]\n")]);
    let run = annotate(&folder, &["a.json", "b.gz", "c.parquet", "d.jsonl"]);
    let codes = ["unsupported-format", "unsupported-format", "damaged", "bad-json", "no-text", "bad-json"];
    let found: Vec<_> = run.summary().into_iter().filter_map(|(_, code)| code).collect();
    assert_eq!(found, codes);
    assert!(
        run.stderr.contains("a.json: cannot read .json files; for one document a line, as .jsonl: jq -c .")
    );
    assert!(
        run.stderr.contains(
            "d.jsonl, line 1: invalid type: sequence, expected a JSON object; the file may hold a list: jq"
        ),
        "{}",
        run.stderr
    );
}

/// Any bytes, and bytes that look like something at first.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let starts: [&[u8]; 12] = [
        b"",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08\0\0\0\0\0\0\0",
        b"\x28\xb5\x2f\xfd",
        b"PAR1",
        b"<!doctype html><meta charset=",
        b"text,id\n\"",
        b"text\tid\n",
        b"{\"text\":\"\\ud800",
        b"%PDF-",
    ];
    let pieces: [&[u8]; 16] = [
        b"{\"text\":\"",
        b"\"}\n",
        b"\\u",
        b"\\ud83d",
        b"\"",
        b"<div>",
        b"</p>",
        b"<!--",
        b"&amp;",
        b"&#x110000;",
        b",",
        b"\n",
        b"\0",
        b"\xe2\x80\x9c",
        b"\xff",
        b"<script>",
    ];
    let piece = prop_oneof![
        prop::sample::select(pieces.to_vec()).prop_map(<[u8]>::to_vec),
        prop::collection::vec(any::<u8>(), 0..20),
    ];
    (prop::sample::select(starts.to_vec()), prop::collection::vec(piece, 0..30))
        .prop_map(|(start, pieces)| [start.to_vec(), pieces.concat()].concat())
}

#[test]
fn no_bytes_under_any_extension_panic() {
    let folder = Folder::of(&[]);
    let extensions = [
        "txt", "md", "html", "htm", "jsonl", "ndjson", "csv", "tsv", "parquet", "pq", "txt.gz", "html.zst",
        "jsonl.gz", "csv.zst", "",
    ];
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    runner
        .run(&bytes(), |bytes| {
            for extension in extensions {
                let packed = match extension.rsplit('.').next() {
                    Some("gz") if bytes.len() % 2 == 0 => gzip(&bytes),
                    Some("zst") if bytes.len() % 2 == 0 => zstd(&bytes),
                    _ => bytes.clone(),
                };
                let path = folder.join(&format!("x.{extension}"));
                std::fs::write(&path, packed).unwrap();
                let reader = Reader { keep: vec!["id".to_owned(), "title".to_owned()], ..Reader::default() };
                for input in reader.documents(&[path]).take(1000) {
                    let place = |message: &str| message.contains(&format!("x.{extension}"));
                    match input.and_then(|source| source.load()) {
                        Ok(loaded) => prop_assert!(!loaded.document.id().is_empty()),
                        Err(failure) => prop_assert!(place(&failure.error.message), "{failure:?}"),
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}
