//! Whole evaluations with figures computed by hand. Each would change if precision and recall were swapped,
//! if one prediction could serve two gold pieces, if an over-long span were rewarded, or if a document that
//! failed were left out.

use serde_json::Value;

use super::answer::{Answer, AnsweredQuote, AnsweredSpeaker, Outcome};
use super::gold::{Coverage, GoldDocument, GoldSet};
use super::judge::{Filter, Measure, Verdict};
use super::report::Header;
use super::summary::Summary;
use super::{Evaluation, compare, precision, read, report, thresholds};
use crate::layers::QuoteKind;

/// A document with Ann Lee (`ann`) and Bob Ray (`bob`).
fn labelled(id: &str, markup: &str) -> GoldDocument {
    let front = format!(
        "+++\nid = \"{id}\"\n[speakers.ann]\nname = \"Ann Lee\"\nkind = \"person\"\naliases = [\"Lee\"]\n\
         [speakers.bob]\nname = \"Bob Ray\"\nkind = \"person\"\n+++\n"
    );
    read::markup_document(&format!("{front}{markup}\n")).expect("readable")
}

fn gold(markups: &[&str]) -> GoldSet {
    let documents: Vec<GoldDocument> =
        markups.iter().enumerate().map(|(index, markup)| labelled(&format!("d{index}"), markup)).collect();
    GoldSet {
        name: "set".to_owned(),
        documents,
        covers: Coverage { indirect: true, scare: true },
        open: true,
    }
}

/// What a system would have said that labels a text just so, with the rule `r`.
fn said(document: &GoldDocument) -> Answer {
    let quotes = document.quotes.iter().map(|quote| AnsweredQuote {
        parts: quote.parts.clone(),
        marks: quote.marks.clone(),
        kind: quote.kind,
        cue: quote.cue,
        mention: quote.mention,
        speaker: quote.speaker,
        rule: (quote.kind != QuoteKind::Scare).then(|| "r".to_owned()),
        speaker_rule: quote.speaker.map(|_| "s".to_owned()),
        confidence: None,
    });
    let speakers = document.speakers.iter().map(|speaker| AnsweredSpeaker {
        name: speaker.name.clone(),
        kind: speaker.kind,
        mentions: Vec::new(),
    });
    Answer {
        quotes: quotes.collect(),
        speakers: speakers.collect(),
        entities: document.entities.clone().unwrap_or_default(),
        sentences: document.sentences.clone().unwrap_or_default(),
    }
}

fn answered(markup: &str) -> Outcome {
    Outcome::Answered(said(&labelled("p", markup)))
}

/// Every figure, for gold and prediction of one document each.
fn scored(gold_markup: &str, predicted: &str) -> Value {
    let set = gold(&[gold_markup]);
    figures(&Evaluation::new(&set, vec![answered(predicted)], Filter::default()))
}

fn figures(evaluation: &Evaluation<'_>) -> Value {
    serde_json::to_value(Summary::new(evaluation)).expect("serialisable")
}

/// Gold, predicted and paired pieces of a group.
fn pieces(figures: &Value, group: &str) -> [Option<u64>; 3] {
    let row = &figures["quotations"][group];
    ["gold", "predicted", "right"].map(|key| row[key].as_u64())
}

const FULL: &str = concat!(
    "<s>“<q1 direct ann>We <PER>Zoë</PER> wait,</q1>” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>, ",
    "“<q1 direct ann>but not long.</q1>”</s> <s><m2 pronoun>She</m2> <c2>said</c2> <q2 indirect ann>it was a ",
    "“<q3 scare>deal</q3>”</q2>.</s>\n\n<s>“<q4 direct bob>Né,</q4>” <c4>said</c4> <m4 nominal>the clerk</m4>.</s> ",
    "<s>It was a “<q5 mixed bob>crime.</s> <s>A big one</q5>”.</s>",
);

#[test]
fn gold_against_itself_is_right_everywhere() {
    let set = gold(&[FULL, FULL.replace("Né", "Nö").as_str()]);
    let outcomes = set.documents.iter().map(|document| Outcome::Answered(said(document))).collect();
    let all = figures(&Evaluation::new(&set, outcomes, Filter::default()));
    let mut seen = 0;
    every_share(&all, &mut |place, share| {
        seen += 1;
        assert_eq!(share, 100.0, "{place}");
    });
    assert!(seen > 60, "only {seen} figures");
}

