//! What every rule said of a quotation.

use anstyle::{AnsiColor, Style};

use super::fill::Fill;
use super::{FAINT, HEAD, INDENT, PLAIN, Page, Source, counted, in_words, styled};
use crate::attribute::rule::{Outcome, RuleVerdict};
use crate::io::wire::{Quote, Record};

const FIRED: Style = AnsiColor::Green.on_default().bold();
const VETOED: Style = AnsiColor::Yellow.on_default();

/// Shows each quotation of a record with what every rule said of it, in lines of at most `width` columns.
///
/// `verdicts` belong to the record's quotations one to one, as
/// [`Engine::explain`](crate::Engine::explain) gives them; positions must be bytes of `text`. With `only`
/// the quotation of that id is shown alone and in full; else rules that saw no case are counted.
#[must_use]
pub fn explanation(
    record: &Record,
    text: &str,
    verdicts: &[Vec<RuleVerdict>],
    only: Option<u32>,
    width: usize,
) -> String {
    let page = Page::new(record, text, width);
    let mut out = String::new();
    styled(&mut out, HEAD, &record.id);
    out.push('\n');
    let empty = Vec::new();
    for (index, quote) in record.quotes.iter().enumerate() {
        if only.is_none_or(|id| id == quote.id) {
            page.explain(&mut out, quote, verdicts.get(index).unwrap_or(&empty), only.is_some());
        }
    }
    out.push('\n');
    out
}

impl Page<'_> {
    fn explain(&self, out: &mut String, quote: &Quote, verdicts: &[RuleVerdict], full: bool) {
        out.push('\n');
        styled(out, PLAIN.bold(), &format!("quotation {}", quote.id));
        styled(out, FAINT, &format!("  {}, line {}", quote.kind.as_str(), self.line(quote.start)));
        out.push('\n');
        let mut fill = Fill::new(String::new(), 2, self.width);
        for (style, piece) in super::shortened(self.content(quote, PLAIN)) {
            fill.push(style, &piece);
        }
        fill.finish(out);
        self.answer(out, quote);
        let (mut silent, mut not_reached) = (0, 0);
        for verdict in verdicts {
            match verdict.outcome {
                Outcome::Fired(_) => rule(out, FIRED, "fired", verdict, PLAIN, self.width),
                Outcome::Vetoed(why) => {
                    let label = format!("vetoed, {}", in_words(why));
                    rule(out, VETOED, &label, verdict, PLAIN, self.width);
                }
                Outcome::Silent if full => rule(out, FAINT, "no case", verdict, FAINT, self.width),
                Outcome::NotReached if full => rule(out, FAINT, "not reached", verdict, FAINT, self.width),
                Outcome::Silent => silent += 1,
                Outcome::NotReached => not_reached += 1,
            }
        }
        let others = [(silent, "saw no case"), (not_reached, "not reached")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", counted(count, "rule")))
            .collect::<Vec<_>>();
        if !others.is_empty() {
            styled(out, FAINT, &format!("  {}", others.join(", ")));
            out.push('\n');
        }
    }

    /// Who it was, and how the mention beside the quotation became that speaker.
    fn answer(&self, out: &mut String, quote: &Quote) {
        let mut fill = Fill::new("  → ".to_owned(), 4, self.width);
        match Source::of(quote) {
            Source::Speaker(id) => {
                let name = self.record.speakers.get(id as usize).map_or("?", |speaker| &speaker.name);
                fill.push(PLAIN.bold(), name);
            }
            Source::Mention(mention) => fill.push(PLAIN.bold(), &self.one_line(mention)),
            Source::Unknown => fill.push(FAINT, "nobody"),
        }
        let why = self.why(quote);
        if !why.is_empty() {
            fill.push(FAINT, " · ");
            fill.push(FAINT, &why);
        }
        fill.finish(out);
    }
}

fn rule(out: &mut String, style: Style, label: &str, verdict: &RuleVerdict, says: Style, width: usize) {
    let mut fill = Fill::new("  ".to_owned(), INDENT, width);
    fill.push(style, verdict.rule);
    fill.push(style, &format!(" {label}: "));
    fill.push(says, verdict.says);
    fill.finish(out);
}
