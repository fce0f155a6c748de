//! Each token as noun-phrase material: the tagger's word for it, mended where the lexicon or an entity knows better.

use std::ops::Range;

use crate::layers::{Entity, EntityLabel, Penn, TokenKind};
use crate::lexicon::{Frames, VerbForm, Word, WordClass};
use crate::reading::Reading;
use crate::span::Span;

/// What a token can be in or around a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// *the*, *a*, *some*, *all*
    Determiner,
    /// *his*, *its*
    Possessive,
    /// *senior*, and the hyphen inside *hard-line*
    Adjective,
    /// *three*
    Number,
    /// *officials*
    Noun,
    /// A token of an entity.
    Name,
    /// *formerly*
    Adverb,
    /// *speaking*
    Gerund,
    /// *unnamed*
    Participle,
    /// *'s*, *'*
    Clitic,
    /// *she*, *who*
    Pronoun,
    /// *and*
    Conjunction,
    /// *of*, *to*
    Preposition,
    /// A finite verb, modal, or infinitive.
    Verb,
    /// *,*
    Comma,
    /// Everything else.
    Other,
}

/// A reading prepared for chunking.
pub(super) struct View<'r, 't> {
    pub(super) reading: &'r Reading<'t>,
    pub(super) entities: &'r [Entity],
    slots: Vec<Slot>,
    entity_at: Vec<u32>,
    zones: Vec<u32>,
}

/// No entity.
const NONE: u32 = u32::MAX;

impl<'r, 't> View<'r, 't> {
    pub(super) fn new(reading: &'r Reading<'t>, entities: &'r [Entity], quoted: &[Span]) -> Self {
        let count = reading.tokens.len();
        let mut entity_at = vec![NONE; count];
        for (number, entity) in (0u32..).zip(entities) {
            for index in reading.tokens_in(entity.span) {
                if let Some(slot) = entity_at.get_mut(index) {
                    *slot = number;
                }
            }
        }
        let mut zones = vec![0; count];
        let mut next = 0;
        for (token, zone) in reading.tokens.iter().zip(&mut zones) {
            while quoted.get(next).is_some_and(|span| span.end <= token.span.start) {
                next += 1;
            }
            // Zones alternate: the stretch before the n-th quotation is 2n, its inside 2n + 1.
            let inside = quoted.get(next).is_some_and(|span| span.start <= token.span.start);
            *zone = 2 * u32::try_from(next).unwrap_or(u32::MAX / 2) + u32::from(inside);
        }
        let mut view = Self { reading, entities, slots: Vec::with_capacity(count), entity_at, zones };
        for index in 0..count {
            let slot = view.classify(index);
            view.slots.push(slot);
        }
        view
    }

    pub(super) fn slot(&self, index: usize) -> Slot {
        self.slots.get(index).copied().unwrap_or(Slot::Other)
    }

    pub(super) fn word(&self, index: usize) -> Word {
        self.reading.words.get(index).copied().unwrap_or(Word::UNKNOWN)
    }

    pub(super) fn is(&self, index: usize, class: WordClass) -> bool {
        self.word(index).is(class)
    }

