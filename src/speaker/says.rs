//! What each way to tell who a mention is says, for people.

/// The rule in words, to be read after *“the mayor” is Ann Lee:*. None for an unknown rule.
#[must_use]
pub fn says(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "exact-name" => "the name stands there in full",
        "name-variant" => "another spelling of the name",
        "partial-name" => "a part of the name that nobody else of the text bears",
        "title-surname" => "title and surname fit",
        "title-given-name" => "title and given name fit",
        "surname" => "the surname fits, and nobody else of that name was named last",
        "given-name" => "the given name fits, and nobody else of that name was named last",
        "particle-dropped" => "the name without its particle",
        "nickname" => "a nickname of the given name",
        "family" => "a member of the family of that name",
        "short-name" => "a short form of the name",
        "acronym" => "the initials of the name",
        "acronym-introduced" => "the text introduces these initials for it",
        "well-known-short-form" => "a short form that is known for it",
        "alias-introduced" => "the text says that this is another name",
        "pronoun-person" => "the most prominent person before it whom the pronoun fits",
        "pronoun-group" => "the most prominent group before it",
        "pronoun-body" => "the most prominent body or text before it",
        "relative-pronoun" => "it stands right before the pronoun",
        "partitive" => "some of those just mentioned",
        "apposition" => "the text sets the two side by side",
        "coordination" => "the two are named together",
        "turn-label" => "the label of the turn",
        "narrator" => "the one who tells the story",
        "named-later" => "the text names the source further on",
        "role-bound" => "the text gave that role to this name",
        "same-description" => "the same description as before",
        "wider-description" => "a shorter description of the same source",
        "definite-group" => "the group just mentioned",
        "statement-of" => "a text speaks for whoever issued it",
        "first-mention" => "the first that the text says of this source",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Engine};

    #[test]
    fn every_rule_that_answers_has_its_words() {
        let text = "Ann Lee, the mayor of Harm, said no. “Go,” she said. Ms. Lee told Bob Roe, who said it was \
                    late. The mayor agreed. Officials said so too; they said it twice. Lee said so. ANN: Yes.";
        let document = Document::new("says", text).unwrap();
        for attribution in Engine::default().annotate(&document).attributions.iter().flatten() {
            let rule = attribution.speaker_rule.unwrap_or("exact-name");
            assert!(says(rule).is_some(), "{rule}");
        }
        assert_eq!(says("no-such-rule"), None);
    }
}
