//! Comma- and tab-separated values: a header, then one document a row.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use csv::ByteRecord;
use serde_json::{Map, Value};

use super::columns::Columns;
use super::unpack::{self, Stream};
use super::{Body, Documents, Input, Note, Reader, Source, encoding, one, too_long};
use crate::io::wire::Failure;

/// The documents of a CSV file. A row that cannot be used is a failure of its own.
pub(super) fn rows(
    reader: &Arc<Reader>,
    input: Stream,
    delimiter: u8,
    stem: String,
    name: String,
) -> Documents {
    let failed = |code, problem: String| one(Err(Failure::new(&*stem, code, format!("{name}: {problem}"))));
    // The first line, to look at; what is wrong with reading it comes again with the header.
    let mut first = Vec::new();
    let mut start = input.take(BUFFER as u64);
    let _ = start.read_until(b'\n', &mut first);
    let delimiter = if delimiter == b',' { likely_delimiter(&first) } else { delimiter };
    let input: Stream = Box::new(io::Cursor::new(first).chain(start.into_inner()));
    let most = reader.markup_bytes() as u64;
    let mut table = Table::new(Capped { input, given: 0, most: 0, is_cut: false }, delimiter, most);
    let mut header = ByteRecord::new();
    match table.next(&mut header) {
        Ok(Some(Row::Whole)) => {}
        Ok(Some(Row::TooLong)) => {
            return failed("too-long", format!("the header takes more than {most} bytes"));
        }
        Ok(None) => return failed("no-text", "the file is empty; it needs a header".to_owned()),
        Err(error) => return failed(unpack::code(&error), error.to_string()),
    }
    let Ok((names, _)) = strings(reader, &header, 0..header.len()) else {
        return failed("not-utf8", "the header is not UTF-8".to_owned());
    };
    let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    match Columns::find(reader, &names) {
        Ok(columns) => {
            let (reader, width) = (Arc::clone(reader), names.len());
            Box::new(Rows { reader, table: Some(table), columns, width, stem, name, row: 0 })
        }
        Err((code, problem)) => failed(code, problem),
    }
}

/// Spreadsheets of many countries write semicolons into what they call `.csv`.
fn likely_delimiter(header: &[u8]) -> u8 {
    let has = |byte| memchr::memchr(byte, header).is_some();
    *b",;\t".iter().find(|&&delimiter| has(delimiter)).unwrap_or(&b',')
}

struct Rows {
    reader: Arc<Reader>,
    /// None once it has ended.
    table: Option<Table>,
    columns: Columns,
    /// How many columns there are.
    width: usize,
    stem: String,
    name: String,
    /// The number of the row, the header left out, from 1.
    row: usize,
}

impl Rows {
    fn failure(&self, line: u64, id: String, code: &'static str, message: &str) -> Failure {
        Failure::new(id, code, format!("{}, line {line}: {message}", self.name))
    }

    fn document(&self, record: &ByteRecord, line: u64, number: String) -> Input {
        if record.len() != self.width {
            let columns = |count| if count == 1 { "1 column".to_owned() } else { format!("{count} columns") };
            let message = format!(
                "the row has {}, the header {}; what holds a delimiter or a line break must be in double quotes",
                columns(record.len()),
                columns(self.width)
            );
            return Err(self.failure(line, number, "bad-csv", &message));
        }
        let Columns { text, id, keep } = &self.columns;
        let wanted = [*text].into_iter().chain(*id).chain(keep.iter().map(|(_, place)| *place));
        let (values, notes) = strings(&self.reader, record, wanted)
            .map_err(|error| self.failure(line, number.clone(), "not-utf8", &error.to_string()))?;
        let mut values = values.into_iter();
        let text = values.next().unwrap_or_default();
        let own = id.and_then(|_| values.next()).filter(|id| !id.is_empty());
        let fields = keep.iter().map(|(name, _)| name.clone()).zip(values.map(Value::String));
        Ok(Source {
            id: own.unwrap_or(number),
            place: format!("{}, line {line}", self.name),
            body: Body::Text(text),
            fields: fields.collect::<Map<_, _>>(),
            notes,
            reader: Arc::clone(&self.reader),
        })
    }
}

