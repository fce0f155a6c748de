//! Errors in their context, for reading.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;

use super::Evaluation;
use super::answer::AnsweredQuote;
use super::gold::GoldDocument;
use super::judge::{Group, Item, Measure, Spurious, Verdict};
use super::snippet::{Label, snippet};
use crate::layers::QuoteKind;
use crate::span::Span;

/// The kinds of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// A gold quotation that was not found.
    Unfound,
    /// A predicted piece that is no gold quotation's.
    Spurious,
    /// A quotation credited to nobody.
    Unanswered,
    /// A quotation credited to somebody else.
    Wrong,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Unfound, Self::Spurious, Self::Unanswered, Self::Wrong];

    /// The name of the kind.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unfound => "unfound",
            Self::Spurious => "spurious",
            Self::Unanswered => "unanswered",
            Self::Wrong => "wrong",
        }
    }
}

/// What errors are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The kind of error.
    Error,
    /// The rule that chose the mention.
    Rule,
    /// The rule that chose the speaker.
    SpeakerRule,
    /// How the speaker is told.
    Type,
    /// The kind of quotation.
    Kind,
    /// The document.
    Document,
}

/// Which errors are shown, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How many of each group, spread evenly over it.
    pub count: usize,
    /// What makes a group.
    pub group_by: GroupBy,
    /// Only these kinds of error.
    pub only: Vec<ErrorKind>,
    /// What makes an attribution wrong.
    pub measure: Measure,
}

/// One error.
struct Mistake<'e> {
    kind: ErrorKind,
    document: usize,
    gold: &'e GoldDocument,
    item: Option<&'e Item>,
    spurious: Option<&'e Spurious>,
    answer: Option<&'e AnsweredQuote>,
}

/// Errors in their context, largest group first, with colours.
#[must_use]
pub fn list(evaluation: &Evaluation<'_>, choice: &Choice) -> String {
    let mut groups: BTreeMap<String, Vec<Mistake<'_>>> = BTreeMap::new();
    for (document, gold) in evaluation.gold.documents.iter().enumerate() {
        for mistake in mistakes(evaluation, document, gold, choice) {
            groups.entry(mistake.group(choice.group_by)).or_default().push(mistake);
        }
    }
    let mut groups: Vec<(String, Vec<Mistake<'_>>)> = groups.into_iter().collect();
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));

    let (mut out, strong) = (String::new(), Style::new().bold());
    for (name, mistakes) in &groups {
        let by_kind: Vec<String> = ErrorKind::ALL
            .into_iter()
            .map(|kind| (kind, mistakes.iter().filter(|mistake| mistake.kind == kind).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", kind.as_str()))
            .collect();
        let _ = writeln!(out, "{strong}━━ {name}: {}{strong:#}\n", by_kind.join(", "));
        let shown = choice.count.min(mistakes.len());
        // Spread over the group, so that one document does not stand for all.
        for mistake in (0..shown).filter_map(|index| mistakes.get(index * mistakes.len() / shown)) {
            mistake.write(evaluation, choice.measure, &mut out);
        }
    }
    out
}

/// Every chosen error of a document, in text order within its kind.
fn mistakes<'e>(
    evaluation: &'e Evaluation<'_>,
    document: usize,
    gold: &'e GoldDocument,
    choice: &Choice,
) -> Vec<Mistake<'e>> {
    let Some(judged) = evaluation.judged.get(document) else { return Vec::new() };
    let mut found = Vec::new();
    for item in &judged.items {
        let kind = match item.verdict(choice.measure) {
            _ if item.answer.is_none() => ErrorKind::Unfound,
            Verdict::Unanswered => ErrorKind::Unanswered,
            Verdict::Wrong => ErrorKind::Wrong,
            Verdict::Untold | Verdict::Unfound | Verdict::Right => continue,
        };
        let answer = evaluation.answer(document, item);
        found.push(Mistake { kind, document, gold, item: Some(item), spurious: None, answer });
    }
    for piece in &judged.spurious {
        let answer = evaluation.answers(document).and_then(|answer| answer.quotes.get(piece.quote));
        let kind = ErrorKind::Spurious;
        found.push(Mistake { kind, document, gold, item: None, spurious: Some(piece), answer });
    }
    found.retain(|mistake| choice.only.contains(&mistake.kind));
    found
}

