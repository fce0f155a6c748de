//! A stretch of text with labels in it, short enough to read.

use anstyle::{AnsiColor, Style};

use crate::span::Span;

/// Characters of context on either side.
const CONTEXT: usize = 220;

/// Unlabelled or labelled stretches longer than this lose their middle.
const LONGEST: usize = 260;

/// How a labelled stretch is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A gold piece: `⟦…⟧`, green.
    Gold,
    /// A predicted piece: `⟪…⟫`, red.
    Predicted,
    /// The gold mention: `[gold: …]`, green.
    GoldMention,
    /// The predicted mention: `[predicted: …]`, red.
    PredictedMention,
    /// Both mentions: `[both: …]`, blue.
    BothMentions,
}

impl Label {
    const fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Gold => ("⟦", "⟧"),
            Self::Predicted => ("⟪", "⟫"),
            Self::GoldMention => ("[gold: ", "]"),
            Self::PredictedMention => ("[predicted: ", "]"),
            Self::BothMentions => ("[both: ", "]"),
        }
    }

    /// The colour of the brackets.
    #[must_use]
    pub const fn style(self) -> Style {
        let colour = match self {
            Self::Gold | Self::GoldMention => AnsiColor::Green,
            Self::Predicted | Self::PredictedMention => AnsiColor::Red,
            Self::BothMentions => AnsiColor::Blue,
        };
        Style::new().bold().fg_color(Some(anstyle::Color::Ansi(colour)))
    }
}

/// A step of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Text, on one line.
    Text(String),
    /// A label starts.
    Open(Label),
    /// A label ends. Labels may cross: the one that ends need not be the one that started last.
    Close(Label),
}

/// Shows `focus` with its surroundings and the labels that lie near, in one line: white space becomes a
/// space, a paragraph's end a ¶. With colours; strip them where they are not wanted.
#[must_use]
pub fn snippet(text: &str, focus: Span, labels: &[(Span, Label)]) -> String {
    let mut out = String::new();
    for step in steps(text, focus, labels) {
        let (label, bracket) = match step {
            Step::Text(text) => {
                out.push_str(&text);
                continue;
            }
            Step::Open(label) => (label, label.brackets().0),
            Step::Close(label) => (label, label.brackets().1),
        };
        let style = label.style();
        out.push_str(&format!("{style}{bracket}{style:#}"));
    }
    out
}

/// A snippet, step by step.
#[must_use]
pub fn steps(text: &str, focus: Span, labels: &[(Span, Label)]) -> Vec<Step> {
    // Labels a little further out are worth a longer snippet.
    let near = |span: Span| {
        let gap = span.start.max(focus.start).saturating_sub(span.end.min(focus.end));
        gap as usize <= 2 * CONTEXT
    };
    let labels: Vec<(Span, Label)> = labels.iter().copied().filter(|(span, _)| near(*span)).collect();
    let cover = labels.iter().fold(focus, |cover, (span, _)| cover.cover(*span));
    let window = Span::of(back(text, cover.start as usize), forth(text, cover.end as usize));

    // At one place, what ends is closed before what starts is opened; the longer opens first.
    let mut edges: Vec<(u32, bool, u32, Label)> = Vec::new();
    for (span, label) in labels {
        edges.push((span.start, true, u32::MAX - span.len(), label));
        edges.push((span.end, false, span.len(), label));
    }
    edges.sort_by_key(|&(place, opens, order, _)| (place, opens, order));

    let mut steps = Vec::new();
    if window.start > 0 {
        steps.push(Step::Text("…".to_owned()));
    }
    let mut from = window.start;
    for (place, opens, _, label) in edges {
        steps.push(Step::Text(plain(Span::new(from, place).text(text))));
        from = place.max(from);
        steps.push(if opens { Step::Open(label) } else { Step::Close(label) });
    }
    steps.push(Step::Text(plain(Span::new(from, window.end).text(text))));
    if (window.end as usize) < text.len() {
        steps.push(Step::Text("…".to_owned()));
    }
    steps
}

/// [`CONTEXT`] characters back.
fn back(text: &str, from: usize) -> usize {
    let before = text.get(..from).unwrap_or("");
    before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at)
}

/// [`CONTEXT`] characters on.
fn forth(text: &str, from: usize) -> usize {
    let after = text.get(from..).unwrap_or("");
    after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| from + at)
}

/// On one line, and without its middle where it is long.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut space: Option<usize> = None;
    for character in text.chars() {
        if character.is_whitespace() {
            *space.get_or_insert(0) += usize::from(character == '\n');
            continue;
        }
        push_space(&mut plain, space.take());
        plain.push(character);
    }
    push_space(&mut plain, space);
    let count = plain.chars().count();
    if count > LONGEST {
        let half = LONGEST / 2;
        let (head, tail) = (plain.chars().take(half), plain.chars().skip(count - half));
        head.chain(" […] ".chars()).chain(tail).collect()
    } else {
        plain
    }
}

fn push_space(out: &mut String, line_breaks: Option<usize>) {
    match line_breaks {
        None => {}
        Some(0 | 1) => out.push(' '),
        Some(_) => out.push_str(" ¶ "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, focus: &str, labels: &[(&str, Label)]) -> String {
        let span = |part: &str| {
            let start = text.find(part).expect("in the text");
            Span::of(start, start + part.len())
        };
        let labels: Vec<(Span, Label)> = labels.iter().map(|(part, label)| (span(part), *label)).collect();
        anstream::adapter::strip_str(&snippet(text, span(focus), &labels)).to_string()
    }

    #[test]
    fn labels_stand_in_the_text() {
        let labels = [("Nö", Label::Gold), ("Nö,” said Ann", Label::Predicted), ("Ann", Label::BothMentions)];
        assert_eq!(plain("“Nö,” said Ann.\n\nBye.", "Nö", &labels), "“⟪⟦Nö⟧,” said [both: Ann]⟫. ¶ Bye.");
    }

    #[test]
    fn long_texts_are_cut() {
        let text = format!("{}X{}", "ä".repeat(500), "b".repeat(500));
        let shown = plain(&text, "X", &[("X", Label::Gold)]);
        assert_eq!(shown, format!("…{}⟦X⟧{}…", "ä".repeat(CONTEXT), "b".repeat(CONTEXT)));
        let long = "c".repeat(1000);
        let half = "c".repeat(LONGEST / 2);
        assert_eq!(plain(&long, &long, &[(&long, Label::Gold)]), format!("⟦{half} […] {half}⟧"));
    }

    #[test]
    fn far_labels_are_left_out() {
        let text = format!("Ann {} “x”", "b ".repeat(500));
        assert!(!plain(&text, "x", &[("x", Label::Gold), ("Ann", Label::GoldMention)]).contains("gold"));
    }
}