fn every_share(value: &Value, check: &mut impl FnMut(&str, &Value)) {
    fn walk(place: &str, value: &Value, check: &mut impl FnMut(&str, &Value)) {
        const SHARES: [&str; 9] = [
            "precision",
            "recall",
            "f1",
            "accuracy",
            "of_found",
            "of_answered",
            "exact_share",
            "found_share",
            "answered_share",
        ];
        for (key, value) in value.as_object().into_iter().flatten() {
            // Nothing in the gold is labelled ORG, LOC or MISC.
            if ["ORG", "LOC", "MISC"].contains(&key.as_str()) {
                continue;
            }
            let place = format!("{place}{}{key}", if place.is_empty() { "" } else { "." });
            if SHARES.contains(&key.as_str()) { check(&place, value) } else { walk(&place, value, check) }
        }
    }
    walk("", value, check);
}

#[test]
fn an_empty_prediction_has_no_recall_and_no_precision() {
    let set = gold(&[FULL]);
    let all = figures(&Evaluation::new(&set, vec![Outcome::Answered(Answer::default())], Filter::default()));
    for row in
        ["quotations.direct+mixed", "quotations.indirect", "entities.all", "sentences.all", "speakers.all"]
    {
        let row = row.split('.').fold(&all, |value, key| &value[key]);
        assert_eq!((&row["precision"], &row["recall"], &row["f1"]), (&Value::Null, &0.0.into(), &0.0.into()));
    }
    assert_eq!(all["attribution"]["all"]["name"]["accuracy"], 0.0);
    assert_eq!(all["attribution"]["all"]["name"]["of_found"], Value::Null);
}

#[test]
fn figures_by_hand() {
    // Gold: three quotations. Predicted: the first rightly, the second as Ann's too, two that are none.
    let gold = "“<q1 direct ann>One one</q1>” “<q2 direct bob>Two two</q2>” “<q3 direct bob>Three</q3>” “Four” “Five”";
    let all = scored(
        gold,
        "“<q1 direct ann>One one</q1>” “<q2 direct ann>Two two</q2>” “Three” “<q3 direct bob>Four</q3>” “<q4 direct>Five</q4>”",
    );
    assert_eq!(pieces(&all, "direct+mixed"), [3, 4, 2].map(Some));
    let row = &all["quotations"]["direct+mixed"];
    assert_eq!((&row["precision"], &row["recall"], &row["f1"]), (&50.0.into(), &66.67.into(), &57.14.into()));
    let row = &all["attribution"]["all"];
    assert_eq!((&row["found_share"], &row["name"]["accuracy"]), (&66.67.into(), &33.33.into()));
    assert_eq!((&row["name"]["of_found"], &row["name"]["of_answered"]), (&50.0.into(), &50.0.into()));
    assert_eq!(all["rules"]["r"]["name"]["precision"], 50.0);
    assert_eq!(all["rules"]["r"]["fired"], 2);
}

#[test]
fn documents_that_failed_or_are_missing_count_in_full() {
    let one = "“<q1 direct ann>One</q1>” <s>A.</s> <s><PER>Bo</PER>.</s>";
    let set = gold(&[one, one, one, one]);
    let outcomes = vec![answered(one), Outcome::Failed("broken".to_owned()), Outcome::Missing];
    let all = figures(&Evaluation::new(&set, outcomes, Filter::default()));
    assert_eq!(pieces(&all, "direct+mixed"), [4, 1, 1].map(Some));
    assert_eq!(all["quotations"]["direct+mixed"]["recall"], 25.0);
    assert_eq!(all["attribution"]["all"]["name"]["accuracy"], 25.0);
    assert_eq!(all["entities"]["all"]["recall"], 25.0);
    assert_eq!(all["sentences"]["all"]["recall"], 25.0);
    assert_eq!(all["failed"][0], "d1: broken");
    assert_eq!(all["missing"], serde_json::json!(["d2", "d3"]));
}

#[test]
fn an_over_long_span_is_wrong_on_both_sides() {
    let all = scored(
        "“<q1 direct ann>Short</q1>” is what she said.",
        "“<q1 direct ann>Short” is what she said</q1>.",
    );
    assert_eq!(pieces(&all, "direct+mixed"), [1, 1, 0].map(Some));
    assert_eq!(all["attribution"]["all"]["name"]["accuracy"], 0.0);
}

