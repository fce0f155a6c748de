//! Our own gold: front matter, then the text in inline markup (see `crate::marked` and `eval/README.md`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Fault;
use super::spans::{mention_kind, nest};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::layers::{EntityLabel, MentionKind, QuoteKind, SpeakerKind};
use crate::marked::{self, Tag};

/// What stands between the two `+++` lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    id: String,
    /// What the document is and where it is from; for people.
    #[serde(rename = "genre")]
    _genre: Option<String>,
    #[serde(rename = "covers")]
    _covers: Option<Vec<String>>,
    #[serde(rename = "source")]
    _source: Option<String>,
    #[serde(rename = "license", alias = "licence")]
    _license: Option<String>,
    #[serde(rename = "notes")]
    _notes: Option<String>,
    #[serde(default)]
    speakers: BTreeMap<String, FrontSpeaker>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontSpeaker {
    name: String,
    /// Our own gold always says it; what was converted from elsewhere may not know.
    kind: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(rename = "role")]
    _role: Option<String>,
}

/// Reads one document.
pub(super) fn document(file: &str) -> Result<GoldDocument, Fault> {
    let (front, markup, body_line) = split(file)?;
    let front: Front = toml::from_str(front).map_err(|cause| {
        let line = cause
            .span()
            .map_or(2, |span| 2 + front.bytes().take(span.start).filter(|&byte| byte == b'\n').count());
        Fault::at(line, format!("front matter: {}", cause.message()))
    })?;
    let marked =
        marked::parse(markup).map_err(|cause| Fault::at(body_line + cause.line - 1, cause.problem))?;

    let mut reader = Reader { keys: Vec::new(), quotes: BTreeMap::new(), speakers: Vec::new() };
    for (key, speaker) in front.speakers {
        let kind = speaker.kind.map(|kind| {
            SpeakerKind::parse(&kind).ok_or_else(|| {
                let problem = "person, organisation, group or unnamed is expected";
                Fault::at(1, format!("speaker {key}: unknown kind “{kind}”; {problem}"))
            })
        });
        let kind = kind.transpose()?;
        reader.keys.push(key);
        reader.speakers.push(GoldSpeaker { name: speaker.name, aliases: speaker.aliases, kind });
    }

    let (mut entities, mut sentences) = (Vec::new(), Vec::new());
    // Quotations first, so that cues and mentions know theirs.
    let (quotes, rest): (Vec<&Tag>, Vec<&Tag>) = marked.tags.iter().partition(|tag| tag.name == "q");
    let fault = |tag: &Tag, problem: String| {
        Fault::at(body_line + line_of(tag, &marked.text), format!("<{}>: {problem}", shown(tag)))
    };
    for tag in quotes {
        reader.quote(tag).map_err(|problem| fault(tag, problem))?;
    }
    for tag in rest {
        match tag.name.as_str() {
            "c" => reader.cue(tag).map_err(|problem| fault(tag, problem))?,
            "m" => reader.mention(tag).map_err(|problem| fault(tag, problem))?,
            "s" => sentences.push(tag.span),
            name => {
                let label = EntityLabel::parse(name).ok_or_else(|| {
                    fault(tag, "unknown tag; q, c, m, s, PER, ORG, LOC or MISC is expected".to_owned())
                })?;
                entities.push((tag.span, label));
            }
        }
    }

    let mut quotes: Vec<GoldQuote> = reader.quotes.into_values().collect();
    quotes.sort_by_key(|quote| quote.parts.first().map(|part| (part.start, std::cmp::Reverse(part.end))));
    for quote in &mut quotes {
        quote.told = (quote.kind != QuoteKind::Scare)
            .then(|| QuoteType::of_mention(quote.mention.and(quote.mention_kind)));
    }
    nest(&mut quotes);
    Ok(GoldDocument {
        document: Document::new(front.id, marked.text)
            .map_err(|cause| Fault { line: None, problem: cause.to_string() })?,
        quotes,
        speakers: reader.speakers,
        chains: Vec::new(),
        entities: Some(entities),
        sentences: (!sentences.is_empty()).then_some(sentences),
        tokens: None,
    })
}

