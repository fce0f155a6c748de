//! Gold, written in each format and read back, is the same gold.

use std::path::Path;

use proptest::prelude::*;

use super::check::{Format, lost};
use super::samples::{by_hand, gold};
use crate::eval::convert::{self, Tally};
use crate::eval::gold::GoldDocument;
use crate::eval::{read, write};

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

    #[test]
    fn any_gold_comes_back_from_json_lines(gold in gold()) {
        same(Format::Jsonl, &gold)?;
    }

    /// Whatever becomes of a file on its way, it is read or refused.
    #[test]
    fn damaged_files_are_read_or_refused(
        gold in gold(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..9, "[\\[\\]{}<>\"#\\t\\n0-9ATR ]{0,3}"), 1..4),
    ) {
        let damaged = |file: String| {
            let mut characters: Vec<char> = file.chars().collect();
            for (place, length, instead) in &cuts {
                let start = place.index(characters.len() + 1);
                let end = (start + length).min(characters.len());
                characters.splice(start..end, instead.chars());
            }
            characters.into_iter().collect::<String>()
        };
        let tally = &mut Tally::default();
        let files = write::brat::files(&gold, None);
        let text = damaged(files.text);
        let _ = convert::brat::read("x".to_owned(), text, &damaged(files.ann), true, tally);
        let task = damaged(write::label_studio::task(&gold, None).to_string());
        let _ = convert::label_studio::documents("x", &task, tally);
        let columns = write::conll::HEADER.to_owned() + &damaged(write::conll::document(&gold, None));
        let _ = convert::conll::documents("x", &columns, tally);
        let _ = convert::tei::documents("x", &damaged(write::tei::document(&gold, None)), tally);
        let _ = convert::doccano::documents("x", &damaged(write::doccano::line(&gold)), tally);
    }
}

#[test]
fn deep_nesting_is_read_or_refused() {
    let deep = |open: &str, close: &str| open.repeat(5_000) + &close.repeat(5_000);
    let tally = &mut Tally::default();
    let file = format!("<TEI><text><p>{}</p></text></TEI>", deep("<said>x", "</said>"));
    let _ = convert::tei::documents("x", &file, tally);
    let _ = convert::label_studio::documents("x", &deep("[", "]"), tally);
    let _ = convert::doccano::documents("x", &deep("{\"text\":", "}"), tally);
}