#[test]
fn one_prediction_is_never_two_quotations() {
    let all = scored(
        "“<q1 direct ann>One one</q1>” “<q2 direct ann>Two too</q2>”",
        "“<q1 direct ann>One one” “Two too</q1>”",
    );
    // Seven of seventeen characters each: neither agrees, and a scorer that asks for overlap only would
    // count two.
    assert_eq!(pieces(&all, "direct+mixed"), [2, 1, 0].map(Some));
    let twice = scored("“<q1 direct ann>One</q1>”", "“<q1 direct ann><q2 direct bob>One</q2></q1>”");
    assert_eq!(pieces(&twice, "direct+mixed"), [1, 2, 1].map(Some));
    // Of the same two halves, only one is served.
    let halves =
        scored("“<q1 direct ann>abcd</q1><q2 direct ann>efgh</q2>”", "“<q1 direct ann>abcdefgh</q1>”");
    assert_eq!(pieces(&halves, "direct+mixed"), [2, 1, 1].map(Some));
}

#[test]
fn an_interrupted_quotation_is_found_by_most_of_its_characters() {
    let gold = "“<q1 direct ann>Yes,</q1>” she said, “<q1>but not before noon.</q1>”";
    let all = scored(gold, "“Yes,” she said, “<q1 direct ann>but not before noon.</q1>”");
    assert_eq!(pieces(&all, "direct+mixed"), [2, 1, 1].map(Some));
    assert_eq!(all["attribution"]["all"]["name"]["accuracy"], 100.0);
    let all = scored(gold, "“<q1 direct ann>Yes,</q1>” she said, “but not before noon.”");
    assert_eq!(pieces(&all, "direct+mixed"), [2, 1, 1].map(Some));
    assert_eq!(all["attribution"]["all"]["found"], 0);
    // Taken for two quotations: the one that holds more of it answers.
    let two = "“<q1 direct bob>Yes,</q1>” she said, “<q2 direct ann>but not before noon.</q2>”";
    let all = scored(gold, two);
    assert_eq!(pieces(&all, "direct+mixed"), [2, 2, 2].map(Some));
    assert_eq!(all["attribution"]["all"]["name"]["right"], 1);
}

#[test]
fn characters_count_and_not_bytes() {
    // Four of eight characters, but four of twelve bytes.
    let all = scored("“<q1 direct ann>ääääabcd</q1>”", "“ääää<q1 direct ann>abcd</q1>”");
    assert_eq!(pieces(&all, "direct+mixed"), [1, 1, 1].map(Some));
}

#[test]
fn another_group_is_not_found_and_not_comparable() {
    let all =
        scored("what she called a “<q1 mixed ann>crime</q1>”", "what she called a “<q1 scare>crime</q1>”");
    assert_eq!(pieces(&all, "direct+mixed"), [1, 0, 0].map(Some));
    assert_eq!(pieces(&all, "scare"), [0, 1, 0].map(Some));
    // Direct for mixed is the same group.
    let all = scored(
        "what she called a “<q1 mixed ann>crime</q1>”",
        "what she called a “<q1 direct ann>crime</q1>”",
    );
    assert_eq!(pieces(&all, "direct+mixed"), [1, 1, 1].map(Some));
}

