//! What people do to labels in the tools, and what becomes of it.

use serde_json::{Value, json};

use super::samples::by_hand;
use crate::eval::convert::{self, Tally};
use crate::eval::gold::{GoldDocument, QuoteType};
use crate::eval::write;
use crate::layers::{EntityLabel, MentionKind, QuoteKind};
use crate::span::Span;

/// Kind, parts, cue, mention and speaker of each quotation.
fn shown(gold: &GoldDocument) -> Vec<String> {
    let text = gold.document.text();
    let words = |span: Option<Span>| span.map_or("–", |span| span.text(text));
    let quotes = gold.quotes.iter().map(|quote| {
        let parts: Vec<&str> = quote.parts.iter().map(|part| part.text(text)).collect();
        let speaker = quote.speaker.map_or("–", |speaker| &gold.speakers[speaker].name);
        let (kind, cue, mention) = (quote.kind.as_str(), words(quote.cue), words(quote.mention));
        format!("{} {kind} [{}] {cue}, {mention}: {speaker}", quote.id, parts.join("|"))
    });
    quotes.collect()
}

fn told(tally: &Tally) -> Vec<String> {
    tally.problems.iter().map(|problem| format!("{}: {}", problem.item, problem.what)).collect()
}

const UNTOUCHED: [&str; 3] = [
    "q1 direct [It’s late,|né?] said, Ann Lee: Ann Lee",
    "q2 mixed [it was a “mess”] said, She: Ann Lee",
    "q3 scare [mess] –, –: –",
];

/// Code points.
fn place(words: &str) -> (usize, usize) {
    let gold = by_hand();
    let text = gold.document.text();
    let byte = text.find(words).expect("in the text");
    let start = text[..byte].chars().count();
    (start, start + words.chars().count())
}

fn brat(edit: impl Fn(&str) -> String) -> (GoldDocument, Tally) {
    let files = write::brat::files(&by_hand(), None);
    let mut tally = Tally::default();
    let gold = convert::brat::read("other".to_owned(), files.text, &edit(&files.ann), true, &mut tally);
    (gold.expect("readable"), tally)
}

#[test]
fn brat_untouched() {
    let (gold, tally) = brat(str::to_owned);
    assert_eq!((shown(&gold), told(&tally)), (UNTOUCHED.map(str::to_owned).to_vec(), vec![]));
    assert_eq!(gold.document.id(), "news/a");
}

#[test]
fn brat_a_moved_span_and_another_speaker() {
    let (from, to) = place("it was a “mess”");
    let (gold, tally) = brat(|ann| {
        ann.replace(
            &format!("Quotation {from} {to}\tit was a “mess”"),
            &format!("Quotation {} {to}\ta “mess”", from + 7),
        )
        .replace("AnnotatorNotes T2\tAnn Lee", "AnnotatorNotes T2\tthe  board")
    });
    assert_eq!(shown(&gold)[1], "q2 mixed [a “mess”] said, She: the board");
    assert_eq!(gold.quotes[2].parent, Some(1));
    assert_eq!(told(&tally), Vec::<String>::new());
}

#[test]
fn brat_a_new_quotation_with_source_and_cue() {
    let ((a, b), (c, d), (e, f)) = (place("She said"), place("né?"), place("late"));
    let new = format!(
        "T90\tQuotation {a} {b}\tShe said\nT91\tSource {c} {d}\tné?\nT92\tCue {e} {f}\tlate\n\
         R90\tSpeaker Arg1:T91 Arg2:T90\nR91\tCueing Arg1:T92 Arg2:T90\n#90\tAnnotatorNotes T90\tCy Day\n\
         T93\tORG {e} {f}\tlate\n"
    );
    let (gold, tally) = brat(|ann| format!("{ann}{new}"));
    assert_eq!(shown(&gold)[1], "T90 indirect [She said] late, né?: Cy Day");
    assert_eq!(gold.quotes[1].told, Some(QuoteType::Anaphoric));
    assert_eq!(gold.entities.as_ref().map(Vec::len), Some(2));
    assert_eq!(told(&tally), ["T90: the speaker “Cy Day” is not on the document's list and is added"]);
}

#[test]
fn brat_deleted_relations_attributes_and_quotations() {
    let (gold, tally) = brat(|ann| {
        let kept = ann.lines().filter(|line| {
            let gone = ["R1\t", "A1\t", "T3\t"].iter().any(|key| line.starts_with(key));
            !gone && !line.contains(" T3")
        });
        kept.collect::<Vec<_>>().join("\n")
    });
    // Without a source it is implicit; without its kind the marks tell.
    assert_eq!(
        shown(&gold),
        ["q1 direct [It’s late,|né?] said, –: Ann Lee", "q2 mixed [it was a “mess”] said, She: Ann Lee"]
    );
    assert_eq!(gold.quotes[0].told, Some(QuoteType::Implicit));
    assert_eq!(told(&tally), Vec::<String>::new());
}