/// Front matter, marked text, and the line on which the text starts.
fn split(file: &str) -> Result<(&str, &str, usize), Fault> {
    let problem = "front matter between two lines “+++” is expected at the start";
    let rest = file.strip_prefix("+++\n").ok_or_else(|| Fault::at(1, problem))?;
    let (front, body) = match rest.strip_prefix("+++\n") {
        Some(body) => ("", body),
        None => rest.split_once("\n+++\n").ok_or_else(|| Fault::at(1, problem))?,
    };
    let lines = |text: &str| text.matches('\n').count();
    let body_line = 1 + lines(file) - lines(body);
    // One line break ends the file, as editors have it, and is not the text's.
    Ok((front, body.strip_suffix('\n').unwrap_or(body), body_line))
}

/// The line, from 0, on which a tag opens: line breaks are text, so that they are the same ones in the text
/// and in the markup.
fn line_of(tag: &Tag, text: &str) -> usize {
    text.get(..tag.span.start as usize).map_or(0, |before| before.matches('\n').count())
}

/// A tag as it was written, for messages.
fn shown(tag: &Tag) -> String {
    let number = tag.number.map_or(String::new(), |number| number.to_string());
    let words = tag.attributes.iter().map(|word| format!(" {word}")).collect::<String>();
    format!("{}{number}{words}", tag.name)
}

struct Reader {
    /// The keys of the speakers, in the order of `speakers`.
    keys: Vec<String>,
    speakers: Vec<GoldSpeaker>,
    quotes: BTreeMap<u32, GoldQuote>,
}

impl Reader {
    fn quote(&mut self, tag: &Tag) -> Result<(), String> {
        let number = tag.number.ok_or("a quotation needs a number: q1")?;
        let (kind, key) = match tag.attributes.as_slice() {
            // A further part may leave out what the first one said.
            [] if self.quotes.contains_key(&number) => {
                self.quotes.entry(number).and_modify(|quote| quote.parts.push(tag.span));
                return Ok(());
            }
            [kind] => (kind, None),
            [kind, key] => (kind, Some(key)),
            _ => return Err("a kind and at most one speaker are expected: q1 direct KEY".to_owned()),
        };
        let kind = QuoteKind::parse(kind)
            .ok_or("unknown kind of quotation; direct, mixed, indirect or scare is expected")?;
        let speaker = match key {
            Some(_) if kind == QuoteKind::Scare => {
                return Err("a scare quote is nobody's speech and has no speaker".to_owned());
            }
            Some(key) => Some(
                self.keys
                    .iter()
                    .position(|known| known == key)
                    .ok_or_else(|| format!("the front matter has no speaker {key}"))?,
            ),
            None => None,
        };
        if let Some(quote) = self.quotes.get_mut(&number) {
            if (quote.kind, quote.speaker) != (kind, speaker) {
                return Err("an earlier part of this quotation has another kind or speaker".to_owned());
            }
            quote.parts.push(tag.span);
            return Ok(());
        }
        self.quotes.insert(
            number,
            GoldQuote {
                id: format!("q{number}"),
                parts: vec![tag.span],
                marks: Vec::new(),
                kind,
                told: None,
                cue: None,
                mention: None,
                mention_kind: None,
                speaker,
                chain: None,
                saying: None,
                unscorable: false,
                parent: None,
            },
        );
        Ok(())
    }

    fn owner(&mut self, tag: &Tag) -> Result<&mut GoldQuote, String> {
        let number = tag.number.ok_or("the number of its quotation is missing")?;
        self.quotes.get_mut(&number).ok_or_else(|| format!("there is no quotation q{number}"))
    }

    fn cue(&mut self, tag: &Tag) -> Result<(), String> {
        if !tag.attributes.is_empty() {
            return Err("a cue has no attributes".to_owned());
        }
        let quote = self.owner(tag)?;
        // A cue in two pieces (*went on … to say*) is known by its first.
        quote.cue.get_or_insert(tag.span);
        Ok(())
    }

