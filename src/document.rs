//! A document: an id and its text, which nothing ever alters.

/// A text to annotate, with the id that its record will carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    id: String,
    text: String,
}

/// The text is longer than spans can address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("document {id} holds {bytes} bytes; the limit is 4 GiB: split it, for instance by chapter")]
pub struct TooLong {
    /// The document's id.
    pub id: String,
    /// Its length in bytes.
    pub bytes: usize,
}

impl Document {
    /// Takes an id and a text as they are: no normalisation, no trimming.
    ///
    /// # Errors
    /// [`TooLong`] for a text of 4 GiB or more, since spans count bytes in 32 bits.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Result<Self, TooLong> {
        let (id, text) = (id.into(), text.into());
        if u32::try_from(text.len()).is_err() {
            return Err(TooLong { id, bytes: text.len() });
        }
        Ok(Self { id, text })
    }

    /// The id that the document's record carries.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text, unaltered.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
