//! Which columns of a table hold what.

use super::{ID_FIELD, Reader};

/// The columns that a reader wants, by their place in the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// The text.
    pub(super) text: usize,
    /// The id, if the table has one.
    pub(super) id: Option<usize>,
    /// The fields to carry through, with their names.
    pub(super) keep: Vec<(String, usize)>,
}

impl Columns {
    /// Finds the columns in a header.
    ///
    /// # Errors
    /// A code and a message where one is missing. Only an id column that nobody asked for may be.
    pub(super) fn find(reader: &Reader, header: &[String]) -> Result<Self, (&'static str, String)> {
        let place = |name: &str| header.iter().position(|column| column == name);
        let missing = |name: &str, remedy: &str| {
            format!("there is no column \"{name}\"{remedy}; the columns are: {}", shown(header))
        };
        let text = place(&reader.text_field)
            .ok_or_else(|| ("no-text", missing(&reader.text_field, ", choose one with --text-field")))?;
        let id = place(&reader.id_field);
        if id.is_none() && reader.id_field != ID_FIELD {
            return Err(("no-field", missing(&reader.id_field, " for the id")));
        }
        let keep = reader.keep.iter().map(|name| {
            let place = place(name).ok_or_else(|| ("no-field", missing(name, " to keep")))?;
            Ok((name.clone(), place))
        });
        Ok(Self { text, id, keep: keep.collect::<Result<_, (&'static str, String)>>()? })
    }
}

/// The names, but not thousands of them, and not a page of each.
fn shown(header: &[String]) -> String {
    const MOST: usize = 30;
    let short = |name: &String| name.chars().take(40).collect::<String>();
    let mut names: Vec<String> = header.iter().take(MOST).map(short).collect();
    if header.len() > MOST {
        names.push(format!("and {} more", header.len() - MOST));
    }
    names.join(", ")
}
