//! The plots of the page, as SVG.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::eval::confidence::{Calibration, CoveragePoint};
use crate::eval::judge::Measure;
use crate::eval::summary::{Percent, Rows, RuleRow, Summary};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// What drawing into a string can fail with: nothing, in practice.
type Drawn = Result<(), Box<dyn std::error::Error>>;

const INK: RGBColor = RGBColor(0x1d, 0x24, 0x30);
const SOFT: RGBColor = RGBColor(0x5d, 0x68, 0x78);
const GRID: RGBColor = RGBColor(0xe8, 0xeb, 0xf0);
const RIGHT: RGBColor = RGBColor(0x1f, 0x5f, 0xa8);
const WRONG: RGBColor = RGBColor(0xf0, 0xc9, 0xb5);

/// Width of every plot.
const WIDTH: u32 = 540;

/// Draws a plot; nothing where drawing fails.
fn svg(height: u32, draw: impl FnOnce(&Area<'_>) -> Drawn) -> Option<String> {
    let mut out = String::new();
    {
        let root = SVGBackend::with_string(&mut out, (WIDTH, height)).into_drawing_area();
        draw(&root).ok()?;
        root.present().ok()?;
    }
    Some(out)
}

fn font(size: u32, colour: &RGBColor) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(colour)
}

fn anchored(size: u32, colour: &RGBColor, across: HPos) -> TextStyle<'static> {
    font(size, colour).pos(Pos::new(across, VPos::Center))
}

fn colour(measure: &str) -> RGBColor {
    if measure == Measure::Character.as_str() {
        RGBColor(0x7b, 0x4e, 0xa3)
    } else if measure == Measure::Mention.as_str() {
        RGBColor(0xc4, 0x64, 0x1a)
    } else if measure == Measure::Chain.as_str() {
        RGBColor(0x2f, 0x8f, 0x5b)
    } else {
        RIGHT
    }
}

fn hundred(share: Percent) -> Option<f64> {
    share.0.map(|share| share * 100.0)
}

/// A chart of two percentages; `floor` is where the upright axis starts.
macro_rules! percent_chart {
    ($root:expr, $floor:expr, $x:expr, $y:expr) => {{
        let mut chart = ChartBuilder::on($root)
            .margin_top(10)
            .margin_right(20)
            .x_label_area_size(42)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..100.0, $floor..100.0)?;
        chart
            .configure_mesh()
            .x_desc($x)
            .y_desc($y)
            .axis_desc_style(font(14, &SOFT))
            .label_style(font(13, &SOFT))
            .axis_style(GRID)
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .x_labels(11)
            .y_labels(6)
            .x_label_formatter(&|share| format!("{share:.0} %"))
            .y_label_formatter(&|share| format!("{share:.0} %"))
            .draw()?;
        chart
    }};
}

/// Precision against coverage, a line for each measure.
pub(super) fn coverage(curves: &Rows<Vec<CoveragePoint>>) -> Option<String> {
    let lines: Vec<(&str, Vec<(f64, f64)>)> = curves
        .0
        .iter()
        .map(|(measure, points)| {
            // The first few answers would swing the line without telling much.
            let all = points.last().map_or(0, |last| last.answered);
            let settled = points.iter().filter(|point| 50 * point.answered >= all);
            let points =
                settled.filter_map(|point| Some((hundred(point.coverage)?, hundred(point.precision)?)));
            (measure.as_str(), points.collect())
        })
        .filter(|(_, points): &(_, Vec<_>)| !points.is_empty())
        .collect();
    let lowest =
        lines.iter().flat_map(|(_, points)| points).map(|(_, precision)| *precision).reduce(f64::min)?;
    let floor = ((lowest - 5.0) / 10.0).floor().max(0.0) * 10.0;
    svg(320, |root| {
        let mut chart = percent_chart!(root, floor, "coverage", "precision");
        for (measure, points) in &lines {
            let colour = colour(measure);
            chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?;
            chart.draw_series(points.iter().map(|&point| Circle::new(point, 3, colour.filled())))?;
        }
        Ok(())
    })
}

/// What the colours of the curves stand for, as the page says it.
pub(super) fn legend(curves: &Rows<Vec<CoveragePoint>>) -> String {
    let entry = |measure: &str| {
        let RGBColor(red, green, blue) = colour(measure);
        format!("<i style=\"background:rgb({red},{green},{blue})\"></i>by {measure} ")
    };
    curves.0.iter().map(|(measure, _)| entry(measure)).collect()
}

/// Stated confidence against precision, a dot for each rule.
pub(super) fn calibration(calibration: &Calibration) -> Option<String> {
    let most = calibration.rules.0.iter().map(|(_, row)| row.answered).max()?;
    svg(320, |root| {
        let mut chart = percent_chart!(root, 0.0, "stated confidence", "right");
        chart.draw_series(DashedLineSeries::new([(0.0, 0.0), (100.0, 100.0)], 5, 4, SOFT.stroke_width(1)))?;
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (rule, row) in &calibration.rules.0 {
            let (Some(stated), Some(precision)) = (hundred(row.stated), hundred(row.precision)) else {
                continue;
            };
            if let Some((low, high)) = row.interval.0 {
                let ends = [(stated, low * 100.0), (stated, high * 100.0)];
                chart.draw_series([PathElement::new(ends, RIGHT.mix(0.35).stroke_width(2))])?;
            }
            let size = 3 + radius(row.answered, most, 8.0);
            chart.draw_series([Circle::new((stated, precision), size, RIGHT.mix(0.8).filled())])?;
            // Most answers first: where names would cover each other, those of the smaller rules give way.
            let free =
                |place: &(f64, f64)| (place.0 - stated).abs() > 28.0 || (place.1 - precision).abs() > 4.5;
            if taken.iter().all(free) {
                taken.push((stated, precision));
                let (side, shift) =
                    if stated > 70.0 { (HPos::Right, -size - 4) } else { (HPos::Left, size + 4) };
                let label = EmptyElement::at((stated, precision))
                    + Text::new(rule.clone(), (shift, 0), anchored(12, &INK, side));
                chart.draw_series([label])?;
            }
        }
        Ok(())
    })
}

