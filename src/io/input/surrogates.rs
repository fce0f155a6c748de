//! JSON whose strings hold half a character.
//!
//! JavaScript and Python write a lone surrogate as `\ud83d` where a text was cut inside an emoji. That is no
//! character, so strict readers refuse the whole line; losing a document to half an emoji helps nobody.

/// The JSON with `\ufffd` for each escaped surrogate that has no partner, and how many there were.
pub(super) fn mend(json: &str) -> (String, usize) {
    let mut mended = String::with_capacity(json.len());
    let (mut rest, mut count) = (json, 0);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match unit(escape) {
            Some(0xd800..=0xdbff) if matches!(escape.get(6..).and_then(unit), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str("\\ufffd");
                count += 1;
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            Some(_) => 6,
            // The backslash and what it escapes, so that a second backslash starts nothing.
            None => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        let (escape, after) = escape.split_at(length);
        mended.push_str(escape);
        rest = after;
    }
    mended.push_str(rest);
    (mended, count)
}

/// The UTF-16 unit that an escape at the start of `json` stands for.
fn unit(json: &str) -> Option<u16> {
    let digits = json.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u16::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn only_surrogates_without_a_partner_are_replaced() {
        for (json, mended, count) in [
            (r#""\ud83d""#, r#""\ufffd""#, 1),
            (r#""\ude00 \ud83d x""#, r#""\ufffd \ufffd x""#, 2),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#, 1),
            (r#""\ud83d\ude00 \u00e9""#, r#""\ud83d\ude00 \u00e9""#, 0),
            // An escaped backslash before a `u` is no escape of a unit.
            (r#""\\ud83d""#, r#""\\ud83d""#, 0),
            (r#""\\\ud83d""#, r#""\\\ufffd""#, 1),
            (r#""\ud8"#, r#""\ud8"#, 0),
            (r#""\é\"#, r#""\é\"#, 0),
        ] {
            assert_eq!(mend(json), (mended.to_owned(), count), "{json}");
        }
    }
}
