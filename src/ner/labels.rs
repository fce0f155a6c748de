//! Label sets of other corpora and systems, in terms of ours.

use crate::layers::EntityLabel;

/// What a label of another set is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// One of our labels.
    To(EntityLabel),
    /// A known label of things that we do not label, such as dates and amounts.
    Aside,
}

/// Maps a label of CoNLL-2003, OntoNotes, ACE 2005, WNUT, CrossNER-like and our own sets; none for one that is
/// unknown. Case does not matter.
///
/// Places that are also states (GPE) and buildings (FAC) are `LOC`, companies and groups `ORG`, named works,
/// events, products, languages, laws and nationalities `MISC`.
#[must_use]
pub fn entity(label: &str) -> Option<Mapped> {
    use EntityLabel::{Loc, Misc, Org, Per};
    Some(match label.to_ascii_uppercase().as_str() {
        "PER" | "PERSON" | "PERS" => Mapped::To(Per),
        "ORG" | "ORGANIZATION" | "ORGANISATION" | "CORPORATION" | "GROUP" | "COMPANY" => Mapped::To(Org),
        "LOC" | "LOCATION" | "GPE" | "FAC" | "FACILITY" | "CITY" | "COUNTRY" | "STATE_OR_PROVINCE" => {
            Mapped::To(Loc)
        }
        "MISC" | "MISCELLANEOUS" | "NORP" | "NATIONALITY" | "WORK_OF_ART" | "CREATIVE-WORK"
        | "CREATIVEWORK" | "EVENT" | "PRODUCT" | "LANGUAGE" | "LAW" | "VEH" | "VEHICLE" | "OTH" | "OTHER"
        | "IDEOLOGY" | "RELIGION" => Mapped::To(Misc),
        "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY" | "ORDINAL" | "CARDINAL" | "NUMBER"
        | "DURATION" | "SET" | "TITLE" | "URL" | "EMAIL" | "HANDLE" | "CAUSE_OF_DEATH"
        | "CRIMINAL_CHARGE" | "WEAPON" | "WEA" => Mapped::Aside,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_sets_are_mapped() {
        assert_eq!(entity("PERSON"), Some(Mapped::To(EntityLabel::Per)));
        assert_eq!(entity("gpe"), Some(Mapped::To(EntityLabel::Loc)));
        assert_eq!(entity("NORP"), Some(Mapped::To(EntityLabel::Misc)));
        assert_eq!(entity("MONEY"), Some(Mapped::Aside));
        assert_eq!(entity("Quotation"), None);
    }

    #[test]
    fn our_labels_are_themselves() {
        for label in EntityLabel::ALL {
            assert_eq!(entity(label.as_str()), Some(Mapped::To(label)));
        }
    }
}
