use std::fs;

use super::*;

/// Reads `paths` under a folder of these files; an id and the text, or an id and the error code, each.
fn read(files: &[(&str, &[u8])], paths: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
    let strip = |id: &str| id.replace(&format!("{}/", folder.path().display()), "");
    Reader::default()
        .documents(&paths)
        .map(|input| match input.and_then(|source| source.load()) {
            Ok(loaded) => (loaded.document.id().to_owned(), loaded.document.text().to_owned()),
            Err(failure) => (strip(&failure.id), failure.error.code.into_owned()),
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
}

const FILES: &[(&str, &[u8])] = &[
    ("b.txt", b"B"),
    ("a/two.md", b"2"),
    ("a/one.TXT", b"1"),
    ("a/c.d.txt", b"dots"),
    ("README.md", b"about"),
    (".hidden/x.txt", b"no"),
    ("page.docx", b"<p>"),
];

#[test]
fn a_folder_gives_its_texts_by_name_with_ids_under_it() {
    assert_eq!(read(FILES, &[""]), pairs(&[("a/c.d", "dots"), ("a/one", "1"), ("a/two", "2"), ("b", "B")]));
}

#[test]
fn files_come_in_the_order_given_under_their_stem() {
    assert_eq!(
        read(FILES, &["b.txt", "a/two.md", "README.md"]),
        pairs(&[("b", "B"), ("two", "2"), ("README", "about")])
    );
}

#[test]
fn globs_match_under_their_fixed_part() {
    assert_eq!(read(FILES, &["*.txt"]), pairs(&[("b", "B")]));
    assert_eq!(read(FILES, &["**/*.{txt,md}"])[0].0, "README");
    assert_eq!(read(FILES, &["a/t*"]), pairs(&[("two", "2")]));
    assert_eq!(read(FILES, &["z/*.txt"]), pairs(&[("z/*.txt", "no-texts")]));
    assert_eq!(read(FILES, &["a/z*"]), pairs(&[("a/z*", "no-texts")]));
    assert_eq!(read(FILES, &["*.docx"]), pairs(&[("page", "unsupported-format")]));
}

#[test]
fn what_cannot_be_read_fails_alone() {
    let files: &[(&str, &[u8])] = &[("bad.txt", b"ab\nc\xe9d"), ("good.txt", b"ok"), ("empty.txt", b"")];
    assert_eq!(
        read(files, &["none.txt", "bad.txt", "good.txt", "empty.txt"]),
        pairs(&[("none", "not-found"), ("bad", "ab\ncéd"), ("good", "ok"), ("empty", "")])
    );
    assert_eq!(read(&[("d/x.pdf", b"")], &["d"]), pairs(&[("d", "no-texts")]));
}

#[test]
fn jsonl_lines_are_documents_of_their_own() {
    let lines = concat!(
        "\u{feff}{\"id\":\"x\",\"text\":\"one\"}\n\n",
        "{\"id\":7,\"text\":\"two\"}\r\n",
        "{\"text\":\"three\"}\n",
        "{\"body\":\"four\"}\n",
        "{\"text\":null}\n",
        "not json\n",
        "{\"text\":\"last\"}",
    );
    assert_eq!(
        read(&[("news.jsonl", lines.as_bytes())], &["news.jsonl"]),
        pairs(&[
            ("x", "one"),
            ("7", "two"),
            ("news#4", "three"),
            ("news#5", "no-text"),
            ("news#6", "no-text"),
            ("news#7", "bad-json"),
            ("news#8", "last"),
        ])
    );
}

#[test]
fn jsonl_messages_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.jsonl");
    fs::write(&path, "{\"body\":\"x\",\"title\":\"y\"}\n{\"text\" 1}\n").unwrap();
    let paths = [path];
    let messages: Vec<String> =
        Reader::default().documents(&paths).map(|input| input.unwrap_err().error.message).collect();
    assert!(
        messages[0]
            .ends_with("line 1: the field \"text\" is missing; choose one with --text-field: body, title"),
        "{}",
        messages[0]
    );
    assert!(messages[1].ends_with("line 2: column 9: expected `:`"), "{}", messages[1]);
}

#[test]
fn a_first_line_that_is_an_object_makes_jsonl() {
    assert!(jsonl::is_object(b"{\"text\":\"x\"}\n"));
    assert!(!jsonl::is_object(b"{Applause} Thank you.\n"));
    assert!(!jsonl::is_object(b"12\n"));
}

#[test]
fn the_file_being_written_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.txt"), "x").unwrap();
    fs::write(folder.path().join("out.jsonl"), "{}").unwrap();
    let reader = Reader { skip: vec![folder.path().join("out.jsonl")], ..Reader::default() };
    assert_eq!(reader.documents(&[folder.path().to_owned()]).count(), 1);
}

#[cfg(unix)]
#[test]
fn a_glob_minds_only_the_links_that_it_means() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("a.md"), "A").unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("sub/x.txt")).unwrap();
    let codes = |glob: &str| -> Vec<Option<String>> {
        let paths = [folder.path().join(glob)];
        let inputs = Reader::default().documents(&paths).map(|input| input.err()).collect::<Vec<_>>();
        inputs.into_iter().map(|failure| failure.map(|failure| failure.error.code.into_owned())).collect()
    };
    assert_eq!(codes("*.md"), [None]);
    assert_eq!(codes("**/*.txt"), [Some("unreadable".to_owned())]);
}
