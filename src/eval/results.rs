//! The results page: what reports say of this engine on every corpus, beside what others have published.

mod taggers;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

use super::report::Header;

/// A report, as far as the page tells it.
#[derive(Clone, Debug, Deserialize)]
struct Report {
    schema: String,
    measured: Header,
    summary: Value,
}

/// A figure of somebody else's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    corpus: String,
    task: String,
    system: String,
    figure: f64,
    measured: String,
    source: String,
    differs: String,
}

/// The file of published figures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedFile {
    figure: Vec<Published>,
}

/// The word that the page is found by, and how to write it again.
const HEAD: &str = "# Results

Written by `just results`; do not edit. Definitions are in [README.md](README.md), every figure is percent. Intervals are
95 % bootstrap intervals over documents. *dev* and *train* sets may have been looked at while rules were made; *test* sets have not.
Rules are made and chosen on *dev* sets, our own and the corpora's; thresholds hold our own. The model of reported speech is
trained on our own *dev* set (the seeds among it) and on PolNeAR's *train* part, which is therefore not shown: the honest
figures are those of PolNeAR *dev* and of our own *test* set.
";

/// Writes the page from reports in JSON, each with its file's name, and the file of published figures.
///
/// # Errors
/// What is wrong, and in which file.
pub fn page(reports: &[(String, String)], published: Option<&str>) -> Result<String, String> {
    let mut by_corpus: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    let mut timed = Vec::new();
    for (name, json) in reports {
        let report: Report =
            serde_json::from_str(json).map_err(|cause| format!("{name}: not a report in JSON: {cause}"))?;
        if report.schema != super::report::SCHEMA {
            return Err(format!("{name}: {} is expected, not {}", super::report::SCHEMA, report.schema));
        }
        // What compares taggers tells the speed, and has a table of its own.
        match report.measured.speed {
            Some(_) => timed.push(report),
            None => by_corpus.entry(corpus(&report.measured.gold)).or_default().push(report),
        }
    }
    let published: PublishedFile = match published {
        Some(file) => toml::from_str(file).map_err(|cause| format!("published figures: {cause}"))?,
        None => PublishedFile { figure: Vec::new() },
    };
    let mut out = HEAD.to_owned();
    for (corpus, reports) in &mut by_corpus {
        reports.sort_by_key(|report| {
            let header = &report.measured;
            (header.gold.clone(), header.gold_spans, header.system.clone())
        });
        let _ = write!(out, "\n## {}\n", title(corpus));
        finding(reports, &mut out);
        attribution(reports, &mut out);
        clusters(reports, &mut out);
        layers(reports, &mut out);
        others(published.figure.iter().filter(|figure| figure.corpus == *corpus), &mut out);
    }
    timed.sort_by_key(|report| (report.measured.gold.clone(), report.measured.tagger.clone()));
    taggers::write(&timed, &mut out);
    let elsewhere: Vec<&Published> =
        published.figure.iter().filter(|figure| !by_corpus.contains_key(&figure.corpus)).collect();
    if !elsewhere.is_empty() {
        out.push_str("\n## Corpora that are not measured here\n");
        others(elsewhere.into_iter(), &mut out);
    }
    Ok(out)
}

/// A set's name without its split: `pdnc` of `pdnc.dev`. Our own gold is named by its split alone.
fn corpus(gold: &str) -> String {
    let name = gold.split('/').next().unwrap_or(gold);
    match name {
        "dev" | "test" => "whosaid".to_owned(),
        _ => [".dev", ".test", ".train"]
            .iter()
            .find_map(|split| name.strip_suffix(split))
            .unwrap_or(name)
            .to_owned(),
    }
}

fn title(corpus: &str) -> &str {
    match corpus {
        "whosaid" => "Our own gold",
        "pdnc" => "PDNC: novels, direct quotations",
        "litbank" => "LitBank: excerpts of novels, speakers as chains of mentions",
        "quoteli3" => "QuoteLi3: Pride and Prejudice",
        "polnear" => "PolNeAR: political news, direct, mixed and indirect",
        other => other,
    }
}