#[test]
fn brat_what_is_odd_is_named() {
    let (gold, tally) = brat(|ann| {
        format!(
            "{ann}T90\tCue 900 910\tx\nR90\tSpeaker Arg1:T4 Arg2:T5\nR91\tSpeaker Arg1:T6 Arg2:T1\nR92\tCueing Arg1:T99 Arg2:T1\n"
        )
    });
    assert_eq!(shown(&gold), UNTOUCHED);
    let told = told(&tally).join("\n");
    for what in [
        "T90: Cue 900 910 lies outside",
        "R90: a relation without a quotation",
        "R91: a second speaker",
        "R92: T99 is not there",
    ] {
        assert!(told.contains(what), "{what}: {told}");
    }
}

#[test]
fn a_damaged_slot_names_its_line() {
    let files = write::brat::files(&by_hand(), None);
    let last = files.ann.lines().count();
    let broken = files.ann.replace("{\"schema\"", "{schema");
    let fault = convert::brat::read("x".to_owned(), files.text, &broken, true, &mut Tally::default());
    assert!(format!("{:?}", fault.expect_err("damaged")).contains(&format!("Some({last})")));
}

fn label_studio(edit: impl Fn(&mut Vec<Value>)) -> (GoldDocument, Tally) {
    let mut task = write::label_studio::task(&by_hand(), None);
    edit(task["annotations"][0]["result"].as_array_mut().expect("an array"));
    task["id"] = 17.into();
    let mut tally = Tally::default();
    let read = convert::label_studio::documents("x", &json!([task]).to_string(), &mut tally);
    (read.expect("readable").remove(0), tally)
}

#[test]
fn label_studio_corrections() {
    let ((a, b), (c, d)) = (place("She"), place("né?"));
    let (gold, tally) = label_studio(|result| {
        // Another kind and speaker, a deleted relation, a new quotation in another order, with a source.
        for item in result.iter_mut() {
            if item["id"] == "q2" && item["from_name"] == "kind" {
                item["value"]["choices"] = json!(["indirect"]);
            }
            if item["id"] == "q2" && item["from_name"] == "speaker" {
                item["value"]["text"] = json!(["Ann Lee", "Bo"]);
            }
        }
        result.retain(|item| item["labels"] != json!(["cue"]));
        let region = |id: &str, label: &str, start: usize, end: usize| {
            json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels",
                "value": {"start": start, "end": end, "labels": [label]}})
        };
        result.insert(0, json!({"type": "relation", "from_id": "new", "to_id": "src", "direction": "left"}));
        result.insert(0, region("new", "Quotation", c, d));
        result.insert(0, region("src", "Source", a, b));
    });
    assert_eq!(
        shown(&gold),
        [
            "q1 direct [It’s late,|né?] –, Ann Lee: Ann Lee",
            "new direct [né?] –, She: –",
            "q2 indirect [it was a “mess”] –, She: Bo",
            "q3 scare [mess] –, –: –",
        ]
    );
    assert_eq!(gold.quotes[1].mention_kind, Some(MentionKind::Pronoun));
    assert_eq!(told(&tally), ["q2: the speaker “Bo” is not on the document's list and is added"]);
}

#[test]
fn label_studio_parts_stay_together_in_any_order() {
    let (gold, _) = label_studio(|result| result.reverse());
    assert_eq!(shown(&gold), UNTOUCHED);
    let (gold, _) = label_studio(|result| result.retain(|item| item["labels"] != json!(["continues"])));
    assert_eq!(shown(&gold)[1], "q1-2 direct [né?] –, –: –");
}

#[test]
fn label_studio_chooses_one_annotation() {
    let task = |annotations: Value| {
        let task = json!({"id": 3, "data": {"text": "“Go,” he said."}, "annotations": annotations,
            "predictions": [{"result": []}]});
        let mut tally = Tally::default();
        let read = convert::label_studio::documents("x", &task.to_string(), &mut tally).expect("readable");
        (read[0].document.id().to_owned(), read[0].quotes.len(), told(&tally))
    };
    let one = json!([{"type": "labels", "value": {"start": 1, "end": 4, "labels": ["Quotation"]}}]);
    let none = json!([]);
    let many = |name: &str| vec![format!("annotations: there are {name}; the last one counts")];
    assert_eq!(
        task(json!([{"result": one}, {"result": none, "was_cancelled": true}])),
        ("x#3".into(), 1, vec![])
    );
    assert_eq!(task(json!([{"result": one}, {"result": none}])), ("x#3".into(), 0, many("2")));
    assert_eq!(task(json!([{"result": one, "ground_truth": true}, {"result": none}])).1, 1);
}

#[test]
fn label_studio_positions_of_old_versions() {
    let task = json!({"data": {"text": "😀 “Go,” he said."}, "annotations": [{"result": [
        {"id": "a", "type": "labels", "value": {"start": 4, "end": 7, "text": "Go,", "labels": ["Quotation"]}},
        {"id": "b", "type": "labels", "value": {"start": 40, "end": 50, "labels": ["Cue"]}},
    ]}]});
    let mut tally = Tally::default();
    let read = convert::label_studio::documents("x", &task.to_string(), &mut tally).expect("readable");
    assert_eq!(read[0].quotes[0].parts[0].text(read[0].document.text()), "Go,");
    assert_eq!((tally.problems.len(), tally.unplaced), (2, 1));
}

