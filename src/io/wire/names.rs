//! How the closed vocabularies of the wire form are written and read, and what stands in for missing fields.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{SCHEMA, Schema};
use crate::layers::{QuoteKind, SpeakerKind};

pub(super) const fn yes() -> bool {
    true
}

pub(super) const fn direct() -> QuoteKind {
    QuoteKind::Direct
}

pub(super) const fn person() -> SpeakerKind {
    SpeakerKind::Person
}

/// Ids of corpora are often numbers; they read as the text of the number.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Id;

    impl Visitor<'_> for Id {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an id: a string or a whole number")
        }

        fn visit_str<E: de::Error>(self, id: &str) -> Result<String, E> {
            Ok(id.to_owned())
        }

        fn visit_u64<E: de::Error>(self, id: u64) -> Result<String, E> {
            Ok(id.to_string())
        }

        fn visit_i64<E: de::Error>(self, id: i64) -> Result<String, E> {
            Ok(id.to_string())
        }
    }

    deserializer.deserialize_any(Id)
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(SCHEMA)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let schema = String::deserialize(deserializer)?;
        if schema == SCHEMA { Ok(Self) } else { Err(unknown(&schema, "the schema whosaid/1")) }
    }
}

fn unknown<E: de::Error>(found: &str, expected: &'static str) -> E {
    E::invalid_value(Unexpected::Str(found), &expected)
}

/// A module for `#[serde(with = …)]` over a type with `as_str` and `parse`.
macro_rules! by_name {
    ($module:ident, $type:ty, $expected:literal) => {
        pub(super) mod $module {
            use serde::de::{Deserialize, Deserializer};
            use serde::ser::Serializer;

            // By reference, as the derive calls it.
            #[allow(clippy::trivially_copy_pass_by_ref)]
            pub(in crate::io::wire) fn serialize<S: Serializer>(
                value: &$type,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(value.as_str())
            }

            pub(in crate::io::wire) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                let name = String::deserialize(deserializer)?;
                <$type>::parse(&name).ok_or_else(|| super::unknown(&name, $expected))
            }
        }
    };
}

by_name!(unit, crate::io::offsets::OffsetUnit, "char, byte or utf16");
by_name!(quote_kind, crate::layers::QuoteKind, "direct, mixed, indirect or scare");
by_name!(speaker_kind, crate::layers::SpeakerKind, "person, organisation, group or unnamed");

/// `none` stands for no mention.
pub(super) mod mention_kind {
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::Serializer;

    use crate::layers::MentionKind;

    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub(in crate::io::wire) fn serialize<S: Serializer>(
        kind: &Option<MentionKind>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.map_or("none", MentionKind::as_str))
    }

    pub(in crate::io::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<MentionKind>, D::Error> {
        match Option::<String>::deserialize(deserializer)?.as_deref() {
            None | Some("none") => Ok(None),
            Some("name") => Ok(Some(MentionKind::Name)),
            Some("pronoun") => Ok(Some(MentionKind::Pronoun)),
            Some("nominal") => Ok(Some(MentionKind::Nominal)),
            Some(other) => Err(super::unknown(other, "name, pronoun, nominal or none")),
        }
    }
}