impl Mistake<'_> {
    fn quote_kind(&self) -> Option<QuoteKind> {
        self.item.map(|item| item.kind).or_else(|| self.spurious.map(|piece| piece.kind))
    }

    fn group(&self, by: GroupBy) -> String {
        let name = match by {
            GroupBy::Error => Some(self.kind.as_str()),
            GroupBy::Rule => self.answer.and_then(|answer| answer.rule.as_deref()),
            GroupBy::SpeakerRule => self.answer.and_then(|answer| answer.speaker_rule.as_deref()),
            GroupBy::Type => self.item.and_then(|item| item.told).map(super::gold::QuoteType::as_str),
            GroupBy::Kind => self.quote_kind().map(QuoteKind::as_str),
            GroupBy::Document => Some(self.gold.document.id()),
        };
        name.unwrap_or("none").to_owned()
    }

    fn write(&self, evaluation: &Evaluation<'_>, measure: Measure, out: &mut String) {
        let text = self.gold.document.text();
        let quote = self.item.and_then(|item| self.gold.quotes.get(item.quote));
        let pieces: &[Span] = quote.map_or(&[], |quote| &quote.parts);
        let piece = self.spurious.map(|piece| piece.span);
        let focus = pieces.iter().copied().chain(piece).reduce(Span::cover).unwrap_or(Span::new(0, 0));

        let dim = Style::new().dimmed();
        let mut head = vec![self.gold.document.id().to_owned()];
        head.extend(quote.map(|quote| quote.id.clone()));
        head.extend(self.quote_kind().map(|kind| kind.as_str().to_owned()));
        head.extend(self.item.and_then(|item| item.told).map(|told| told.as_str().to_owned()));
        let what = match self.kind {
            // Whether the mention is right tells an error of the link from one of the resolution.
            ErrorKind::Wrong | ErrorKind::Unanswered => {
                let mention = self.item.map(|item| item.mention).filter(|_| measure != Measure::Mention);
                let note = match mention {
                    Some(Verdict::Right) => ", though the mention is right",
                    _ => "",
                };
                format!("{} by {}{note}", self.kind.as_str(), measure.as_str())
            }
            ErrorKind::Unfound | ErrorKind::Spurious => self.kind.as_str().to_owned(),
        };
        let _ = writeln!(out, "{what}  {dim}{}{dim:#}", head.join(" · "));

        let gold_mention = quote.and_then(|quote| quote.mention);
        if let Some(quote) = quote {
            let speaker = quote.speaker.and_then(|speaker| self.gold.speakers.get(speaker));
            let mut told = speaker.map_or_else(String::new, |speaker| speaker.name.clone());
            if let Some(mention) = gold_mention {
                let _ = write!(told, "  mention “{}”", flat(mention.text(text)));
            }
            if let Some(cue) = quote.cue {
                let _ = write!(told, "  cue “{}”", flat(cue.text(text)));
            }
            let style = Label::Gold.style();
            let _ = writeln!(out, "  {style}gold{style:#}       {}", told.trim());
        }
        let mut labels: Vec<(Span, Label)> = pieces.iter().map(|&part| (part, Label::Gold)).collect();
        let style = Label::Predicted.style();
        if let Some(answer) = self.answer {
            let _ = writeln!(out, "  {style}predicted{style:#}  {}", self.said(evaluation, answer));
            // Predicted pieces that are the gold ones to the letter would only add brackets.
            let differing = answer.parts.iter().filter(|part| !pieces.contains(part));
            labels.extend(differing.map(|&part| (part, Label::Predicted)));
        } else {
            for (near, answer) in self.nearby(evaluation, pieces) {
                let _ = writeln!(
                    out,
                    "  {style}predicted{style:#}  {} here: {}",
                    answer.kind.as_str(),
                    self.said(evaluation, answer)
                );
                labels.extend(
                    near.iter().filter(|part| !pieces.contains(part)).map(|&part| (part, Label::Predicted)),
                );
            }
        }
        match (gold_mention, self.answer.and_then(|answer| answer.mention)) {
            (Some(ours), Some(theirs)) if ours == theirs => labels.push((ours, Label::BothMentions)),
            (ours, theirs) => {
                labels.extend(ours.map(|span| (span, Label::GoldMention)));
                labels.extend(theirs.map(|span| (span, Label::PredictedMention)));
            }
        }
        let _ = writeln!(out, "  {}\n", snippet(text, focus, &labels));
    }

    /// Predicted quotations that share text with the gold pieces, whatever their kind.
    fn nearby<'e>(
        &self,
        evaluation: &'e Evaluation<'_>,
        pieces: &[Span],
    ) -> Vec<(&'e [Span], &'e AnsweredQuote)> {
        let touches = |part: &Span| pieces.iter().any(|piece| piece.overlaps(*part));
        evaluation.answers(self.document).map_or_else(Vec::new, |answer| {
            let quotes = answer.quotes.iter().filter(|quote| quote.parts.iter().any(touches));
            quotes.map(|quote| (quote.parts.as_slice(), quote)).collect()
        })
    }

    /// Speaker, mention, cue and rules of a prediction.
    fn said(&self, evaluation: &Evaluation<'_>, answer: &AnsweredQuote) -> String {
        let text = self.gold.document.text();
        let speaker = evaluation
            .answers(self.document)
            .and_then(|all| all.speakers.get(answer.speaker?))
            .map_or("nobody", |speaker| speaker.name.as_str());
        let mut said = flat(speaker);
        if let Some(mention) = answer.mention {
            let _ = write!(said, "  mention “{}”", flat(mention.text(text)));
        }
        if let Some(cue) = answer.cue {
            let _ = write!(said, "  cue “{}”", flat(cue.text(text)));
        }
        for (name, rule) in [("rule", &answer.rule), ("speaker rule", &answer.speaker_rule)] {
            if let Some(rule) = rule {
                let _ = write!(said, "  {name} {rule}");
            }
        }
        if let Some(kind) = self.item.map(|item| item.kind).filter(|&kind| kind != answer.kind) {
            let note =
                if Group::of(kind) == Group::of(answer.kind) { "" } else { ", not compared with gold" };
            let _ = write!(said, "  as {}{note}", answer.kind.as_str());
        }
        said
    }
}

/// On one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