    pub(super) fn form(&self, index: usize) -> &'t str {
        self.reading.form(index)
    }

    pub(super) fn penn(&self, index: usize) -> Option<Penn> {
        self.reading.pos.get(index).map(|pos| pos.penn)
    }

    /// The entity that a token belongs to.
    pub(super) fn entity(&self, index: usize) -> Option<(usize, &Entity)> {
        let number = *self.entity_at.get(index)? as usize;
        self.entities.get(number).map(|entity| (number, entity))
    }

    pub(super) fn label(&self, index: usize) -> Option<EntityLabel> {
        self.entity(index).map(|(_, entity)| entity.label)
    }

    /// Whether a token stands between quotation marks.
    pub(super) fn is_quoted(&self, index: usize) -> bool {
        self.zones.get(index).is_some_and(|zone| zone % 2 == 1)
    }

    /// Where the stretch ends that has no edge of a quotation and no sentence end in it.
    pub(super) fn zone_end(&self, index: usize, sentence_end: usize) -> usize {
        let zone = self.zones.get(index);
        (index..sentence_end).find(|&at| self.zones.get(at) != zone).unwrap_or(sentence_end)
    }

    /// Whether an edge of a quotation stands right before a token.
    pub(super) fn changes_zone(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| self.zones.get(before) != self.zones.get(index))
    }

    /// The tokens of a sentence.
    pub(super) fn sentence(&self, sentence: usize) -> Range<usize> {
        self.reading.sentence_tokens(sentence)
    }

    /// Whether two tokens have nothing between them.
    pub(super) fn touches(&self, index: usize) -> bool {
        let tokens = &self.reading.tokens;
        index > 0
            && tokens.get(index - 1).zip(tokens.get(index)).is_some_and(|(a, b)| a.span.end == b.span.start)
    }

    fn classify(&self, index: usize) -> Slot {
        let form = self.form(index);
        let word = self.word(index);
        if let Some(slot) = by_form(form) {
            return slot;
        }
        if self.is_clitic(index, form) {
            return Slot::Clitic;
        }
        if self.entity_at.get(index).is_some_and(|&number| number != NONE) {
            return Slot::Name;
        }
        // *Miss Pell bowed*: a title before a person, whatever the tagger made of it.
        if word.is(WordClass::TITLE)
            && form.starts_with(char::is_uppercase)
            && self.label(index + 1) == Some(EntityLabel::Per)
        {
            return Slot::Noun;
        }
        let by_tag = self.by_tag(index);
        let kind = self.reading.tokens.get(index).map_or(TokenKind::Symbol, |token| token.kind);
        if kind == TokenKind::Mark {
            return Slot::Other;
        }
        let speaking = WordClass::ROLE | WordClass::HUMAN | WordClass::KINSHIP;
        match by_tag {
            // *The statement read: “…”*: what leads into a quotation is a verb.
            Slot::Noun
                if word.verb.is_some_and(|verb| {
                    verb.frames.contains(Frames::QUOTATION) && verb.form.intersects(VerbForm::PAST)
                }) && self.leads_into_quotation(index) =>
            {
                Slot::Verb
            }
            // *The official said*: taggers take nouns that are adjectives too for the latter.
            Slot::Adjective
                if word.is(speaking)
                    && self.follows_modifier(index)
                    && !matches!(
                        self.penn(index + 1),
                        Some(
                            Penn::Nn
                                | Penn::Nns
                                | Penn::Nnp
                                | Penn::Nnps
                                | Penn::Jj
                                | Penn::Hyph
                                | Penn::Vbg
                                | Penn::Cd
                        )
                    ) =>
            {
                Slot::Noun
            }
            // *said* is a verb wherever no determiner stands before it.
            Slot::Noun | Slot::Adjective | Slot::Participle
                if is_plain_saying(form)
                    || (word.verb.is_some_and(|verb| {
                        verb.frames.contains(Frames::STRONG) && verb.form.contains(VerbForm::PAST)
                    }) && !word.is(speaking)
                        && !self.follows_modifier(index)) =>
            {
                Slot::Verb
            }
            // *some chanting “…”*
            Slot::Noun
                if word.verb.is_some_and(|verb| verb.form.contains(VerbForm::GERUND))
                    && self
                        .reading
                        .tokens
                        .get(index + 1)
                        .is_some_and(|next| next.kind == TokenKind::Mark) =>
            {
                Slot::Gerund
            }
            // *the official said*: what can be a person is one where no noun follows.
            Slot::Adjective
                if word.is(speaking)
                    && self.follows_modifier(index)
                    && !matches!(self.by_tag(index + 1), Slot::Noun | Slot::Adjective | Slot::Number) =>
            {
                Slot::Noun
            }
            // *a Hamas spokesman*, whatever the tagger made of it.
            Slot::Verb | Slot::Adverb | Slot::Other | Slot::Preposition
                if word.is(speaking)
                    && word.verb.is_none()
                    && kind == TokenKind::Word
                    && !self.follows_auxiliary(index)
                    && self.follows_nominal(index) =>
            {
                Slot::Noun
            }
            // A noun of saying, a group or a document after a determiner: *the claim*, *its report*.
            Slot::Verb
                if word.is(speaking | WordClass::GROUP | WordClass::DOCUMENT)
                    && self.follows_modifier(index) =>
            {
                Slot::Noun
            }
            slot => slot,
        }
    }

    /// Whether the token before is one that a noun must follow.
    fn follows_modifier(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| {
            matches!(
                self.slot(before),
                Slot::Determiner | Slot::Possessive | Slot::Adjective | Slot::Clitic | Slot::Number
            )
        })
    }

    /// Whether a colon or comma and a quotation mark follow.
    fn leads_into_quotation(&self, index: usize) -> bool {
        matches!(self.form(index + 1), ":" | ",")
            && self.reading.tokens.get(index + 2).is_some_and(|token| token.kind == TokenKind::Mark)
    }

    /// Whether a modal, *to* or another verb stands before: *could broker*, *to guard*.
    fn follows_auxiliary(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| {
            matches!(self.penn(before), Some(Penn::Md | Penn::To))
                || matches!(self.form(before), "n't" | "not")
        })
    }

    fn follows_nominal(&self, index: usize) -> bool {
        self.follows_modifier(index)
            || index.checked_sub(1).is_some_and(|before| self.slot(before) == Slot::Name)
    }

    /// *'s* and a bare apostrophe after a noun are possessive unless a predicate follows.
    fn is_clitic(&self, index: usize, form: &str) -> bool {
        let bare = matches!(form, "'" | "’");
        if !bare && !matches!(form, "'s" | "’s" | "'S" | "’S") {
            return false;
        }
        let Some(before) = index.checked_sub(1) else { return false };
        let after_noun =
            matches!(self.slot(before), Slot::Noun | Slot::Name | Slot::Adjective | Slot::Number)
                || matches!(self.form(before), "other" | "others" | "one" | "else");
        if !after_noun || !self.touches(index) {
            return false;
        }
        match self.penn(index) {
            Some(Penn::Pos) => true,
            _ if bare => {
                self.form(before).ends_with(['s', 'z', 'x'])
                    && !self.touches(index + 1)
                    && self.reading.tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::Word)
                    && self.zones.get(before) == self.zones.get(index + 1)
            }
            _ => !matches!(
                self.by_tag(index + 1),
                Slot::Determiner
                    | Slot::Verb
                    | Slot::Adverb
                    | Slot::Gerund
                    | Slot::Preposition
                    | Slot::Pronoun
            ),
        }
    }

    /// Whether *that* points at the singular noun after it, rather than opening a clause.
    fn points(&self, index: usize) -> bool {
        let after_verb = index
            .checked_sub(1)
            .is_some_and(|before| matches!(self.slot(before), Slot::Verb | Slot::Comma | Slot::Other));
        self.penn(index + 1) == Some(Penn::Nn) && !after_verb
    }

    fn by_tag(&self, index: usize) -> Slot {
        match self.penn(index) {
            Some(Penn::Dt | Penn::Pdt)
                if self.form(index).eq_ignore_ascii_case("that") && !self.points(index) =>
            {
                Slot::Preposition
            }
            Some(Penn::Dt | Penn::Pdt) => Slot::Determiner,
            Some(Penn::PrpPossessive) => Slot::Possessive,
            Some(Penn::Hyph) if !self.touches(index) || !self.touches(index + 1) => Slot::Other,
            Some(Penn::Jj | Penn::Jjr | Penn::Jjs | Penn::Hyph | Penn::Afx) => Slot::Adjective,
            Some(Penn::Cd | Penn::Dollar) => Slot::Number,
            Some(Penn::Nn | Penn::Nns | Penn::Nnp | Penn::Nnps | Penn::Fw | Penn::Gw) => Slot::Noun,
            Some(Penn::Rb | Penn::Rbr | Penn::Rbs) => Slot::Adverb,
            Some(Penn::Vbg) => Slot::Gerund,
            Some(Penn::Vbn) => Slot::Participle,
            Some(Penn::Vb | Penn::Vbd | Penn::Vbp | Penn::Vbz | Penn::Md) => Slot::Verb,
            Some(Penn::Prp | Penn::Wp) => Slot::Pronoun,
            Some(Penn::Pos) => Slot::Clitic,
            Some(Penn::Cc) => Slot::Conjunction,
            Some(Penn::In | Penn::To) => Slot::Preposition,
            Some(Penn::Comma) => Slot::Comma,
            _ => Slot::Other,
        }
    }
}

