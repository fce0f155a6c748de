//! Where content ends: at another report, at the main clause, at the end of the line.

use super::Scene;
use crate::cue::{Cue, CueKind, SourceLink};
use crate::layers::{Penn, Upos};
use crate::lexicon::Frames;
use crate::quote::lines::Line;

impl Scene<'_> {
    /// Where the content that starts at `start` ends: the line's end, or where another cue takes over.
    pub(super) fn end_of_content(&self, line: &Line, index: usize, start: usize) -> usize {
        let mut end = line.items.end;
        for later in self.cues[index + 1..].iter().take_while(|later| later.line == self.cues[index].line) {
            if later.extent.start <= start || later.source.is_none() {
                continue;
            }
            let shared = later.source.is_some_and(|source| source.link == SourceLink::Shared);
            // …, allowing people to see: only a participle that reports something of its own takes over.
            if later.participle && !self.reports(line, later) {
                continue;
            }
            let mut edge = if shared { later.item } else { later.extent.start };
            // Step back over adverbs of the later cue: and later added.
            while edge > start && matches!(self.upos(edge - 1), Some(Upos::Adv | Upos::Aux)) {
                edge -= 1;
            }
            let before = edge.wrapping_sub(1);
            let joined = matches!(self.upos(before), Some(Upos::Cconj))
                || ["while", "as", "although", "though"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(self.form(before)));
            let comma = self.form(before) == "," || joined && self.form(before.wrapping_sub(1)) == ",";
            // … and ending their occupation: a participle after and goes on with the content.
            // … a proposal which he claimed would help: what a relative clause reports is reported anew.
            if matches!(self.penn(before), Some(Penn::Wdt | Penn::Wp))
                && self.is_finite(later.extent.end)
                && before > start
            {
                end = end.min(before);
                break;
            }
            let takes_over = comma
                && !(joined && shared && !self.is_finite(later.item))
                && (later.kind == CueKind::According
                    || joined
                    || shared
                    || later.extent.end + 1 >= line.items.end)
                || joined
                    && shared
                    && !self.cues[index].that
                    && matches!(self.penn(later.item), Some(Penn::Vbd | Penn::Vbz))
                    && later
                        .frames
                        .intersects(Frames::STRONG | Frames::CLAUSE | Frames::NAMING | Frames::PHRASE);
            if takes_over && before > start {
                let mut cut = before;
                if joined && self.form(cut.wrapping_sub(1)) == "," {
                    cut -= 1;
                }
                end = end.min(cut);
                break;
            }
        }
        if let Some(semicolon) = (start..end).find(|&item| self.form(item) == ";") {
            end = semicolon;
        }
        if let Some(main) = self.main_clause_after(line, &self.cues[index], start) {
            end = end.min(main);
        }
        while end > start && matches!(self.form(end - 1), "." | "!" | "?" | "," | ";" | ":") {
            end -= 1;
        }
        end
    }

    /// Whether a participle has content: a clause or a quotation after it.
    pub(super) fn reports(&self, line: &Line, cue: &Cue) -> bool {
        let next =
            if matches!(self.form(cue.extent.end), "," | ":") { cue.extent.end + 1 } else { cue.extent.end };
        cue.frames.intersects(Frames::CLAUSE | Frames::STRONG)
            && (cue.that || self.is_quoted(next) || self.opens_content(line, cue, cue.extent.end))
    }

    /// *While he said it was dear, | Ham bought it*: where the cue stands in a subordinate clause or opens the
    /// sentence as a participle, the comma before the main clause ends the content.
    pub(super) fn main_clause_after(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
        let before = cue.extent.start.wrapping_sub(1);
        let subordinate = cue.extent.start > line.items.start
            && ["while", "although", "though", "as", "when", "if", "because", "since", "after"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(self.form(before)));
        let opening = cue.participle && cue.item == line.items.start;
        if !subordinate && !opening {
            return None;
        }
        (start + 1..line.items.end).find(|&item| {
            self.form(item) == ","
                && matches!(
                    self.upos(item + 1),
                    Some(Upos::Det | Upos::Propn | Upos::Pron | Upos::Noun | Upos::Adj)
                )
                && (item + 2..(item + 7).min(line.items.end))
                    .take_while(|&next| self.form(next) != ",")
                    .any(|next| self.is_finite(next))
        })
    }
}