impl Iterator for Rows {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        let table = self.table.as_mut()?;
        let mut record = ByteRecord::new();
        let row = table.next(&mut record);
        // Where the record begins; a record may take several lines.
        let line = table.line;
        self.row += 1;
        let number = format!("{}#{}", self.stem, self.row);
        match row {
            Ok(Some(Row::Whole)) => Some(self.document(&record, line, number)),
            Ok(Some(Row::TooLong)) => {
                let most = self.reader.markup_bytes();
                let much =
                    format!("a row of more than {most} bytes, perhaps for want of a closing double quote");
                let message = too_long(&much, self.reader.max_chars);
                Some(Err(self.failure(line, number, "too-long", &message)))
            }
            Ok(None) => {
                self.table = None;
                None
            }
            Err(error) => {
                self.table = None;
                Some(Err(self.failure(line, number, unpack::code(&error), &error.to_string())))
            }
        }
    }
}

/// These fields of a record as text. Which encoding they are in is found out from the whole record.
fn strings(
    reader: &Reader,
    record: &ByteRecord,
    places: impl IntoIterator<Item = usize>,
) -> Result<(Vec<String>, Vec<Note>), encoding::NotUtf8> {
    let mut notes = Vec::new();
    let named = reader.line_encoding();
    let encoding = match (named, std::str::from_utf8(record.as_slice())) {
        (None, Err(_)) => Some(encoding::likely(record.as_slice(), &mut notes)),
        (named, _) => named,
    };
    let mut values = Vec::new();
    for place in places {
        let bytes = record.get(place).unwrap_or_default();
        values.push(match encoding {
            None => String::from_utf8_lossy(bytes).into_owned(),
            Some(_) if named.is_some() => encoding::text(bytes, named, None, &mut notes)?,
            Some(encoding) => encoding::decoded(bytes, encoding, &mut notes),
        });
    }
    Ok((values, notes))
}

/// Rows, none of which takes more than so many bytes.
struct Table {
    csv: Option<csv::Reader<Capped>>,
    delimiter: u8,
    most: u64,
    /// The line that the last row begins on, from 1.
    line: u64,
    /// Lines before those that the parser has seen.
    before: u64,
}

/// What came of reading a row.
enum Row {
    Whole,
    TooLong,
}

impl Table {
    fn new(input: Capped, delimiter: u8, most: u64) -> Self {
        Self { csv: Some(parser(input, delimiter)), delimiter, most, line: 0, before: 0 }
    }

    /// Reads the next row; none at the end.
    fn next(&mut self, record: &mut ByteRecord) -> io::Result<Option<Row>> {
        let Some(csv) = &mut self.csv else { return Ok(None) };
        // The parser reads ahead by no more than its buffer.
        let most = csv.position().byte() + self.most + BUFFER as u64;
        csv.get_mut().most = most;
        self.line = self.before + csv.position().line();
        let found = csv.read_byte_record(record);
        // Blank lines before the row are passed over, and not where it begins.
        if let Some(position) = record.position() {
            self.line = self.before + position.line();
        }
        let found = found.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
        })?;
        if csv.get_ref().is_cut {
            self.pass_over()?;
            return Ok(Some(Row::TooLong));
        }
        Ok(found.then_some(Row::Whole))
    }

    /// Goes on after the next line break behind a row that is too long.
    fn pass_over(&mut self) -> io::Result<()> {
        let Some(csv) = self.csv.take() else { return Ok(()) };
        self.before += csv.position().line();
        let mut input = csv.into_inner().input;
        let mut nothing = Vec::new();
        unpack::line(&mut input, 0, &mut nothing)?;
        self.csv = Some(parser(Capped { input, given: 0, most: 0, is_cut: false }, self.delimiter));
        Ok(())
    }
}

const BUFFER: usize = 1 << 16;

fn parser(input: Capped, delimiter: u8) -> csv::Reader<Capped> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(input)
}

/// A stream that pretends to end where a row takes too much.
struct Capped {
    input: Stream,
    /// How many bytes were given.
    given: u64,
    /// How many may be.
    most: u64,
    /// Whether more were asked for.
    is_cut: bool,
}

