//! A page as a tree, given up in time where it would grow out of hand.
//!
//! What a page costs does not show in its text: a few kilobytes of formatting that is never closed make
//! millions of elements, and a parser looks through all open elements for most tags. So the parser gets the
//! page piece by piece, and after each the tree is looked at.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName, TokenizerResult};

/// Pages may nest this deep; browsers stop at 512, and pages made by hand stay far below.
const DEEPEST: usize = 256;
/// So many elements and comments may a page have: each takes memory.
const MOST_NODES: usize = 1_000_000;
/// So many words may one tag or comment have: each attribute is compared with all before it.
const MOST_WORDS: usize = 50_000;
/// How much the parser gets at a time, in bytes. Between two looks it can make some 300 elements a level.
const PIECE: usize = 1024;

/// A page is not fit to be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::io::input) enum TooComplex {
    /// It is nested too deep.
    #[error("the page nests elements more than {DEEPEST} deep, which is not done by hand; it is not read")]
    Deep,
    /// It has too many elements.
    #[error("the page has more than {MOST_NODES} elements; split it, or extract its text first")]
    Large,
    /// One of its tags goes on and on.
    #[error("the page has a tag or comment of more than {MOST_WORDS} words; extract its text first")]
    Tag,
}

/// Parses a page.
///
/// # Errors
/// For pages that are too deep, have too many elements, or too long a tag.
pub(super) fn parse(html: &str) -> Result<Document, TooComplex> {
    // What stands in `noscript` is text to read: nothing runs scripts here.
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokens = Tokens { builder: TreeBuilder::new(Watched::default(), options), any: Cell::new(false) };
    let tokenizer = Tokenizer::new(tokens, TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut rest, mut words) = (html, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        input.push_back(StrTendril::from_slice(piece));
        // It stops after each script, for somebody to run it.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.sink.builder.sink.check()?;
        // A tag shows only at its end; but as long as it goes on, nothing else comes.
        let before = if tokenizer.sink.any.take() { 0 } else { words };
        words = before + most_attributes(piece);
        if words > MOST_WORDS {
            return Err(TooComplex::Tag);
        }
    }
    tokenizer.end();
    Ok(tokenizer.sink.builder.sink.finish())
}

/// How many attributes can start in a piece of a tag. Those in quotation marks are none, but where such marks
/// open and close does not show in a piece.
fn most_attributes(piece: &str) -> usize {
    let is_apart = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
    let bytes = piece.as_bytes();
    bytes.windows(2).filter(|pair| matches!(pair, [one, two] if is_apart(*one) && !is_apart(*two))).count()
        + 1
}

/// Hands tokens on, and knows whether any came.
struct Tokens {
    builder: TreeBuilder<NodeId, Watched>,
    any: Cell<bool>,
}

impl TokenSink for Tokens {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        // Mistakes are told of within a tag, too.
        if !matches!(token, Token::ParseError(_)) {
            self.any.set(true);
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A document that knows where it grew last.
#[derive(Default)]
struct Watched {
    document: Document,
    nodes: Cell<usize>,
    /// What the last node was put into.
    place: Cell<Option<NodeId>>,
    /// The template that each fragment belongs to; the tree does not tell.
    templates: RefCell<HashMap<NodeId, NodeId>>,
}

impl Watched {
    fn check(&self) -> Result<(), TooComplex> {
        if self.nodes.get() > MOST_NODES {
            return Err(TooComplex::Large);
        }
        let (mut depth, mut at) = (0, self.place.get());
        while let Some(node) = at {
            depth += 1;
            if depth > DEEPEST {
                return Err(TooComplex::Deep);
            }
            let parent = NodeRef::new(node, &self.document.tree).parent().map(|parent| parent.id);
            at = parent.or_else(|| self.templates.borrow().get(&node).copied());
        }
        Ok(())
    }

    /// Text is not counted: it joins the text before it, and else stands between two elements.
    fn grown(&self, place: &NodeId, child: &NodeOrText<NodeId>) {
        if matches!(child, NodeOrText::AppendNode(_)) {
            self.nodes.set(self.nodes.get() + 1);
        }
        self.place.set(Some(*place));
    }
}

impl TreeSink for Watched {
    type ElemName<'a> = Ref<'a, QualName>;
    type Output = Document;
    type Handle = NodeId;

    fn finish(self) -> Document {
        self.document
    }
    // The messages would only take memory.
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        let contents = self.document.get_template_contents(target);
        self.templates.borrow_mut().insert(contents, *target);
        contents
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode)
    }
    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.document.elem_name(target)
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.document.create_element(name, attributes, flags)
    }
    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }
    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.grown(parent, &child);
        self.document.append(parent, child);
    }
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.grown(sibling, &child);
        self.document.append_before_sibling(sibling, child);
    }
    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        self.grown(before, &child);
        self.document.append_based_on_parent_node(element, before, child);
    }
    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.nodes.set(self.nodes.get() + 1);
        self.document.append_doctype_to_document(name, public, system);
    }
    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attributes);
    }
    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target)
    }
    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.document.reparent_children(node, parent)
    }
    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> Option<TooComplex> {
        parse(html).err()
    }

    #[test]
    fn what_nests_is_counted() {
        let deep = Some(TooComplex::Deep);
        assert_eq!(check(&"<div>".repeat(200)), None);
        assert_eq!(check(&"<div>".repeat(500)), deep);
        for flat in ["<div><p>text</p></div>", "<p>text<br><li>", "1 < 2 <3 ", "<script>\"<div>\";</script>"]
        {
            assert_eq!(check(&flat.repeat(1000)), None, "{flat}");
        }
        assert_eq!(check(&format!("<!-- {} -->", "<div>".repeat(1000))), None);
        for nested in ["<DIV class='a'><Span>", "<div></x>", "<li><dd>", "<rt>", "<template><div>"] {
            assert_eq!(check(&nested.repeat(2500)), deep, "{nested}");
        }
        for start in ["<!-- --!>", "<svg><title>", "<svg><style>"] {
            assert_eq!(check(&format!("{start}{}", "<div><g>".repeat(2500))), deep, "{start}");
        }
    }

    #[test]
    fn formatting_that_is_never_closed_is_too_complex() {
        let open: String = (0..900).map(|at| format!("<b a={at}>")).collect();
        assert_eq!(check(&format!("<p>{open}{}", "<p>x".repeat(1000))), Some(TooComplex::Deep));
        // Each paragraph opens them all again.
        let open: String = (0..100).map(|at| format!("<b a={at}>")).collect();
        assert_eq!(check(&format!("<p>{open}{}", "<p>x".repeat(20_000))), Some(TooComplex::Large));
    }

    #[test]
    fn tags_may_be_long_but_not_endless() {
        let tag = |of: &str, count: usize| check(&format!("<p {}>x", of.repeat(count)));
        assert_eq!(tag("ab=1 ", 100_000), Some(TooComplex::Tag));
        assert_eq!(tag("a/", 100_000), Some(TooComplex::Tag));
        assert_eq!(tag("a='b'", 100_000), Some(TooComplex::Tag));
        assert_eq!(tag("a ", 1000), None);
        assert_eq!(check(&format!("<img src='{}'>", "qwertyuiopasdfgh".repeat(100_000))), None);
        assert_eq!(check(&"word in a long text, ".repeat(100_000)), None);
        assert_eq!(check(&format!("<script>{}</script>", "a b / c ".repeat(100_000))), None);
    }
}
