//! How deep a page is nested, told without taking it apart.
//!
//! A parser looks through all open elements again and again, so that a page of a hundred thousand nested
//! elements takes minutes. Browsers stop nesting at 512.

/// Pages may nest this deep.
const DEEPEST: usize = 3000;

/// A page is nested too deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page nests elements more than {DEEPEST} deep, which is not done by hand; it is not read")]
pub(in crate::io::input) struct TooDeep;

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
const RAW: &[&[u8]] = &[b"script", b"style", b"textarea", b"title"];

/// Looks how deep a page is nested, by its tags alone: never too low, and too high only where end tags are
/// missing.
pub(super) fn check(html: &str) -> Result<(), TooDeep> {
    let bytes = html.as_bytes();
    let (mut rest, mut depth) = (bytes, 0usize);
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at + 1..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            rest = memchr::memmem::find(rest, b"-->").and_then(|end| rest.get(end..)).unwrap_or(rest);
            continue;
        }
        let is_end = rest.starts_with(b"/");
        let name = rest.get(usize::from(is_end)..).unwrap_or_default();
        let length = name.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if !name.first().is_some_and(u8::is_ascii_alphabetic) || FLAT.contains(&name.as_slice()) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
            continue;
        }
        if RAW.contains(&name.as_slice()) {
            let end = [b"</", name.as_slice()].concat();
            rest = find_in_any_case(rest, &end).and_then(|at| rest.get(at..)).unwrap_or(rest);
        }
        depth += 1;
        if depth > DEEPEST {
            return Err(TooDeep);
        }
    }
    Ok(())
}

fn find_in_any_case(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(text, b"</")
        .find(|&at| text.get(at..at + what.len()).is_some_and(|text| text.eq_ignore_ascii_case(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_is_counted() {
        assert_eq!(check(&"<div>".repeat(DEEPEST)), Ok(()));
        assert_eq!(check(&"<div>".repeat(DEEPEST + 1)), Err(TooDeep));
        assert_eq!(check(&"<DIV class='a'><Span>".repeat(DEEPEST)), Err(TooDeep));
        assert_eq!(check(&"<div><p>text</p></div>".repeat(DEEPEST + 1)), Ok(()));
        assert_eq!(check(&"<p>text<br><li>".repeat(DEEPEST + 1)), Ok(()));
        assert_eq!(check(&format!("<script>{}</script>", "\"<div>\";".repeat(DEEPEST + 1))), Ok(()));
        assert_eq!(check(&format!("<!-- {} -->", "<div>".repeat(DEEPEST + 1))), Ok(()));
        assert_eq!(check(&"1 < 2 <3 ".repeat(DEEPEST + 1)), Ok(()));
    }
}
