//! The report as one page: tables, plots and errors in their context. Style and plots stand in the page, so
//! that it can be kept, mailed and read without anything beside it, and without script.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Evaluation;
use super::compare::{self, Comparison};
use super::errors::{self, Choice};
use super::report::Header;
use super::snippet::{self, Label, Step};
use super::summary::Summary;
use super::table;

mod plots;
mod tables;

/// Writes the page. `choice` says which errors are shown, and that single documents may be shown at all.
#[must_use]
pub fn page(
    header: &Header,
    evaluation: &Evaluation<'_>,
    summary: &Summary,
    comparison: Option<&Comparison>,
    choice: Option<&Choice>,
) -> String {
    let mut page = Page { out: String::new() };
    page.head(header, summary, comparison.is_some(), choice.is_some());
    page.tiles(summary);
    for (what, ids) in [("failed", &summary.failed), ("missing", &summary.missing)] {
        if !ids.is_empty() {
            let named: Vec<Cow<'_, str>> = ids.iter().map(|id| escape(id)).collect();
            page.line(&format!(
                "<p class=warning><strong>{} documents {what}</strong>, scored as empty: {}</p>",
                ids.len(),
                named.join(", ")
            ));
        }
    }
    page.figures(summary, choice.is_some());
    page.line("<section id=tables><h2>Tables</h2><div class=sheets>");
    tables::write(summary, choice.is_some(), &mut page.out);
    page.line("</div></section>");
    if let Some(comparison) = comparison {
        page.changes(comparison);
    }
    if let Some(choice) = choice {
        page.errors(evaluation, choice);
    }
    page.line("</main></html>");
    page.out
}

/// Text as it may stand in a page.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

struct Page {
    out: String,
}

impl Page {
    fn line(&mut self, html: &str) {
        self.out.push_str(html);
        self.out.push('\n');
    }

    fn head(&mut self, header: &Header, summary: &Summary, compared: bool, errors: bool) {
        let (gold, system) = (escape(&header.gold), escape(&header.system));
        let mut about = vec![
            format!("<strong>{system}</strong>"),
            format!("{} documents", summary.documents),
            if header.gold_spans { "gold quotation spans" } else { "end to end" }.to_owned(),
        ];
        if header.saying {
            about.push("speech only".to_owned());
        }
        if header.kinds.len() < crate::layers::QuoteKind::ALL.len() && !header.kinds.is_empty() {
            about.push(format!("only {}", escape(&header.kinds.join(", "))));
        }
        if header.test {
            about.push("test set: summary only".to_owned());
        }
        let mut links = "<a href=#figures>Figures</a> <a href=#tables>Tables</a>".to_owned();
        if compared {
            links.push_str(" <a href=#changes>Changes</a>");
        }
        if errors {
            links.push_str(" <a href=#errors>Errors</a>");
        }
        let _ = writeln!(
            self.out,
            "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
             <meta name=viewport content=\"width=device-width\">\n<title>{gold} · {system}</title>\n\
             <style>{}</style>\n<header><div><h1>Who said what: <em>{gold}</em></h1><p>{}</p></div>\
             <nav>{links}</nav></header>\n<main>",
            include_str!("html/page.css"),
            about.join(" · "),
        );
    }

    /// The figures that one looks for first.
    fn tiles(&mut self, summary: &Summary) {
        let mut tiles = Vec::new();
        for (group, row) in &summary.quotations.0 {
            let detail = format!(
                "precision {} · recall {}",
                table::percent(row.score.precision),
                table::percent(row.score.recall)
            );
            tiles.push((format!("{group} quotations, F1"), table::percent(row.score.f1), detail));
        }
        if let Some((_, all)) = summary.attribution.0.first() {
            for (measure, row) in &all.measures.0 {
                let detail =
                    format!("{} of {} · of found {}", row.right, row.told, table::percent(row.of_found));
                tiles.push((format!("credited rightly, by {measure}"), table::percent(row.accuracy), detail));
            }
        }
        for (what, rows) in
            [("entities, F1", &summary.entities), ("sentence boundaries, F1", &summary.sentences)]
        {
            if let Some((_, row)) = rows.0.first() {
                let detail = format!(
                    "precision {} · recall {}",
                    table::percent(row.precision),
                    table::percent(row.recall)
                );
                tiles.push((what.to_owned(), table::percent(row.f1), detail));
            }
        }
        self.line("<div class=tiles>");
        for (what, figure, detail) in tiles {
            self.line(&format!(
                "<div class=tile><span>{}</span><b>{figure}</b><small>{detail}</small></div>",
                escape(&what)
            ));
        }
        self.line("</div>");
    }

