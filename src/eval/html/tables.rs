//! The summary as tables of the page.

use std::fmt::Write as _;

use super::escape;
use crate::eval::summary::{Interval, Percent, Rows, RuleRow, Score, Summary};
use crate::eval::table::{interval, percent};

/// A table with headings: the first column to the left, the others to the right.
struct Sheet<'o> {
    out: &'o mut String,
}

impl<'o> Sheet<'o> {
    fn new(title: &str, headings: &[&str], out: &'o mut String) -> Self {
        let _ = write!(out, "<div class=sheet><h3>{}</h3><table><tr><th>", escape(title));
        for heading in headings {
            let _ = write!(out, "<th>{}", escape(heading));
        }
        out.push('\n');
        Self { out }
    }

    /// `key` tells which cell matters most.
    fn row(&mut self, name: &str, cells: &[String], key: usize) {
        let _ = write!(self.out, "<tr><td>{}", escape(name));
        for (index, cell) in cells.iter().enumerate() {
            let _ = write!(self.out, "<td{}>{cell}", if index == key { " class=key" } else { "" });
        }
        self.out.push('\n');
    }

    fn end(self) {
        self.out.push_str("</table></div>\n");
    }
}

/// Writes every table. `documents` adds a row for each document.
pub(super) fn write(summary: &Summary, documents: bool, out: &mut String) {
    if !summary.quotations.0.is_empty() {
        let headings = ["gold", "predicted", "paired", "P", "R", "F1", "95 %", "exact"];
        let mut sheet = Sheet::new("Quotations, by piece", &headings, out);
        for (name, row) in &summary.quotations.0 {
            let mut cells = score(&row.score);
            cells.push(percent(row.exact_share));
            sheet.row(name, &cells, 5);
        }
        sheet.end();
    }
    if !summary.clusters.0.is_empty() {
        let headings = ["gold", "answered", "P", "R", "F1", "95 %"];
        let mut sheet = Sheet::new("Quotations as clusters by speaker", &headings, out);
        for (name, row) in &summary.clusters.0 {
            let cells = [
                row.told.to_string(),
                row.answered.to_string(),
                percent(row.precision),
                percent(row.recall),
                percent(row.f1),
                interval(row.f1_interval),
            ];
            sheet.row(if name == "b3" { "B³" } else { name }, &cells, 4);
        }
        sheet.end();
    }
    attribution(summary, out);
    rules("Rules that choose the mention", &summary.rules, out);
    rules("Rules that choose the speaker", &summary.speaker_rules, out);
    for (title, rows) in [
        ("Speakers with a quotation", &summary.speakers),
        ("Entities, exact span and label", &summary.entities),
        ("Sentence boundaries", &summary.sentences),
    ] {
        if !rows.0.is_empty() {
            let headings = ["gold", "predicted", "right", "P", "R", "F1", "95 %"];
            let mut sheet = Sheet::new(title, &headings, out);
            rows.0.iter().for_each(|(name, row)| sheet.row(name, &score(row), 5));
            sheet.end();
        }
    }
    if documents && summary.by_document.0.len() > 1 {
        by_document(summary, out);
    }
}

fn score(score: &Score) -> Vec<String> {
    vec![
        score.gold.to_string(),
        score.predicted.to_string(),
        score.right.to_string(),
        percent(score.precision),
        percent(score.recall),
        percent(score.f1),
        interval(score.f1_interval),
    ]
}

fn attribution(summary: &Summary, out: &mut String) {
    let Some((_, all)) = summary.attribution.0.first() else { return };
    let measures: Vec<&str> = all.measures.0.iter().map(|(name, _)| name.as_str()).collect();
    let mut headings = vec!["gold", "found", "answered"];
    for measure in &measures {
        headings.extend([*measure, "95 %", "of found"]);
    }
    let mut sheet = Sheet::new("Attribution, by quotation", &headings, out);
    for (name, row) in &summary.attribution.0 {
        let mut cells = vec![row.gold.to_string(), percent(row.found_share), percent(row.answered_share)];
        for measure in &measures {
            let figures = row.measures.0.iter().find(|(name, _)| name == measure).map(|(_, row)| row);
            let share = |of: fn(&crate::eval::summary::MeasureRow) -> Percent| {
                figures.map_or_else(|| "–".to_owned(), |row| percent(of(row)))
            };
            cells.push(share(|row| row.accuracy));
            cells.push(interval(figures.map_or(Interval(None), |row| row.interval)));
            cells.push(share(|row| row.of_found));
        }
        sheet.row(name, &cells, 3);
    }
    sheet.end();
}

fn rules(title: &str, rules: &Rows<RuleRow>, out: &mut String) {
    if rules.0.is_empty() {
        return;
    }
    let names = rules.measures();
    let mut headings = vec!["decided"];
    headings.extend(&names);
    let mut sheet = Sheet::new(title, &headings, out);
    for (rule, row) in &rules.0 {
        let mut cells = vec![row.fired.to_string()];
        cells.extend(names.iter().map(|name| match row.measures.0.iter().find(|(known, _)| known == name) {
            Some((_, score)) => {
                format!("<small>{}/{}</small> {}", score.right, score.told, percent(score.precision))
            }
            None => "–".to_owned(),
        }));
        sheet.row(rule, &cells, 1);
    }
    sheet.end();
}

fn by_document(summary: &Summary, out: &mut String) {
    let measures: Vec<&str> = summary
        .attribution
        .0
        .first()
        .map_or_else(Vec::new, |(_, all)| all.measures.0.iter().map(|(name, _)| name.as_str()).collect());
    let mut headings = vec!["pieces", "predicted", "paired", "F1", "quotations"];
    headings.extend(&measures);
    let count = summary.by_document.0.len();
    let _ = writeln!(out, "<details><summary>{count} documents</summary>");
    let mut sheet = Sheet::new("By document", &headings, out);
    for (id, row) in &summary.by_document.0 {
        let mut cells = vec![
            row.gold.to_string(),
            row.predicted.to_string(),
            row.right.to_string(),
            percent(row.f1),
            row.quotations.to_string(),
        ];
        cells.extend(measures.iter().map(|measure| {
            let known = row.measures.0.iter().find(|(name, _)| name == measure);
            known.map_or_else(|| "–".to_owned(), |(_, score)| percent(score.precision))
        }));
        sheet.row(id, &cells, 3);
    }
    sheet.end();
    out.push_str("</details>\n");
}
