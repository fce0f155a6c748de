//! Noun phrases without a name: *the Hamas spokesman*, *the group*, *officials*, *the statement*.

use super::cast::{Cast, EntryId};
use super::discourse::{Described, Discourse, content_words};
use super::name::fold;
use super::pronoun;
use crate::layers::{Determiner, EntityLabel, Gender, Mention, Number, SpeakerKind};
use crate::lexicon::{Word, WordClass};
use crate::reading::Reading;

/// A role bound to a name and later used alone: *the Hamas spokesman*.
const ROLE_BOUND: &str = "role-bound";
/// *the official* after *a senior official*; *officials* after *officials*.
pub(super) const SAME_DESCRIPTION: &str = "same-description";
/// A wider word for a person just described: *the source* after *a senior official*.
const WIDER_DESCRIPTION: &str = "wider-description";
/// *the group*, *the movement*: the body that it describes.
const DEFINITE_GROUP: &str = "definite-group";
/// *the statement*: whoever issued it.
pub(super) const STATEMENT_OF: &str = "statement-of";
/// A source mentioned for the first time.
pub(super) const FIRST_MENTION: &str = "first-mention";

/// How many paragraphs back a wider word may reach.
const PARAGRAPHS: u32 = 3;

/// What is known of a description.
pub(super) struct Description {
    /// The folded head noun.
    pub(super) head: u64,
    /// The token of the head noun.
    pub(super) token: usize,
    pub(super) word: Word,
    /// Folded content words, the head among them.
    pub(super) words: Vec<u64>,
    pub(super) paragraph: u32,
    /// Whether two joined nouns make the head.
    pub(super) joint: bool,
}

impl Description {
    /// Reads a nominal mention.
    pub(super) fn read(reading: &Reading<'_>, mention: &Mention) -> Option<Self> {
        let head_tokens = reading.tokens_in(mention.head);
        let token = head_tokens.clone().next_back()?;
        let tokens = mention.tokens.start as usize..mention.tokens.end as usize;
        Some(Self {
            head: fold(reading.form(token)),
            token,
            word: reading.words.get(token).copied().unwrap_or(Word::UNKNOWN),
            words: content_words(reading, tokens),
            paragraph: u32::try_from(reading.paragraph_at(mention.span.start)).unwrap_or(u32::MAX),
            joint: head_tokens.len() > 1,
        })
    }
}

/// Nouns for bodies that can take up any organisation's name; others (*police*, *army*) name their own.
const TAKING_UP: [&str; 30] = [
    "group",
    "movement",
    "organisation",
    "organization",
    "company",
    "firm",
    "party",
    "agency",
    "body",
    "militia",
    "faction",
    "union",
    "charity",
    "network",
    "newspaper",
    "paper",
    "bank",
    "club",
    "team",
    "corporation",
    "institution",
    "association",
    "coalition",
    "alliance",
    "outfit",
    "retailer",
    "broadcaster",
    "magazine",
    "watchdog",
    "commission",
];
/// Words for a person whose office is left open.
const WIDER: [&str; 8] =
    ["source", "official", "spokesperson", "person", "man", "woman", "politician", "lawmaker"];

/// Whether a text is one that somebody issues to speak through it.
pub(super) fn is_issued(noun: &str) -> bool {
    const ISSUED: [&str; 16] = [
        "statement",
        "release",
        "letter",
        "leaflet",
        "communiqué",
        "communique",
        "memo",
        "email",
        "tweet",
        "post",
        "announcement",
        "filing",
        "report",
        "declaration",
        "message",
        "note",
    ];
    ISSUED.iter().any(|known| noun.eq_ignore_ascii_case(known))
}

/// The entry that a description takes up, if it takes up one.
pub(super) fn antecedent(
    reading: &Reading<'_>,
    cast: &Cast,
    discourse: &Discourse,
    mention: &Mention,
    description: &Description,
) -> Option<(EntryId, &'static str)> {
    let form = mention.head.text(reading.text);
    if mention.number == Number::Plural && pronoun_like(form) && mention.tokens.len() == 1 {
        return pronoun::partitive(discourse, mention).map(|entry| (entry, pronoun::PARTITIVE));
    }
    match mention.determiner {
        // *a senior official* is somebody new every time.
        Determiner::Indefinite if mention.number != Number::Plural => None,
        Determiner::Indefinite => same_words(cast, discourse, description, mention),
        Determiner::Bare if mention.number != Number::Plural => {
            same_words(cast, discourse, description, mention)
                .or_else(|| bound_role(cast, discourse, description))
        }
        Determiner::Bare => same_words(cast, discourse, description, mention),
        Determiner::Possessive => same_words(cast, discourse, description, mention),
        Determiner::Definite => definite(reading, cast, discourse, mention, description),
    }
}