#[test]
fn what_the_gold_does_not_label_costs_nothing() {
    let mut set = gold(&[
        "“<q1 direct ann>One,</q1>” she said. It was a “deal” that “<q2 direct bob>stank</q2>”, he said.",
    ]);
    set.covers = Coverage { indirect: false, scare: false };
    let Outcome::Answered(mut answer) = answered(concat!(
        "“<q1 direct ann>One,</q1>” she said. It was a “<q3 scare>deal</q3>” ",
        "<q2 mixed bob>that “stank”</q2>, he said.",
    )) else {
        panic!("answered")
    };
    // In a corpus of marks, the mixed quotation is compared by its marks.
    let place = set.documents[0].quotes[1].parts[0];
    let mixed = answer.quotes.iter_mut().find(|quote| quote.kind == QuoteKind::Mixed).expect("mixed");
    mixed.marks = vec![place];
    answer.quotes.push(AnsweredQuote { kind: QuoteKind::Indirect, ..answer.quotes[0].clone() });
    let all = figures(&Evaluation::new(&set, vec![Outcome::Answered(answer)], Filter::default()));
    assert_eq!(pieces(&all, "direct+mixed"), [2, 2, 2].map(Some));
    assert_eq!(all["quotations"].as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn gold_that_is_not_scored_neither_helps_nor_harms() {
    let markup = "“<q1 direct ann>One</q1>” “<q2 direct ann>Two</q2>” “<q3 mixed ann>Three</q3>” “<q4 direct bob>Four</q4>”";
    let mut set = gold(&[markup]);
    set.documents[0].quotes[0].unscorable = true;
    set.documents[0].quotes[1].saying = Some(false);
    let counts = |filter: Filter| {
        pieces(&figures(&Evaluation::new(&set, vec![answered(markup)], filter)), "direct+mixed")
            .map(Option::unwrap)
    };
    assert_eq!(counts(Filter::default()), [3, 3, 3]);
    assert_eq!(counts(Filter { saying: true, ..Filter::default() }), [2, 2, 2]);
    assert_eq!(counts(Filter { saying: true, kinds: vec![QuoteKind::Direct] }), [1, 1, 1]);
}

#[test]
fn verdicts_by_name_and_by_mention() {
    let set = gold(&[concat!(
        "“<q1 direct ann>One,</q1>” said <m1>Lee</m1>. “<q2 direct bob>Two,</q2>” said <m2 pronoun>he</m2>. ",
        "“<q3 direct ann>Three,</q3>” she said. “<q4 direct>Four,</q4>” said <m4 nominal>a man</m4>.",
    )]);
    let outcome = answered(concat!(
        "“<q1 direct bob>One,</q1>” said <m1>Lee</m1>. “<q2 direct bob>Two,</q2>” <m2>said</m2> he. ",
        "“<q3 direct>Three,</q3>” she said. “<q4 direct ann>Four,</q4>” said a man.",
    ));
    let evaluation = Evaluation::new(&set, vec![outcome], Filter::default());
    let verdicts: Vec<_> = evaluation.items().map(|(_, item)| (item.name, item.mention)).collect();
    use Verdict::{Right, Unanswered, Untold, Wrong};
    assert_eq!(verdicts, [(Wrong, Right), (Right, Wrong), (Unanswered, Untold), (Untold, Unanswered)]);
}

#[test]
fn a_speaker_taken_for_two_is_one_too_many() {
    let set = gold(&["“<q1 direct ann>One</q1>” “<q2 direct ann>Two</q2>” “<q3 direct bob>Three</q3>”"]);
    let Outcome::Answered(mut answer) =
        answered("“<q1 direct ann>One</q1>” “<q2 direct bob>Two</q2>” “Three”")
    else {
        panic!("answered")
    };
    answer.speakers[1].name = "Lee".to_owned();
    let all = figures(&Evaluation::new(&set, vec![Outcome::Answered(answer)], Filter::default()));
    let row = &all["speakers"]["all"];
    assert_eq!((&row["gold"], &row["predicted"], &row["right"]), (&2.into(), &2.into(), &1.into()));
    // Both names are Ann's, so both quotations are rightly hers.
    assert_eq!(all["attribution"]["all"]["name"]["right"], 2);
}

fn header() -> Header {
    Header { gold: "set".to_owned(), system: "test".to_owned(), kinds: Vec::new(), saying: false }
}

fn json(evaluation: &Evaluation<'_>) -> String {
    let items = (evaluation.item_records(), evaluation.spurious_records());
    report::json(&header(), &Summary::new(evaluation), Some((&items.0, &items.1))).expect("serialisable")
}

#[test]
fn reports_of_closed_gold_hold_no_words_of_it() {
    let mut set = gold(&["“Ä!” “<q1 direct ann>Secret</q1>” said <m1>Lee</m1>. “Hidden”"]);
    let outcome =
        answered("“Ä!” “<q1 direct ann>Secret</q1>” said <m1>Lee</m1>. “<q2 direct bob>Hidden</q2>”");
    let told = json(&Evaluation::new(&set, vec![outcome.clone()], Filter::default()));
    assert!(told.contains("Secret") && told.contains("Hidden") && told.contains("Ann Lee"));
    set.open = false;
    let told = json(&Evaluation::new(&set, vec![outcome], Filter::default()));
    assert!(!told.contains("Secret") && !told.contains("Hidden") && !told.contains("Lee"), "{told}");
    let report: Value = serde_json::from_str(&told).expect("JSON");
    // Code points, although Ä and the marks take more bytes.
    assert_eq!((&report["items"][0]["start"], &report["items"][0]["end"]), (&6.into(), &12.into()));
    assert_eq!(report["items"][0]["predicted_mention"], serde_json::json!([19, 22]));
    assert_eq!((&report["spurious"][0]["start"], &report["spurious"][0]["end"]), (&25.into(), &31.into()));
}

#[test]
fn thresholds_name_what_is_below() {
    let set = gold(&["“<q1 direct ann>One</q1>” “<q2 direct bob>Two</q2>”"]);
    let outcome = answered("“<q1 direct ann>One</q1>” “Two”");
    let summary = Summary::new(&Evaluation::new(&set, vec![outcome], Filter::default()));
    let check = |file: &str| thresholds::check(file, "set", &summary);
    assert_eq!(
        check("[set]\n\"quotations.direct+mixed.recall\" = 50\n\"attribution.all.name.accuracy\" = 50.0"),
        Ok(vec![])
    );
    let below = check("[set]\n\"quotations.direct+mixed.recall\" = 50.01").expect("readable");
    assert_eq!(below, ["quotations.direct+mixed.recall: 50.00 is below 50.01"]);
    // What is undefined is not above anything.
    let below = check("[set]\n\"entities.PER.precision\" = 0").expect("readable");
    assert_eq!(below, ["entities.PER.precision: undefined, 0.00 is expected"]);
    assert!(check("[other]").is_err_and(|problem| problem.contains("[set]")));
    assert!(
        check("[set]\n\"quotations.direct.f1\" = 1").is_err_and(|problem| problem.contains("no such figure"))
    );
    assert!(check("[set").is_err());
}

#[test]
fn rule_precision_is_smoothed() {
    let set =
        gold(&["“<q1 direct ann>One</q1>” “<q2 direct bob>Two</q2>” “<q3 direct bob>Three</q3>” “Four”"]);
    let outcome =
        answered("“<q1 direct ann>One</q1>” “<q2 direct ann>Two</q2>” “Three” “<q3 direct ann>Four</q3>”");
    let evaluation = Evaluation::new(&set, vec![outcome], Filter::default());
    let written = precision::toml(&evaluation, &Summary::new(&evaluation), "");
    let table: toml::Table = written.parse().expect("TOML");
    assert_eq!(table["r"]["fired"].as_integer(), Some(2));
    assert_eq!(table["r"]["right"].as_integer(), Some(1));
    assert_eq!(table["r"]["precision"].as_float(), Some(0.5));
}

#[test]
fn comparisons_list_what_was_fixed_and_broken() {
    let set = gold(&["“<q1 direct ann>One</q1>” “<q2 direct bob>Two</q2>” “<q3 direct bob>Three</q3>”"]);
    let evaluate = |markup| Evaluation::new(&set, vec![answered(markup)], Filter::default());
    let old =
        json(&evaluate("“<q1 direct ann>One</q1>” “<q2 direct ann>Two</q2>” “<q3 direct bob>Three</q3>”"));
    let new = evaluate("“One” “<q2 direct bob>Two</q2>” “<q3 direct bob>Three</q3>”");
    let told =
        compare::compare(&old, &Summary::new(&new), &new.item_records(), Measure::Name).expect("readable");
    assert!(told.contains("FIXED: 1 by name\n  d0 q2  wrong (r) → right (r)  Two"), "{told}");
    assert!(told.contains("BROKEN: 1 by name\n  d0 q1  right (r) → unfound (no rule)  One"), "{told}");
    let line = told.lines().find(|line| line.starts_with("quotations.direct+mixed.recall")).expect("changed");
    assert_eq!(line.split_whitespace().skip(1).collect::<Vec<_>>(), ["100.00", "66.67", "-33.33"]);
    assert!(compare::compare("{", &Summary::new(&new), &[], Measure::Name).is_err());
}

#[test]
fn the_number_of_threads_does_not_show() {
    let mut set = gold(&[]);
    set.documents =
        (0..9).map(|index| labelled(&format!("d{index}"), &FULL.replace("Né", &"x".repeat(index)))).collect();
    let engine = crate::Engine::default();
    let report = |jobs| {
        let outcomes = super::annotate(&engine, &set, std::num::NonZeroUsize::new(jobs)).expect("threads");
        json(&Evaluation::new(&set, outcomes, Filter::default()))
    };
    assert_eq!(report(1), report(4));
}
