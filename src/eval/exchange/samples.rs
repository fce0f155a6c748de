//! Labelled documents for the tests: random ones over odd text, and one by hand.

use proptest::prelude::*;

use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, GoldToken, QuoteType};
use crate::eval::read::spans::nest;
use crate::layers::{EntityLabel, MentionKind, Penn, QuoteKind, SpeakerKind, Upos};
use crate::span::Span;

/// What goes wrong in some format or other.
const ODD: [&str; 42] = [
    "a", "b", "Ann", "said", " ", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "é", "e\u{301}", "😀", "“",
    "”", "\"", "'", "<", ">", "&", "]]>", "\\", "\\n", "#", "# x", "_", "|", "=", ".", ",", "\u{0}", "\u{7}",
    "\u{1c}", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}", "\u{fffe}", "\u{7f}", "-",
];

fn odd(longest: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&ODD[..]), 0..longest)
        .prop_map(|pieces| pieces.concat())
}

/// Numbers to draw from, one after the other.
struct Dice(std::vec::IntoIter<u32>);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0.next().unwrap_or(0) as usize % sides.max(1)
    }

    fn chance(&mut self) -> bool {
        self.below(2) == 0
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        self.chance().then_some(value)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn span(&mut self, edges: &[usize]) -> Span {
        let one = self.below(edges.len() - 1);
        let most = if self.chance() { 4 } else { 40 };
        let length = 1 + self.below((edges.len() - 1 - one).min(most));
        Span::of(edges[one], edges[one + length])
    }
}

/// Any labelling of any text.
pub(super) fn gold() -> impl Strategy<Value = GoldDocument> {
    let names = proptest::collection::vec((odd(4), proptest::collection::vec(odd(3), 0..3)), 0..4);
    let ids = proptest::collection::vec(odd(3), 6);
    let dice = proptest::collection::vec(any::<u32>(), 160);
    (odd(3), odd(40), names, ids, dice).prop_map(|(id, text, names, ids, dice)| {
        let mut dice = Dice(dice.into_iter());
        let mut gold = GoldDocument::new(Document::new(id, text).expect("short"));
        for (name, aliases) in names {
            let kind = dice.of(&SpeakerKind::ALL);
            let speaker = GoldSpeaker { name, aliases, kind: dice.maybe(kind) };
            // One name with the same other names is one speaker.
            if gold
                .speakers
                .iter()
                .all(|known| known.name != speaker.name || known.aliases != speaker.aliases)
            {
                gold.speakers.push(speaker);
            }
        }
        let text = gold.document.text().to_owned();
        let edges: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        if edges.len() > 1 {
            labels(&mut gold, &ids, &edges, &mut dice);
        } else {
            gold.entities = dice.maybe(Vec::new());
        }
        gold
    })
}

fn labels(gold: &mut GoldDocument, ids: &[String], edges: &[usize], dice: &mut Dice) {
    for _ in 0..dice.below(3) {
        let chain = (0..dice.below(4)).map(|_| dice.span(edges)).collect();
        gold.chains.push(chain);
    }
    let quotes = dice.below(6);
    for (index, id) in ids.iter().enumerate().take(quotes) {
        let mut parts: Vec<Span> = Vec::new();
        for _ in 0..=dice.below(3) {
            let part = dice.span(edges);
            if parts.iter().all(|other| !other.overlaps(part)) {
                parts.push(part);
            }
        }
        parts.sort_unstable();
        let id = format!("{id}{index}");
        let mut quote = GoldQuote::new(id, parts, dice.of(&QuoteKind::ALL));
        quote.marks = match dice.below(3) {
            0 => quote.parts.clone(),
            1 => Vec::new(),
            _ => vec![dice.span(edges)],
        };
        let told = dice.of(&QuoteType::ALL);
        quote.told = dice.maybe(told);
        let (cue, mention) = (dice.span(edges), dice.span(edges));
        (quote.cue, quote.mention) = (dice.maybe(cue), dice.maybe(mention));
        let form = dice.of(&[MentionKind::Name, MentionKind::Pronoun, MentionKind::Nominal]);
        quote.mention_kind = dice.maybe(form);
        if !gold.speakers.is_empty() {
            let speaker = dice.below(gold.speakers.len());
            quote.speaker = dice.maybe(speaker);
        }
        if !gold.chains.is_empty() {
            let chain = dice.below(gold.chains.len());
            quote.chain = dice.maybe(chain);
        }
        let saying = dice.chance();
        quote.saying = dice.maybe(saying);
        quote.unscorable = dice.chance();
        gold.quotes.push(quote);
    }
    if dice.chance() {
        gold.quotes.sort_by_key(|quote| quote.parts.first().copied());
    }
    nest(&mut gold.quotes);
    let entities = (0..dice.below(5)).map(|_| (dice.span(edges), dice.of(&EntityLabel::ALL))).collect();
    gold.entities = dice.maybe(entities);
    let sentences = (0..dice.below(4)).map(|_| dice.span(edges)).collect();
    gold.sentences = dice.maybe(sentences);
    let tokens = (0..dice.below(5))
        .map(|_| {
            let (span, penn) = (dice.span(edges), dice.of(&[Penn::ALL[0], Penn::ALL[3]]));
            GoldToken { span, upos: dice.of(Upos::ALL), penn: dice.maybe(penn) }
        })
        .collect();
    gold.tokens = dice.maybe(tokens);
}

/// A short document that uses every field once.
pub(super) fn by_hand() -> GoldDocument {
    let markup = "+++\nid = \"news/a\"\n[speakers.lee]\nname = \"Ann Lee\"\nkind = \"person\"\naliases = [\"Lee\"]\n\
        [speakers.board]\nname = \"the board\"\nkind = \"organisation\"\n+++\n\
        “<q1 direct lee>It’s late,</q1>” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>, “<q1 direct lee>né?</q1>”\n\n\
        <m2 pronoun>She</m2> <c2>said</c2> <q2 mixed lee>it was a “<q3 scare>mess</q3>”</q2>.\n";
    crate::eval::read::markup_document(markup).expect("readable")
}
