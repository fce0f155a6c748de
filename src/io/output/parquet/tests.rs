use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The rows of a file, as JSON.
fn read(file: Vec<u8>) -> Vec<Value> {
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| plain(&row.unwrap().to_json_value())).collect()
}

/// Without what is null, and without the layers that a list has in a file.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect(),
        Value::Array(values) => values.iter().map(plain).collect(),
        other => other.clone(),
    }
}

fn through(table: &Table, chunks: &[&[Value]]) -> Vec<Value> {
    let mut segments = Vec::new();
    for chunk in chunks {
        let mut rows = Rows::default();
        chunk.iter().for_each(|row| rows.append(table.rows(vec![row.clone()]).unwrap()));
        segments.extend(table.segment(&rows).unwrap());
    }
    let mut file = Vec::new();
    table.assemble(segments.as_slice(), &mut file).unwrap();
    read(file)
}

fn quote(parts: &Value, cue: &Value) -> Value {
    json!({"id": 0, "start": 1, "end": 8, "parts": parts, "marks": [], "kind": "direct", "closed": true, "parent": null,
        "cue": cue, "mention": null, "mention_kind": "none", "speaker": 0, "rule": "r", "speaker_rule": null,
        "confidence": 0.5, "evidence": [{"role": "cue", "start": 1, "end": 2}]})
}

fn document(id: &str, quotes: &[Value]) -> Value {
    json!({"id": id, "text": "é", "fields": {"title": "T", "year": 2020}, "offsets": "char", "sentences": [[0, 6], [7, 9]],
        "entities": [], "speakers": [{"id": 0, "name": "Zoé", "kind": "person", "aliases": ["Z.", "Zo"],
        "mentions": [], "role": null}], "quotes": quotes, "warnings": []})
}

#[test]
fn documents_read_back_nested_as_they_are() {
    let table = Table::documents(&["title".to_owned(), "year".to_owned()]).unwrap();
    let one = document(
        "1",
        &[quote(&json!([[1, 3], [5, 8]]), &json!([10, 14])), quote(&json!([[1, 3]]), &json!(null))],
    );
    let failed = json!({"id": "2", "error": {"code": "c", "message": "m"}});
    let none = document("3", &[]);
    let rows = through(&table, &[&[one.clone(), failed.clone()], &[none]]);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["sentences"], json!([{"start": 0, "end": 6}, {"start": 7, "end": 9}]));
    assert_eq!(rows[0]["quotes"][0]["parts"], json!([{"start": 1, "end": 3}, {"start": 5, "end": 8}]));
    assert_eq!(rows[0]["quotes"][0]["cue"], json!({"start": 10, "end": 14}));
    assert_eq!(rows[0]["quotes"][1].get("cue"), None);
    assert_eq!(rows[0]["speakers"][0]["aliases"], json!(["Z.", "Zo"]));
    // What is carried through is a string.
    assert_eq!(rows[0]["fields"], json!({"title": "T", "year": "2020"}));
    assert_eq!(rows[1], failed);
    assert_eq!((&rows[2]["quotes"], &rows[2]["speakers"][0]["mentions"]), (&json!([]), &json!([])));
}

#[test]
fn values_that_do_not_fit_name_their_column() {
    let table = Table::documents(&[]).unwrap();
    let mut row = document("1", &[]);
    row["sentences"] = json!([[0, 3_000_000_000_u32]]);
    assert_eq!(
        table.rows(vec![row.clone()]).unwrap_err().to_string(),
        "the column end cannot hold 3000000000"
    );
    row["sentences"] = json!([[0]]);
    assert_eq!(table.rows(vec![row.clone()]).unwrap_err().column, "end");
    row["sentences"] = json!("none");
    assert_eq!(table.rows(vec![row]).unwrap_err().column, "sentences");
}

#[test]
fn carried_fields_must_be_names() {
    for bad in ["a b", "a(b", "", "a;"] {
        assert!(Table::documents(&[bad.to_owned()]).unwrap_err().contains("rename"), "{bad}");
    }
    assert!(Table::quotations(&["published-at".to_owned(), "größe".to_owned()]).is_ok());
    assert!(Table::quotations(&["speaker".to_owned()]).unwrap_err().contains("already"));
}

#[test]
fn damaged_segments_are_an_error() {
    let table = Table::documents(&[]).unwrap();
    let segment = table.segment(&table.rows(vec![document("1", &[])]).unwrap()).unwrap();
    for cut in 1..segment.len() {
        assert!(table.assemble(&segment[..cut], Vec::new()).is_err(), "{cut}");
    }
}

fn range() -> impl Strategy<Value = Value> {
    (0..9_u32, 0..9_u32).prop_map(|(start, end)| json!({"start": start, "end": end}))
}

fn maybe<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(strategy)
}

fn any_quote() -> impl Strategy<Value = Value> {
    (proptest::collection::vec(range(), 0..3), maybe(range()), maybe(0..3_u32), ".{0,3}").prop_map(
        |(parts, cue, speaker, kind)| {
            let mut value = quote(&json!(parts), &json!(cue));
            value["speaker"] = json!(speaker);
            value["kind"] = json!(kind);
            value
        },
    )
}

proptest! {
    #[test]
    fn any_nesting_reads_back(
        documents in proptest::collection::vec(proptest::collection::vec(any_quote(), 0..4), 1..5),
        cut in 0..5_usize,
    ) {
        let table = Table::documents(&["title".to_owned(), "year".to_owned()]).unwrap();
        let mut rows = Vec::new();
        for (index, quotes) in documents.iter().enumerate() {
            let mut row = document(&index.to_string(), quotes);
            row["sentences"] = json!([]);
            row["fields"]["year"] = json!("2020");
            rows.push(row);
        }
        let (first, second) = rows.split_at(cut.min(rows.len()));
        let chunks: Vec<&[Value]> = [first, second].into_iter().filter(|chunk| !chunk.is_empty()).collect();
        let expected: Vec<Value> = rows.iter().map(plain).collect();
        prop_assert_eq!(through(&table, &chunks), expected);
    }
}
