//! Gold, written in each format and read back, is the same gold.

use std::path::Path;

use proptest::prelude::*;

use super::check::{Format, lost};
use super::samples::{by_hand, gold};
use crate::eval::convert::Tally;
use crate::eval::gold::GoldDocument;
use crate::eval::read;

fn same(format: Format, gold: &GoldDocument) -> Result<(), TestCaseError> {
    let mut tally = Tally::default();
    let back = format.back(gold, &mut tally).expect("readable");
    prop_assert_eq!(Vec::<&str>::new(), lost(gold, &back), "{:?}\n{:#?}", format, back);
    prop_assert!(tally.problems.is_empty(), "{:?} {:?}", format, tally.problems);
    prop_assert_eq!(gold, &back);
    Ok(())
}

#[test]
fn our_own_gold_comes_back_from_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("eval/gold/dev");
    let set = read::gold(&folder).expect("readable");
    assert!(set.documents.len() > 20);
    for gold in set.documents.iter().chain([&by_hand()]) {
        for format in Format::ALL {
            same(format, gold).expect("the same");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_gold_comes_back_from_brat(gold in gold()) {
        same(Format::Brat, &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_label_studio(gold in gold()) {
        same(Format::LabelStudio, &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_conll(gold in gold()) {
        same(Format::Conll, &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_doccano(gold in gold()) {
        same(Format::Doccano, &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_tei(gold in gold()) {
        same(Format::Tei, &gold)?;
    }
}