/// What was measured, in the first column of every table.
fn what(report: &Report) -> String {
    let header = &report.measured;
    let mut what = format!("{}, {}", header.system, header.gold);
    if header.gold_spans {
        what.push_str(", given spans");
    }
    if header.saying {
        what.push_str(", speech only");
    }
    what
}

/// A figure by its place in a summary; a dash where it is undefined or not there.
fn figure(row: &Value, key: &str) -> String {
    row.get(key).and_then(Value::as_f64).map_or_else(|| "–".to_owned(), |figure| format!("{figure:.1}"))
}

fn count(row: &Value, key: &str) -> String {
    row.get(key).and_then(Value::as_u64).map_or_else(|| "–".to_owned(), |count| count.to_string())
}

/// A figure with its interval.
fn with_interval(row: &Value, key: &str, interval: &str) -> String {
    let ends = row.get(interval).and_then(Value::as_array);
    let ends: Vec<f64> = ends.into_iter().flatten().filter_map(Value::as_f64).collect();
    match ends.as_slice() {
        [low, high] => format!("**{}** ({low:.1}–{high:.1})", figure(row, key)),
        _ => format!("**{}**", figure(row, key)),
    }
}

/// The rows of a part of a summary.
fn rows<'r>(report: &'r Report, part: &str) -> impl Iterator<Item = (&'r str, &'r Value)> {
    let rows = report.summary.get(part).and_then(Value::as_object);
    rows.into_iter().flatten().map(|(name, row)| (name.as_str(), row))
}

/// A table in Markdown; nothing where it has no rows.
fn table(headings: &[&str], rows: &[Vec<String>], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let numbers = headings.len().saturating_sub(2);
    let _ = writeln!(out, "\n| {} |\n|---|---|{}", headings.join(" | "), "--:|".repeat(numbers));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
}

fn finding(reports: &[Report], out: &mut String) {
    let mut lines = Vec::new();
    for report in reports.iter().filter(|report| !report.measured.gold_spans) {
        for (group, row) in rows(report, "quotations") {
            lines.push(vec![
                what(report),
                group.to_owned(),
                count(row, "gold"),
                figure(row, "precision"),
                figure(row, "recall"),
                with_interval(row, "f1", "f1_interval"),
                figure(row, "exact_share"),
            ]);
        }
    }
    table(&["quotations found", "group", "pieces", "P", "R", "F1", "exact"], &lines, out);
}

fn attribution(reports: &[Report], out: &mut String) {
    /// In the order in which they are read; what a report does not have is left out.
    const ROWS: [&str; 12] = [
        "all",
        "direct+mixed",
        "direct",
        "mixed",
        "indirect",
        "explicit",
        "anaphoric",
        "implicit",
        "person",
        "organisation",
        "group",
        "unnamed",
    ];
    const MEASURES: [&str; 4] = ["character", "name", "mention", "chain"];
    for measure in MEASURES {
        let mut lines = Vec::new();
        for report in reports {
            let mut last: Option<&Value> = None;
            for name in ROWS {
                let row = report.summary.get("attribution").and_then(|rows| rows.get(name));
                let Some(row) = row else { continue };
                let Some(figures) = row.get(measure) else { continue };
                // In a corpus of direct quotations alone, three rows would say the same.
                if last == Some(row) {
                    continue;
                }
                last = Some(row);
                lines.push(vec![
                    what(report),
                    name.to_owned(),
                    count(figures, "told"),
                    with_interval(figures, "accuracy", "interval"),
                    figure(figures, "of_found"),
                    figure(figures, "of_answered"),
                ]);
            }
        }
        let heading = format!("credited rightly, by {measure}");
        table(&[&heading, "quotations", "n", "accuracy", "of found", "of answered"], &lines, out);
    }
}