/// The commonest reporting verbs are never nouns.
fn is_plain_saying(form: &str) -> bool {
    matches!(form, "say" | "says" | "said" | "tell" | "tells" | "told" | "adds" | "added")
}

/// Words that are one thing only, whatever the tagger says.
fn by_form(form: &str) -> Option<Slot> {
    // The longest is *everybody*'s rival *themselves*; no such word is longer.
    if form.len() > 10 || form.is_empty() {
        return None;
    }
    let mut lower = [0u8; 10];
    let lower = lower.get_mut(..form.len())?;
    lower.copy_from_slice(form.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"," => Slot::Comma,
        b"the" | b"a" | b"an" | b"these" | b"those" | b"every" => Slot::Determiner,
        b"he" | b"she" | b"they" | b"it" | b"i" | b"we" | b"you" | b"who" | b"him" | b"them" | b"me"
        | b"us"
            if form != "US" && form != "IT" && form != "WHO" =>
        {
            Slot::Pronoun
        }
        b"everyone" | b"everybody" | b"someone" | b"somebody" | b"anyone" | b"nobody" => Slot::Noun,
        b"his" | b"its" | b"their" | b"our" | b"your" | b"my" => Slot::Possessive,
        b"of" | b"for" | b"from" | b"with" | b"at" | b"by" | b"into" | b"among" | b"within" => {
            Slot::Preposition
        }
        b"and" | b"or" => Slot::Conjunction,
        b"has" | b"had" | b"is" | b"was" | b"were" | b"are" | b"did" | b"does" => Slot::Verb,
        _ => return None,
    })
}