    fn figures(&mut self, summary: &Summary, documents: bool) {
        let by = super::judge::Measure::ALL.map(super::judge::Measure::as_str);
        let leading = summary.attribution.0.first().and_then(|(_, all)| {
            by.into_iter().find(|measure| all.measures.0.iter().any(|(known, _)| known == measure))
        });
        self.line("<section id=figures><h2>Figures</h2><div class=plots>");
        self.figure(
            "coverage",
            "Precision as unsure answers are left out",
            "From left to right ever less sure answers are let in. Coverage is the share of all gold quotations that \
             is answered, so that what was not found or not credited keeps the line from the right edge.",
            plots::coverage(&summary.coverage)
                .map(|plot| format!("{plot}<p class=legend>{}</p>", plots::legend(&summary.coverage))),
        );
        if let Some(calibration) = &summary.calibration {
            self.figure(
                "calibration",
                "Is confidence what it says?",
                &format!(
                    "Each rule's stated confidence against how often it is right by {}, with 95 % intervals; on the \
                     line they agree. Larger dots decided more. Mean distance {} points.",
                    calibration.measure,
                    table::percent(calibration.error)
                ),
                plots::calibration(calibration),
            );
        }
        if let Some(measure) = leading {
            self.figure(
                "rules",
                "What each rule decides",
                &format!("Found quotations by deciding rule; dark is right by {measure}."),
                plots::rules(&summary.rules, measure),
            );
            if documents {
                self.figure(
                    "documents",
                    "Spread over documents",
                    &format!(
                        "Each document's share of quotations that are credited rightly by {measure}, worst first; \
                         larger dots hold more quotations. The line is the share of all."
                    ),
                    plots::documents(summary, measure),
                );
            }
        }
        self.line("</div></section>");
    }

    /// A figure; nothing where there is nothing to draw.
    fn figure(&mut self, id: &str, title: &str, caption: &str, plot: Option<String>) {
        if let Some(svg) = plot {
            let title = escape(title);
            let svg = svg.replacen("<svg ", &format!("<svg role=img aria-label=\"{title}\" "), 1);
            self.line(&format!(
                "<figure id=figure-{id}><h3>{title}</h3>{svg}<figcaption>{}</figcaption></figure>",
                escape(caption)
            ));
        }
    }

    fn changes(&mut self, comparison: &Comparison) {
        self.line("<section id=changes><h2>Changes</h2>");
        for warning in &comparison.warnings {
            self.line(&format!("<p class=warning>Compare with care: {}</p>", escape(warning)));
        }
        if let Some(paired) = &comparison.paired {
            let points = |share: f64| format!("{:+.1}", share * 100.0);
            let interval = paired.interval.0.map_or_else(String::new, |(low, high)| {
                format!(" (95 % {} to {} over documents)", points(low), points(high))
            });
            self.line(&format!(
                "<p>By {}: {} → <strong>{}</strong> of {} quotations, {} points{interval}; {} fixed, {} broken, \
                 p {} (McNemar, exact).</p>",
                comparison.measure,
                table::percent(paired.old),
                table::percent(paired.new),
                paired.told,
                paired.difference.0.map_or_else(String::new, points),
                comparison.fixed.len(),
                comparison.broken.len(),
                escape(&compare::told(paired.p)),
            ));
        }
        if !comparison.figures.is_empty() {
            let rows = comparison.figures.iter().map(|(name, old, new)| {
                let class = if new > old { "up" } else { "down" };
                format!("<tr><th>{}<td>{old:.2}<td>{new:.2}<td class={class}>{:+.2}", escape(name), new - old)
            });
            let rows: String = rows.collect();
            self.line(&format!(
                "<details><summary>{} figures changed</summary><table><tr><th><th>old<th>new<th>delta{rows}</table>\
                 </details>",
                comparison.figures.len()
            ));
        }
        for (what, changes) in [("fixed", &comparison.fixed), ("broken", &comparison.broken)] {
            self.line(&format!("<details><summary>{} {what}</summary><table class=words>", changes.len()));
            self.line("<tr><th>document<th>quotation<th>then<th>now<th>gold<th>text");
            for change in changes {
                let state = |(verdict, rule): &(String, Option<String>)| {
                    format!("{verdict} <small>{}</small>", escape(rule.as_deref().unwrap_or("no rule")))
                };
                self.line(&format!(
                    "<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}",
                    escape(&change.doc),
                    escape(&change.id),
                    state(&change.old),
                    state(&change.new),
                    escape(change.speaker.as_deref().unwrap_or("–")),
                    escape(change.text.as_deref().unwrap_or("–")),
                ));
            }
            self.line("</table></details>");
        }
        self.line("</section>");
    }

