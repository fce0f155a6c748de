//! A folder of two thousand hostile files: none stops the others, and each is named in an error record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::inputs::{gzip, zstd};
use crate::support::{Folder, Run, whosaid};

/// What is to become of a file.
enum Fate {
    /// So many good records.
    Good(usize),
    /// So many good records, and a failure with this code.
    Bad(usize, &'static str),
}

use Fate::{Bad, Good};

/// Bytes without pattern, the same in every run.
fn noise(seed: usize, length: usize) -> Vec<u8> {
    let mut state = seed as u32 | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 11) as u8
    };
    (0..length).map(|_| next()).collect()
}

fn lines(texts: &[&str]) -> Vec<u8> {
    texts.iter().map(|text| format!("{{\"text\":\"{text}\"}}\n")).collect::<String>().into_bytes()
}

/// Pages that a parser would take minutes or hours for.
fn hostile_page(number: usize) -> String {
    let formatting: String = (0..900).map(|at| format!("<b a={at}>")).collect();
    match number % 8 {
        0 => "<div>".repeat(20_000),
        1 => "<div></x>".repeat(2500),
        2 => format!("<!-- --!>{}-->", "<div>".repeat(20_000)),
        3 => format!("<svg><title>{}</title>", "<div>".repeat(20_000)),
        4 => "<li><dd>".repeat(20_000),
        5 => "<rt>".repeat(20_000),
        6 => format!("<p>{formatting}{}", "<p>x".repeat(1000)),
        _ => format!("<p {}>x", "a=1 ".repeat(100_000)),
    }
}

/// The kinds of files, each with its extension.
fn file(number: usize, long: usize) -> (&'static str, Vec<u8>, Fate) {
    let kinds = 25;
    match number % kinds {
        0 => ("txt", format!("“It is late,” said Ann Lee. That was {number}.").into_bytes(), Good(1)),
        1 => ("txt", noise(number, 3000), Bad(0, "not-text")),
        2 => ("txt", [b"\x89PNG\r\n\x1a\n".to_vec(), noise(number, 50)].concat(), Bad(0, "not-text")),
        3 => ("md", b"%PDF-1.4\n1 0 obj << /Length 9 >> stream".to_vec(), Bad(0, "not-text")),
        4 => {
            let packed = gzip(&lines(&["one"; 300]));
            ("jsonl.gz", packed[..packed.len() - 9].to_vec(), Bad(300, "damaged"))
        }
        5 => ("txt.gz", b"no gzip at all".to_vec(), Bad(0, "damaged")),
        6 => {
            let packed = zstd(&noise(number, 5000));
            ("txt.zst", packed[..packed.len() / 2].to_vec(), Bad(0, "damaged"))
        }
        7 => ("txt", "x".repeat(long).into_bytes(), Bad(0, "too-long")),
        8 => ("jsonl", lines(&["one", &"x".repeat(long), "three"]), Bad(2, "too-long")),
        9 => {
            let text = format!("text\none\n\"{}\"\nthree\n", "x, ".repeat(long / 3));
            ("csv", text.into_bytes(), Bad(2, "too-long"))
        }
        10 => ("txt", format!("{}x{}", "“‘".repeat(300), "’”".repeat(300)).into_bytes(), Good(1)),
        11 => ("html", hostile_page(number / kinds).into_bytes(), Bad(0, "too-complex")),
        12 => ("html", "<blockquote><p>“x".repeat(100).into_bytes(), Good(1)),
        13 => ("jsonl", lines(&["cut \\ud83d", "\\udc00\\ud800", "\\ud83d\\ude00"]), Good(3)),
        14 => ("jsonl", b"{\"text\":\"one\"}\n{\"text\":\n{\"text\":\"three\"}".to_vec(), Bad(2, "bad-json")),
        15 => {
            let deep = format!("{{\"text\":\"one\",\"x\":{}\n{{\"text\":\"two\"}}\n", "[".repeat(50_000));
            ("jsonl", deep.into_bytes(), Bad(1, "bad-json"))
        }
        16 => ("csv", b"text,page\none,1\ntwo\nthree,3,4\nfour,4\n".to_vec(), Bad(2, "bad-csv")),
        17 => ("csv", b"headline,body\none,two\n".to_vec(), Bad(0, "no-text")),
        18 => ("csv.gz", gzip(b""), Bad(0, "no-text")),
        19 => (
            "parquet",
            [b"PAR1".to_vec(), noise(number, 300), b"\x10\0\0\0PAR1".to_vec()].concat(),
            Bad(0, "damaged"),
        ),
        20 => ("pq", b"PAR1".to_vec(), Bad(0, "damaged")),
        21 => ("txt", [b"caf\xe9 \x93so\x94 ".to_vec(), b"said Ann Lee. ".repeat(5)].concat(), Good(1)),
        22 => ("jsonl", noise(number, 3000), Bad(0, "not-text")),
        23 => (
            "tsv",
            [b"text\tid\n".to_vec(), b"\0\x01\x02\x03".repeat(50), b"\t1\n".to_vec()].concat(),
            Bad(0, "not-text"),
        ),
        _ => (
            "html",
            [b"<p>\0&#0;&#xd800;</div></p><table><td>".to_vec(), b"\xff\xfe".repeat(9)].concat(),
            Good(1),
        ),
    }
}

