use super::*;
use crate::attribute::rule::{Link, Outcome, RuleVerdict};
use crate::io::offsets::OffsetUnit;
use crate::io::wire::Warning;
use crate::layers::MentionKind;

fn range(text: &str, part: &str) -> Range {
    let start = text.find(part).unwrap();
    [u32::try_from(start).unwrap(), u32::try_from(start + part.len()).unwrap()]
}

fn quote(text: &str, kind: QuoteKind, parts: &[&str], marks: &[&str]) -> Quote {
    let parts: Vec<Range> = parts.iter().map(|part| range(text, part)).collect();
    Quote {
        id: 0,
        start: parts[0][0],
        end: parts[parts.len() - 1][1],
        marks: marks.iter().map(|mark| range(text, mark)).collect(),
        parts,
        kind,
        closed: true,
        parent: None,
        cue: None,
        mention: None,
        mention_kind: None,
        speaker: None,
        rule: None,
        speaker_rule: None,
        confidence: None,
        evidence: Vec::new(),
    }
}

fn plain(quotes: Vec<Quote>, text: &str, width: usize) -> String {
    let speaker = Speaker {
        id: 0,
        name: "Ann Lee".to_owned(),
        kind: SpeakerKind::Person,
        aliases: Vec::new(),
        mentions: Vec::new(),
        role: Some("mayor".to_owned()),
    };
    let shown = Record {
        id: "news/1".to_owned(),
        offsets: OffsetUnit::Byte,
        speakers: vec![speaker],
        quotes,
        ..Record::default()
    };
    anstream::adapter::strip_str(&record(&shown, text, width)).to_string()
}

#[test]
fn shows_who_said_what_and_how_we_know() {
    let text = "News\n\n“It is late,” said Lee, “but not too late.” The\n“so-called” plan, she said, is a “fine mess” today.";
    let said = Quote {
        cue: Some(range(text, "said")),
        mention: Some(range(text, "Lee")),
        mention_kind: Some(MentionKind::Name),
        speaker: Some(0),
        rule: Some("verb-then-name".into()),
        speaker_rule: Some("surname".into()),
        confidence: Some(0.97),
        ..quote(
            text,
            QuoteKind::Direct,
            &["It is late,", "but not too late."],
            &["It is late,", "but not too late."],
        )
    };
    let scare = quote(text, QuoteKind::Scare, &["so-called"], &["so-called"]);
    let mixed = Quote {
        speaker: Some(0),
        confidence: Some(0.5),
        rule: Some("name-then-verb".into()),
        ..quote(text, QuoteKind::Mixed, &["is a “fine mess” today"], &["fine mess"])
    };
    let unknown = quote(text, QuoteKind::Direct, &["fine mess"], &["fine mess"]);
    assert_eq!(
        plain(vec![said, scare, mixed, unknown], text, 80),
        "\
news/1  3 quotations from 1 speaker, 1 from nobody named

Ann Lee, mayor
   3  “It is late,” … “but not too late.”
      said Lee · verb then name, surname · 97%
   4  “so-called” · marked, not speech
   4  is a “fine mess” today
      name then verb · 50%

speaker unknown
   4  “fine mess”

"
    );
}

#[test]
fn wraps_at_the_width_and_shortens_only_what_is_very_long() {
    let text = "word ".repeat(150);
    let shown = plain(vec![quote(&text, QuoteKind::Indirect, &[text.trim()], &[])], &text, 60);
    assert!(shown.lines().all(|line| line.chars().count() <= 60));
    assert_eq!(shown.matches("word").count(), 150);
    let text = "word ".repeat(400);
    let shown = plain(vec![quote(&text, QuoteKind::Indirect, &[text.trim()], &[])], &text, 60);
    assert!(shown.contains("words …]"), "{shown}");
    assert!(shown.matches("word").count() < 200);
}

#[test]
fn explains_each_quotation_and_in_full_only_the_one_asked_for() {
    let text = "“It is late,” said Lee.";
    let quote = quote(text, QuoteKind::Direct, &["It is late,"], &["It is late,"]);
    let shown = Record { id: "x".to_owned(), quotes: vec![quote], ..Record::default() };
    let verdict = |rule, outcome| RuleVerdict { rule, says: "How it is.", outcome };
    let verdicts = vec![vec![
        verdict("name-then-verb", Outcome::Vetoed("no-verb")),
        verdict("colon", Outcome::Silent),
        verdict("verb-then-name", Outcome::Fired(Link::default())),
        verdict("turn-taking", Outcome::NotReached),
    ]];
    let page = |only| {
        let page = explanation(&shown, text, &verdicts, only, 80);
        anstream::adapter::strip_str(&page).to_string()
    };
    assert_eq!(
        page(None),
        "\
x

quotation 0  direct, line 1
  “It is late,”
  → nobody
  verb-then-name fired: How it is.
  held back: name-then-verb (no verb)
  1 rule saw no case, 1 rule not reached

"
    );
    assert!(page(Some(0)).contains("  colon no case: How it is.\n"));
    assert!(!page(Some(1)).contains("late"));
}

#[test]
fn odd_texts_show_their_warnings_and_no_control_characters() {
    let text = "\u{1b}[2J";
    let shown = plain(vec![quote(text, QuoteKind::Direct, &[text], &[text])], text, 80);
    assert!(!shown.contains('\u{1b}'));
    let empty = Record {
        warnings: vec![Warning { code: "empty-text".into(), ..Warning::default() }],
        ..Record::default()
    };
    assert!(record(&empty, "", 80).contains("the text is empty"));
}
