//! The page of `whosaid eval --format html`, as text and in a browser.

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, Run, whosaid};

const GOLD: &str = "+++\nid = \"ID\"\n[speakers.ann]\nname = \"Ann Lee\"\nkind = \"person\"\n\
    [speakers.bob]\nname = \"Bob <Ray>\"\nkind = \"person\"\n+++\n\
    “<q1 direct ann>It is late,</q1>” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>.\n\n\
    “<q2 direct bob>Is it?</q2>” <c2>said</c2> <m2><PER>Bob Ray</PER></m2>.\n";

/// Writes the page of two documents, by this engine.
fn page(folder: &Folder, arguments: &[&str]) -> String {
    let mut command = whosaid();
    command.args(["eval", "--gold", "dev", "-o", "page.html"]).args(arguments).current_dir(folder.path());
    let run = Run::of(&mut command);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    std::fs::read_to_string(folder.join("page.html")).unwrap()
}

fn folder() -> Folder {
    let (one, two) = (GOLD.replace("ID", "one"), GOLD.replace("ID", "two"));
    Folder::of(&[("dev/a.gold.txt", one.as_bytes()), ("dev/b.gold.txt", two.as_bytes())])
}

#[test]
fn the_page_needs_nothing_beside_it() {
    let page = page(&folder(), &[]);
    for outside in ["<script", "<link", "<img", "@import", "url(", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("Bob &lt;Ray&gt;") && !page.contains("Bob <Ray>"));
    assert!(page.contains("<mark class=\"gold\">Is it?</mark>"));
    assert!(!self::page(&folder(), &["--summary"]).contains("Is it?"));
}

#[test]
fn the_page_stands_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no chromium here");
        return;
    };
    let folder = folder();
    page(&folder, &[]);
    let address = format!("file://{}", folder.join("page.html").display());
    let home = tempfile::tempdir().unwrap();
    let shown = |arguments: &[&str]| {
        let mut command = Command::new(&browser);
        command
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .arg(format!("--user-data-dir={}", home.path().display()))
            .args(arguments)
            .arg(&address)
            .current_dir(folder.path());
        command.output().unwrap()
    };
    let dom = String::from_utf8(shown(&["--dump-dom"]).stdout).unwrap();
    for figure in ["coverage", "calibration", "rules", "documents"] {
        let start = dom.find(&format!("<figure id=\"figure-{figure}\">")).expect(figure);
        let figure = &dom[start..dom[start..].find("</figure>").unwrap() + start];
        assert!(figure.contains("</svg>"), "{figure}");
    }
    for section in ["figures", "tables", "errors"] {
        assert!(dom.contains(&format!("<section id=\"{section}\">")), "{section}");
    }
    shown(&["--window-size=1200,1600", "--screenshot=page.png"]);
    let picture = std::fs::read(folder.join("page.png")).unwrap();
    // An empty page packs into a few kilobytes.
    assert!(picture.len() > 30_000, "{}", picture.len());
}

/// A chromium in the search path.
fn browser() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|candidate| Path::is_file(candidate))
}