/// Runs over `count` files, of which those that are too long have `long` characters, with a limit of `most`.
fn check(count: usize, long: usize, most: usize) {
    let folder = Folder::of(&[]);
    let mut fates = BTreeMap::new();
    for number in 0..count {
        let (extension, bytes, fate) = file(number, long);
        // Folders inside folders.
        let name = format!("d{:02}/f{number:04}", number / 100);
        let path = folder.join(&format!("{name}.{extension}"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        fates.insert(name, fate);
    }
    let unwalkable = unwalkable(folder.path());

    let most = most.to_string();
    let args = ["annotate", ".", "--ner", "none", "--no-text", "--max-chars", &most];
    let run =
        Run::of(whosaid().current_dir(folder.path()).timeout(std::time::Duration::from_secs(600)).args(args));
    assert_eq!(run.code, 1);

    // Good documents and failures by file; ids of rows begin with the name alone.
    let mut good: BTreeMap<String, usize> = BTreeMap::new();
    let mut failed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for record in run.records() {
        let id = record["id"].as_str().unwrap().to_owned();
        assert!(ids.insert(id.clone()), "{id} comes twice");
        if record["error"].is_null() {
            let name = id.rsplit('/').next().unwrap().split(['#', '~']).next().unwrap();
            *good.entry(name.to_owned()).or_default() += 1;
        } else {
            let message = record["error"]["message"].as_str().unwrap();
            let name = message.split([':', ',']).next().unwrap().trim_start_matches("./");
            let name = name.rsplit('/').next().unwrap().split('.').next().unwrap();
            failed
                .entry(name.to_owned())
                .or_default()
                .push(record["error"]["code"].as_str().unwrap().to_owned());
            assert!(run.stderr.contains(message), "{message}");
        }
    }
    for (name, fate) in &fates {
        let name = name.rsplit('/').next().unwrap();
        let found = good.get(name).copied().unwrap_or_default();
        match fate {
            Good(count) => assert!(found == *count && !failed.contains_key(name), "{name}: {found}"),
            Bad(count, code) => {
                let codes = failed.get(name).unwrap_or_else(|| panic!("{name} did not fail"));
                assert!(codes.iter().all(|found| found == code), "{name}: {codes:?}");
                // How much a decoder gives before the damage is its own business, short of the last block.
                let exact = *code != "damaged" || *count == 0;
                assert!(found == *count || !exact && found <= *count, "{name}: {found}");
            }
        }
    }
    for name in unwalkable {
        assert!(failed.contains_key(&name), "{name}");
    }
}

/// Adds what cannot be read to a folder, and names it.
#[cfg(unix)]
fn unwalkable(folder: &Path) -> Vec<String> {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;

    std::fs::create_dir_all(folder.join("links/inner")).unwrap();
    symlink("../..", folder.join("links/inner/loop")).unwrap();
    symlink("nowhere.txt", folder.join("links/broken.txt")).unwrap();
    symlink("self.txt", folder.join("links/self.txt")).unwrap();
    // A socket that outlives its listener cannot be opened, and stands for pipes, which would make us wait.
    drop(UnixListener::bind(folder.join("links/socket.txt")).unwrap());
    let mut names: Vec<String> = ["loop", "broken", "self", "socket"].map(str::to_owned).to_vec();
    let closed = |path: &str, is_folder: bool| {
        let path = folder.join(path);
        if is_folder {
            std::fs::create_dir(&path).unwrap()
        } else {
            std::fs::write(&path, "secret").unwrap()
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
        std::fs::read_dir(&path).is_err() && std::fs::read(&path).is_err()
    };
    // The superuser may read anything.
    for (path, is_folder, name) in [("closed", true, "closed"), ("shut.txt", false, "shut")] {
        if closed(path, is_folder) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(not(unix))]
fn unwalkable(_: &Path) -> Vec<String> {
    Vec::new()
}

#[test]
fn two_thousand_hostile_files_are_no_problem() {
    check(2000, 200_000, 10_000);
}

#[test]
#[ignore = "takes a while: cargo test --release -- --ignored"]
fn lines_of_a_hundred_megabytes_are_no_problem() {
    check(25, 100_000_000, 10_000_000);
}
