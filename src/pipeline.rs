//! The engine: every stage in order over one document.

use std::borrow::Cow;

use crate::attribute::context::Context;
use crate::attribute::rule::RuleVerdict;
use crate::attribute::{self, Decision};
use crate::cue::{self, MentionIndex};
use crate::document::Document;
use crate::layers::{
    Annotations, Attribution, Entity, Evidence, EvidenceRole, Mention, MentionId, QuoteId, QuoteKind,
    SpeakerId,
};
use crate::lexicon::Lexicon;
use crate::ner::{self, EntityTagger};
use crate::quote::given::{Given, GivenQuote};
use crate::quote::lines::Lines;
use crate::quote::report::{self, ReportModel};
use crate::quote::{self, marks};
use crate::reading::Reading;
use crate::speaker::Resolution;
use crate::{mention, speaker};

/// Everything that annotating needs, loaded once and shared between threads.
pub struct Engine {
    lexicon: Lexicon,
    tagger: Box<dyn EntityTagger>,
    reports: Cow<'static, ReportModel>,
    attitudes: bool,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(Lexicon::embedded().clone(), ner::english())
    }
}

impl Engine {
    /// An engine with its lexicon and its entity tagger.
    #[must_use]
    pub fn new(lexicon: Lexicon, tagger: Box<dyn EntityTagger>) -> Self {
        Self { lexicon, tagger, reports: Cow::Borrowed(ReportModel::embedded()), attitudes: false }
    }

    /// The same engine with another model of reported speech.
    #[must_use]
    pub fn with_report_model(self, model: ReportModel) -> Self {
        Self { reports: Cow::Owned(model), ..self }
    }

    /// The same engine, which also takes what somebody is said to think, want or show for reported, not only
    /// what they say.
    #[must_use]
    pub fn with_attitudes(self, attitudes: bool) -> Self {
        Self { attitudes, ..self }
    }

    /// Annotates one document. Cannot fail: what is odd in the text becomes a warning.
    #[must_use]
    pub fn annotate(&self, document: &Document) -> Annotations {
        self.run(document, None, None)
    }

    /// Annotates one document whose quotations are known, and only these: finds their sources. They come
    /// back in text order, with the parts and kinds they were given with; parts that are no text are left
    /// aside. For attribution apart from quotation finding, and for texts whose marks are damaged.
    #[must_use]
    pub fn attribute_spans(&self, document: &Document, given: &[GivenQuote]) -> Annotations {
        self.run(document, Some(given), None)
    }

    /// Annotates one document and tells, for each quotation, what every rule said of it, in order.
    #[must_use]
    pub fn explain(&self, document: &Document) -> (Annotations, Vec<Vec<RuleVerdict>>) {
        let mut verdicts: Vec<Vec<RuleVerdict>> = Vec::new();
        let mut hear = |quote: QuoteId, verdict: RuleVerdict| {
            if verdicts.len() <= quote.index() {
                verdicts.resize(quote.index() + 1, Vec::new());
            }
            verdicts[quote.index()].push(verdict);
        };
        let annotations = self.run(document, None, Some(&mut hear));
        (annotations, verdicts)
    }

