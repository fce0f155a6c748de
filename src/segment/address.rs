//! Web and mail addresses, which are one token each.

use memchr::memmem::Finder;

use super::character::Class;

/// Longest local part of a mail address (RFC 5321, 4.5.3.1.1). A scheme is shorter still.
const LONGEST_LEAD: usize = 64;

/// Longest host name (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 255;

/// Finds addresses in text order. Looks ahead with one forward search a pattern, so that a long text
/// without spaces is still read once.
pub(super) struct Addresses<'t> {
    text: &'t str,
    at_sign: Ahead<'t>,
    scheme: Ahead<'t>,
    www: Ahead<'t>,
}

impl<'t> Addresses<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at_sign: Ahead::new(b"@"), scheme: Ahead::new(b"://"), www: Ahead::new(b"www.") }
    }

    /// The end of an address that starts at `start` and ends by `limit`. To be asked with rising starts.
    pub(super) fn at(&mut self, start: usize, limit: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if let Some(colon) = self.scheme.next(bytes, start, limit)
            && (start + 1..=start + 10).contains(&colon)
            && bytes.get(start..colon)?.iter().all(u8::is_ascii_alphanumeric)
        {
            return Some(self.web_end(colon + 3, limit));
        }
        if self.www.next(bytes, start, limit) == Some(start) {
            return Some(self.web_end(start + 4, limit));
        }
        let at = self.at_sign.next(bytes, start, limit)?;
        if at == start || at - start > LONGEST_LEAD || !bytes.get(start..at)?.iter().all(is_mail_byte) {
            return None;
        }
        let tail = bytes.get(at + 1..limit.min(at + 1 + LONGEST_HOST))?;
        let length = tail.iter().take_while(|byte| is_mail_byte(byte)).count();
        let host = tail.get(..length)?;
        let kept = host.len() - host.iter().rev().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
        (kept > 0).then_some(at + 1 + kept)
    }

    /// Where a web address ends: at white space, a quotation mark or a closing bracket that it did not
    /// open, without the punctuation that belongs to the sentence around it.
    fn web_end(&self, start: usize, limit: usize) -> usize {
        let (mut end, mut position, mut open) = (start, start, 0);
        for character in self.text.get(start..limit).unwrap_or_default().chars() {
            position += character.len_utf8();
            match Class::of(character) {
                Class::Space | Class::Mark | Class::Apostrophe => break,
                Class::Letter | Class::Digit => end = position,
                _ => match character {
                    '<' | '>' => break,
                    '(' => open += 1,
                    ')' if open == 0 => break,
                    ')' => {
                        open -= 1;
                        end = position;
                    }
                    '/' => end = position,
                    _ => {}
                },
            }
        }
        end
    }
}

fn is_mail_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%')
}

/// The next place of a pattern, searched for once.
struct Ahead<'t> {
    pattern: Finder<'t>,
    found: Option<usize>,
    /// Everything before this has been searched.
    searched: usize,
}

impl<'t> Ahead<'t> {
    fn new(pattern: &'t [u8]) -> Self {
        Self { pattern: Finder::new(pattern), found: None, searched: 0 }
    }

    fn next(&mut self, bytes: &[u8], from: usize, limit: usize) -> Option<usize> {
        if self.found.is_some_and(|found| found < from) {
            self.found = None;
        }
        if self.found.is_none() && self.searched < limit {
            let start = from.max(self.searched.saturating_sub(self.pattern.needle().len() - 1));
            let place = bytes.get(start..limit).and_then(|stretch| self.pattern.find(stretch));
            self.found = place.map(|offset| start + offset);
            self.searched = self.found.map_or(limit, |found| found + 1);
        }
        self.found.filter(|found| *found < limit)
    }
}
