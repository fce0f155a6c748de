//! The summary as aligned text.

use std::fmt::Write as _;

use super::summary::{AttributionRow, Interval, MeasureRow, Percent, Rows, RuleRow, Score, Summary};

/// How many failed or missing documents are named; the report in JSON names all.
const NAMED: usize = 10;

/// How many documents get a row each; the report in JSON has every one.
const DOCUMENTS: usize = 12;

/// A table of cells: the first column to the left, the others to the right.
#[derive(Default)]
pub struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table with its headings.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        Self { rows: vec![headings.iter().map(|&heading| heading.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Appends the table, and an empty line.
    pub fn write(&self, out: &mut String) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
                let _ = if index == 0 {
                    write!(line, "{cell}{padding}")
                } else {
                    write!(line, "  {padding}{cell}")
                };
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
}

/// A share with one decimal; a dash where it is undefined.
#[must_use]
pub fn percent(share: Percent) -> String {
    share.0.map_or_else(|| "–".to_owned(), |share| format!("{:.1}", share * 100.0))
}

/// Both ends with one decimal; nothing where there is no interval.
#[must_use]
pub fn interval(interval: Interval) -> String {
    interval.0.map_or_else(String::new, |(low, high)| format!("{:.1}–{:.1}", low * 100.0, high * 100.0))
}

impl Summary {
    /// The figures as aligned tables, percentages throughout.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (what, ids) in [("Failed", &self.failed), ("Missing", &self.missing)] {
            if !ids.is_empty() {
                let more = if ids.len() > NAMED { ", …" } else { "" };
                let named = ids.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
                let _ = writeln!(out, "{what} documents, scored as empty ({}): {named}{more}\n", ids.len());
            }
        }
        if !self.quotations.0.is_empty() {
            let mut grid = Grid::new(&[
                "QUOTATIONS (pieces)",
                "gold",
                "predicted",
                "paired",
                "P",
                "R",
                "F1",
                "95 %",
                "exact",
            ]);
            for (name, row) in &self.quotations.0 {
                let mut cells = score_cells(name, &row.score);
                cells.push(percent(row.exact_share));
                grid.row(cells);
            }
            grid.write(&mut out);
        }
        self.write_attribution(&mut out);
        if !self.clusters.0.is_empty() {
            let mut grid = Grid::new(&["CLUSTERS (by speaker)", "gold", "answered", "P", "R", "F1", "95 %"]);
            for (name, row) in &self.clusters.0 {
                grid.row(vec![
                    name.clone(),
                    row.told.to_string(),
                    row.answered.to_string(),
                    percent(row.precision),
                    percent(row.recall),
                    percent(row.f1),
                    interval(row.f1_interval),
                ]);
            }
            grid.write(&mut out);
        }
        self.write_coverage(&mut out);
        self.write_calibration(&mut out);
        write_rules("RULES", &self.rules, &mut out);
        write_rules("SPEAKER RULES", &self.speaker_rules, &mut out);
        for (title, rows) in [
            ("SPEAKERS", &self.speakers),
            ("ENTITIES", &self.entities),
            ("SENTENCES (boundaries)", &self.sentences),
        ] {
            if !rows.0.is_empty() {
                let mut grid = Grid::new(&[title, "gold", "predicted", "right", "P", "R", "F1", "95 %"]);
                rows.0.iter().for_each(|(name, score)| grid.row(score_cells(name, score)));
                grid.write(&mut out);
            }
        }
        self.write_documents(&mut out);
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    fn write_coverage(&self, out: &mut String) {
        for (measure, points) in &self.coverage.0 {
            // One point is no curve: it says what the attribution table says.
            if points.len() < 2 {
                continue;
            }
            let title = format!("COVERAGE by {measure}, confidence at least");
            let mut grid = Grid::new(&[&title, "answered", "coverage", "right", "precision"]);
            // About ten rows show the run of the curve; the report in JSON has every point.
            let step = points.len().div_ceil(10);
            for point in points.iter().rev().step_by(step).rev() {
                grid.row(vec![
                    format!("{:.3}", point.threshold),
                    point.answered.to_string(),
                    percent(point.coverage),
                    point.right.to_string(),
                    percent(point.precision),
                ]);
            }
            grid.write(out);
        }
    }

    fn write_calibration(&self, out: &mut String) {
        let Some(calibration) = &self.calibration else { return };
        let title = format!("CALIBRATION by {}", calibration.measure);
        let mut grid = Grid::new(&[&title, "answered", "stated", "right", "precision", "95 %"]);
        for (rule, row) in &calibration.rules.0 {
            grid.row(vec![
                rule.clone(),
                row.answered.to_string(),
                percent(row.stated),
                row.right.to_string(),
                percent(row.precision),
                interval(row.interval),
            ]);
        }
        grid.write(out);
        out.truncate(out.trim_end().len());
        let brier = calibration.brier.map_or_else(|| "–".to_owned(), |brier| format!("{brier:.3}"));
        let _ = writeln!(
            out,
            "\nexpected calibration error {} points, Brier score {brier}\n",
            percent(calibration.error)
        );
    }

    fn write_documents(&self, out: &mut String) {
        if !(2..=DOCUMENTS).contains(&self.by_document.0.len()) {
            return;
        }
        let mut measures: Vec<&str> = Vec::new();
        for (name, _) in self.by_document.0.iter().flat_map(|(_, row)| &row.measures.0) {
            if !measures.contains(&name.as_str()) {
                measures.push(name);
            }
        }
        let mut headings = vec!["DOCUMENTS", "pieces", "F1", "quotations"];
        headings.extend(&measures);
        let mut grid = Grid::new(&headings);
        for (id, row) in &self.by_document.0 {
            let mut cells =
                vec![id.clone(), row.gold.to_string(), percent(row.f1), row.quotations.to_string()];
            cells.extend(measures.iter().map(|measure| {
                let known = row.measures.0.iter().find(|(name, _)| name == measure);
                known.map_or_else(|| "–".to_owned(), |(_, score)| percent(score.precision))
            }));
            grid.row(cells);
        }
        grid.write(out);
    }

    fn write_attribution(&self, out: &mut String) {
        let Some((_, all)) = self.attribution.0.first() else { return };
        let measures: Vec<&str> = all.measures.0.iter().map(|(name, _)| name.as_str()).collect();
        let mut headings = vec!["ATTRIBUTION (quotations)", "gold", "found", "answered"];
        for measure in &measures {
            headings.extend([*measure, "95 %", "of found", "of answered"]);
        }
        let mut grid = Grid::new(&headings);
        for (name, row) in &self.attribution.0 {
            let mut cells = vec![
                name.clone(),
                row.gold.to_string(),
                percent(row.found_share),
                percent(row.answered_share),
            ];
            for measure in &measures {
                match measured(row, measure) {
                    Some(figures) => cells.extend([
                        percent(figures.accuracy),
                        interval(figures.interval),
                        percent(figures.of_found),
                        percent(figures.of_answered),
                    ]),
                    None => cells.extend(["–", "", "–", "–"].map(str::to_owned)),
                }
            }
            grid.row(cells);
        }
        grid.write(out);
    }
}

fn measured<'r>(row: &'r AttributionRow, measure: &str) -> Option<&'r MeasureRow> {
    row.measures.0.iter().find(|(name, _)| name == measure).map(|(_, row)| row)
}

