//! What every rule said of a quotation.

use anstyle::{AnsiColor, Style};

use super::fill::Fill;
use super::{FAINT, HEAD, INDENT, PLAIN, Page, Source, counted, in_words, styled};
use crate::attribute::rule::{Outcome, RuleVerdict};
use crate::io::wire::{Quote, Range, Record};
use crate::speaker;

const FIRED: Style = AnsiColor::Green.on_default().bold();
const VETOED: Style = AnsiColor::Yellow.on_default();

/// Shows each quotation of a record with what every rule said of it, in lines of at most `width` columns.
///
/// `verdicts` belong to the record's quotations one to one, as
/// [`Engine::explain`](crate::Engine::explain) gives them; positions must be bytes of `text`. With `only`
/// the quotation of that id is shown alone, with every rule; else rules that held back are listed and the rest
/// counted.
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
        self.who(out, quote);
        let (mut silent, mut not_reached, mut held_back) = (0, 0, Vec::new());
        for verdict in verdicts {
            match verdict.outcome {
                Outcome::Fired(_) => {
                    let right = quote.confidence.map_or(String::new(), |confidence| {
                        format!(", right {:.0} times of 100", confidence * 100.0)
                    });
                    rule(out, FIRED, &format!("fired{right}"), verdict, PLAIN, self.width);
                }
                Outcome::Vetoed(why) if full => {
                    let label = format!("vetoed, {}", in_words(why));
                    rule(out, VETOED, &label, verdict, PLAIN, self.width);
                }
                Outcome::Vetoed(why) => held_back.push(format!("{} ({})", verdict.rule, in_words(why))),
                Outcome::Silent if full => rule(out, FAINT, "no case", verdict, FAINT, self.width),
                Outcome::NotReached if full => rule(out, FAINT, "not reached", verdict, FAINT, self.width),
                Outcome::Silent => silent += 1,
                Outcome::NotReached => not_reached += 1,
            }
        }
        self.others(out, quote);
        if !held_back.is_empty() {
            let mut fill = Fill::new("  ".to_owned(), INDENT, self.width);
            fill.push(VETOED, "held back: ");
            fill.push(FAINT, &held_back.join(", "));
            fill.finish(out);
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

    /// How we know who the mention beside the quotation is.
    fn who(&self, out: &mut String, quote: &Quote) {
        let (Some(mention), Some(id), Some(says)) =
            (quote.mention, quote.speaker, quote.speaker_rule.as_deref().and_then(speaker::says))
        else {
            return;
        };
        let Some(speaker) = self.record.speakers.get(id as usize) else { return };
        let mut fill = Fill::new("  ".to_owned(), INDENT, self.width);
        fill.push(PLAIN, &format!("“{}” is {}: {says}.", self.one_line(mention), speaker.name));
        fill.finish(out);
    }

    /// Who else is named nearby, and where: nothing ties the words to them.
    fn others(&self, out: &mut String, quote: &Quote) {
        const MOST: usize = 3;
        const SENTENCES: usize = 2;
        let sentence = |position: u32| self.record.sentences.partition_point(|own| own[0] <= position);
        let (first, last) = (sentence(quote.start), sentence(quote.end.saturating_sub(1)));
        let inside =
            |mention: &Range| quote.parts.iter().any(|part| part[0] <= mention[0] && mention[1] <= part[1]);
        let mut near: Vec<(usize, String)> = Vec::new();
        for speaker in self.record.speakers.iter().filter(|speaker| Some(speaker.id) != quote.speaker) {
            let place = |mention: &Range| {
                let own = sentence(mention[0]);
                let away = if own < first { first - own } else { own.saturating_sub(last) };
                let place = match away {
                    _ if inside(mention) => "named inside the words themselves".to_owned(),
                    0 if mention[0] < quote.start => "named before them in the sentence".to_owned(),
                    0 => "named after them in the sentence".to_owned(),
                    _ if own < first => format!("named {} before", counted(away, "sentence")),
                    _ => format!("named {} after", counted(away, "sentence")),
                };
                (away, place)
            };
            let closest = speaker.mentions.iter().map(place).min_by_key(|(away, _)| *away);
            if let Some((away, place)) = closest.filter(|(away, _)| *away <= SENTENCES) {
                near.push((away, format!("{} ({place})", speaker.name)));
            }
        }
        if near.is_empty() {
            return;
        }
        near.sort_by_key(|(away, _)| *away);
        near.truncate(MOST);
        let mut fill = Fill::new("  ".to_owned(), INDENT, self.width);
        fill.push(VETOED, "also near: ");
        let names: Vec<String> = near.into_iter().map(|(_, name)| name).collect();
        fill.push(PLAIN, &format!("{}; no rule ties the words to them", names.join(", ")));
        fill.finish(out);
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
