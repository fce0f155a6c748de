use std::fs;
use std::path::PathBuf;

use super::*;

fn settings() -> Settings {
    Settings::from([("--format".to_owned(), "text".to_owned())])
}

fn lines() -> Form {
    Form::File(Segments::text(
        Frame { preamble: "[".into(), separator: ",", epilogue: "]" },
        Compression::None,
    ))
}

fn open(path: &Path, resume: bool) -> Output {
    match Output::open(path, lines(), &settings(), resume).unwrap() {
        Opened::Begun(output) => output.with_segment_size(SegmentSize { documents: 3, bytes: 100 }),
        Opened::Whole(_) => panic!("not whole"),
    }
}

fn done(number: u64) -> Done {
    let failure = (number % 5 == 4).then(|| Failure::new(number.to_string(), "odd", "bad"));
    let rendered = failure.is_none().then(|| Rendered::Text(number.to_string()));
    Done { rendered, failure, size: number, stamp: 7 }
}

/// Hands in what is missing of `until` documents.
fn put(output: &mut Output, until: u64) {
    for number in output.checkpoint().documents..until {
        output.put(done(number)).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    (folder, path)
}

const TEN: &str = "[0,1,2,3,5,6,7,8]";

#[test]
fn an_output_is_under_its_name_when_it_is_whole() {
    let (folder, path) = folder();
    let mut output = open(&path, false);
    put(&mut output, 10);
    assert_eq!(names(folder.path()), ["out.errors.partial", "out.journal", "out.partial"]);
    output.finish().unwrap();
    assert_eq!(names(folder.path()), ["out", "out.errors"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), TEN);
    let errors = fs::read_to_string(folder.path().join("out.errors")).unwrap();
    assert_eq!(errors.lines().count(), 2);
    assert!(errors.starts_with(r#"{"schema":"whosaid/1","id":"4","error":"#), "{errors}");
}

#[test]
fn a_run_that_was_dropped_anywhere_goes_on_to_the_same_bytes() {
    for stop in 0..=10 {
        let (folder, path) = folder();
        let mut output = open(&path, false);
        put(&mut output, stop);
        drop(output);
        // What a killed run had begun to write.
        let partial = folder.path().join("out.partial");
        let torn = [fs::read(&partial).unwrap().as_slice(), b",99"].concat();
        fs::write(&partial, torn).unwrap();
        let mut output = open(&path, true);
        assert_eq!(output.checkpoint().documents, stop / 3 * 3);
        put(&mut output, 10);
        assert_eq!(output.checkpoint().failed, 2);
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEN, "{stop}");
        assert_eq!(names(folder.path()), ["out", "out.errors"]);
    }
}

#[test]
fn a_part_is_not_written_over() {
    let (_folder, path) = folder();
    let mut output = open(&path, false);
    put(&mut output, 7);
    drop(output);
    let error = Output::open(&path, lines(), &settings(), false).err().unwrap().to_string();
    assert!(error.contains("holds 6 documents") && error.contains("--resume"), "{error}");
    let other = Settings::from([("--format".to_owned(), "csv".to_owned())]);
    let error = Output::open(&path, lines(), &other, true).err().unwrap().to_string();
    assert!(error.ends_with("the run was begun with --format text, and is now given csv"), "{error}");
}

#[test]
fn a_run_that_is_interrupted_leaves_a_valid_output_and_can_go_on() {
    for stop in 0..=10 {
        let (_folder, path) = folder();
        let mut output = open(&path, false);
        put(&mut output, stop);
        assert!(output.interrupt().unwrap());
        let so_far: Vec<String> = (0..stop).filter(|n| n % 5 != 4).map(|n| n.to_string()).collect();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("[{}]", so_far.join(",")));
        let mut output = open(&path, true);
        put(&mut output, 10);
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEN, "{stop}");
    }
}

#[test]
fn an_end_that_was_cut_short_is_made_good() {
    let (folder, path) = folder();
    let mut output = open(&path, false);
    put(&mut output, 10);
    output.write().unwrap();
    let Target::File(mut file) = output.target else { panic!("a file") };
    // As `finish` does, up to before the move.
    let at = Checkpoint { whole: true, ..*file.good() };
    file.write(b"]", &[], &at).unwrap();
    drop(file);
    // With and without the first move.
    let journal = fs::read(folder.path().join("out.journal")).unwrap();
    for moved in [false, true] {
        if moved {
            fs::write(folder.path().join("out.journal"), &journal).unwrap();
        }
        assert!(
            matches!(Output::open(&path, lines(), &settings(), true).unwrap(), Opened::Whole(at) if at.documents == 10)
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), TEN);
        assert!(!folder.path().join("out.journal").exists());
    }
}

#[test]
fn folders_are_made_whole_and_never_led_out_of() {
    let (folder, path) = folder();
    let form = || Form::Folder(vec![("about.conf".to_owned(), "x".to_owned())]);
    let Opened::Begun(mut output) = Output::open(&path, form(), &settings(), false).unwrap() else {
        panic!()
    };
    let files = |name: &str| Some(Rendered::Files(vec![(name.to_owned(), "t".to_owned())]));
    output.put(Done { rendered: files("a/b.txt"), ..done(0) }).unwrap();
    for bad in ["../c.txt", "/c.txt", "a/../../c.txt"] {
        assert!(output.put(Done { rendered: files(bad), ..done(0) }).is_err());
    }
    output.put(done(4)).unwrap();
    output.finish().unwrap();
    assert_eq!(names(folder.path()), ["out", "out.errors"]);
    assert_eq!(names(&path), ["a", "about.conf"]);
    assert!(matches!(Output::open(&path, form(), &settings(), false), Err(OpenError::Full(_))));
}

#[test]
fn streams_get_each_document_at_once() {
    #[derive(Clone, Default)]
    struct Shared(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let shared = Shared::default();
    let mut output = Output::stream(lines(), Box::new(shared.clone())).unwrap();
    output.put(done(1)).unwrap();
    assert_eq!(*shared.0.borrow(), b"[1");
    output.put(done(2)).unwrap();
    output.finish().unwrap();
    assert_eq!(*shared.0.borrow(), b"[1,2]");
}
