//! Tiny samples in each layout.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Layout, Tally};
use crate::eval::gold::{GoldDocument, QuoteType};
use crate::eval::read::markup_document;
use crate::eval::write;
use crate::layers::QuoteKind;
use crate::span::Span;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, contents) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, contents).expect("a file");
    }
    folder
}

fn read(layout: Layout, files: &[(&str, &str)]) -> (Vec<GoldDocument>, Tally) {
    let folder = folder(files);
    let read = super::read(layout, folder.path()).expect("readable");
    (read.documents, read.tally)
}

/// Kind, type, parts, cue, mention and speaker of every quotation, as one line.
fn shown(gold: &GoldDocument) -> Vec<String> {
    let text = gold.document.text();
    let words = |span: Option<Span>| span.map_or("–", |span| span.text(text)).to_owned();
    gold.quotes
        .iter()
        .map(|quote| {
            let parts: Vec<&str> = quote.parts.iter().map(|part| part.text(text)).collect();
            let speaker = quote.speaker.and_then(|index| gold.speakers.get(index));
            format!(
                "{} {} {} [{}] cue {} mention {} by {}",
                quote.id,
                quote.kind.as_str(),
                quote.told.map_or("–", QuoteType::as_str),
                parts.join("|"),
                words(quote.cue),
                words(quote.mention),
                speaker.map_or("–", |speaker| &speaker.name),
            )
        })
        .collect()
}

/// Code-point positions of `part` in `text`.
fn place(text: &str, part: &str) -> (usize, usize) {
    let at = text.find(part).expect("in the text");
    let start = text[..at].chars().count();
    (start, start + part.chars().count())
}

#[test]
fn pdnc_has_spans_aliases_and_referring_expressions() {
    let text = "Chloé came. \"Oh, no,\" said Mrs.\nAbel, \"not today.\"\n";
    let ((a, b), (c, d)) = (place(text, "Oh, no,"), place(text, "not today."));
    let quotes = format!(
        "quoteID,quoteText,subQuotationList,quoteByteSpans,speaker,addressees,quoteType,referringExpression\n\
         Q0,x,\"['Oh, no,', 'not today.']\",\"[[{a}, {b}], [{}, {d}]]\",Zoë's Aunt,[],Explicit,said Mrs Abel\n\
         Q1,x,['yes'],\"[[{a}, {b}], [900, 910]]\",A Stranger,[],nan,nan\n",
        c - 2
    );
    let characters = "Character ID,Main Name,Aliases,Gender,Category\n\
         0,Mrs. Abel,\"{'Mrs. Abel', \"\"Zoë's Aunt\"\"}\",F,major\n";
    let (documents, tally) = read(
        Layout::Pdnc,
        &[
            ("data/Tiny/novel_text.txt", text),
            ("data/Tiny/quotation_info.csv", &quotes),
            ("data/Tiny/character_info.csv", characters),
        ],
    );
    assert_eq!(documents[0].document.id(), "pdnc/Tiny");
    assert_eq!(
        shown(&documents[0]),
        [
            "Q0 direct explicit [Oh, no,|\"not today.] cue – mention Mrs.\nAbel by Mrs. Abel",
            "Q1 direct – [Oh, no,] cue – mention – by A Stranger",
        ]
    );
    // One span takes in a mark, one quotation has other words and a part outside the text.
    assert_eq!((tally.checked, tally.differing, tally.unplaced), (3, 2, 1));
    let told: Vec<_> = tally.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert!(told.contains(&"the speaker “A Stranger” is not on the list of characters"), "{told:?}");
}

#[test]
fn polnear_has_events_over_fragments() {
    let text = "Zoë Lee said it was “a bad\nidea.” He hopes to win. Aides said no.";
    let at = |part: &str| {
        let (start, end) = place(text, part);
        format!("{start} {end}")
    };
    let annotations = format!(
        "T1\tSource {}\tZoë Lee\nT2\tCue {}\tsaid\nT3\tContent {};{}\tit was “a bad idea.”\nT4\tAttribution {}\tsaid\n\
         E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n\
         T5\tSource {}\tHe\nT6\tCue {}\thopes\nT7\tContent {}\tto lose\nT8\tAttribution {}\thopes\n\
         E2\tAttribution:T8 Content:T7 Cue:T6 Source:T5\nT9\tContent 900 910\tx\n",
        at("Zoë Lee"),
        at("said"),
        at("it was “a bad"),
        at("idea.”"),
        at("said"),
        at("He"),
        at("hopes"),
        at("to win"),
        at("hopes"),
    );
    let (documents, tally) = read(
        Layout::Polnear,
        &[("train/text/paper_x.txt", text), ("train/attributions/paper_x_1a2b.ann", &annotations)],
    );
    assert_eq!(documents[0].document.id(), "polnear/paper_x");
    assert_eq!(
        shown(&documents[0]),
        [
            "E1 mixed explicit [it was “a bad\nidea.”] cue said mention Zoë Lee by –",
            "E2 indirect anaphoric [to win] cue hopes mention He by –",
        ]
    );
    let saying: Vec<_> = documents[0].quotes.iter().map(|quote| quote.saying).collect();
    assert_eq!(saying, [Some(true), Some(false)]);
    assert_eq!((tally.differing, tally.unplaced), (1, 1));
    assert_eq!(tally.problems[0].what, "reads “to win” and not “to lose”");
}