fn pronoun_like(form: &str) -> bool {
    ["some", "many", "several", "both", "others", "most", "all"]
        .iter()
        .any(|known| form.eq_ignore_ascii_case(known))
}

/// The very same words again.
fn same_words(
    cast: &Cast,
    discourse: &Discourse,
    description: &Description,
    mention: &Mention,
) -> Option<(EntryId, &'static str)> {
    let single = mention.number != Number::Plural;
    discourse
        .described(description.head)
        .find(|known| {
            known.words == description.words
                && (known.number == Number::Plural) != single
                && cast.entry(known.entry).is_some()
        })
        .map(|known| (known.entry, SAME_DESCRIPTION))
}

/// *Hamas spokesman* without article, as headlines write.
fn bound_role(
    cast: &Cast,
    discourse: &Discourse,
    description: &Description,
) -> Option<(EntryId, &'static str)> {
    discourse
        .described(description.head)
        .find(|known| {
            cast.entry(known.entry).is_some_and(|entry| entry.kind == SpeakerKind::Person)
                && description.words.iter().all(|word| known.words.contains(word))
                && description.words.len() > 1
        })
        .map(|known| (known.entry, ROLE_BOUND))
}

fn definite(
    reading: &Reading<'_>,
    cast: &Cast,
    discourse: &Discourse,
    mention: &Mention,
    description: &Description,
) -> Option<(EntryId, &'static str)> {
    let plural = mention.number == Number::Plural;
    let form = reading.form(description.token).to_lowercase();
    if !plural
        && TAKING_UP.contains(&form.as_str())
        && let Some(entry) = body(reading, cast, discourse, mention, description)
    {
        return Some((entry, DEFINITE_GROUP));
    }
    // All its words were said of somebody: *the spokesman* of *a Hamas spokesman*. The closest fit first.
    let known = discourse.described(description.head).find(|known| {
        !known.joint
            && (known.number == Number::Plural) == plural
            && description.words.iter().all(|word| known.words.contains(word))
            && agree(mention.gender, cast, known.entry)
    });
    if let Some(known) = known {
        let named = cast.entry(known.entry).is_some_and(|entry| entry.label.is_some());
        let document = description.word.is(WordClass::DOCUMENT);
        let rule = match (named, document) {
            (_, true) => STATEMENT_OF,
            (true, _) if description.word.is(WordClass::GROUP) => DEFINITE_GROUP,
            (true, _) => ROLE_BOUND,
            (false, _) => SAME_DESCRIPTION,
        };
        return Some((known.entry, rule));
    }
    if plural {
        return None;
    }
    if WIDER.contains(&form.as_str()) && description.words.len() == 1 {
        return wider(cast, discourse, mention, description.paragraph)
            .map(|entry| (entry, WIDER_DESCRIPTION));
    }
    if is_issued(&form) {
        return discourse
            .recent()
            .take_while(|seen| description.paragraph.saturating_sub(seen.paragraph) <= PARAGRAPHS)
            .find(|seen| seen.source && !seen.nested)
            .map(|seen| (seen.entry, STATEMENT_OF));
    }
    None
}

fn agree(gender: Gender, cast: &Cast, entry: EntryId) -> bool {
    let known = cast.entry(entry).map_or(Gender::Unknown, |entry| entry.gender);
    known == gender || known == Gender::Unknown || gender == Gender::Unknown || gender == Gender::Neuter
}

/// The organisation that was the last subject or source, before one in passing, before a country.
fn body(
    reading: &Reading<'_>,
    cast: &Cast,
    discourse: &Discourse,
    mention: &Mention,
    description: &Description,
) -> Option<EntryId> {
    let noun = reading.form(description.token).to_lowercase();
    let company = matches!(noun.as_str(), "company" | "firm" | "retailer" | "corporation" | "bank");
    let mut best: Option<(EntryId, i32)> = None;
    for seen in discourse.recent() {
        let distance = mention.sentence.saturating_sub(seen.sentence);
        if distance > 6 {
            break;
        }
        let Some(entry) = cast.entry(seen.entry) else { continue };
        if entry.kind != SpeakerKind::Organisation
            || seen.number == Number::Plural
            || seen.span_end > mention.span.start
        {
            continue;
        }
        if company && entry.forms.iter().any(|form| is_public_body(form.span.text(reading.text))) {
            continue;
        }
        let mut score = -2 * i32::try_from(distance).unwrap_or(i32::MAX / 4);
        score += if entry.label == Some(EntityLabel::Org) { 6 } else { 0 };
        score += if seen.subject { 3 } else { 0 };
        score += if seen.source { 2 } else { 0 };
        score -= if seen.nested { 1 } else { 0 };
        let called = discourse.described(description.head).take(4);
        score += if called.into_iter().any(|known| cast.root(known.entry) == cast.root(seen.entry)) {
            2
        } else {
            0
        };
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((seen.entry, score));
        }
    }
    best.filter(|(entry, _)| cast.entry(*entry).is_some_and(|entry| entry.label == Some(EntityLabel::Org)))
        .map(|(entry, _)| entry)
}

