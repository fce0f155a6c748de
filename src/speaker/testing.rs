//! How the rules of this stage are tested: each `<m RULE "Name">…</m>` must be a mention of that speaker by that
//! rule; `<m - ->…</m>` must stay unresolved. `<s …>` instead of `<m …>` makes the mention a source as well.

use super::resolve;
use crate::layers::MentionId;
use crate::lexicon::Lexicon;
use crate::marked;
use crate::mention;
use crate::ner::{EntityTagger, lexical::LexicalTagger};
use crate::reading::Reading;
use crate::span::Span;

/// Checks every tagged mention of a text. Stretches between curly marks are quoted.
pub(super) fn check(markup: &str) {
    let marked = marked::parse(markup).expect("readable markup");
    let text = marked.text.as_str();
    let reading = Reading::new(text, Lexicon::embedded());
    let entities = LexicalTagger.entities(&reading);
    let opens = text.match_indices('“').map(|(at, mark)| at + mark.len());
    let closes = text.match_indices('”').map(|(at, _)| at);
    let quoted: Vec<Span> = opens.zip(closes).map(|(start, end)| Span::of(start, end)).collect();
    let mentions = mention::find(&reading, &entities, &quoted);
    let find = |span: Span| mentions.iter().position(|mention| mention.span == span);
    let tagged: Vec<_> = marked.tags.iter().filter(|tag| matches!(tag.name.as_str(), "m" | "s")).collect();
    let mut sources: Vec<MentionId> = tagged
        .iter()
        .filter(|tag| tag.name == "s")
        .filter_map(|tag| find(tag.span))
        .map(MentionId::of)
        .collect();
    sources.sort_unstable();
    let resolution = resolve(&reading, &entities, &mentions, &sources);
    for tag in tagged {
        let phrase = tag.span.text(text);
        let spans: Vec<&str> = mentions.iter().map(|mention| mention.span.text(text)).collect();
        let Some(index) = find(tag.span) else { panic!("no mention «{phrase}» among {spans:?} in {text}") };
        let found = resolution.of_mention[index]
            .map_or(("-", "-"), |(speaker, rule)| (rule, resolution.speakers[speaker.index()].name.as_str()));
        let wanted = (tag.attributes[0].as_str(), tag.attributes[1].as_str());
        assert_eq!(found, wanted, "«{phrase}» in {text}");
    }
}
