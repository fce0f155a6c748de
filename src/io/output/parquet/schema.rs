//! What the columns are, in Parquet's own notation.

use std::fmt::Write as _;

use parquet::schema::parser::parse_message_type;
use parquet::schema::types::TypePtr;

use super::super::quotations;

/// A stretch of text.
const RANGE: &str = "required int32 start; required int32 end;";

/// One row a document: the fields of the wire form.
pub(super) fn documents(fields: &[String]) -> Result<TypePtr, String> {
    let ranges = |name| list(name, RANGE);
    let entities = list(
        "entities",
        &format!("{RANGE} required binary label (STRING); required double score; optional int32 speaker;"),
    );
    let speakers = list(
        "speakers",
        &format!(
            "required int32 id; required binary name (STRING); required binary kind (STRING); {} {} \
             optional binary role (STRING);",
            words("aliases"),
            ranges("mentions"),
        ),
    );
    let evidence = list("evidence", &format!("required binary role (STRING); {RANGE}"));
    let quotes = list(
        "quotes",
        &format!(
            "required int32 id; {RANGE} {} {} required binary kind (STRING); required boolean closed; \
             optional int32 parent; optional group cue {{ {RANGE} }} optional group mention {{ {RANGE} }} \
             required binary mention_kind (STRING); optional int32 speaker; optional binary rule (STRING); \
             optional binary speaker_rule (STRING); optional double confidence; {evidence}",
            ranges("parts"),
            ranges("marks"),
        ),
    );
    let warnings =
        list("warnings", &format!("required binary code (STRING); optional binary detail (STRING); {RANGE}"));
    let mut carried = String::new();
    if !fields.is_empty() {
        let mut columns = String::new();
        for field in fields {
            columns.push_str(&carried_column(field)?);
        }
        let _ = write!(carried, "optional group fields {{ {columns} }}");
    }
    // Of a document that failed there is an id and an error, of any other all but the error.
    message(&format!(
        "required binary id (STRING); optional binary text (STRING); {carried} optional binary offsets (STRING); \
         {} {entities} {speakers} {quotes} {warnings} \
         optional group error {{ required binary code (STRING); required binary message (STRING); }}",
        ranges("sentences"),
    ))
}

/// One row a quotation.
pub(super) fn quotations(fields: &[String]) -> Result<TypePtr, String> {
    let mut columns = String::new();
    for column in quotations::COLUMNS {
        let (repetition, kind) = match column.holds {
            quotations::Holds::Text => ("required", "binary"),
            quotations::Holds::MaybeText => ("optional", "binary"),
            quotations::Holds::Int => ("required", "int32"),
            quotations::Holds::MaybeInt => ("optional", "int32"),
            quotations::Holds::MaybeDouble => ("optional", "double"),
            quotations::Holds::Bool => ("required", "boolean"),
        };
        let annotation = if kind == "binary" { " (STRING)" } else { "" };
        let _ = write!(columns, "{repetition} {kind} {}{annotation}; ", column.name);
    }
    quotations::check(fields)?;
    for field in fields {
        columns.push_str(&carried_column(field)?);
    }
    message(&columns)
}

/// A column carried through: a string, whatever it was.
fn carried_column(field: &str) -> Result<String, String> {
    // The notation parts words at white space and these, and has no escape.
    let bad = |letter: char| letter.is_whitespace() || letter.is_control() || "(){};,=\"".contains(letter);
    if field.is_empty() || field.contains(bad) {
        return Err(format!(
            "--keep “{field}”: a Parquet column of this name cannot be written; rename it in the input"
        ));
    }
    Ok(format!("optional binary {field} (STRING); "))
}

/// A list of groups of these fields, as the format lays lists out.
fn list(name: &str, element: &str) -> String {
    format!(
        "optional group {name} (LIST) {{ repeated group list {{ required group element {{ {element} }} }} }}"
    )
}

/// A list of strings.
fn words(name: &str) -> String {
    format!("optional group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}")
}

fn message(fields: &str) -> Result<TypePtr, String> {
    let schema = parse_message_type(&format!("message whosaid {{ {fields} }}"));
    schema.map(Into::into).map_err(|error| error.to_string())
}