const TOKENS: &str = "“ Go , ” said Bo Hay .\nHe left .\n";
const COREF: &str = "MENTION\tT1\t0\t5\t0\t6\tBo Hay\tPER\tPROP\nMENTION\tT2\t1\t0\t1\t0\tHe\tPER\tPRON\n\
    MENTION\tT3\t7\t0\t7\t0\tshe\tPER\tPRON\nCOREF\tT1\tBo_Hay-3\nCOREF\tT2\tBo_Hay-3\n";
const QUOTES: &str = "QUOTE\tQ1\t0\t0\t0\t3\t“ Go , ”\nATTRIB\tQ1\tBo_Hay-3\n";

#[test]
fn litbank_tokens_are_found_in_the_original() {
    let files = [
        ("quotations/tsv/9_tiny_brat.ann", QUOTES),
        ("quotations/tsv/9_tiny_brat.txt", TOKENS),
        ("coref/tsv/9_tiny_brat.ann", COREF),
        ("original/9_tiny.txt", "“Go,” said Bo\nHay. He left."),
    ];
    let (documents, tally) = read(Layout::Litbank, &files);
    let gold = &documents[0];
    let text = gold.document.text();
    assert_eq!(shown(gold), ["Q1 direct – [“Go,”] cue – mention – by Bo Hay"]);
    let chain: Vec<_> = gold.chains[0].iter().map(|span| span.text(text)).collect();
    assert_eq!((chain, gold.quotes[0].chain), (vec!["Bo\nHay", "He"], Some(0)));
    assert_eq!(gold.speakers[0].aliases, ["Bo Hay"]);
    assert_eq!(tally.unplaced, 1);
    // Without the original the tokens are the text.
    let (documents, _) = read(Layout::Litbank, &files[..3]);
    assert_eq!(shown(&documents[0]), ["Q1 direct – [“ Go , ”] cue – mention – by Bo Hay"]);
    // An original with other words is of no use, and that is said.
    let other = [files[0], files[1], files[2], ("original/9_tiny.txt", "“Go!” said Bo Hay. He left.")];
    let (documents, tally) = read(Layout::Litbank, &other);
    assert_eq!(documents[0].document.text(), TOKENS);
    assert!(tally.problems[0].what.starts_with("“,” of the tokens is not in the original"));
}

#[test]
fn quoteli3_has_elements_in_the_text() {
    let xml = "<doc><characters><character name=\"Ada_May\" aliases=\"Ada;Miss May\"/></characters><text>\
        <quote id=\"s1\" speaker=\"Ada_May\" connection=\"s3\">\"Né &amp; nu,\"</quote> said\
        <mention id=\"s3\" speaker=\"Ada_May\" connection=\"s1,s2\"> she</mention>.\n\n\
        <quote id=\"s2\" speaker=\"Ada_May\" connection=\"s3\">\"Oh.\"</quote> \
        <quote id=\"s4\" speaker=\"NOTANUTTERANCE\" connection=\"\">\"Ex\"</quote></text></doc>";
    let (documents, tally) = read(Layout::Quoteli3, &[("tiny.xml", xml)]);
    assert_eq!(
        shown(&documents[0]),
        [
            "s1 direct anaphoric [\"Né & nu,\"] cue – mention she by Ada May",
            "s2 direct implicit [\"Oh.\"] cue – mention she by Ada May",
            "s4 direct implicit [\"Ex\"] cue – mention – by –",
        ]
    );
    assert!(documents[0].quotes[2].unscorable);
    assert_eq!((documents[0].chains[0].len(), tally.problems.len()), (1, 1));
}

#[test]
fn riqua_has_relations() {
    let text = "“Go!” cried Bo. She said she would.";
    let annotations = "T1\tQuotation 0 5\t“Go!”\nT2\tCue 6 11\tcried\nT3\tEntity 12 14\tBo\n\
        R1\tSpeaker Arg1:T3 Arg2:T1\nR2\tCueing Arg1:T2 Arg2:T1\n\
        T4\tQuotation 25 34\tshe would\nT5\tEntity 16 19\tShe\nR3\tSpeaker Arg1:T5 Arg2:T4\n";
    let (documents, tally) = read(Layout::Riqua, &[("book/one.txt", text), ("book/one.ann", annotations)]);
    assert_eq!(documents[0].document.id(), "book/one");
    assert_eq!(
        shown(&documents[0]),
        [
            "T1 direct explicit [“Go!”] cue cried mention Bo by –",
            "T4 indirect anaphoric [she would] cue – mention She by –",
        ]
    );
    assert_eq!((tally.checked, tally.differing), (5, 0));
}

