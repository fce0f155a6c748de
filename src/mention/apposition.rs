//! What names the same a second time: appositions, ages, brackets, a role phrase that runs into its name.

use std::ops::Range;

use super::chunk::Chunk;
use super::features::{HUMAN, looks_like_person};
use super::phrase::{Phrase, Phrases, is_time};
use super::view::Slot;
use crate::layers::{Determiner, EntityLabel, MentionKind};
use crate::lexicon::WordClass;

impl Phrases<'_, '_, '_> {
    /// *senior member of the politburo Ghazi Hamad*: a role phrase that runs into the name.
    pub(super) fn name_after_role(&self, phrase: &mut Phrase) {
        let view = self.view;
        let chunk = &phrase.chunk;
        let last = chunk.head.end.saturating_sub(1);
        if chunk.kind != MentionKind::Nominal || !view.is(last, HUMAN | WordClass::TITLE) {
            return;
        }
        let Some(index) = self.chunk_at(phrase.next, chunk.tokens.end) else { return };
        let Some(name) = self.chunks.get(index) else { return };
        if name.label != Some(EntityLabel::Per) || name.determiner != Determiner::Bare {
            return;
        }
        let role = self.undetermined(chunk.tokens.clone());
        phrase.chunk = Chunk {
            tokens: chunk.tokens.start..name.tokens.end,
            role: Some(role),
            determiner: chunk.determiner,
            ..name.clone()
        };
        phrase.next = index + 1;
    }

    /// *John Cornyn (R-Texas)*, *the Palestinian Authority (PA)*.
    pub(super) fn bracket(&self, phrase: &mut Phrase) {
        let open = phrase.chunk.tokens.end;
        if phrase.chunk.kind == MentionKind::Pronoun || self.view.form(open) != "(" {
            return;
        }
        let close = (open + 1..(open + 7).min(self.end)).find(|&index| self.view.form(index) == ")");
        let party = phrase.chunk.label == Some(EntityLabel::Per);
        let acronym = close == Some(open + 2) && self.view.form(open + 1).chars().all(char::is_uppercase);
        if let Some(close) = close
            && (party || acronym)
            && !(open + 1..close).any(|index| self.view.slot(index) == Slot::Verb)
        {
            phrase.chunk.tokens.end = close + 1;
            self.pass(phrase);
        }
    }

    /// *Ann Lee, 35,*
    pub(super) fn age(&self, phrase: &mut Phrase) {
        let at = phrase.chunk.tokens.end;
        let view = self.view;
        if phrase.chunk.label == Some(EntityLabel::Per)
            && view.slot(at) == Slot::Comma
            && view.form(at + 1).len() <= 3
            && view.form(at + 1).chars().all(|digit| digit.is_ascii_digit())
            && !view.form(at + 1).is_empty()
            && (view.slot(at + 2) == Slot::Comma || at + 2 >= self.end || view.form(at + 2) == ".")
        {
            phrase.chunk.tokens.end = at + 2;
            self.pass(phrase);
        }
    }

    /// Leaves behind the base phrases that the phrase now covers.
    fn pass(&self, phrase: &mut Phrase) {
        while self.chunks.get(phrase.next).is_some_and(|chunk| chunk.tokens.start < phrase.chunk.tokens.end) {
            phrase.next += 1;
        }
    }

    /// *Hugh Hill, a doctor*; *Hamas spokesman, Sami Abu Zuhri*.
    pub(super) fn apposition(&self, phrase: &mut Phrase) {
        let comma = phrase.chunk.tokens.end;
        if self.view.slot(comma) != Slot::Comma || comma + 1 >= self.end {
            return;
        }
        let Some(index) = self.chunk_at(phrase.next, comma + 1) else { return };
        let Some(first) = self.chunks.get(index) else { return };
        let mut second = self.attached(Phrase { chunk: first.clone(), next: index + 1 }, true);
        self.joined_roles(&mut second);
        if !self.are_the_same(&phrase.chunk, &second.chunk) {
            return;
        }
        let (name, other) = if phrase.chunk.kind == MentionKind::Name {
            (&phrase.chunk, &second.chunk)
        } else {
            (&second.chunk, &phrase.chunk)
        };
        // *Dr. Okoro, chief economist*: a form of address says less than the office.
        let address = |role: &Range<usize>| role.len() == 1 && self.view.form(role.start).ends_with('.');
        let role = name.role.clone().filter(|role| !address(role)).or_else(|| {
            (name.label == Some(EntityLabel::Per) && other.kind == MentionKind::Nominal)
                .then(|| self.undetermined(other.tokens.clone()))
        });
        let role = role.or_else(|| name.role.clone());
        let determiner = phrase.chunk.determiner;
        phrase.chunk = Chunk {
            tokens: phrase.chunk.tokens.start..second.chunk.tokens.end,
            role,
            determiner,
            ..name.clone()
        };
        phrase.next = second.next;
    }

    /// *chair and co-founder of Brightcrumb*, *a former docker himself*
    fn joined_roles(&self, phrase: &mut Phrase) {
        let role = |chunk: &Chunk| {
            let last = chunk.head.end.saturating_sub(1);
            chunk.kind == MentionKind::Nominal
                && (self.view.is(last, HUMAN) || looks_like_person(self.view.form(last)))
        };
        let and = phrase.chunk.tokens.end;
        if self.view.form(and) == "and"
            && role(&phrase.chunk)
            && let Some(index) = self.chunk_at(phrase.next, and + 1)
            && let Some(chunk) = self.chunks.get(index)
            && role(chunk)
        {
            let more = self.attached(Phrase { chunk: chunk.clone(), next: index + 1 }, true);
            phrase.chunk.tokens.end = more.chunk.tokens.end;
            phrase.next = more.next;
        }
        if matches!(self.view.form(phrase.chunk.tokens.end), "himself" | "herself" | "themselves") {
            phrase.chunk.tokens.end += 1;
        }
    }

    /// Whether a phrase after a comma names the same as the one before it.
    fn are_the_same(&self, first: &Chunk, second: &Chunk) -> bool {
        let view = self.view;
        let person = |chunk: &Chunk| chunk.kind == MentionKind::Name && chunk.label == Some(EntityLabel::Per);
        let head = |chunk: &Chunk| chunk.head.end.saturating_sub(1);
        let after = second.tokens.end;
        // An apposition ends at a comma, a dash or the end; a list goes on with *and*.
        let closed = view.slot(after) == Slot::Comma
            || after >= self.end
            || view.changes_zone(after)
            || matches!(view.form(after), "." | ";" | ")" | "—" | "–" | "--" | ":");
        let listed = view.slot(after) == Slot::Comma
            && matches!(view.slot(after + 1), Slot::Conjunction)
            && !self.is_finite(after + 2);
        if person(first) && second.kind == MentionKind::Nominal {
            let last = head(second);
            let human = view.is(last, HUMAN)
                || looks_like_person(view.form(last))
                || view.form(last).eq_ignore_ascii_case("one")
                || (closed && view.slot(after) == Slot::Comma && self.is_finite(after + 1));
            let introduced = second.determiner != Determiner::Bare
                || view.slot(second.tokens.start) == Slot::Adjective
                || second.tokens.len() > 1
                || view.form(after) == ":";
            let calendar = view.is(last, WordClass::CALENDAR) || is_time(view.form(last));
            return human && introduced && closed && !listed && !calendar;
        }
        if first.kind == MentionKind::Nominal && person(second) && second.determiner == Determiner::Bare {
            let role = view.is(head(first), HUMAN) || looks_like_person(view.form(head(first)));
            let singular = !view.is(head(first), WordClass::PLURAL);
            // *its leader, Ann Lee, is*; *Hamas spokesman, Sami Abu Zuhri told*.
            return role
                && singular
                && !listed
                && (closed || self.is_finite(after))
                && first.tokens.len() > 1;
        }
        let body = |chunk: &Chunk| {
            chunk.kind == MentionKind::Name
                && matches!(chunk.label, Some(EntityLabel::Org | EntityLabel::Misc | EntityLabel::Loc))
        };
        // *The firm, Tarn Valley Buses, agreed*
        if second.kind == MentionKind::Name
            && first.kind == MentionKind::Nominal
            && first.determiner == Determiner::Definite
        {
            return view.is(head(first), WordClass::GROUP)
                && view.slot(after) == Slot::Comma
                && self.is_finite(after + 1);
        }
        if body(first) && second.kind == MentionKind::Nominal {
            return view.is(head(second), WordClass::GROUP)
                && second.determiner != Determiner::Bare
                && closed
                && !listed;
        }
        false
    }

    /// A role without its article.
    fn undetermined(&self, tokens: Range<usize>) -> Range<usize> {
        let start = tokens.clone().find(|&index| self.view.slot(index) != Slot::Determiner);
        start.unwrap_or(tokens.start)..tokens.end
    }
}