fn tei(edit: impl Fn(&str) -> String) -> (GoldDocument, Tally) {
    let mut tally = Tally::default();
    let read = convert::tei::documents("x", &edit(&write::tei::document(&by_hand(), None)), &mut tally);
    (read.expect("readable").remove(0), tally)
}

#[test]
fn tei_corrections() {
    let (gold, tally) = tei(|file| {
        file.replace("<seg type=\"cue\" corresp=\"#q2\">said</seg>", "said")
            .replace(
                "xml:id=\"q2\" n=\"1\" who=\"#s2\" direct=\"false\" ana=\"#mixed\"",
                "who=\"#s1\" direct=\"false\" xml:id=\"q2\"",
            )
            .replace("<p><rs", "<p><note>unsure</note><rs")
            .replace("corresp=\"#q2\">She", "corresp=\"#q2 #q9\">She")
    });
    assert_eq!(shown(&gold)[1], "q2 mixed [it was a “mess”] –, She: the board");
    assert_eq!(told(&tally), ["She: the source is of #q9, which is not there"]);
}

#[test]
fn tei_of_other_people() {
    let file = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>A Walk</title></titleStmt>\
        </fileDesc><profileDesc><particDesc><listPerson><person xml:id=\"cy\"><persName>Cy Day</persName></person>\
        </listPerson></particDesc></profileDesc></teiHeader><text><body><head>One</head>\
        <p><said who=\"#cy\">“Go,”</said> cried <persName>Cy Day</persName>. <said who=\"#bo\">“No.”</said></p>\
        <p>He <rs type=\"source\">went</rs>.<said/></p></body></text></TEI>";
    let mut tally = Tally::default();
    let gold = convert::tei::documents("x", file, &mut tally).expect("readable").remove(0);
    assert_eq!(
        (gold.document.id(), gold.document.text()),
        ("A Walk", "One\n\n“Go,” cried Cy Day. “No.”\n\nHe went.")
    );
    assert_eq!(shown(&gold), ["said-1 direct [“Go,”] –, –: Cy Day", "said-2 direct [“No.”] –, –: –"]);
    assert_eq!(gold.entities.as_ref().map(|all| all[0].1), Some(EntityLabel::Per));
    assert_eq!(tally.problems.len(), 3, "{:?}", told(&tally));
}

fn conll(edit: impl Fn(&str) -> String) -> (GoldDocument, Tally) {
    let file = write::conll::HEADER.to_owned() + &write::conll::document(&by_hand(), None);
    let mut tally = Tally::default();
    let read = convert::conll::documents("x", &edit(&file), &mut tally);
    (read.expect("readable").remove(0), tally)
}

#[test]
fn conll_corrections() {
    let (gold, tally) = conll(|file| {
        // The part loses its first word; the cue of the second goes; a new one-word quotation comes.
        file.replace("\tB-2\tO\tO\tO\n", "\tO\tO\tO\tO\n")
            .replace("\tO\tO\tB-2\tO\n", "\tB-7\tO\tO\tO\n")
            .replace("\"kind\":\"direct\"", "\"kind\":\"indirect\"")
    });
    assert_eq!(
        shown(&gold),
        [
            "q1 indirect [It’s late,|né?] said, Ann Lee: Ann Lee",
            "7 indirect [said] –, –: –",
            "q2 mixed [was a “mess”] –, She: Ann Lee",
            "q3 scare [mess] –, –: –",
        ]
    );
    assert_eq!(gold.quotes[0].kind, QuoteKind::Indirect);
    assert!(told(&tally)[0].ends_with("I-… with nothing to continue is read as B-…"), "{:?}", told(&tally));
}

#[test]
fn what_is_no_such_file_is_refused_with_its_line() {
    type Reader = fn(&str, &str, &mut Tally) -> Result<Vec<GoldDocument>, crate::eval::read::Fault>;
    let readers: [(Reader, &str, usize); 9] = [
        (convert::label_studio::documents, "[\n{\"data\": 1}]", 2),
        (convert::label_studio::documents, "[", 1),
        (convert::doccano::documents, "\n{\"text\": 1}", 2),
        (convert::tei::documents, "<TEI>\n</text>", 2),
        (convert::tei::documents, "<html/>", 1),
        (convert::tei::documents, "<TEI><!-- --></TEI>", 1),
        (convert::conll::documents, "# global.columns = ID WHOSAID:CUE", 1),
        (convert::conll::documents, "# global.columns = ID FORM WHOSAID:CUE\n1\ta", 2),
        (convert::conll::documents, "# global.columns = ID FORM\n# newdoc\n# whosaid = {", 3),
    ];
    for (reader, file, line) in readers {
        let fault = reader("x", file, &mut Tally::default()).expect_err(file);
        assert!(format!("{fault:?}").contains(&format!("line: Some({line})")), "{file}: {fault:?}");
    }
}