    fn errors(&mut self, evaluation: &Evaluation<'_>, choice: &Choice) {
        self.line("<section id=errors><h2>Errors</h2>");
        if choice.count == 0 {
            self.line("<p>These texts are not ours to show; <code>--errors N</code> shows errors in their context.</p></section>");
            return;
        }
        self.line(
            "<p class=key><mark class=gold>gold</mark> <mark class=predicted>predicted</mark> \
             <mark class=gold-mention>gold mention</mark> <mark class=predicted-mention>predicted mention</mark> \
             <mark class=both>both mentions</mark></p>",
        );
        for group in errors::groups(evaluation, choice) {
            let name = if group.counts.contains(',') || !group.counts.ends_with(&group.name) {
                group.name.as_str()
            } else {
                "" // Grouped by kind of error, the counts say it.
            };
            self.line(&format!(
                "<details class=group><summary><b>{}</b> {}<small>{} shown</small></summary>",
                escape(name),
                escape(&group.counts),
                group.shown.len()
            ));
            for mistake in &group.shown {
                let told = mistake.describe(evaluation, choice.measure);
                self.line(&format!(
                    "<article><h4>{} <small>{}</small></h4><dl>",
                    escape(&told.what),
                    escape(&told.head.join(" · "))
                ));
                if let Some(gold) = &told.gold {
                    self.line(&format!("<dt>gold<dd>{}", escape(gold)));
                }
                for predicted in &told.predicted {
                    self.line(&format!("<dt>predicted<dd>{}", escape(predicted)));
                }
                let steps = snippet::steps(mistake.text(), told.focus, &told.labels);
                self.line(&format!("</dl><p>{}</p></article>", marked(&steps)));
            }
            self.line("</details>");
        }
        self.line("</section>");
    }
}

/// A snippet with its labels as marks. Labels may cross, which elements may not: each run of text has a mark
/// of its own that names all that hold there.
fn marked(steps: &[Step]) -> String {
    let class = |label: Label| match label {
        Label::Gold => "gold",
        Label::Predicted => "predicted",
        Label::GoldMention => "gold-mention",
        Label::PredictedMention => "predicted-mention",
        Label::BothMentions => "both",
    };
    let (mut out, mut open): (String, Vec<&str>) = (String::new(), Vec::new());
    for step in steps {
        match step {
            Step::Text(text) if text.is_empty() => {}
            Step::Text(text) if open.is_empty() => out.push_str(&escape(text)),
            Step::Text(text) => {
                let _ = write!(out, "<mark class=\"{}\">{}</mark>", open.join(" "), escape(text));
            }
            Step::Open(label) => open.push(class(*label)),
            Step::Close(label) => {
                if let Some(last) = open.iter().rposition(|&known| known == class(*label)) {
                    open.remove(last);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_cross_are_told_run_by_run() {
        let text = |text: &str| Step::Text(text.to_owned());
        let steps = [
            text("a"),
            Step::Open(Label::Gold),
            text("b"),
            Step::Open(Label::Predicted),
            text("c"),
            Step::Close(Label::Gold),
            text("<d>"),
            Step::Close(Label::Predicted),
        ];
        assert_eq!(
            marked(&steps),
            "a<mark class=\"gold\">b</mark><mark class=\"gold predicted\">c</mark><mark class=\"predicted\">&lt;d&gt;</mark>"
        );
    }
}
