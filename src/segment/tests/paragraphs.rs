//! Paragraphs, one an item.

use super::check;

#[track_caller]
fn paragraphs(text: &str, expected: &[&str]) {
    let segments = check(text);
    let found: Vec<_> = segments.paragraphs.iter().map(|paragraph| paragraph.span.text(text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn blank_lines_end_paragraphs() {
    paragraphs("One.\n\nTwo.\r\n \t\r\n  Three.  \n", &["One.", "Two.", "Three."]);
    paragraphs("One.\r\rTwo.", &["One.", "Two."]);
}

#[test]
fn news_has_a_paragraph_a_line() {
    let text = "Council drops tram plan\nBy Ann Poe\nThe city council dropped its plan for a new tram line \
                on Monday, saying the costs had doubled since the first estimate was made.\n“We cannot pay for it,” \
                Mayor John Roe said.\n“Nobody can,” he added.\nResidents disagreed\nSeveral residents said they \
                would go to court over it.";
    let lines: Vec<_> = text.split('\n').collect();
    paragraphs(text, &lines);
}

#[test]
fn books_are_wrapped() {
    let first = "The old house at the end of the lane had stood empty for so long that\nnobody in the village \
                 could say who had lived there last. Some held that\nit had been a widow; others spoke of a \
                 sailor who had come home late in\nlife and had not stayed.";
    let second =
        "“Nonsense,” said Mrs. Gray. “It belonged to my uncle, and it was he who\nplanted the limes.”";
    let text = format!("CHAPTER I\n\n{first}\n\n{second}\n");
    paragraphs(&text, &["CHAPTER I", first, second]);
    let sentences = check(&text).sentences;
    assert_eq!(sentences.len(), 1 + 2 + 2);
}

#[test]
fn wrapped_text_without_blank_lines_ends_paragraphs_with_short_lines() {
    let body = "The coach went on through the rain all that night, and the two of them\nslept as well as they \
                could with their heads against the shaking boards,\nwaking at every stone and asking each \
                other how far it was to the sea.\nNobody knew.\n";
    let text = body.repeat(6);
    let segments = check(&text);
    // The last line of each repetition ends a paragraph.
    assert_eq!(segments.paragraphs.len(), 6);
}

#[test]
fn two_lines_are_joined_only_where_the_second_goes_on() {
    paragraphs("He said that he would come\nto the house.", &["He said that he would come\nto the house."]);
    paragraphs("He came to the house.\nShe left.", &["He came to the house.", "She left."]);
    paragraphs("Mon May 06 2024\nicon-mail icon-print", &["Mon May 06 2024", "icon-mail icon-print"]);
}

#[test]
fn dialogue_lines_are_paragraphs() {
    paragraphs("“Come in.”\n“No.”\n“Why not?” she asked.", &["“Come in.”", "“No.”", "“Why not?” she asked."]);
}

#[test]
fn list_items_are_paragraphs() {
    paragraphs(
        "Bring:\n- bread\n- wine\n1. one\n2. two",
        &["Bring:", "- bread", "- wine", "1. one", "2. two"],
    );
}