#[test]
fn brat_types_and_attributes_tell_the_kind() {
    let annotations = "T1\tDirectQuote 0 5\t“Go!”\nT2\tPERSON 12 14\tBo\nE1\tDirectQuote:T1 Source:T2\n\
        A1\tKind T1 scare\nT3\tDATE 6 11\tcried\n";
    let (documents, tally) = read(Layout::Brat, &[("one.txt", "“Go!” cried Bo."), ("one.ann", annotations)]);
    assert_eq!(documents[0].quotes[0].kind, QuoteKind::Scare);
    assert_eq!(documents[0].quotes[0].mention, Some(Span::new(16, 18)));
    assert_eq!(documents[0].entities.as_ref().map(Vec::len), Some(1));
    assert_eq!(tally.problems[0].what, "label DATE is left out");
}

#[test]
fn conllu_text_is_put_together() {
    let blank = "\t_\t_\t_\t_";
    let word = |id: &str, form: &str, upos: &str, xpos: &str, misc: &str| {
        format!("{id}\t{form}\t_\t{upos}\t{xpos}{blank}\t{misc}\n")
    };
    let file = [
        "# newdoc id = one\n# sent_id = 1\n# text = I don't.\n".to_owned(),
        word("1", "I", "PRON", "PRP", "_"),
        word("2-3", "don't", "_", "_", "SpaceAfter=No"),
        word("2", "do", "AUX", "VBP", "_"),
        word("3", "n't", "PART", "RB", "_"),
        word("4", ".", "PUNCT", ".", "_"),
        "\n# newpar\n# text = Né?\n".to_owned(),
        word("1", "Né", "INTJ", "XYZ", "_"),
        word("2", "?", "PUNCT", ".", "_"),
        "\n".to_owned(),
    ]
    .concat();
    let (documents, tally) = read(Layout::Conllu, &[("x.conllu", &file)]);
    let gold = &documents[0];
    let text = gold.document.text();
    assert_eq!((gold.document.id(), text), ("one", "I don't.\n\nNé ?"));
    let sentences: Vec<_> = gold.sentences.iter().flatten().map(|span| span.text(text)).collect();
    assert_eq!(sentences, ["I don't.", "Né ?"]);
    let tokens = gold.tokens.iter().flatten();
    let tokens: Vec<_> = tokens.map(|token| (token.span.text(text), token.upos.as_str())).collect();
    assert_eq!(tokens, [("I", "PRON"), (".", "PUNCT"), ("Né", "INTJ"), ("?", "PUNCT")]);
    assert_eq!((tally.checked, tally.differing), (2, 1));
}

const MARKUP: &str = "+++\nid = \"t\"\n\n[speakers.lee]\nname = \"Ann Lee\"\nkind = \"person\"\naliases = [\"Dr Lee\"]\n\n\
    [speakers.lee-2]\nname = \"Bo Lee\"\n+++\n\
    <s>“<q7 direct lee>Wait,</q7>” <c7>said</c7> <m7><PER>Ann Lee</PER></m7>, “<q7 direct lee>é \\<b></q7>.”</s> \
    <s>A “<q2 scare>joke</q2>”: <m3 pronoun>he</m3> <c3>said</c3> <q3 indirect lee-2>so</q3>.</s>\n";

#[test]
fn markup_and_json_lines_go_both_ways() {
    let gold = markup_document(MARKUP).expect("readable");
    assert_eq!(write::markup::lost(&gold), Vec::<&str>::new());
    assert_eq!(write::markup::file(&gold), MARKUP);
    let line = write::jsonl::line(&gold, Some("dev")).expect("writable");
    let folder = folder(&[("t.jsonl", &line)]);
    let documents = super::read(Layout::Jsonl, &folder.path().join("t.jsonl")).expect("readable").documents;
    assert_eq!(documents, [gold]);
    assert_eq!(write::markup::file(&documents[0]), MARKUP);
}

#[test]
fn what_is_not_there_is_an_error() {
    let empty = folder(&[("x.txt", "")]);
    let refused = |layout, path: &Path| super::read(layout, path).expect_err("nothing there").to_string();
    assert!(refused(Layout::Pdnc, empty.path()).ends_with("holds no document in this layout"));
    assert!(refused(Layout::Litbank, empty.path()).contains("root folder is expected"));
    assert!(refused(Layout::Brat, Path::new("no-such-place")).ends_with("no such file or folder"));
}