fn score_cells(name: &str, score: &Score) -> Vec<String> {
    vec![
        name.to_owned(),
        score.gold.to_string(),
        score.predicted.to_string(),
        score.right.to_string(),
        percent(score.precision),
        percent(score.recall),
        percent(score.f1),
        interval(score.f1_interval),
    ]
}

fn write_rules(title: &str, rules: &Rows<RuleRow>, out: &mut String) {
    if rules.0.is_empty() {
        return;
    }
    let names = rules.measures();
    let mut headings = vec![title, "fired"];
    for name in &names {
        headings.extend(["right", name]);
    }
    let mut grid = Grid::new(&headings);
    for (rule, row) in &rules.0 {
        let mut cells = vec![rule.clone(), row.fired.to_string()];
        for name in &names {
            match row.measures.0.iter().find(|(known, _)| known == name) {
                Some((_, score)) => {
                    cells.extend([format!("{}/{}", score.right, score.told), percent(score.precision)]);
                }
                None => cells.extend(["", "–"].map(str::to_owned)),
            }
        }
        grid.row(cells);
    }
    grid.write(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut grid = Grid::new(&["A", "n"]);
        grid.row(vec!["ärger".to_owned(), "5".to_owned()]);
        grid.row(vec!["b".to_owned(), "12".to_owned()]);
        let mut out = String::new();
        grid.write(&mut out);
        assert_eq!(out, "A       n\närger   5\nb      12\n\n");
    }
}
