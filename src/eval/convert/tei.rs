//! TEI P5 with quotations as `said` and `soCalled`: what we write, and what people make of it.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document as Xml, Node};

use super::Tally;
use crate::eval::exchange::draft::{Draft, DraftQuote};
use crate::eval::exchange::rest::{self, Rest};
use crate::eval::exchange::speakers;
use crate::eval::gold::{GoldDocument, GoldSpeaker, QuoteType};
use crate::eval::read::Fault;
use crate::eval::read::corpus::Character;
use crate::eval::read::spans::mention_kind;
use crate::layers::{QuoteKind, SpeakerKind};
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that a text is made of where white space is not kept.
const BLOCKS: [&str; 7] = ["p", "ab", "head", "l", "item", "cell", "speaker"];

/// Reads a file as one document.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, Fault> {
    let xml = Xml::parse(file.trim_start_matches('\u{feff}')).map_err(|cause| {
        Fault::at(cause.pos().row as usize, format!("not XML that can be read here: {cause}"))
    })?;
    let root = xml.root_element();
    if root.tag_name().name() != "TEI" {
        return Err(Fault::at(1, format!("<TEI> is expected, not <{}>", root.tag_name().name())));
    }
    let slot = root.descendants().find(|node| node.has_tag_name_of("xenoData")).and_then(|node| {
        let json: String = node.children().filter_map(|inner| inner.text()).collect();
        json.contains(rest::SCHEMA).then_some((line(&xml, node), json))
    });
    let mut rest: Option<Rest> = match slot {
        None => None,
        Some((line, json)) => Some(serde_json::from_str(json.trim()).map_err(|cause| {
            Fault::at(line, format!("the JSON in <xenoData> is damaged: {cause}; take it from a copy"))
        })?),
    };
    let title = root.descendants().find(|node| node.has_tag_name_of("title")).map(text_of);
    let id = rest.as_ref().map_or_else(
        || {
            title
                .as_deref()
                .map(speakers::plain)
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| name.to_owned())
        },
        |rest| rest.id.clone(),
    );
    let body = root
        .children()
        .find(|node| node.has_tag_name_of("text"))
        .ok_or_else(|| Fault::at(1, "there is no <text>"))?;
    let mut people = People::new(root);
    let mut reader = Reader { text: String::new(), pieces: Vec::new() };
    reader.read(body);
    let Reader { text, pieces } = reader;
    let (mut quotes, entities) = put_together(&pieces, &text, &id, tally);
    for quote in &mut quotes {
        quote.speaker = quote.speaker.take().and_then(|who| people.key(&who, &id, &quote.key, tally));
    }
    let listed = people.characters();
    rest.get_or_insert_with(|| Rest { id: id.clone(), ..Rest::default() }).characters = listed;
    let gold = Draft { id, text, quotes, entities, rest, ..Draft::default() }.gold(tally);
    Ok(vec![gold.map_err(|cause| Fault::at(1, cause.to_string()))?])
}

/// Files differ in whether they name the namespace.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn line(xml: &Xml<'_>, node: Node<'_, '_>) -> usize {
    xml.text_pos_at(node.range().start).row as usize
}

/// The text inside an element.
fn text_of(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        if inner.is_text() {
            text.push_str(inner.text().unwrap_or_default());
        }
        text.extend(character(inner));
    }
    text
}

/// The character that an element `g` of ours stands for.
fn character(node: Node<'_, '_>) -> Option<char> {
    if !node.has_tag_name_of("g") {
        return None;
    }
    let digits = node.attribute("n")?.strip_prefix("U+")?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// Everybody in the header, and who was added since.
struct People {
    /// `xml:id` and who it is.
    listed: Vec<(String, GoldSpeaker)>,
}

impl People {
    fn new(root: Node<'_, '_>) -> Self {
        let mut listed = Vec::new();
        for node in root.descendants().filter(Node::is_element) {
            let kind = match node.tag_name().name() {
                "org" => Some(SpeakerKind::Organisation),
                "personGrp" => Some(SpeakerKind::Group),
                "person" => node.attribute("role").and_then(SpeakerKind::parse),
                _ => continue,
            };
            let names: Vec<(bool, String)> = node
                .children()
                .filter(|node| {
                    node.has_tag_name_of("persName")
                        || node.has_tag_name_of("orgName")
                        || node.has_tag_name_of("name")
                })
                .map(|node| (node.attribute("type") == Some("alias"), text_of(node)))
                .collect();
            let main = names.iter().position(|(alias, _)| !alias).unwrap_or(0);
            let Some((_, name)) = names.get(main).cloned() else { continue };
            let others = names.into_iter().enumerate().filter(|&(place, _)| place != main);
            let aliases = others.map(|(_, (_, name))| name).collect();
            let key = node.attribute((XML, "id")).unwrap_or_default().to_owned();
            listed.push((key, GoldSpeaker { name, aliases, kind }));
        }
        Self { listed }
    }

    /// The key of whom `who` points at: `#s1`, or a name.
    fn key(&mut self, who: &str, id: &str, quote: &str, tally: &mut Tally) -> Option<String> {
        let mut pointers = who.split_whitespace();
        let first = pointers.next()?;
        if pointers.next().is_some() && first.starts_with('#') {
            tally.problem(id, quote, "there are several speakers; the first one counts");
        }
        let Some(pointer) = first.strip_prefix('#') else { return Some(who.to_owned()) };
        let place = self.listed.iter().position(|(key, _)| key == pointer);
        if place.is_none() {
            tally.problem(id, quote, format!("the speaker #{pointer} is not in the header and is left out"));
        }
        let speakers: Vec<GoldSpeaker> = self.listed.iter().map(|(_, speaker)| speaker.clone()).collect();
        place.and_then(|place| speakers::keys(&speakers).into_iter().nth(place))
    }

    fn characters(&self) -> Vec<Character> {
        let characters = self.listed.iter().map(|(_, speaker)| Character {
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            kind: speaker.kind.map(|kind| kind.as_str().to_owned()),
        });
        characters.collect()
    }
}

/// An element that labels a stretch.
struct Piece {
    element: String,
    span: Span,
    attributes: BTreeMap<&'static str, String>,
}

impl Piece {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// What an attribute of pointers points at.
    fn pointers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split_whitespace().map(|pointer| pointer.trim_start_matches('#'))
    }
}

