//! Runs the examples that every rule carries.

use crate::attribute::rule::{Outcome, Rule, RuleVerdict};
use crate::attribute::rules::ALL;
use crate::layers::{Annotations, QuoteKind};
use crate::marked::{self, Marked};
use crate::{Document, Engine, Span};

/// Text that moves every offset by bytes that are no characters: an edge cut in the wrong unit shows.
const SHIFT: &str = "été, über, 日本, 😀.\n\n";

fn spans(marked: &Marked, name: &str) -> Vec<Span> {
    marked.tags.iter().filter(|tag| tag.name == name).map(|tag| tag.span).collect()
}

/// The verdicts on the quotation whose parts are the `<q>` spans.
fn verdicts(marked: &Marked) -> Result<(Annotations, usize, Vec<RuleVerdict>), String> {
    let document = Document::new("example", marked.text.clone()).expect("short");
    let (annotations, verdicts) = Engine::default().explain(&document);
    let parts = spans(marked, "q");
    let found = annotations.quotes.iter().position(|quote| quote.parts == parts).ok_or_else(|| {
        let others: Vec<Vec<&str>> = annotations
            .quotes
            .iter()
            .map(|quote| quote.parts.iter().map(|part| part.text(document.text())).collect())
            .collect();
        format!("no such quotation; found {others:?}")
    })?;
    Ok((annotations, found, verdicts[found].clone()))
}

fn fires(rule: &Rule, markup: &str) -> Result<(), String> {
    let marked = marked::parse(markup).map_err(|error| error.to_string())?;
    let (annotations, index, verdicts) = verdicts(&marked)?;
    let Some(attribution) = &annotations.attributions[index] else {
        return Err("nobody found".to_owned());
    };
    let text = |span: Option<Span>| span.map_or("", |span| span.text(&marked.text)).to_owned();
    let mention = attribution.mention.map(|mention| annotations.mentions[mention.index()].span);
    let (cue, wanted_cue) = (attribution.cue, spans(&marked, "c").first().copied());
    let wanted = spans(&marked, "m").first().copied();
    if attribution.rule != rule.id {
        let said: Vec<_> = verdicts.iter().find(|verdict| verdict.rule == rule.id).into_iter().collect();
        return Err(format!("decided by {} ({:?}); this rule: {said:?}", attribution.rule, text(mention)));
    }
    if mention != wanted {
        return Err(format!("mention {:?} for {:?}", text(mention), text(wanted)));
    }
    if wanted_cue.is_some() && cue != wanted_cue {
        return Err(format!("cue {:?} for {:?}", text(cue), text(wanted_cue)));
    }
    let kind = annotations.quotes[index].kind;
    if kind == QuoteKind::Scare { Err("a scare quote with a source".to_owned()) } else { Ok(()) }
}

fn misses(rule: &Rule, markup: &str, veto: &str) -> Result<(), String> {
    let marked = marked::parse(markup).map_err(|error| error.to_string())?;
    let (_, _, verdicts) = verdicts(&marked)?;
    let outcome = verdicts.iter().find(|verdict| verdict.rule == rule.id).map(|verdict| verdict.outcome);
    match outcome {
        Some(Outcome::Vetoed(said)) if said == veto => Ok(()),
        other => Err(format!("{other:?} for the veto {veto:?}")),
    }
}

#[test]
fn every_rule_answers_its_examples_and_none_of_its_near_misses() {
    let mut failures = Vec::new();
    for rule in ALL {
        for shift in ["", SHIFT] {
            for markup in rule.fires {
                if let Err(problem) = fires(rule, &format!("{shift}{markup}")) {
                    failures.push(format!("{}: {markup:?}: {problem}", rule.id));
                }
            }
            for (markup, veto) in rule.near_misses {
                if let Err(problem) = misses(rule, &format!("{shift}{markup}"), veto) {
                    failures.push(format!("{} near miss: {markup:?}: {problem}", rule.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_is_documented_and_unique() {
    for (index, rule) in ALL.iter().enumerate() {
        assert!(rule.fires.len() >= 3, "{}: at least three examples", rule.id);
        assert!(rule.near_misses.len() >= 2, "{}: at least two near misses", rule.id);
        assert!(rule.says.ends_with('.') && !rule.says.contains('\n'), "{}: one sentence", rule.id);
        assert!(ALL[..index].iter().all(|other| other.id != rule.id), "{} stands twice", rule.id);
    }
}
