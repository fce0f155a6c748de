//! Which kind of quotation a stretch is, where the source does not say: by how much of it stands in marks.

use crate::layers::QuoteKind;
use crate::span::Span;

/// From this share of its characters on, a stretch in marks is direct: a word or stop outside, such as the
/// *that* before a whole sentence in marks, does not make it mixed.
const DIRECT: f64 = 0.97;

/// What of a text stands in double quotation marks, the marks included.
///
/// Straight marks take turns. A mark that is not closed in its paragraph reaches to the paragraph's end, as
/// quotations over several paragraphs have it.
pub(in crate::eval) struct Marks<'t> {
    text: &'t str,
    regions: Vec<Span>,
}

impl<'t> Marks<'t> {
    /// Finds the marks of a text.
    pub(in crate::eval) fn new(text: &'t str) -> Self {
        let mut regions = Vec::new();
        let mut open: Option<usize> = None;
        let mut breaks = 0;
        for (byte, character) in text.char_indices() {
            let after = byte + character.len_utf8();
            // Single marks count where they cannot be apostrophes.
            if open.is_none() && character == '‘' {
                regions.extend(
                    single(text, byte)
                        .filter(|single| regions.last().is_none_or(|last: &Span| last.end <= single.start)),
                );
            }
            match (character, open) {
                ('“' | '«' | '„' | '"', None) => open = Some(byte),
                ('”' | '»' | '"', Some(start)) => {
                    regions.push(Span::of(start, after));
                    open = None;
                }
                _ => {}
            }
            breaks = match character {
                '\n' => breaks + 1,
                _ if character.is_whitespace() => breaks,
                _ => 0,
            };
            if breaks == 2
                && let Some(start) = open.take()
            {
                regions.push(Span::of(start, byte));
            }
        }
        regions.extend(open.map(|start| Span::of(start, text.len())));
        regions.sort_unstable();
        Self { text, regions }
    }

    /// The stretches of `part` that stand in marks.
    pub(in crate::eval) fn within(&self, part: Span) -> impl Iterator<Item = Span> + '_ {
        let from = self.regions.partition_point(|region| region.end <= part.start);
        self.regions
            .iter()
            .skip(from)
            .take_while(move |region| region.start < part.end)
            .filter_map(move |region| region.intersection(part))
    }

    /// Direct, mixed or indirect.
    pub(in crate::eval) fn kind(&self, parts: &[Span]) -> QuoteKind {
        let characters =
            |span: Span| span.text(self.text).chars().filter(|character| !character.is_whitespace()).count();
        let all: usize = parts.iter().copied().map(characters).sum();
        let marked: usize = parts.iter().flat_map(|&part| self.within(part)).map(characters).sum();
        #[allow(clippy::cast_precision_loss)]
        let share = marked as f64 / all.max(1) as f64;
        if share > DIRECT {
            QuoteKind::Direct
        } else if marked > 0 {
            QuoteKind::Mixed
        } else {
            QuoteKind::Indirect
        }
    }
}

/// From a single opening mark to the closing one in its line.
fn single(text: &str, open: usize) -> Option<Span> {
    let before = text.get(..open)?.chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let line = text.get(open..)?.lines().next()?;
    let close = line.match_indices('’').map(|(at, mark)| at + mark.len()).find(|&end| {
        line.get(end..).and_then(|after| after.chars().next()).is_none_or(|after| !after.is_alphanumeric())
    })?;
    Some(Span::of(open, open + close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str, part: &str) -> QuoteKind {
        let start = text.find(part).expect("in the text");
        Marks::new(text).kind(&[Span::of(start, start + part.len())])
    }

    #[test]
    fn marks_make_the_kind() {
        let text = "“Wait,” she said. He called it \"a sad day\" and left. They would go.\n\n“On\n\nand on.";
        assert_eq!(kind(text, "“Wait,”"), QuoteKind::Direct);
        assert_eq!(kind(text, "Wait,"), QuoteKind::Direct);
        assert_eq!(kind(text, "it \"a sad day\""), QuoteKind::Mixed);
        assert_eq!(kind(text, "They would go."), QuoteKind::Indirect);
        assert_eq!(kind(text, "On"), QuoteKind::Direct);
        assert_eq!(kind(text, "and on."), QuoteKind::Indirect);
    }
}
