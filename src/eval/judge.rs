//! One document: which gold quotations were found, who they were credited to, and what was made up.

use super::answer::{Answer, AnsweredQuote, Outcome};
use super::gold::{Coverage, GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use super::names;
use super::pieces::{self, Piece};
use super::{chains, characters};
use crate::layers::QuoteKind;
use crate::span::Span;

/// Kinds that are paired with each other. A quotation predicted in another group does not count as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Direct and mixed: what stands in marks, alone or within reported speech.
    Marked,
    /// Reported speech without marks.
    Indirect,
    /// Marked, but nobody's speech.
    Scare,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 3] = [Self::Marked, Self::Indirect, Self::Scare];

    /// The name of the group in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marked => "direct+mixed",
            Self::Indirect => "indirect",
            Self::Scare => "scare",
        }
    }

    /// The group of a kind.
    #[must_use]
    pub const fn of(kind: QuoteKind) -> Self {
        match kind {
            QuoteKind::Direct | QuoteKind::Mixed => Self::Marked,
            QuoteKind::Indirect => Self::Indirect,
            QuoteKind::Scare => Self::Scare,
        }
    }
}

/// Which gold quotations are scored. The others neither count for nor against a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Only these kinds.
    pub kinds: Vec<QuoteKind>,
    /// Only speech, where the gold tells it from thought and intention.
    pub saying: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self { kinds: QuoteKind::ALL.to_vec(), saying: false }
    }
}

impl Filter {
    fn keeps(&self, quote: &GoldQuote) -> bool {
        !quote.unscorable && self.kinds.contains(&quote.kind) && !(self.saying && quote.saying == Some(false))
    }
}

/// How one gold quotation fared by one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The gold does not tell, so that nothing can be judged.
    Untold,
    /// The quotation was not found.
    Unfound,
    /// It was found and credited to nobody.
    Unanswered,
    /// It was credited to somebody else.
    Wrong,
    /// It was credited rightly.
    Right,
}

impl Verdict {
    /// The verdict as written in results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Untold => "untold",
            Self::Unfound => "unfound",
            Self::Unanswered => "unanswered",
            Self::Wrong => "wrong",
            Self::Right => "right",
        }
    }
}

/// A way to judge an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The predicted speaker's names lead to the gold speaker's place in a given list of characters.
    Character,
    /// The predicted canonical name is one of the gold speaker's names.
    Name,
    /// The predicted mention overlaps the gold one.
    Mention,
    /// The predicted speaker's mentions are mostly the gold speaker's.
    Chain,
}

impl Measure {
    /// Every measure, the one that tells most first.
    pub const ALL: [Self; 4] = [Self::Character, Self::Name, Self::Mention, Self::Chain];

    /// The name of the measure in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Name => "name",
            Self::Mention => "mention",
            Self::Chain => "chain",
        }
    }
}

/// A gold quotation and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Indexes the document's gold quotations.
    pub quote: usize,
    /// Its kind.
    pub kind: QuoteKind,
    /// How its speaker is told.
    pub told: Option<QuoteType>,
    /// How many pieces it has.
    pub pieces: u64,
    /// How many of them are paired.
    pub paired: u64,
    /// How many of them are paired with a piece of the same characters.
    pub exact: u64,
    /// The predicted quotation that answers for it, if at least half of its characters are paired.
    pub answer: Option<usize>,
    /// By character.
    pub character: Verdict,
    /// By name.
    pub name: Verdict,
    /// By mention.
    pub mention: Verdict,
    /// By chain.
    pub chain: Verdict,
}

impl Item {
    /// The verdict by one measure.
    #[must_use]
    pub const fn verdict(&self, measure: Measure) -> Verdict {
        match measure {
            Measure::Character => self.character,
            Measure::Name => self.name,
            Measure::Mention => self.mention,
            Measure::Chain => self.chain,
        }
    }

    /// Whether every piece is paired with the very same characters.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.exact == self.pieces
    }
}

/// A predicted piece that no gold piece is paired with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spurious {
    /// Indexes the answer's quotations.
    pub quote: usize,
    /// Its kind.
    pub kind: QuoteKind,
    /// The piece.
    pub span: Span,
}

/// The quotations of one document, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Every scored gold quotation, in text order.
    pub items: Vec<Item>,
    /// What was made up, in text order.
    pub spurious: Vec<Spurious>,
}