/// Horizontal bars: what each rule decided, the right part dark.
pub(super) fn rules(rules: &Rows<RuleRow>, measure: &str) -> Option<String> {
    /// Height of a row, where the bars start, and where they end at most.
    const ROW: i32 = 24;
    const LEFT: i32 = 160;
    const END: i32 = 430;
    let bars: Vec<(&str, u64, u64)> = rules
        .0
        .iter()
        .filter_map(|(rule, row)| {
            let (_, score) = row.measures.0.iter().find(|(known, _)| known == measure)?;
            Some((rule.as_str(), score.told, score.right))
        })
        .collect();
    let most = bars.iter().map(|(_, told, _)| *told).max().filter(|&most| most > 0)?;
    let height = ROW * i32::try_from(bars.len()).ok()? + 12;
    svg(u32::try_from(height).ok()?, |root| {
        let mut top = 6;
        for (rule, told, right) in bars {
            let (middle, foot) = (top + ROW / 2, top + ROW - 5);
            let end = |count: u64| LEFT + scaled(count, most, END - LEFT);
            root.draw(&Text::new(rule.to_owned(), (LEFT - 10, middle), anchored(14, &INK, HPos::Right)))?;
            root.draw(&Rectangle::new([(LEFT, top + 5), (end(told).max(LEFT + 1), foot)], WRONG.filled()))?;
            root.draw(&Rectangle::new([(LEFT, top + 5), (end(right), foot)], RIGHT.filled()))?;
            let share = scaled(right, told, 100);
            let figures = format!("{right}/{told} · {share} %");
            root.draw(&Text::new(figures, (end(told) + 8, middle), anchored(13, &SOFT, HPos::Left)))?;
            top += ROW;
        }
        Ok(())
    })
}

/// A dot for each document, by its share of rightly credited quotations, worst first.
pub(super) fn documents(summary: &Summary, measure: &str) -> Option<String> {
    let mut dots: Vec<(f64, u64)> = summary
        .by_document
        .0
        .iter()
        .filter_map(|(_, row)| {
            let (_, score) = row.measures.0.iter().find(|(known, _)| known == measure)?;
            Some((hundred(score.precision)?, score.told))
        })
        .collect();
    if dots.len() < 2 {
        return None;
    }
    dots.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let most = dots.iter().map(|(_, told)| *told).max()?;
    let all = summary.attribution.0.first().and_then(|(_, row)| {
        row.measures.0.iter().find(|(known, _)| known == measure).and_then(|(_, row)| hundred(row.accuracy))
    });
    let last = f64::from(u32::try_from(dots.len()).ok()?);
    svg(300, |root| {
        let mut chart = ChartBuilder::on(root)
            .margin_top(10)
            .margin_right(20)
            .x_label_area_size(42)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..last + 1.0, 0.0..100.0)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_desc("documents, worst first")
            .y_desc("right")
            .axis_desc_style(font(14, &SOFT))
            .label_style(font(13, &SOFT))
            .axis_style(GRID)
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .x_labels(6)
            .y_labels(6)
            .x_label_formatter(&|rank| format!("{rank:.0}"))
            .y_label_formatter(&|share| format!("{share:.0} %"))
            .draw()?;
        if let Some(all) = all {
            chart.draw_series(DashedLineSeries::new(
                [(0.0, all), (last + 1.0, all)],
                5,
                4,
                SOFT.stroke_width(1),
            ))?;
        }
        let colour = colour(measure);
        let ranks = (1..).map(f64::from);
        chart.draw_series(ranks.zip(&dots).map(|(rank, (share, told))| {
            Circle::new((rank, *share), 3 + radius(*told, most, 8.0), colour.mix(0.7).filled())
        }))?;
        Ok(())
    })
}

/// `part` of `whole`, on a scale that long.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn scaled(part: u64, whole: u64, length: i32) -> i32 {
    if whole == 0 { 0 } else { (part as f64 / whole as f64 * f64::from(length)).round() as i32 }
}

/// A radius whose circle's area grows with the count.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn radius(count: u64, most: u64, longest: f64) -> i32 {
    if most == 0 { 0 } else { ((count as f64 / most as f64).sqrt() * longest).round() as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_draw_is_no_plot() {
        assert_eq!(coverage(&Rows(Vec::new())), None);
        assert_eq!(rules(&Rows(Vec::new()), "name"), None);
    }

    #[test]
    fn a_curve_is_a_line() {
        let point = |coverage, precision| CoveragePoint {
            threshold: 0.5,
            answered: 1,
            coverage: Percent(Some(coverage)),
            right: 1,
            precision: Percent(Some(precision)),
        };
        let plot = coverage(&Rows(vec![("name".to_owned(), vec![point(0.2, 0.9), point(0.6, 0.8)])]));
        let plot = plot.expect("drawn");
        assert!(plot.contains("<polyline") && plot.contains("\nprecision\n"), "{plot}");
    }
}