/// Whether a name has a word that no company's has.
fn is_public_body(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "Union",
        "Party",
        "Ministry",
        "Council",
        "Authority",
        "Department",
        "University",
        "Court",
        "Committee",
        "Police",
        "Senate",
        "Congress",
        "Parliament",
        "Office",
        "Army",
        "News",
    ];
    name.split_whitespace().any(|word| WORDS.contains(&word))
}

/// The last person without a name, else the last source.
fn wider(cast: &Cast, discourse: &Discourse, mention: &Mention, paragraph: u32) -> Option<EntryId> {
    let near = || {
        discourse.recent().filter(|seen| {
            seen.span_end <= mention.span.start
                && paragraph.saturating_sub(seen.paragraph) <= PARAGRAPHS
                && seen.human
                && !seen.nested
                && seen.number != Number::Plural
                && agree(mention.gender, cast, seen.entry)
        })
    };
    let is = |entry: EntryId, kind| cast.entry(entry).is_some_and(|entry| entry.kind == kind);
    near()
        .find(|seen| is(seen.entry, SpeakerKind::Unnamed))
        .or_else(|| near().find(|seen| is(seen.entry, SpeakerKind::Person) && (seen.source || seen.subject)))
        .map(|seen| seen.entry)
}

/// The kind of source a description is.
pub(super) fn kind(mention: &Mention, description: &Description) -> SpeakerKind {
    let human = WordClass::ROLE | WordClass::HUMAN | WordClass::KINSHIP | WordClass::NATIONALITY;
    let word = description.word;
    if mention.number == Number::Plural {
        SpeakerKind::Group
    } else if word.is(WordClass::GROUP | WordClass::DOCUMENT) && !word.is(human) {
        SpeakerKind::Organisation
    } else {
        SpeakerKind::Unnamed
    }
}

/// Remembers a description for later ones to take up.
pub(super) fn remember(
    discourse: &mut Discourse,
    entry: EntryId,
    mention: &Mention,
    description: Description,
) {
    discourse.describe(
        description.head,
        Described { entry, words: description.words, number: mention.number, joint: description.joint },
    );
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn a_role_bound_to_a_name_stands_for_it() {
        check("Hamas spokesman <m exact-name \"Omar Haddad\">Omar Haddad</m> left. <m role-bound \"Omar Haddad\">The spokesman</m> said no.".replace("Hamas spokesman <m", "<m").replace(">Omar Haddad<", ">Hamas spokesman Omar Haddad<").as_str());
        // *A spokesman* is somebody else.
        check(
            "<m exact-name \"Omar Haddad\">Hamas spokesman Omar Haddad</m> left. <m first-mention \"police spokesman\">A police spokesman</m> said no.",
        );
    }

    #[test]
    fn nameless_sources_are_kept_apart() {
        check(
            "<m first-mention \"senior Israeli official\">A senior Israeli official</m> agreed. “Yes,” <m same-description \"senior Israeli official\">the official</m> said. <m first-mention \"Egyptian diplomat\">An Egyptian diplomat</m> said no.",
        );
    }

    #[test]
    fn a_wider_word_takes_up_a_nameless_source() {
        check(
            "<s first-mention \"senior Israeli official\">A senior Israeli official</s> agreed. <m wider-description \"senior Israeli official\">The source</m> added a date.",
        );
    }

    #[test]
    fn the_group_is_the_body_just_named() {
        check(
            "<m exact-name Hamas>Hamas</m> agreed on Monday. <m definite-group Hamas>The group</m> said it would wait.",
        );
        // An army is nobody else's name.
        check(
            "<m exact-name Hamas>Hamas</m> agreed on Monday. <m first-mention army>The army</m> said it would wait.",
        );
    }

    #[test]
    fn a_statement_speaks_for_who_issued_it() {
        check(
            "In a statement, <m exact-name Hamas>Hamas</m> denied it. “No,” <s statement-of Hamas>the statement</s> said.",
        );
    }

    #[test]
    fn an_office_is_not_its_holder() {
        check(
            "<m exact-name \"Benjamin Carver\">Benjamin Carver</m> left. <m first-mention \"Carver’s office\">Carver’s office</m> said no. <m same-description \"Carver’s office\">Carver’s office</m> said yes.",
        );
    }
}
