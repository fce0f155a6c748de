use std::io::{Seek as _, Write as _};

use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;

use super::*;

const SCHEMA: &str = "message news {
    required int64 id;
    optional binary text (utf8);
    optional double score;
    optional int32 day (date);
    optional int64 time (timestamp(millis, true));
    optional group tags (list) { repeated group list { optional binary element (utf8); } }
}";

/// A file of these texts, in row groups of one text each.
fn written(texts: &[Option<&str>]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(&mut file, schema, properties).unwrap();
    for (id, text) in (7..).zip(texts) {
        let mut group = writer.next_row_group().unwrap();
        let strings = |texts: &[&str]| texts.iter().map(|&text| ByteArray::from(text)).collect::<Vec<_>>();
        let mut at = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            match at {
                0 => column.typed::<Int64Type>().write_batch(&[id], None, None),
                1 => {
                    let texts: Vec<&str> = text.iter().copied().collect();
                    let levels = [i16::from(text.is_some())];
                    column.typed::<ByteArrayType>().write_batch(&strings(&texts), Some(&levels), None)
                }
                2 => column.typed::<DoubleType>().write_batch(&[0.5], Some(&[1]), None),
                3 => column.typed::<Int32Type>().write_batch(&[19_783], Some(&[1]), None),
                4 => column.typed::<Int64Type>().write_batch(&[1_709_209_845_250], Some(&[1]), None),
                _ => column.typed::<ByteArrayType>().write_batch(
                    &strings(&["a", "b"]),
                    Some(&[3, 3]),
                    Some(&[0, 1]),
                ),
            }
            .unwrap();
            column.close().unwrap();
            at += 1;
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    file.rewind().unwrap();
    file
}

fn read(reader: Reader, file: File) -> Vec<String> {
    rows(&Arc::new(reader), file, "n", "n.parquet")
        .map(|input| match input.and_then(|source| source.load()) {
            Ok(loaded) => {
                let fields = Value::Object(loaded.fields);
                format!("{}: {} {fields}", loaded.document.id(), loaded.document.text())
            }
            Err(failure) => format!("{} {} {}", failure.id, failure.error.code, failure.error.message),
        })
        .collect()
}

fn keeping(keep: &[&str]) -> Reader {
    Reader { keep: keep.iter().map(|&name| name.to_owned()).collect(), ..Reader::default() }
}

#[test]
fn a_row_is_a_document_with_its_columns() {
    let found =
        read(keeping(&["score", "day", "time", "tags"]), written(&[Some("“One”"), None, Some("two")]));
    let fields = r#"{"day":"2024-03-01","score":0.5,"tags":["a","b"],"time":"2024-02-29T12:30:45.250"}"#;
    assert_eq!(found[0], format!("7: “One” {fields}"));
    assert_eq!(found[1], "8 no-text n.parquet, row 2: the column \"text\" holds no string");
    assert_eq!(found[2], format!("9: two {fields}"));
    assert_eq!(found.len(), 3);
}

#[test]
fn wrong_columns_are_told_once() {
    let named = |text: &str| Reader { text_field: text.to_owned(), ..Reader::default() };
    let file = || written(&[Some("x")]);
    assert_eq!(
        read(named("score"), file()),
        ["n no-text n.parquet: the column \"score\" holds DOUBLE, not strings"]
    );
    assert_eq!(
        read(named("tags"), file()),
        ["n no-text n.parquet: the column \"tags\" holds lists or groups, not strings"]
    );
    let found = read(named("body"), file());
    let expected = "there is no column \"body\", choose one with --text-field; the columns are: id, text, score, \
                    day, time, tags";
    assert!(found[0].ends_with(expected), "{}", found[0]);
    assert!(
        read(keeping(&["site"]), file())[0].starts_with("n no-field n.parquet: there is no column \"site\"")
    );
}

#[test]
fn damaged_files_fail_and_nothing_panics() {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut written(&[Some("one"), Some("two")]), &mut bytes).unwrap();
    let of = |bytes: &[u8]| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.rewind().unwrap();
        read(Reader::default(), file)
    };
    assert_eq!(of(&bytes).len(), 2);
    for cut in [0, 4, 11, bytes.len() / 2, bytes.len() - 1] {
        assert!(of(&bytes[..cut]).last().is_some_and(|last| last.contains(" damaged n.parquet")), "{cut}");
    }
    // What a flipped bit does is anybody's guess, as long as it does not last.
    for at in (0..bytes.len()).step_by(3) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x15;
        assert!(of(&bytes).len() <= 100);
    }
}

#[test]
fn dates_and_decimals_are_written_out() {
    assert_eq!(
        (date(0), date(-1), date(11_016)),
        ("1970-01-01".into(), "1969-12-31".into(), "2000-02-29".into())
    );
    assert!(date(i64::from(i32::MIN)).starts_with('-'));
    assert_eq!(timestamp(-1), "1969-12-31T23:59:59.999999");
    let shown = |value: i32, scale| decimal(&Decimal::from_i32(value, 9, scale));
    assert_eq!((shown(12_345, 2), shown(-5, 2), shown(7, 0)), ("123.45".into(), "-0.05".into(), "7".into()));
}