    fn run(
        &self,
        document: &Document,
        given: Option<&[GivenQuote]>,
        heard: Option<&mut dyn FnMut(QuoteId, RuleVerdict)>,
    ) -> Annotations {
        let reading = Reading::new(document.text(), &self.lexicon);
        let own = marks::pair(&reading);
        let (stretches, lines, given) = match given {
            None => {
                let lines = Lines::new(&reading, &own);
                (own, lines, None)
            }
            Some(given) => {
                let (given, stretches, lines) = Given::new(&reading, own, given);
                (stretches, lines, Some(given))
            }
        };
        let entities = self.tagger.entities(&reading);
        let mentions = mention::find(&reading, &entities, &quote::masked_spans(&stretches, &lines));
        let index = MentionIndex::new(&mentions, reading.tokens.len());
        let cues = cue::find(&reading, &self.lexicon, &lines, &mentions, &index);
        let reports = report::find(&reading, &lines, &mentions, &cues, &self.reports, self.attitudes);
        let own = quote::find(&reading, &stretches, &lines, &cues, &reports);
        // Whether it is a conversation shows in the text, not in how whoever gave quotations has cut them.
        let dialogue = attribute::is_dialogue(&reading, &own.quotes);
        let found = match &given {
            None => own,
            Some(given) => given.found(&reading, &stretches, &lines, &mentions, &cues, &reports),
        };
        // Who is who, before anybody is known to speak: the rules of dialogue tell one speaker from another.
        let before = if dialogue {
            speaker::resolve(&reading, &entities, &mentions, &[])
        } else {
            Resolution::default()
        };
        let mut context = Context {
            identity: &before.of_mention,
            dialogue,
            reading: &reading,
            stretches: &stretches,
            lines: &lines,
            mentions: &mentions,
            index: &index,
            cues: &cues,
            found: &found,
            decided: vec![None; found.quotes.len()],
        };
        let decisions = attribute::decide(&mut context, heard);
        let kinds: Vec<QuoteKind> = decisions
            .iter()
            .enumerate()
            .map(|(index, decision)| attribute::settled_kind(&context, QuoteId::of(index), decision.as_ref()))
            .collect();
        let sources: Vec<MentionId> = {
            let mut sources: Vec<MentionId> =
                decisions.iter().flatten().filter_map(|decision| decision.link.mention).collect();
            sources.sort_unstable();
            sources.dedup();
            sources
        };
        let resolution = speaker::resolve(&reading, &entities, &mentions, &sources);
        let attributions = attributions(&decisions, &mentions, &resolution);
        let mut quotes = found.quotes;
        for (quote, kind) in quotes.iter_mut().zip(kinds) {
            quote.kind = kind;
        }
        if let Some(given) = &given {
            given.restore(&mut quotes);
        }
        Annotations {
            entity_speakers: entity_speakers(&entities, &mentions, &resolution),
            speakers: resolution.speakers,
            quotes,
            attributions,
            warnings: stretches.warnings,
            entities,
            mentions,
            paragraphs: reading.paragraphs,
            sentences: reading.sentences,
            tokens: reading.tokens,
            pos: reading.pos,
        }
    }
}

/// Completes decisions with speakers, evidence and confidence.
fn attributions(
    decisions: &[Option<Decision>],
    mentions: &[Mention],
    resolution: &Resolution,
) -> Vec<Option<Attribution>> {
    let attribution = |decision: &Decision| {
        let link = decision.link;
        let resolved =
            link.mention.and_then(|mention| resolution.of_mention.get(mention.index()).copied().flatten());
        let mut evidence = Vec::new();
        let mut push = |role, span: Option<crate::Span>| {
            if let Some(span) = span {
                evidence.push(Evidence { role, span });
            }
        };
        push(EvidenceRole::Cue, link.cue);
        push(
            EvidenceRole::Mention,
            link.mention.and_then(|mention| mentions.get(mention.index())).map(|mention| mention.span),
        );
        push(EvidenceRole::Trigger, link.trigger);
        push(EvidenceRole::EarlierQuote, link.earlier_span);
        evidence.sort_by_key(|evidence: &Evidence| (evidence.span.start, evidence.role));
        Attribution {
            cue: link.cue,
            mention: link.mention,
            speaker: resolved.map(|(speaker, _)| speaker),
            rule: decision.rule,
            speaker_rule: resolved.map(|(_, rule)| rule),
            confidence: attribute::precision::of(decision.rule),
            evidence,
        }
    };
    decisions.iter().map(|decision| decision.as_ref().map(attribution)).collect()
}

/// The speaker that each entity names, through the mention whose head it is.
fn entity_speakers(
    entities: &[Entity],
    mentions: &[Mention],
    resolution: &Resolution,
) -> Vec<Option<SpeakerId>> {
    let mut heads: Vec<(crate::Span, SpeakerId)> = mentions
        .iter()
        .zip(&resolution.of_mention)
        .filter_map(|(mention, resolved)| Some((mention.head, resolved.as_ref()?.0)))
        .collect();
    heads.sort_unstable();
    entities
        .iter()
        .map(|entity| {
            let first = heads.partition_point(|(head, _)| *head < entity.span);
            heads.get(first).filter(|(head, _)| *head == entity.span).map(|(_, speaker)| *speaker)
        })
        .collect()
}
