//! Sentences of one paragraph, with a bar between.

use super::{check, joined};

/// The bars of `expected` are where the sentences end; without them it is the text.
#[track_caller]
fn sentences(expected: &str) {
    let text = expected.replace('|', " ");
    let segments = check(&text);
    assert_eq!(joined(&text, segments.sentences.iter().map(|sentence| sentence.span)), expected);
}

#[test]
fn stops_end_sentences() {
    sentences("It rained all day.|Nobody came.");
    sentences("Who knows?|I do!|Good.");
    sentences("He paid 3.50 for it.|She paid 5.|Others paid nothing.");
    sentences("They left in 1987.|80 of them returned.");
    sentences("i like it.|you should come.|it is fun");
}

#[test]
fn titles_and_initials_do_not() {
    sentences("Mr. Brown met Dr. Gray and Mrs. White in St. Louis.|They talked.");
    sentences("Sen. Jane Doe and Gen. John Roe testified.");
    sentences("J. R. Hartley wrote it with Samuel L. Stone.|George W. Hill did not.");
    sentences("The shop is on Main St.|The owner lives above it.");
    sentences("He took vitamin C.|The cold went.");
    sentences("So do I.|Then we agree.");
}

#[test]
fn acronyms_may() {
    sentences("The U.S. Senate voted in Washington, D.C. on Monday.");
    sentences("He lives in the U.S.|He likes it there.");
    sentences("She moved to Washington, D.C.|The house was small.");
    sentences("The U.S.-backed plan failed for non-U.S. citizens.");
    sentences("It starts at 5 p.m. on Friday.");
    sentences("It starts at 5 p.m.|Doors open earlier.");
    sentences("It starts at 9 a.m. EST and ends at 5 p.m. Eastern Time.");
    sentences("It was 8 p.m. E.T. in Boston and 3 p. m. in Reno.");
}

#[test]
fn other_abbreviations_may() {
    sentences("Acme Inc. shares fell; Beta Corp. Chairman Ann Poe resigned.");
    sentences("He works for Acme Inc.|The firm makes anvils.");
    sentences("They sell apples, pears, etc.|Everything is fresh.");
    sentences("He waited two hrs.|Nobody came; ask our atty.|Call soon.");
    sentences("The sun.|The moon.|Sat down at last; then he sat.|It was Mon. Sept. 24.");
    sentences("It was signed by Smith et al.|The rest by dr. Brown.");
    sentences("On Jan. 5 and in Feb. it snowed.|In March it stopped.");
    sentences("Henry II. wore gloves, a ruff, &c. to the ball.|So did Ann.");
    sentences("He finished No. 5 on the list, i.e. last but one.");
    sentences("Smith vs. Jones was heard in Sept. 1990.");
    sentences("“No.|We will not go,” he said.");
}

#[test]
fn ellipses_end_a_sentence_before_a_capital() {
    sentences("All parties agreed ... that terror has to stop.");
    sentences("I thought… well, never mind.");
    sentences("He trailed off...|Nobody spoke.");
    sentences("We waited . . . and waited.");
    sentences("It was over.|... Then it began again.");
}

#[test]
fn marks_and_brackets_close_with_the_stop() {
    sentences("He called it “a war.”|Others did not.");
    sentences("He called it \"a war.\"|Others did not.");
    sentences("He called it ‘a war.’|Others did not.");
    sentences("Er nannte es „Krieg.“|Andere nicht.");
    sentences("(It was late.)|They left.");
    sentences("He called it “home”.|She did not.");
    sentences("It was known.[3]|Later it was forgotten. [12] [13]|Nobody cares.");
    sentences("She quit ``today.''|He stayed.");
}

#[test]
fn sentences_inside_quotations_are_sentences() {
    sentences("“I came.|I saw,” he said.");
    sentences("“We were shocked,” said Mr. Roe.|“They closed the door.|We will not.”");
    sentences("\"Why not?|It is late,\" she said.|\"Go.\"");
    sentences("'I came.|I saw,' he said.");
    sentences("“Where?”|“There.”");
}

#[test]
fn a_question_that_ends_a_quotation_goes_on_to_its_speaker() {
    sentences("“Really?” she asked.");
    sentences("\"Stop!\" cried the guard.|\"Now!\"");
    sentences("“Really?” Mary Lee asked.");
    sentences("“Sorry!” I said.");
    sentences("“Why me?” Mr. Lee went on.");
    sentences("“But …” he began.");
    // What follows is no reporting clause.
    sentences("“Really?”|The door closed.");
    sentences("“Really?”|I think so.");
    sentences("“Really?”|Mary closed the door.");
}

#[test]
fn a_stop_in_a_name_or_aside_goes_on() {
    sentences("The show “Jeopardy!” returns.");
    sentences("He said (who knows why?) that it was over.");
    sentences("What!—no tea?");
    sentences("Oh! how late it is.");
}

#[test]
fn addresses_and_numbers_go_on() {
    sentences("Write to a.b@c.example or see http://www.d.example/e.html for more.");
    sentences("See www.example.co.uk.|It has more.");
    sentences("Version 2.0.1 costs $1.5m.");
    sentences("1. Do this.|2. Do that.");
}

#[test]
fn forgotten_spaces_do_not_hide_a_sentence() {
    let text = "It ended.Then it began. See budget.DOC and Y!A now.";
    let segments = check(text);
    let sentences = joined(text, segments.sentences.iter().map(|sentence| sentence.span));
    assert_eq!(sentences, "It ended.|Then it began.|See budget.DOC and Y!A now.");
}

#[test]
fn dashes_after_a_stop() {
    sentences("“It cannot go on like this.” – Commissioner Ann Poe");
    sentences("GAZA CITY -- The talks ended.|They will resume.");
}
