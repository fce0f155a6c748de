//! Pages that a parser would spend hours on, told and mended without taking them apart.
//!
//! A parser looks through all open elements again and again, so a page of a hundred thousand nested elements
//! takes hours; browsers stop nesting at 512. And it copies a stretch of text anew for each character
//! reference in it, so a long text with one at each quotation mark takes minutes.

use std::borrow::Cow;

/// Pages may nest this deep.
const DEEPEST: usize = 1000;
/// Pages may have this many tags: each takes memory.
const MOST_TAGS: usize = 500_000;
/// So many character references may follow one another without a tag.
const MOST_REFERENCES: usize = 500;

/// A page is not fit to be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::io::input) enum TooComplex {
    /// It is nested too deep.
    #[error("the page nests elements more than {DEEPEST} deep, which is not done by hand; it is not read")]
    Deep,
    /// It has too many tags.
    #[error("the page has more than {MOST_TAGS} tags; split it, or extract its text first")]
    Tags,
}

/// These hold nothing, or end where the next one starts: however many there are, they do not nest.
const FLAT: &[&[u8]] = &[
    b"area",
    b"base",
    b"body",
    b"br",
    b"col",
    b"colgroup",
    b"dd",
    b"dt",
    b"embed",
    b"head",
    b"hr",
    b"html",
    b"img",
    b"input",
    b"li",
    b"link",
    b"meta",
    b"optgroup",
    b"option",
    b"p",
    b"param",
    b"rp",
    b"rt",
    b"source",
    b"tbody",
    b"td",
    b"tfoot",
    b"th",
    b"thead",
    b"tr",
    b"track",
    b"wbr",
];

/// What these hold is no markup.
const RAW: &[&[u8]] =
    &[b"iframe", b"noembed", b"noframes", b"plaintext", b"script", b"style", b"textarea", b"title", b"xmp"];

/// The page, with empty comments where too many character references follow one another.
///
/// Depth is told by the tags alone: never too low, and too high only where end tags are missing.
///
/// # Errors
/// For pages that are too deep or have too many tags.
pub(super) fn tamed(html: &str) -> Result<Cow<'_, str>, TooComplex> {
    let bytes = html.as_bytes();
    let (mut at, mut depth, mut tags) = (0, 0usize, 0usize);
    // Where empty comments are to stand.
    let mut breaks = Vec::new();
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let text = memchr::memchr(b'<', rest).unwrap_or(rest.len());
        let references = memchr::memchr_iter(b'&', rest.get(..text).unwrap_or_default());
        breaks.extend(references.skip(MOST_REFERENCES).step_by(MOST_REFERENCES).map(|within| at + within));
        if text == rest.len() {
            break;
        }
        at += text + 1;
        let rest = rest.get(text + 1..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or_default();
            continue;
        }
        let is_end = rest.starts_with(b"/");
        let name = rest.get(usize::from(is_end)..).unwrap_or_default();
        let length = name.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        tags += 1;
        if tags > MOST_TAGS {
            return Err(TooComplex::Tags);
        }
        if FLAT.contains(&name.as_slice()) {
            at += attributes(rest);
        } else if is_end {
            depth = depth.saturating_sub(1);
        } else if RAW.contains(&name.as_slice()) {
            let end = [b"</", name.as_slice()].concat();
            at += find_in_any_case(rest, &end).unwrap_or_default();
        } else {
            depth += 1;
            if depth > DEEPEST {
                return Err(TooComplex::Deep);
            }
            at += attributes(rest);
        }
    }
    if breaks.is_empty() {
        return Ok(Cow::Borrowed(html));
    }
    let mut tamed = String::with_capacity(html.len() + breaks.len() * COMMENT.len());
    let mut from = 0;
    for to in breaks {
        tamed.push_str(html.get(from..to).unwrap_or_default());
        tamed.push_str(COMMENT);
        from = to;
    }
    tamed.push_str(html.get(from..).unwrap_or_default());
    Ok(Cow::Owned(tamed))
}

const COMMENT: &str = "<!---->";

/// The length of a tag up to its end, or up to the next `<`, which in a value might well be a tag after all.
fn attributes(tag: &[u8]) -> usize {
    memchr::memchr2(b'<', b'>', tag).unwrap_or_default()
}

fn find_in_any_case(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(text, b"</")
        .find(|&at| text.get(at..at + what.len()).is_some_and(|text| text.eq_ignore_ascii_case(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> Option<TooComplex> {
        tamed(html).err()
    }

    #[test]
    fn what_nests_is_counted() {
        let many = DEEPEST + 1;
        assert_eq!(check(&"<div>".repeat(DEEPEST)), None);
        assert_eq!(check(&"<div>".repeat(many)), Some(TooComplex::Deep));
        assert_eq!(check(&"<DIV class='a'><Span>".repeat(many)), Some(TooComplex::Deep));
        assert_eq!(check(&"<div><p>text</p></div>".repeat(many)), None);
        assert_eq!(check(&"<p>text<br><li>".repeat(many)), None);
        assert_eq!(check(&format!("<script>{}</script>", "\"<div>\";".repeat(many))), None);
        assert_eq!(check(&format!("<!-- {} -->", "<div>".repeat(many))), None);
        assert_eq!(check(&"1 < 2 <3 ".repeat(many)), None);
        assert_eq!(check(&"<p>".repeat(MOST_TAGS + 1)), Some(TooComplex::Tags));
    }

    #[test]
    fn long_runs_of_references_are_parted() {
        let comments = |html: &str| tamed(html).unwrap().matches(COMMENT).count();
        assert_eq!(comments(&"&quot;So.&quot; ".repeat(MOST_REFERENCES)), 1);
        assert_eq!(comments(&"<p>&quot;So.&quot;</p>".repeat(MOST_REFERENCES)), 0);
        assert_eq!(tamed(&"é&lt;".repeat(MOST_REFERENCES + 1)).unwrap().replace(COMMENT, "").len(), 3006);
    }
}