impl Read for Capped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.most.saturating_sub(self.given)).unwrap_or(usize::MAX);
        if room == 0 {
            self.is_cut = true;
            return Ok(0);
        }
        let length = buffer.len().min(room);
        let read = self.input.read(buffer.get_mut(..length).unwrap_or_default())?;
        self.given += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reader: Reader, csv: &[u8]) -> Vec<String> {
        let input = Box::new(io::Cursor::new(csv.to_vec()));
        rows(&Arc::new(reader), input, b',', "t".to_owned(), "t.csv".to_owned())
            .map(|input| match input.and_then(|source| source.load()) {
                Ok(loaded) => {
                    let fields = Value::Object(loaded.fields);
                    format!("{}: {:?} {fields}", loaded.document.id(), loaded.document.text())
                }
                Err(failure) => format!("{} {}", failure.error.code, failure.error.message),
            })
            .collect()
    }

    fn keeping(keep: &[&str]) -> Reader {
        Reader { keep: keep.iter().map(|&name| name.to_owned()).collect(), ..Reader::default() }
    }

    #[test]
    fn a_row_is_a_document() {
        let csv = "text,date\n\"“No, no,” he said.\n“\"\"So\"\".”\",Monday\n\nlast,\n";
        assert_eq!(
            read(keeping(&["date"]), csv.as_bytes()),
            [r#"t#1: "“No, no,” he said.\n“\"So\".”" {"date":"Monday"}"#, r#"t#2: "last" {"date":""}"#]
        );
        assert_eq!(
            read(Reader::default(), b"number;id;text\n1;x;a, b\n2;;c\n"),
            [r#"x: "a, b" {}"#, r#"t#2: "c" {}"#]
        );
        assert_eq!(read(Reader::default(), b"text\n"), [""; 0]);
    }

    #[test]
    fn missing_columns_are_told_once() {
        let csv = b"body,title\na,b\nc,d\n";
        let expected = "no-text t.csv: there is no column \"text\", choose one with --text-field; \
                        the columns are: body, title";
        assert_eq!(read(Reader::default(), csv), [expected]);
        let found = read(keeping(&["when"]), b"text,title\na,b\n");
        assert_eq!(
            found,
            ["no-field t.csv: there is no column \"when\" to keep; the columns are: text, title"]
        );
        let reader = Reader { id_field: "url".to_owned(), ..Reader::default() };
        assert!(read(reader, b"text\na\n")[0].starts_with("no-field t.csv: there is no column \"url\""));
        assert_eq!(read(Reader::default(), b""), ["no-text t.csv: the file is empty; it needs a header"]);
    }

    #[test]
    fn a_row_of_another_width_fails_alone() {
        let found = read(Reader::default(), b"id,text\n1,a\n2,b, c\n3\n\"4\n\",d\n5,e,f\n");
        assert_eq!((found.len(), &*found[0], &*found[3]), (5, "1: \"a\" {}", "4\n: \"d\" {}"));
        assert!(
            found[1].starts_with("bad-csv t.csv, line 3: the row has 3 columns, the header 2 columns;"),
            "{}",
            found[1]
        );
        assert!(found[2].starts_with("bad-csv t.csv, line 4: the row has 1 column,"), "{}", found[2]);
        assert!(found[4].starts_with("bad-csv t.csv, line 7:"), "{}", found[4]);
    }

    #[test]
    fn a_row_that_is_too_long_fails_alone() {
        let reader = Reader { max_chars: 100, ..Reader::default() };
        let long = "x".repeat(2 << 20);
        let csv = format!("text\na\n{long}\n{}\n\"{long}\nb\n", "y".repeat(101));
        let found = read(reader, csv.as_bytes());
        assert_eq!((found.len(), &*found[0]), (5, "t#1: \"a\" {}"));
        assert!(found[1].starts_with("too-long t.csv, line 3: a row of more than"), "{}", found[1]);
        assert!(
            found[2].starts_with("too-long t.csv, line 4: 101 characters; the limit is 100"),
            "{}",
            found[2]
        );
        assert!(found[3].starts_with("too-long t.csv, line 5"), "{}", found[3]);
        assert_eq!(found[4], "t#5: \"b\" {}");
    }

    #[test]
    fn rows_in_older_encodings_are_guessed() {
        assert_eq!(
            read(Reader::default(), b"text\nok\nRen\xe9e\x92s caf\xe9\n")[1],
            "t#2: \"Renée’s café\" {}"
        );
        let named = Reader { encoding: "koi8-r".parse().ok(), ..Reader::default() };
        assert_eq!(read(named, b"text\n\xf0\xf2\n"), ["t#1: \"ПР\" {}"]);
        let strict = Reader { encoding: "utf-8".parse().ok(), ..Reader::default() };
        assert!(read(strict, b"text\n\xe9\n")[0].starts_with("not-utf8 t.csv, line 2: not UTF-8: byte 0xE9"));
    }
}
