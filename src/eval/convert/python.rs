//! Python literals, as data frames write lists into the cells of CSV files.

/// A number, a string, or a list, tuple or set of such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    Number(i64),
    Text(String),
    List(Vec<Self>),
}

impl Literal {
    /// Reads one literal; none for anything else.
    pub(super) fn parse(source: &str) -> Option<Self> {
        if source.trim() == "set()" {
            return Some(Self::List(Vec::new()));
        }
        let mut rest = source.trim_start();
        let literal = value(&mut rest, 0)?;
        rest.trim().is_empty().then_some(literal)
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The text of a string.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A number that is a position.
    pub(super) fn position(&self) -> Option<usize> {
        if let Self::Number(number) = self { usize::try_from(*number).ok() } else { None }
    }
}

/// Deeper lists than this are no data.
const DEPTH: usize = 16;

fn value(rest: &mut &str, depth: usize) -> Option<Literal> {
    *rest = rest.trim_start();
    let first = rest.chars().next()?;
    match first {
        '[' | '(' | '{' if depth < DEPTH => {
            *rest = rest.get(1..)?;
            let mut items = Vec::new();
            loop {
                *rest = rest.trim_start();
                if let Some(after) = rest.strip_prefix([']', ')', '}']) {
                    *rest = after;
                    return Some(Literal::List(items));
                }
                items.push(value(rest, depth + 1)?);
                *rest = rest.trim_start();
                if let Some(after) = rest.strip_prefix(',') {
                    *rest = after;
                }
            }
        }
        '\'' | '"' => text(rest, first).map(Literal::Text),
        _ => {
            let end = rest.find(|character: char| !character.is_ascii_digit() && character != '-');
            let (digits, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            *rest = after;
            digits.parse().ok().map(Literal::Number)
        }
    }
}

fn text(rest: &mut &str, mark: char) -> Option<String> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            _ if character == mark => {
                *rest = rest.get(at + 1..)?;
                return Some(text);
            }
            '\\' => {
                let (_, escaped) = characters.next()?;
                let mut code = |digits: usize| {
                    let hex: String = characters.by_ref().take(digits).map(|(_, digit)| digit).collect();
                    u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
                };
                match escaped {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'x' => text.push(code(2)?),
                    'u' => text.push(code(4)?),
                    'U' => text.push(code(8)?),
                    '\\' | '\'' | '"' => text.push(escaped),
                    // Python keeps the backslash of what is no escape.
                    other => text.extend(['\\', other]),
                }
            }
            other => text.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_sets_and_escapes() {
        let list = Literal::parse(r#"[[1, 20], {'a\'b', "c\nd", '\xe9'}, ()]"#).expect("a literal");
        let items = list.items().expect("a list");
        assert_eq!(items[0].items().and_then(|pair| pair[1].position()), Some(20));
        let texts: Vec<_> = items[1].items().into_iter().flatten().filter_map(Literal::text).collect();
        assert_eq!(texts, ["a'b", "c\nd", "é"]);
        assert_eq!(items[2], Literal::List(Vec::new()));
    }

    #[test]
    fn what_is_no_literal_is_none() {
        for source in ["", "[1", "'a", "[1] x", "nan", &"[".repeat(100)] {
            assert_eq!(Literal::parse(source), None, "{source}");
        }
    }
}
