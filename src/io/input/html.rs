//! The text of a web page: its article, without what stands around it.
//!
//! The crate `dom_smoothie`, a port of Mozilla's Readability, finds the article; writing it out as text is
//! done here, since quotations need paragraphs apart and words whole.

use dom_smoothie::{Config, Readability};

mod tree;

/// What a page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Its text. Paragraphs are apart by a blank line.
    pub(super) text: String,
    /// Whether that is the article, and not all that the page shows.
    pub(super) is_article: bool,
    /// What the page says about itself, by name.
    pub(super) fields: Vec<(&'static str, String)>,
}

/// Articles shorter than this many characters are looked for again, less strictly. The crate's own 500 is
/// more than many a brief has, and then what stands around it is taken in.
const SHORT: usize = 150;

/// Whether a text begins like a page.
pub(super) fn is_page(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
}

/// Takes a page apart.
///
/// # Errors
/// What is wrong with a page that would take forever or too much memory.
pub(super) fn read(html: &str) -> Result<Page, tree::TooComplex> {
    let mut readability = parsed(html)?;
    let about = readability.get_article_metadata(readability.parse_json_ld());
    let mut page = Page {
        fields: fields([
            ("title", Some(about.title)),
            ("byline", about.byline),
            ("published", about.published_time),
            ("modified", about.modified_time),
            ("site", about.site_name),
            ("lang", about.lang),
            ("excerpt", about.excerpt),
            ("url", about.url),
            ("image", about.image),
        ]),
        ..Page::default()
    };
    if let Ok(article) = readability.parse() {
        page.text = text(&readability, "#readability-page-1", &[]);
        // Some is found only with the article.
        page.fields.extend(fields([
            ("byline", article.byline),
            ("excerpt", article.excerpt),
            ("dir", article.dir),
        ]));
    }
    page.is_article = page.text.chars().nth(SHORT).is_some();
    if !page.is_article {
        // Looking for an article changed the page.
        page.text = text(&parsed(html)?, "body", &["nav", "footer", "aside", "form", "dialog"]);
    }
    Ok(page)
}

fn parsed(html: &str) -> Result<Readability, tree::TooComplex> {
    let mut readability = Readability::from("");
    readability.doc = tree::parse(html)?;
    readability.config = Config { char_threshold: SHORT, ..Config::default() };
    // The crate takes away a line break that any paragraph follows, be it with text in between, and so glues
    // words together. This says that it was there, and looks like white space to the crate.
    for node in readability.doc.select("br").nodes() {
        node.insert_after(&node.tree.new_text(BREAK));
    }
    Ok(readability)
}

/// Stands behind every `br`: a vertical tab, which no page has.
const BREAK: &str = "\u{b}";

fn fields<const N: usize>(fields: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    let known = |(name, value): (_, Option<String>)| {
        let value = value?.trim().to_owned();
        (!value.is_empty()).then_some((name, value))
    };
    fields.into_iter().filter_map(known).collect()
}

/// The text under the first element that a selector matches, but not under elements called one of `without`.
fn text(readability: &Readability, selector: &str, without: &[&str]) -> String {
    let mut out = Out::default();
    let found = readability.doc.select_single(selector);
    // Each element comes twice, before and after what it holds. No recursion: pages nest as they like.
    let mut stack: Vec<_> = found.nodes().iter().map(|node| (*node, false)).collect();
    while let Some((node, is_end)) = stack.pop() {
        if node.is_text() {
            for (at, part) in node.text().split(BREAK).enumerate() {
                out.due(usize::from(at > 0).max(out.breaks));
                out.text(part);
            }
            continue;
        }
        let Some(name) = node.node_name() else { continue };
        let name: &str = &name;
        if HIDDEN.contains(&name) || without.contains(&name) {
            continue;
        }
        out.element(name, is_end);
        if !is_end {
            stack.push((node, true));
            stack.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    out.text
}

/// What these hold is not shown, or is not text to read.
const HIDDEN: &[&str] = &[
    "audio", "button", "canvas", "head", "iframe", "math", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video",
];

/// Elements that make a paragraph of what they hold.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// A text as it is written out: white space as a browser shows it.
#[derive(Default)]
struct Out {
    text: String,
    /// A space is due before the next word.
    space: bool,
    /// So many line breaks are due before the next word.
    breaks: usize,
    /// How many elements keep their white space here.
    pre: usize,
    /// How many quotations are open.
    quotes: usize,
}

impl Out {
    fn element(&mut self, name: &str, is_end: bool) {
        match name {
            // A second one makes a blank line, which is how many pages end paragraphs.
            "br" if !is_end => self.due(self.breaks + 1),
            "tr" => self.due(1),
            "td" | "th" => self.space = true,
            // Browsers put the marks around these.
            "q" => self.quote(is_end),
            _ if BLOCKS.contains(&name) => self.due(2),
            _ => {}
        }
        if name == "pre" {
            self.pre = if is_end { self.pre.saturating_sub(1) } else { self.pre + 1 };
        }
    }

    fn due(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks).min(2);
    }

    fn quote(&mut self, is_end: bool) {
        if is_end {
            self.quotes = self.quotes.saturating_sub(1);
        }
        let mark = match (self.quotes % 2, is_end) {
            (0, false) => "“",
            (0, true) => "”",
            (_, false) => "‘",
            (_, true) => "’",
        };
        if is_end {
            // A closing mark belongs to the word before it.
            self.text.push_str(mark);
        } else {
            self.word(mark);
            self.quotes += 1;
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.word(text);
            return;
        }
        // HTML's white space is ASCII's; a no-break space is a character like any other.
        let is_space = |c: char| c.is_ascii_whitespace();
        self.space |= text.starts_with(is_space);
        let mut words = text.split(is_space).filter(|word| !word.is_empty()).peekable();
        let any = words.peek().is_some();
        while let Some(word) = words.next() {
            self.word(word);
            self.space = words.peek().is_some();
        }
        self.space |= any && text.ends_with(is_space);
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            if self.breaks > 0 {
                self.text.extend(std::iter::repeat_n('\n', self.breaks));
            } else if self.space && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        }
        self.text.push_str(word);
        (self.space, self.breaks) = (false, 0);
    }
}

#[cfg(test)]
mod tests;