    fn mention(&mut self, tag: &Tag) -> Result<(), String> {
        let kind = match tag.attributes.as_slice() {
            [] => MentionKind::Name,
            [kind] => mention_kind(kind).ok_or("name, pronoun or nominal is expected")?,
            _ => return Err("name, pronoun or nominal is expected".to_owned()),
        };
        let quote = self.owner(tag)?;
        if quote.kind == QuoteKind::Scare {
            return Err("a scare quote is nobody's speech and has no mention".to_owned());
        }
        if quote.mention.is_some() {
            return Err("its quotation has a mention already".to_owned());
        }
        quote.mention = Some(tag.span);
        quote.mention_kind = Some(kind);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str =
        "+++\nid = \"t\"\n[speakers.ann]\nname = \"Ann Lee\"\nkind = \"person\"\naliases = [\"Lee\"]\n+++\n";

    fn read(markup: &str) -> GoldDocument {
        document(&format!("{FRONT}{markup}\n")).expect("readable")
    }

    fn refused(markup: &str) -> String {
        let fault = document(&format!("{FRONT}{markup}\n")).expect_err("not readable");
        format!("{}: {}", fault.line.unwrap_or(0), fault.problem)
    }

    #[test]
    fn parts_share_a_number() {
        let gold = read(
            "“<q1 direct ann>Ja</q1>,” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>, “<q1 direct ann>näh</q1>.”",
        );
        let text = gold.document.text();
        assert_eq!(text, "“Ja,” said Ann Lee, “näh.”");
        let [quote] = gold.quotes.as_slice() else { panic!("one quotation") };
        let parts: Vec<_> = quote.parts.iter().map(|part| part.text(text)).collect();
        assert_eq!(parts, ["Ja", "näh"]);
        assert_eq!(quote.cue.map(|span| span.text(text)), Some("said"));
        assert_eq!(quote.mention.map(|span| span.text(text)), Some("Ann Lee"));
        assert_eq!(quote.told, Some(QuoteType::Explicit));
        assert_eq!(
            gold.speakers[quote.speaker.expect("known")].names().collect::<Vec<_>>(),
            ["Ann Lee", "Lee"]
        );
        assert_eq!(gold.entities.expect("labelled").len(), 1);
    }

    #[test]
    fn the_mention_tells_the_type() {
        let told = |markup| read(markup).quotes[0].told;
        assert_eq!(told("“<q1 direct ann>A</q1>,” <m1 pronoun>she</m1> said."), Some(QuoteType::Anaphoric));
        assert_eq!(
            told("<m1 nominal>The teacher</m1>: “<q1 direct ann>A</q1>.”"),
            Some(QuoteType::Anaphoric)
        );
        assert_eq!(told("“<q1 direct ann>A</q1>.”"), Some(QuoteType::Implicit));
        assert_eq!(told("a “<q1 scare>deal</q1>”"), None);
    }

    #[test]
    fn a_quotation_in_marks_is_the_parent_of_what_it_holds() {
        let gold =
            read("“<q1 direct ann>He said ‘<q2 direct>no</q2>’</q1>.” <q3 indirect>A <q4 mixed>b</q4></q3>");
        let parents: Vec<_> = gold.quotes.iter().map(|quote| (quote.id.as_str(), quote.parent)).collect();
        assert_eq!(parents, [("q1", None), ("q2", Some(0)), ("q3", None), ("q4", None)]);
    }

    #[test]
    fn only_the_last_line_break_is_not_the_texts() {
        assert_eq!(read("a\n").document.text(), "a\n");
    }

    #[test]
    fn mistakes_name_their_line() {
        for (markup, message) in [
            ("a\n<q1 direct bob>x</q1>", "9: <q1 direct bob>: the front matter has no speaker bob"),
            ("<q1 direct ann>x</q1> <q1 mixed ann>y</q1>", "8: <q1 mixed ann>: an earlier part"),
            ("<q1 loud>x</q1>", "8: <q1 loud>: unknown kind"),
            ("<q1 scare ann>x</q1>", "8: <q1 scare ann>: a scare quote is nobody's"),
            ("<q direct>x</q>", "8: <q direct>: a quotation needs a number"),
            ("<m2>x</m2>", "8: <m2>: there is no quotation q2"),
            ("<DATE>x</DATE>", "8: <DATE>: unknown tag"),
            ("a\n\n<q1 direct>x", "10: <q1> is never closed"),
        ] {
            let told = refused(markup);
            assert!(told.starts_with(message), "{markup}: {told}");
        }
    }

    #[test]
    fn front_matter_names_its_line() {
        let fault = |file: &str| document(file).expect_err("not readable").line;
        assert_eq!(fault("+++\nid = \"t\"\ncolour = 1\n+++\n"), Some(3));
        assert_eq!(fault("no front matter"), Some(1));
    }
}