struct Reader {
    text: String,
    pieces: Vec<Piece>,
}

impl Reader {
    /// Goes through the text without recursion: files may nest as deep as they like.
    fn read(&mut self, text: Node<'_, '_>) {
        let kept = text.descendants().any(|node| node.attribute((XML, "space")) == Some("preserve"));
        for block in blocks(text) {
            if !kept && !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: Node<'_, '_>) {
        let mut open: Vec<(Node<'_, '_>, usize)> = Vec::new();
        let mut next = block.first_child();
        loop {
            let Some(node) = next else {
                let Some((node, piece)) = open.pop() else { break };
                let end = self.text.len();
                if let Some(piece) = self.pieces.get_mut(piece) {
                    piece.span = Span::of(piece.span.start as usize, end);
                }
                next = node.next_sibling();
                continue;
            };
            if node.is_text() {
                self.text.push_str(node.text().unwrap_or_default());
            }
            self.text.extend(character(node));
            // Notes are about the text.
            if node.is_element() && !node.has_tag_name_of("note") && !node.has_tag_name_of("g") {
                let start = self.text.len();
                self.pieces.push(piece(node, start));
                open.push((node, self.pieces.len() - 1));
                next = node.first_child();
            } else {
                next = node.next_sibling();
            }
        }
    }
}

/// The outermost blocks.
fn blocks<'n, 'i>(text: Node<'n, 'i>) -> Vec<Node<'n, 'i>> {
    let mut found = Vec::new();
    let mut past = 0;
    for node in text.descendants().filter(|node| BLOCKS.iter().any(|block| node.has_tag_name_of(block))) {
        if node.range().start >= past {
            past = node.range().end;
            found.push(node);
        }
    }
    found
}

fn piece(node: Node<'_, '_>, start: usize) -> Piece {
    let names = ["n", "next", "prev", "who", "direct", "ana", "type", "subtype", "ref", "corresp"];
    let mut attributes: BTreeMap<&'static str, String> =
        names.iter().filter_map(|&name| Some((name, node.attribute(name)?.to_owned()))).collect();
    if let Some(id) = node.attribute((XML, "id")) {
        attributes.insert("id", id.to_owned());
    }
    Piece { element: node.tag_name().name().to_owned(), span: Span::of(start, start), attributes }
}

/// Pieces that `next` and `prev` link, in the order of the text; each group by its first piece.
fn groups(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let ids: BTreeMap<&str, usize> =
        pieces.iter().enumerate().filter_map(|(place, piece)| Some((piece.get("id")?, place))).collect();
    let mut up: Vec<usize> = (0..pieces.len()).collect();
    let root = |up: &[usize], mut place: usize| {
        while let Some(&above) = up.get(place).filter(|&&above| above != place) {
            place = above;
        }
        place
    };
    for (place, piece) in pieces.iter().enumerate() {
        for other in piece.pointers("next").chain(piece.pointers("prev")).filter_map(|id| ids.get(id)) {
            let same = pieces.get(*other).is_some_and(|other| other.element == piece.element);
            let (one, two) = (root(&up, place), root(&up, *other));
            if same && let Some(entry) = up.get_mut(one.max(two)) {
                *entry = one.min(two);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..pieces.len() {
        groups.entry(root(&up, place)).or_default().push(place);
    }
    groups.into_values().collect()
}

/// The stretches of a group: pieces of one part, or pieces that touch and do not say of which part they are, are one.
fn stretches(group: &[&Piece]) -> Vec<Span> {
    let mut spans: Vec<(Option<&str>, Span)> = Vec::new();
    for piece in group.iter().filter(|piece| !piece.span.is_empty()) {
        match spans.last_mut() {
            Some((part, last))
                if *part == piece.get("n") && (part.is_some() || last.end == piece.span.start) =>
            {
                *last = last.cover(piece.span);
            }
            _ => spans.push((piece.get("n"), piece.span)),
        }
    }
    spans.into_iter().map(|(_, span)| span).collect()
}

type Entities = Vec<(Span, crate::layers::EntityLabel)>;

fn put_together(pieces: &[Piece], text: &str, id: &str, tally: &mut Tally) -> (Vec<DraftQuote>, Entities) {
    let (mut quotes, mut entities, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for places_of in groups(pieces) {
        let group: Vec<&Piece> = places_of.iter().filter_map(|&place| pieces.get(place)).collect();
        let Some(&first) = group.first() else { continue };
        let mut spans = stretches(&group);
        let named = || first.get("id").unwrap_or(&first.element);
        match first.element.as_str() {
            "said" | "soCalled" | "q" | "quote" => {
                if spans.is_empty() {
                    tally.unplaced(id, named(), "an empty quotation is left out");
                    continue;
                }
                spans.sort_unstable();
                group.iter().filter_map(|piece| piece.get("id")).for_each(|id| {
                    places.insert(id, quotes.len());
                });
                quotes.push(quotation(&group, spans, quotes.len()));
            }
            "name" | "persName" | "orgName" | "placeName" => {
                let label = match first.element.as_str() {
                    "persName" => Some("PER"),
                    "orgName" => Some("ORG"),
                    "placeName" => Some("LOC"),
                    _ => first.get("type"),
                };
                match label.and_then(labels::entity) {
                    Some(Mapped::To(label)) => entities.extend(cover(&spans).map(|span| (span, label))),
                    _ => tally.problem(
                        id,
                        named(),
                        format!("a name of type {} is left out", label.unwrap_or("–")),
                    ),
                }
            }
            "rs" | "seg" => {
                let what = first.get("type").unwrap_or_default();
                if let ("source" | "cue", Some(span)) = (what, cover(&spans)) {
                    sources.push((first, span));
                }
            }
            _ => {}
        }
    }
    for (piece, span) in sources {
        apply(piece, span, &places, &mut quotes, text, id, tally);
    }
    (quotes, entities)
}

fn cover(spans: &[Span]) -> Option<Span> {
    Some(spans.first()?.cover(*spans.last()?))
}

fn quotation(group: &[&Piece], parts: Vec<Span>, number: usize) -> DraftQuote {
    let get = |name: &str| group.iter().find_map(|piece| piece.get(name));
    let ana: BTreeSet<&str> = group.iter().flat_map(|piece| piece.pointers("ana")).collect();
    let scare = group.first().is_some_and(|piece| piece.element == "soCalled");
    let kind = if scare {
        Some(QuoteKind::Scare)
    } else {
        ana.iter().find_map(|word| QuoteKind::parse(word)).or_else(|| match get("direct") {
            // What is not direct may be mixed: the marks tell.
            Some("true") => Some(QuoteKind::Direct),
            _ => None,
        })
    };
    let keys = group.iter().filter_map(|piece| piece.get("id")).map(bare);
    DraftQuote {
        key: keys.min_by_key(|key| key.len()).map_or_else(|| format!("said-{}", number + 1), str::to_owned),
        parts,
        kind,
        told: ana.iter().find_map(|word| QuoteType::parse(word)),
        speaker: if scare { get("corresp") } else { get("who") }.map(str::to_owned),
        saying: if ana.contains("said") { Some(true) } else { ana.contains("thought").then_some(false) },
        unscorable: ana.contains("unscorable"),
        ..DraftQuote::default()
    }
}

/// `q7.2` is a piece of `q7`.
fn bare(id: &str) -> &str {
    match id.rsplit_once('.') {
        Some((key, number)) if !key.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) => key,
        _ => id,
    }
}

/// Gives a source or cue to the quotations that it serves.
fn apply(
    piece: &Piece,
    span: Span,
    places: &BTreeMap<&str, usize>,
    quotes: &mut [DraftQuote],
    text: &str,
    id: &str,
    tally: &mut Tally,
) {
    let cue = piece.get("type") == Some("cue");
    let what = if cue { "cue" } else { "source" };
    let item = span.text(text);
    let mut any = false;
    for pointer in piece.pointers("corresp") {
        let Some(quote) = places.get(pointer).and_then(|&place| quotes.get_mut(place)) else {
            tally.problem(id, item, format!("the {what} is of #{pointer}, which is not there"));
            any = true;
            continue;
        };
        any = true;
        let place = if cue { &mut quote.cue } else { &mut quote.mention };
        if place.is_some() {
            tally.problem(id, item, format!("a second {what} is left out"));
            continue;
        }
        *place = Some(span);
        if !cue {
            quote.mention_kind = piece.get("subtype").and_then(mention_kind);
        }
    }
    if !any {
        tally.problem(
            id,
            item,
            format!("a {what} without corresp, that is without a quotation, is left out"),
        );
    }
}