/// Judges the quotations of one document. A document that failed or is missing has none found. With a list
/// of characters, also by character.
#[must_use]
pub fn judge(
    gold: &GoldDocument,
    outcome: &Outcome,
    covers: Coverage,
    filter: &Filter,
    list: Option<&[GoldSpeaker]>,
) -> Judged {
    let nothing = Answer::default();
    let answer = match outcome {
        Outcome::Answered(answer) => answer,
        Outcome::Failed(_) | Outcome::Missing => &nothing,
    };
    let mut judged = Judged::default();
    let chains = chains::of_speakers(&gold.chains, &answer.speakers, gold.document.text());
    let cast = list.map(|list| Cast {
        of_gold: characters::of_gold(list, &gold.speakers),
        of_answer: characters::of_speakers(list, &answer.speakers, gold.document.text()),
    });
    for group in Group::ALL {
        let covered = match group {
            Group::Marked => true,
            Group::Indirect => covers.indirect,
            Group::Scare => covers.scare,
        };
        if covered && filter.kinds.iter().any(|&kind| Group::of(kind) == group) {
            let view = View { gold, answer, covers, filter, chains: &chains, cast: cast.as_ref() };
            view.judge(group, &mut judged);
        }
    }
    judged.items.sort_by_key(|item| item.quote);
    judged.spurious.sort_by_key(|piece| (piece.span, piece.quote));
    judged
}

/// Places in a given list of characters.
struct Cast {
    /// Of each gold speaker.
    of_gold: Vec<Option<usize>>,
    /// Of each predicted speaker.
    of_answer: Vec<Option<usize>>,
}

/// What judging one document needs.
struct View<'v> {
    gold: &'v GoldDocument,
    answer: &'v Answer,
    covers: Coverage,
    filter: &'v Filter,
    /// For each predicted speaker, the gold chain that its mentions are of.
    chains: &'v [Option<usize>],
    /// Where a list of characters is given.
    cast: Option<&'v Cast>,
}

impl View<'_> {
    fn judge(&self, group: Group, judged: &mut Judged) {
        let Self { gold, answer, covers, filter, .. } = *self;
        let text = gold.document.text();
        let (mut scored, mut ignored, mut predicted) = (Vec::new(), Vec::new(), Vec::new());
        for (index, quote) in
            gold.quotes.iter().enumerate().filter(|(_, quote)| Group::of(quote.kind) == group)
        {
            let pieces = Piece::of(index, &quote.parts, text);
            if filter.keeps(quote) { scored.extend(pieces) } else { ignored.extend(pieces) }
        }
        for (index, quote) in
            answer.quotes.iter().enumerate().filter(|(_, quote)| Group::of(quote.kind) == group)
        {
            predicted.extend(Piece::of(index, comparable(quote, covers), text));
        }

        let pairs = pieces::pair(&scored, &predicted, text);
        let mut left: Vec<bool> = vec![true; predicted.len()];
        let mut partner: Vec<Option<Piece>> = vec![None; scored.len()];
        for (ours, theirs) in pairs {
            if let (Some(slot), Some(open)) = (partner.get_mut(ours), left.get_mut(theirs)) {
                *slot = predicted.get(theirs).copied();
                *open = false;
            }
        }
        // What agrees with gold that is not scored is neither right nor wrong.
        let rest: Vec<Piece> =
            predicted.iter().zip(&left).filter(|(_, open)| **open).map(|(piece, _)| *piece).collect();
        let mut neutral = vec![false; rest.len()];
        for (_, theirs) in pieces::pair(&ignored, &rest, text) {
            if let Some(flag) = neutral.get_mut(theirs) {
                *flag = true;
            }
        }
        for (piece, _) in rest.iter().zip(neutral).filter(|(_, neutral)| !neutral) {
            if let Some(quote) =
                answer.quotes.get(piece.quote).filter(|quote| filter.kinds.contains(&quote.kind))
            {
                judged.spurious.push(Spurious { quote: piece.quote, kind: quote.kind, span: piece.span });
            }
        }

        let mut pieces = scored.iter().zip(&partner).peekable();
        while let Some(&(first, _)) = pieces.peek() {
            let mut own = Vec::new();
            while let Some(pair) = pieces.next_if(|(piece, _)| piece.quote == first.quote) {
                own.push(pair);
            }
            if let Some(quote) = gold.quotes.get(first.quote) {
                judged.items.push(self.item(first.quote, quote, &own));
            }
        }
    }

    fn item(&self, index: usize, quote: &GoldQuote, pieces: &[(&Piece, &Option<Piece>)]) -> Item {
        let Self { gold, answer, chains, cast, .. } = *self;
        let text = gold.document.text();
        let characters = |span: Span| span.text(text).chars().count();
        let (mut all, mut exact) = (0, 0);
        // Characters by the predicted quotation that holds the paired piece.
        let mut by_answer: Vec<(usize, usize)> = Vec::new();
        for (piece, partner) in pieces {
            let size = characters(piece.trimmed);
            all += size;
            let Some(partner) = partner else { continue };
            exact += u64::from(partner.trimmed == piece.trimmed);
            match by_answer.iter_mut().find(|(answer, _)| *answer == partner.quote) {
                Some((_, held)) => *held += size,
                None => by_answer.push((partner.quote, size)),
            }
        }
        let paired: usize = by_answer.iter().map(|(_, held)| held).sum();
        let best = by_answer.iter().rev().max_by_key(|(_, held)| *held).map(|&(answer, _)| answer);
        let answered = best.filter(|_| 2 * paired >= all);
        let credited = answered.and_then(|best| answer.quotes.get(best));
        Item {
            quote: index,
            kind: quote.kind,
            told: quote.told,
            pieces: pieces.len() as u64,
            paired: pieces.iter().filter(|(_, partner)| partner.is_some()).count() as u64,
            exact,
            answer: answered,
            character: cast.map_or(Verdict::Untold, |cast| by_character(quote, cast, credited)),
            name: by_name(gold, quote, answer, credited),
            mention: by_mention(quote, credited),
            chain: by_chain(quote, chains, credited),
        }
    }
}

