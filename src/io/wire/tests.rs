use super::*;
use crate::document::Document;
use crate::layers::{
    self, Annotations, Attribution, Determiner, EvidenceRole, Gender, MentionId, Number, Person, QuoteId,
    Sentence, SpeakerId, WarningCode,
};
use crate::span::Span;

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::of(start, start + part.len())
}

/// One attributed quotation, one without a source.
fn annotated() -> (Document, Annotations) {
    let text = "“Oui—né,” said Zoé. 😀 A “so-called” end";
    let said = layers::Quote {
        parts: vec![span(text, "Oui—né,")],
        marks: vec![span(text, "Oui—né,")],
        kind: QuoteKind::Direct,
        closed: true,
        parent: None,
    };
    let scare = layers::Quote {
        parts: vec![span(text, "so-called")],
        marks: vec![span(text, "so-called")],
        kind: QuoteKind::Scare,
        closed: false,
        parent: Some(QuoteId(0)),
    };
    let zoe = layers::Mention {
        span: span(text, "Zoé"),
        tokens: 0..1,
        head: span(text, "Zoé"),
        kind: MentionKind::Name,
        label: None,
        role: None,
        number: Number::Singular,
        gender: Gender::Feminine,
        person: Person::Third,
        determiner: Determiner::Bare,
        quoted: false,
        sentence: 0,
    };
    let annotations = Annotations {
        sentences: vec![Sentence { span: Span::new(0, 10), tokens: 0..0, paragraph: 0 }],
        entities: vec![layers::Entity {
            span: span(text, "Zoé"),
            label: layers::EntityLabel::Per,
            score: 0.987_654,
        }],
        entity_speakers: vec![Some(SpeakerId(0))],
        mentions: vec![zoe],
        speakers: vec![layers::Speaker {
            name: "Zoé".to_owned(),
            kind: SpeakerKind::Person,
            aliases: vec!["Z.".to_owned()],
            mentions: vec![MentionId(0)],
            role: None,
        }],
        quotes: vec![said, scare],
        attributions: vec![
            Some(Attribution {
                cue: Some(span(text, "said")),
                mention: Some(MentionId(0)),
                speaker: Some(SpeakerId(0)),
                rule: "verb-then-name",
                speaker_rule: Some("exact-name"),
                confidence: 0.97,
                evidence: vec![layers::Evidence { role: EvidenceRole::Cue, span: span(text, "said") }],
            }),
            None,
        ],
        warnings: vec![layers::Warning { code: WarningCode::UnclosedQuote, span: span(text, "so-called") }],
        ..Annotations::default()
    };
    (Document::new("d/1", text).unwrap(), annotations)
}

/// The form as documented: these keys in this order, positions in code points.
const CHAR: &str = concat!(
    r#"{"schema":"whosaid/1","id":"d/1","text":"“Oui—né,” said Zoé. 😀 A “so-called” end","#,
    r#""offsets":"char","sentences":[[0,6]],"#,
    r#""entities":[{"start":15,"end":18,"label":"PER","score":0.988,"speaker":0}],"#,
    r#""speakers":[{"id":0,"name":"Zoé","kind":"person","aliases":["Z."],"mentions":[[15,18]],"role":null}],"#,
    r#""quotes":[{"id":0,"start":1,"end":8,"parts":[[1,8]],"marks":[[1,8]],"kind":"direct","closed":true,"#,
    r#""parent":null,"cue":[10,14],"mention":[15,18],"mention_kind":"name","speaker":0,"#,
    r#""rule":"verb-then-name","speaker_rule":"exact-name","confidence":0.97,"#,
    r#""evidence":[{"role":"cue","start":10,"end":14}]},"#,
    r#"{"id":1,"start":25,"end":34,"parts":[[25,34]],"marks":[[25,34]],"kind":"scare","closed":false,"#,
    r#""parent":0,"cue":null,"mention":null,"mention_kind":"none","speaker":null,"#,
    r#""rule":null,"speaker_rule":null,"confidence":null,"evidence":[]}],"#,
    r#""warnings":[{"code":"unclosed-quote","start":25,"end":34}]}"#,
);

#[test]
fn writes_the_documented_form() {
    let (document, annotations) = annotated();
    let record = Record::new(&document, &annotations, Shape::default()).unwrap();
    assert_eq!(record.to_json().unwrap(), CHAR);
}

#[test]
fn reads_what_it_writes_in_every_unit() {
    let (document, annotations) = annotated();
    for offsets in OffsetUnit::ALL {
        let shape = Shape { offsets, ..Shape::default() };
        let record = Record::new(&document, &annotations, shape).unwrap();
        let Line::Record(mut read) = Line::parse(&record.to_json().unwrap()).unwrap() else {
            panic!("a record reads as a record");
        };
        assert_eq!(*read, record);
        read.convert(document.text(), OffsetUnit::Byte).unwrap();
        let [start, end] = read.quotes[1].parts[0];
        assert_eq!(Span::new(start, end).text(document.text()), "so-called");
        let [start, end] = read.speakers[0].mentions[0];
        assert_eq!(Span::new(start, end).text(document.text()), "Zoé");
    }
}

#[test]
fn leaves_out_what_the_shape_does_not_ask_for() {
    let (document, annotations) = annotated();
    let shape = Shape { text: false, min_confidence: 0.98, ..Shape::default() };
    let record = Record::new(&document, &annotations, shape).unwrap();
    assert!(!record.to_json().unwrap().contains("\"text\""));
    assert_eq!((record.quotes[0].speaker, record.quotes[0].rule.as_deref()), (None, None));
    assert_eq!(record.quotes.len(), 2);
}

#[test]
fn an_empty_text_is_a_record_with_a_warning() {
    let document = Document::new("e", " \n").unwrap();
    let record = Record::new(&document, &Annotations::default(), Shape::default()).unwrap();
    assert_eq!(record.warnings[0].code, "empty-text");
}

#[test]
fn reads_sparse_and_later_records() {
    let line = r#"{"id":7,"new":[1],"quotes":[{"id":0,"start":1,"end":2,"tone":"dry"}]}"#;
    let Line::Record(record) = Line::parse(line).unwrap() else { panic!("a record") };
    assert_eq!((record.id.as_str(), record.quotes[0].kind), ("7", QuoteKind::Direct));
}

#[test]
fn reads_failures_and_refuses_other_schemas() {
    let failure = Failure::new("x", "not-utf8", "byte 3 is not UTF-8");
    let json = failure.to_json().unwrap();
    assert_eq!(
        json,
        r#"{"schema":"whosaid/1","id":"x","error":{"code":"not-utf8","message":"byte 3 is not UTF-8"}}"#
    );
    assert_eq!(Line::parse(&json).unwrap(), Line::Failure(failure));
    let error = Line::parse(r#"{"schema":"whosaid/2","id":"x"}"#).unwrap_err();
    assert!(error.to_string().contains("whosaid/1"), "{error}");
}
