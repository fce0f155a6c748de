//! What entity taggers are worth: their scores, their speed, and what attribution makes of them.

use super::{Report, figure, table};

/// In the order in which they are read; the first of them that a report has says how well speakers were found.
const MEASURES: [&str; 3] = ["chain", "mention", "name"];

/// Writes a table of the reports that tell the speed, by gold set and tagger.
pub(super) fn write(reports: &[Report], out: &mut String) {
    let mut lines = Vec::new();
    for report in reports {
        let (header, entities) = (&report.measured, report.summary.get("entities"));
        let Some(speed) = &header.speed else { continue };
        let of = |label: &str| {
            entities.and_then(|rows| rows.get(label)).map_or_else(|| "–".to_owned(), |row| figure(row, "f1"))
        };
        let all = report.summary.get("attribution").and_then(|rows| rows.get("all"));
        let credited = MEASURES.into_iter().find_map(|measure| {
            let figures = all?.get(measure)?;
            Some(format!("{} by {measure}", figure(figures, "accuracy")))
        });
        let mut gold = header.gold.clone();
        if header.saying {
            gold.push_str(", speech only");
        }
        lines.push(vec![
            gold,
            header.tagger.clone(),
            of("all"),
            of("PER"),
            of("ORG"),
            of("LOC"),
            of("MISC"),
            credited.unwrap_or_else(|| "–".to_owned()),
            format!("{:.0}", speed.tokens_per_second()),
        ]);
    }
    if lines.is_empty() {
        return;
    }
    out.push_str(
        "\n## Taggers of entities\n\nWritten by `just taggers`: F1 of exact span and label, speakers credited rightly, and \
         tokens a second of the whole engine\non one thread of one machine.\n",
    );
    let headings =
        ["gold", "tagger", "entities", "PER", "ORG", "LOC", "MISC", "credited rightly", "tokens/s"];
    table(&headings, &lines, out);
}

#[cfg(test)]
mod tests {
    use crate::eval::results::page;

    #[test]
    fn reports_with_a_speed_stand_in_one_table() {
        let report = |tagger: &str, tokens: u32| {
            let report = format!(
                r#"{{"schema":"whosaid-eval/1","measured":{{"gold":"w","tagger":"{tagger}",
                "speed":{{"tokens":{tokens},"bytes":9,"seconds":2.0,"threads":1}}}},
                "summary":{{"quotations":{{}},"entities":{{"all":{{"f1":71.04}},"PER":{{"f1":80.0}}}},
                "attribution":{{"all":{{"mention":{{"accuracy":90.0}},"name":{{"accuracy":70.0}}}}}}}}}}"#
            );
            (tagger.to_owned(), report)
        };
        let page = page(&[report("minilm", 400), report("embedded", 9000)], None).expect("readable");
        let told: Vec<&str> =
            page.lines().filter(|line| line.starts_with("| w") || line.starts_with("## ")).collect();
        assert_eq!(
            told,
            [
                "## Taggers of entities",
                "| w | embedded | 71.0 | 80.0 | – | – | – | 90.0 by mention | 4500 |",
                "| w | minilm | 71.0 | 80.0 | – | – | – | 90.0 by mention | 200 |",
            ]
        );
    }
}
