//! Regular spelling of verb forms and plurals, so that the lists spell out only what is irregular.

/// The base form itself.
pub(super) fn same(base: &str) -> String {
    base.to_owned()
}

/// *say* -> *says*, *cry* -> *cries*, *hiss* -> *hisses*, *echo* -> *echoes*.
pub(super) fn third(base: &str) -> String {
    if ends_in_sibilant(base) || ends_in_consonant_and(base, 'o') {
        format!("{base}es")
    } else if ends_in_consonant_and(base, 'y') {
        format!("{}ies", stem(base))
    } else {
        format!("{base}s")
    }
}

/// *add* -> *added*, *argue* -> *argued*, *cry* -> *cried*, *nod* -> *nodded*.
pub(super) fn past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if ends_in_consonant_and(base, 'y') {
        format!("{}ied", stem(base))
    } else {
        format!("{}ed", doubled(base))
    }
}

/// *add* -> *adding*, *argue* -> *arguing*, *lie* -> *lying*, *nod* -> *nodding*, *agree* -> *agreeing*.
pub(super) fn gerund(base: &str) -> String {
    if base.ends_with("ie") {
        format!("{}ying", stem(stem(base)))
    } else if base.ends_with('e') && !["ee", "oe", "ye"].iter().any(|end| base.ends_with(end)) {
        format!("{}ing", stem(base))
    } else {
        format!("{}ing", doubled(base))
    }
}

/// *official* -> *officials*, *witness* -> *witnesses*, *deputy* -> *deputies*, *policeman* -> *policemen*.
pub(super) fn plural(singular: &str) -> String {
    if let Some(prefix) = singular.strip_suffix("man") {
        return format!("{prefix}men");
    }
    if ends_in_sibilant(singular) {
        format!("{singular}es")
    } else if ends_in_consonant_and(singular, 'y') {
        format!("{}ies", stem(singular))
    } else {
        format!("{singular}s")
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Without the last letter.
fn stem(word: &str) -> &str {
    let mut letters = word.chars();
    letters.next_back();
    letters.as_str()
}

fn ends_in_sibilant(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
}

fn ends_in_consonant_and(word: &str, last: char) -> bool {
    let mut letters = word.chars().rev();
    letters.next() == Some(last) && letters.next().is_some_and(|before| !is_vowel(before))
}

/// The last consonant twice where a word of one short vowel takes an ending: *nod* -> *nodd*, *quip* -> *quipp*.
fn doubled(word: &str) -> String {
    // The u of qu is no vowel of its own.
    let sounds = word.replace("qu", "kw");
    let mut letters = sounds.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let closed = last.is_some_and(|last| !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y'));
    let short = before.is_some_and(is_vowel) && !letters.any(is_vowel);
    match last {
        Some(last) if closed && short => format!("{word}{last}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_follow_their_spelling() {
        let forms = |base: &str| [third(base), past(base), gerund(base)].join(" ");
        assert_eq!(forms("add"), "adds added adding");
        assert_eq!(forms("reply"), "replies replied replying");
        assert_eq!(forms("bray"), "brays brayed braying");
        assert_eq!(forms("quip"), "quips quipped quipping");
        assert_eq!(forms("shout"), "shouts shouted shouting");
        assert_eq!(forms("vow"), "vows vowed vowing");
        assert_eq!(forms("lie"), "lies lied lying");
        assert_eq!(forms("agree"), "agrees agreed agreeing");
        assert_eq!(forms("confess"), "confesses confessed confessing");
        assert_eq!(forms("echo"), "echoes echoed echoing");
        assert_eq!(forms("coo"), "coos cooed cooing");
        assert_eq!(forms("whisper"), "whispers whispered whispering");
    }

    #[test]
    fn regular_plurals_follow_their_spelling() {
        for (singular, many) in [
            ("official", "officials"),
            ("witness", "witnesses"),
            ("deputy", "deputies"),
            ("attorney", "attorneys"),
            ("policeman", "policemen"),
            ("woman", "women"),
            ("coach", "coaches"),
        ] {
            assert_eq!(plural(singular), many);
        }
    }

    #[test]
    fn any_text_has_forms() {
        for odd in ["", "e", "ie", "y", "é", "qu"] {
            let _ = (third(odd), past(odd), gerund(odd), plural(odd));
        }
    }
}