fn clusters(reports: &[Report], out: &mut String) {
    let mut lines = Vec::new();
    for report in reports {
        for (name, row) in rows(report, "clusters") {
            lines.push(vec![
                what(report),
                if name == "b3" { "B³".to_owned() } else { name.to_owned() },
                count(row, "told"),
                figure(row, "precision"),
                figure(row, "recall"),
                with_interval(row, "f1", "f1_interval"),
            ]);
        }
    }
    table(&["clusters by speaker", "score", "n", "P", "R", "F1"], &lines, out);
}

fn layers(reports: &[Report], out: &mut String) {
    let mut lines = Vec::new();
    for report in reports.iter().filter(|report| !report.measured.gold_spans) {
        for (part, title) in
            [("speakers", "speakers"), ("entities", "entities"), ("sentences", "sentence boundaries")]
        {
            for (name, row) in rows(report, part) {
                lines.push(vec![
                    what(report),
                    format!("{title}, {name}"),
                    count(row, "gold"),
                    figure(row, "precision"),
                    figure(row, "recall"),
                    with_interval(row, "f1", "f1_interval"),
                ]);
            }
        }
    }
    table(&["other layers", "what", "n", "P", "R", "F1"], &lines, out);
}

fn others<'p>(figures: impl Iterator<Item = &'p Published>, out: &mut String) {
    let mut lines: Vec<Vec<String>> = Vec::new();
    for figure in figures {
        lines.push(vec![
            figure.system.clone(),
            figure.task.clone(),
            format!("{:.1}", figure.figure),
            figure.measured.clone(),
            figure.differs.clone(),
            figure.source.clone(),
        ]);
    }
    if !lines.is_empty() {
        out.push_str("\nOther systems, as published:\n\n| system | task | figure | what it is | what differs | source |\n|---|---|--:|---|---|---|\n");
        for line in lines {
            let _ = writeln!(out, "| {} |", line.join(" | "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(gold: &str, given: bool) -> String {
        let row = r#"{"gold":2,"name":{"told":2,"right":1,"accuracy":50.0,"interval":[40.0,60.0],"of_found":null,"of_answered":50.0}}"#;
        format!(
            r#"{{"schema":"whosaid-eval/1","measured":{{"gold":"{gold}","system":"s","gold_spans":{given}}},"summary":{{
            "quotations":{{"direct+mixed":{{"gold":3,"precision":null,"recall":0.0,"f1":0.0,"exact_share":null}}}},
            "attribution":{{"all":{row},"direct":{row}}}}}}}"#
        )
    }

    #[test]
    fn every_figure_stands_under_its_corpus() {
        let published = "[[figure]]\ncorpus = \"c\"\ntask = \"t\"\nsystem = \"Other\"\nfigure = 87.54\nmeasured = \"m\"\nsource = \"a paper\"\ndiffers = \"much\"\n";
        let reports = [("b".to_owned(), report("c.dev", true)), ("a".to_owned(), report("c.dev", false))];
        let page = page(&reports, Some(published)).expect("readable");
        let told: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(
            told,
            [
                "| quotations found | group | pieces | P | R | F1 | exact |",
                "| s, c.dev | direct+mixed | 3 | – | 0.0 | **0.0** | – |",
                "| credited rightly, by name | quotations | n | accuracy | of found | of answered |",
                "| s, c.dev | all | 2 | **50.0** (40.0–60.0) | – | 50.0 |",
                "| s, c.dev, given spans | all | 2 | **50.0** (40.0–60.0) | – | 50.0 |",
                "| system | task | figure | what it is | what differs | source |",
                "| Other | t | 87.5 | m | much | a paper |",
            ]
        );
    }

    #[test]
    fn what_is_no_report_is_named() {
        let bad = |json: &str| page(&[("x.json".to_owned(), json.to_owned())], None).expect_err("bad");
        assert!(bad("{").starts_with("x.json: not a report in JSON"));
        assert!(
            bad(&report("c", false).replace("eval/1", "eval/2"))
                .starts_with("x.json: whosaid-eval/1 is expected")
        );
        assert!(
            page(&[], Some("[[figure]]\nsystem = 1"))
                .is_err_and(|problem| problem.starts_with("published figures"))
        );
    }
}