/// The pieces of a prediction that can be compared with the gold. Where the gold labels only what stands in
/// marks, a mixed quotation is compared by its marks and not by the clause around them.
fn comparable(quote: &AnsweredQuote, covers: Coverage) -> &[Span] {
    if quote.kind == QuoteKind::Mixed && !covers.indirect && !quote.marks.is_empty() {
        &quote.marks
    } else {
        &quote.parts
    }
}

fn verdict(right: bool) -> Verdict {
    if right { Verdict::Right } else { Verdict::Wrong }
}

fn by_character(quote: &GoldQuote, cast: &Cast, credited: Option<&AnsweredQuote>) -> Verdict {
    let place = |places: &[Option<usize>], speaker: usize| places.get(speaker).copied().flatten();
    let Some(character) = quote.speaker.and_then(|speaker| place(&cast.of_gold, speaker)) else {
        return Verdict::Untold;
    };
    let Some(credited) = credited else { return Verdict::Unfound };
    match credited.speaker {
        None => Verdict::Unanswered,
        Some(speaker) => verdict(place(&cast.of_answer, speaker) == Some(character)),
    }
}

fn by_name(
    gold: &GoldDocument,
    quote: &GoldQuote,
    answer: &Answer,
    credited: Option<&AnsweredQuote>,
) -> Verdict {
    let Some(speaker) = quote.speaker.and_then(|speaker| gold.speakers.get(speaker)) else {
        return Verdict::Untold;
    };
    let Some(credited) = credited else { return Verdict::Unfound };
    match credited.speaker.and_then(|speaker| answer.speakers.get(speaker)) {
        None => Verdict::Unanswered,
        Some(theirs) => verdict(names::is_one_of(&theirs.name, speaker.names())),
    }
}

fn by_mention(quote: &GoldQuote, credited: Option<&AnsweredQuote>) -> Verdict {
    let Some(mention) = quote.mention else { return Verdict::Untold };
    let Some(credited) = credited else { return Verdict::Unfound };
    match credited.mention {
        None => Verdict::Unanswered,
        Some(theirs) => verdict(theirs.overlaps(mention)),
    }
}

fn by_chain(quote: &GoldQuote, chains: &[Option<usize>], credited: Option<&AnsweredQuote>) -> Verdict {
    let Some(chain) = quote.chain else { return Verdict::Untold };
    let Some(credited) = credited else { return Verdict::Unfound };
    match credited.speaker {
        None => Verdict::Unanswered,
        Some(speaker) => verdict(chains.get(speaker).copied().flatten() == Some(chain)),
    }
}
