//! Gold, written in each format and read back, is the same gold.

use std::path::Path;

use proptest::prelude::*;

use super::check::lost;
use super::samples::{by_hand, gold};
use crate::eval::convert::{self, Tally};
use crate::eval::gold::GoldDocument;
use crate::eval::read;
use crate::eval::write;

/// Writes and reads back.
fn back(format: &str, gold: &GoldDocument) -> (GoldDocument, Tally) {
    let mut tally = Tally::default();
    let read = match format {
        "brat" => {
            let files = write::brat::files(gold, None);
            convert::brat::read("x".to_owned(), files.text, &files.ann, true, &mut tally)
                .map(|gold| vec![gold])
        }
        "label-studio" => {
            let file = serde_json::Value::from(vec![write::label_studio::task(gold, None)]).to_string();
            convert::label_studio::documents("x", &file, &mut tally)
        }
        "conll" => {
            let file = write::conll::HEADER.to_owned() + &write::conll::document(gold, None);
            convert::conll::documents("x", &file, &mut tally)
        }
        "doccano" => convert::doccano::documents("x", &write::doccano::line(gold, None), &mut tally),
        "tei" => convert::tei::documents("x", &write::tei::document(gold, None), &mut tally),
        _ => unreachable!("{format}"),
    };
    let [read] = read.expect("readable").try_into().expect("one document");
    (read, tally)
}

fn same(format: &str, gold: &GoldDocument) -> Result<(), TestCaseError> {
    let (read, tally) = back(format, gold);
    prop_assert_eq!(Vec::<&str>::new(), lost(gold, &read), "{} {:#?}\n{:#?}", format, gold, read);
    prop_assert!(tally.problems.is_empty(), "{} {:?}", format, tally.problems);
    prop_assert_eq!(gold, &read);
    Ok(())
}

const FORMATS: [&str; 5] = ["brat", "label-studio", "conll", "doccano", "tei"];

#[test]
fn our_own_gold_comes_back_from_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("eval/gold/dev");
    let set = read::gold(&folder).expect("readable");
    assert!(set.documents.len() > 20);
    for gold in set.documents.iter().chain([&by_hand()]) {
        for format in FORMATS {
            same(format, gold).expect(format);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_gold_comes_back_from_brat(gold in gold()) {
        same("brat", &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_label_studio(gold in gold()) {
        same("label-studio", &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_conll(gold in gold()) {
        same("conll", &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_doccano(gold in gold()) {
        same("doccano", &gold)?;
    }

    #[test]
    fn any_gold_comes_back_from_tei(gold in gold()) {
        same("tei", &gold)?;
    }
}
