//! The text of a TEI file and the elements that label it.

use std::collections::BTreeMap;

use roxmltree::Node;

use crate::span::Span;

pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that a text is made of where white space is not kept.
const BLOCKS: [&str; 7] = ["p", "ab", "head", "l", "item", "cell", "speaker"];

/// Files differ in whether they name the namespace.
pub(super) trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// The text inside an element.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
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

/// An element that labels a stretch.
pub(super) struct Piece {
    pub(super) element: String,
    pub(super) span: Span,
    attributes: BTreeMap<&'static str, String>,
}

impl Piece {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// What an attribute of pointers points at.
    pub(super) fn pointers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split_whitespace().map(|pointer| pointer.trim_start_matches('#'))
    }
}

pub(super) struct Reader {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

impl Reader {
    /// Goes through the text without recursion: files may nest as deep as they like.
    pub(super) fn read(text: Node<'_, '_>) -> Self {
        let mut reader = Self { text: String::new(), pieces: Vec::new() };
        let kept = text.descendants().any(|node| node.attribute((XML, "space")) == Some("preserve"));
        for block in blocks(text) {
            if !kept && !reader.text.is_empty() {
                reader.text.push_str("\n\n");
            }
            reader.block(block);
        }
        reader
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
pub(super) fn groups(pieces: &[Piece]) -> Vec<Vec<usize>> {
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
pub(super) fn stretches(group: &[&Piece]) -> Vec<Span> {
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
