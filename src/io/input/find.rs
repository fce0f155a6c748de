//! From the paths that users give to the files they mean.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

use super::SUPPORTED;
use super::format::{self, stem};
use crate::io::wire::Failure;

/// What a path stands for.
#[derive(Debug)]
pub(super) enum Found {
    /// A file, and the id of its document if it holds one.
    File {
        path: PathBuf,
        id: String,
    },
    Stdin,
    Failed(Failure),
}

/// Everything that `path` stands for. A folder's or glob's files come sorted; `skip` is not among them.
pub(super) fn find<'a>(path: &Path, skip: &'a [PathBuf]) -> Box<dyn Iterator<Item = Found> + 'a> {
    let failed = |code, message: String| -> Box<dyn Iterator<Item = Found> + 'a> {
        Box::new(std::iter::once(Found::Failed(Failure::new(path.display().to_string(), code, message))))
    };
    if path == Path::new("-") {
        return Box::new(std::iter::once(Found::Stdin));
    }
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => Box::new(Walk::new(path, None, skip)),
        Ok(_) => Box::new(std::iter::once(Found::File { path: path.to_owned(), id: stem(path) })),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => match glob(path) {
            Some(Ok((root, glob))) => Box::new(Walk::new(&root, Some(glob), skip)),
            Some(Err(error)) => failed("bad-glob", error.to_string()),
            None => {
                let id = stem(path);
                let message = format!("{}: no such file or folder", path.display());
                Box::new(std::iter::once(Found::Failed(Failure::new(id, "not-found", message))))
            }
        },
        Err(error) => failed("unreadable", format!("{}: {error}", path.display())),
    }
}

/// The folder that a glob starts from and the glob itself; none for a path without wild cards.
fn glob(path: &Path) -> Option<Result<(PathBuf, GlobMatcher), globset::Error>> {
    let pattern = path.to_str()?;
    let is_wild = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    if !path.components().any(|part| is_wild(&part)) {
        return None;
    }
    let root: PathBuf = path.components().take_while(|part| !is_wild(part)).collect();
    let matcher = GlobBuilder::new(pattern).literal_separator(true).build();
    Some(matcher.map(|glob| (root, glob.compile_matcher())))
}

/// The files under a folder, by name. Without a glob: those of a supported format, but no README, which is
/// about the texts and not one of them. Hidden files and folders are passed over.
struct Walk<'a> {
    root: PathBuf,
    glob: Option<GlobMatcher>,
    skip: &'a [PathBuf],
    entries: walkdir::IntoIter,
    /// Whether anything has come out, be it a failure.
    any: bool,
    /// How many files of which other format were passed over.
    others: BTreeMap<String, usize>,
    ended: bool,
}

impl<'a> Walk<'a> {
    fn new(root: &Path, glob: Option<GlobMatcher>, skip: &'a [PathBuf]) -> Self {
        let start = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        Self {
            entries: WalkDir::new(start).follow_links(true).sort_by_file_name().into_iter(),
            root: root.to_owned(),
            glob,
            skip,
            any: false,
            others: BTreeMap::new(),
            ended: false,
        }
    }

    /// Whether what cannot be followed is a link that the glob does not mean.
    fn is_beside(&self, error: &walkdir::Error, path: &Path) -> bool {
        let dangling = error.io_error().is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound);
        dangling && self.glob.as_ref().is_some_and(|glob| !glob.is_match(self.named(path)))
    }

    /// The path as a glob names it: walking from nothing is walking from `.`, which it does not say.
    fn named<'p>(&self, path: &'p Path) -> &'p Path {
        if self.root.as_os_str().is_empty() { path.strip_prefix(".").unwrap_or(path) } else { path }
    }

    fn is_skipped(&self, path: &Path) -> bool {
        self.skip.iter().any(|skip| same_file(skip, path))
    }

    fn wants(&mut self, path: &Path) -> bool {
        if self.is_skipped(path) {
            return false;
        }
        if let Some(glob) = &self.glob {
            return glob.is_match(path);
        }
        if format::of(path).is_none() {
            if let Some(extension) = path.extension() {
                *self.others.entry(format!(".{}", extension.to_string_lossy())).or_default() += 1;
            }
            return false;
        }
        !stem(path).eq_ignore_ascii_case("readme")
    }

    /// The failure of a folder or glob that gave nothing.
    fn nothing(&self) -> Failure {
        let root = self.root.display().to_string();
        if let Some(glob) = &self.glob {
            let pattern = glob.glob().glob();
            return Failure::new(pattern, "no-texts", format!("{pattern}: no file matches"));
        }
        let others: Vec<String> =
            self.others.iter().map(|(extension, count)| format!("{count} {extension}")).collect();
        let hint = if others.is_empty() { String::new() } else { format!(" (found: {})", others.join(", ")) };
        let message = format!("{root}: the folder holds no texts; supported are {SUPPORTED} files{hint}");
        Failure::new(root, "no-texts", message)
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.ended {
            match self.entries.next() {
                None => {
                    self.ended = true;
                    if !self.any {
                        return Some(Found::Failed(self.nothing()));
                    }
                }
                // The folder that a glob starts from is not there: then nothing matches.
                Some(Err(error)) if self.glob.is_some() && error.depth() == 0 => {}
                Some(Err(error)) => {
                    if error.depth() > 0
                        && error.path().is_some_and(|path| is_hidden(path) || self.is_beside(&error, path))
                    {
                        continue;
                    }
                    self.any = true;
                    return Some(Found::Failed(unwalkable(&error)));
                }
                Some(Ok(entry)) => {
                    let hidden = entry.depth() > 0 && is_hidden(entry.path());
                    if entry.file_type().is_dir() {
                        if hidden || self.is_skipped(entry.path()) {
                            self.entries.skip_current_dir();
                        }
                        continue;
                    }
                    if hidden {
                        continue;
                    }
                    let path = self.named(entry.path());
                    if self.wants(path) {
                        self.any = true;
                        // Opening a pipe waits for somebody to write into it, perhaps forever.
                        if !entry.file_type().is_file() {
                            let name = path.display().to_string();
                            let message =
                                format!("{name}: a pipe, socket or device; name it outright to read it");
                            return Some(Found::Failed(Failure::new(name, "not-a-file", message)));
                        }
                        let id = id_under(&self.root, path);
                        return Some(Found::File { path: path.to_owned(), id });
                    }
                }
            }
        }
        None
    }
}

/// A file's path under a folder, without its extension, with `/` on every system.
fn id_under(root: &Path, path: &Path) -> String {
    let under = path.strip_prefix(root).unwrap_or(path).with_file_name(stem(path));
    let names: Vec<_> = under.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// What kept the walk from a file or folder; the walk goes on.
fn unwalkable(error: &walkdir::Error) -> Failure {
    let name = error.path().map(|path| path.display().to_string()).unwrap_or_default();
    let message = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => {
            format!("{name}: a link to {}, the folder that it is in; not followed", ancestor.display())
        }
        (None, Some(cause)) if cause.kind() == std::io::ErrorKind::NotFound => {
            format!("{name}: a link to a file that is not there")
        }
        (None, Some(cause)) => format!("{name}: {cause}"),
        (None, None) => error.to_string(),
    };
    Failure::new(name, "unreadable", message)
}

fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
