//! Names of persons: full names first, then every shorter form finds its bearer.

mod short;

use rustc_hash::FxHashMap;

use super::cast::{Cast, EntryId, Form};
use super::gender;
use super::name::{NameWords, Titles, fold, is_article, roots, titles_before};
use crate::layers::{Entity, EntityLabel, Gender, SpeakerKind};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// The same name again: *Sami Abu Zuhri* … *Sami Abu Zuhri*.
pub(super) const EXACT_NAME: &str = "exact-name";
/// Full names that differ in a middle name, an initial or a short form: *Robert S. Ford*, *Bob Ford*.
const NAME_VARIANT: &str = "name-variant";
/// Some words of a full name: *Abu Amr* of *Ziad Abu Amr*.
const PARTIAL_NAME: &str = "partial-name";
/// *Mr. Zuhri* of *Sami Abu Zuhri*.
const TITLE_SURNAME: &str = "title-surname";
/// *Aunt Polly*, *Sir Walter*, *Mrs. Rachel*.
const TITLE_GIVEN_NAME: &str = "title-given-name";
/// *Zuhri* of *Sami Abu Zuhri*.
const SURNAME: &str = "surname";
/// *Qanou* of *Abdul Latif al-Qanou*.
const PARTICLE_DROPPED: &str = "particle-dropped";
/// *Catherine* of *Catherine Morland*.
const GIVEN_NAME: &str = "given-name";
/// *Lizzy* of *Elizabeth Bennet*.
const NICKNAME: &str = "nickname";
/// *the Bennets*: a family is a group of its own.
const FAMILY: &str = "family";

/// One person of the document.
struct Person {
    entry: EntryId,
    words: NameWords,
    gender: Gender,
    titles: Vec<u64>,
    /// The last word as written, with its particle.
    raw_last: u64,
    /// How often the full name occurs.
    times: u32,
    last_full: Option<usize>,
    last_bare: Option<usize>,
    last_seen: Option<usize>,
}

/// One occurrence of a person's name.
struct Occurrence {
    entity: usize,
    token: usize,
    words: NameWords,
    titles: Titles,
    given_gender: Gender,
    /// Whether the first word is a known given name, and whether a known surname.
    is_given: bool,
    is_surname: bool,
    /// Whether it starts with a particle, as surnames do: *van der Luyden*, *Abu Amr*.
    particle: bool,
    /// Whether a woman is named by her husband's name: *Mrs. John Dashwood*.
    spouse: bool,
    raw_last: u64,
    key: u64,
}

impl Occurrence {
    fn gender(&self) -> Gender {
        self.titles.gender.unwrap_or(self.given_gender)
    }
}

/// Every person, findable by any part of the name.
#[derive(Default)]
struct People {
    persons: Vec<Person>,
    by_last: FxHashMap<u64, Vec<usize>>,
    by_first: FxHashMap<u64, Vec<usize>>,
    by_root: FxHashMap<u64, Vec<usize>>,
    by_single: FxHashMap<u64, Vec<usize>>,
    /// Who a title with a surname was last.
    by_title: FxHashMap<(u64, u64), usize>,
    /// Titles that come with a bare surname somewhere in the document.
    titled: FxHashMap<(u64, u64), ()>,
    /// How often each single name stands alone.
    bare: FxHashMap<u64, u32>,
}

/// Links every entity that names a person.
pub(super) fn resolve(
    reading: &Reading<'_>,
    entities: &[Entity],
    cast: &mut Cast,
    of_entity: &mut [Option<(EntryId, &'static str)>],
) {
    let mut occurrences = occurrences(reading, entities);
    learn_genders(reading, &mut occurrences);
    let mut people = People::default();
    let full = people.full_names(&occurrences, cast);
    for occurrence in &occurrences {
        if let [word] = occurrence.words.words.as_slice() {
            *people.bare.entry(word.key).or_default() += 1;
            for title in &occurrence.titles.words {
                people.titled.insert((word.key, *title), ());
            }
        }
    }
    for (at, occurrence) in occurrences.iter().enumerate() {
        let Some(entity) = entities.get(occurrence.entity) else { continue };
        let (person, rule) = match full.get(&occurrence.key) {
            Some((person, rule)) => (*person, *rule),
            None if is_family(reading, occurrence, &people) => {
                let entry = people.add(cast, occurrence, SpeakerKind::Group);
                (entry, FAMILY)
            }
            None => people.short_name(occurrence, cast),
        };
        let Some(found) = people.persons.get_mut(person) else { continue };
        found.see(at, occurrence, rule);
        let bare = occurrence.words.words.len() == 1;
        let address = occurrence.titles.address.filter(|_| bare || occurrence.spouse);
        let address = address.and_then(|index| reading.tokens.get(index)).map(|token| token.span);
        let form = Form { span: entity.span, named: true, alias: false, address };
        cast.note(reading.text, found.entry, form);
        if let Some(entry) = cast.entry_mut(found.entry) {
            if entry.gender == Gender::Unknown {
                entry.gender = occurrence.gender();
            }
            for title in &occurrence.titles.words {
                if !entry.titles.contains(title) {
                    entry.titles.push(*title);
                }
            }
        }
        if let Some(slot) = of_entity.get_mut(occurrence.entity) {
            *slot = Some((found.entry, rule));
        }
    }
}

fn occurrences(reading: &Reading<'_>, entities: &[Entity]) -> Vec<Occurrence> {
    let mut occurrences = Vec::new();
    for (entity, found) in entities.iter().enumerate() {
        if found.label != EntityLabel::Per {
            continue;
        }
        let tokens = reading.tokens_in(found.span);
        let token = tokens.start;
        let words = NameWords::read(reading, tokens.clone());
        if words.words.is_empty() {
            continue;
        }
        let is_surname = reading.words.get(token).is_some_and(|word| word.is(WordClass::SURNAME));
        let given = reading.words.get(token).filter(|word| word.is(WordClass::GIVEN_NAME));
        let titles = titles_before(reading, token);
        let given_gender = given.map_or(Gender::Unknown, |word| word.gender);
        // *Mrs. John Dashwood* is not John.
        let spouse = matches!((titles.gender, given_gender), (Some(Gender::Feminine), Gender::Masculine))
            && words.words.len() > 1;
        let key = words.key() ^ u64::from(spouse);
        let article = tokens.clone().rev().skip(1).take(2).any(|index| is_article(reading, index));
        let raw_last =
            tokens.clone().next_back().map_or(0, |last| fold(reading.form(last))) ^ u64::from(article);
        let is_given = given.is_some();
        occurrences.push(Occurrence {
            entity,
            token,
            words,
            titles,
            given_gender,
            is_given,
            is_surname,
            spouse,
            particle: reading.words.get(token).is_some_and(|word| word.is(WordClass::NAME_PARTICLE)),
            raw_last,
            key,
        });
    }
    occurrences
}

/// Fills in the gender of names that no list knows from the pronouns after them; a full name also from those
/// after its given name.
fn learn_genders(reading: &Reading<'_>, occurrences: &mut [Occurrence]) {
    let ends: Vec<(usize, u64)> = occurrences
        .iter()
        .map(|occurrence| (occurrence.token + occurrence.words.words.len(), occurrence.key))
        .collect();
    let learned = gender::by_key(reading, &ends);
    for occurrence in occurrences.iter_mut().filter(|occurrence| occurrence.given_gender == Gender::Unknown) {
        let full = occurrence.words.words.len() > 1;
        let given = occurrence
            .words
            .first()
            .filter(|_| full)
            .map(|first| NameWords { words: vec![first], suffix: None }.key());
        let own = learned.get(&occurrence.key);
        if let Some(gender) = own.or_else(|| given.and_then(|given| learned.get(&given))).filter(|_| full) {
            occurrence.given_gender = *gender;
        }
    }
}

/// *the Bennets*, where a Bennet is known.
fn is_family(reading: &Reading<'_>, occurrence: &Occurrence, people: &People) -> bool {
    let form = reading.form(occurrence.token);
    let article = occurrence.token.checked_sub(1).map_or("", |before| reading.form(before));
    occurrence.words.words.len() == 1
        && article.eq_ignore_ascii_case("the")
        && form.strip_suffix("es").or_else(|| form.strip_suffix('s')).is_some_and(|one| {
            let keys = [fold(one), fold(form.trim_end_matches('s'))];
            keys.iter().any(|key| people.by_last.contains_key(key) || people.by_single.contains_key(key))
        })
}

impl Person {
    fn see(&mut self, at: usize, occurrence: &Occurrence, rule: &'static str) {
        self.last_seen = Some(at);
        if occurrence.words.words.len() > 1 {
            self.last_full = Some(at);
        } else if rule == SURNAME || rule == PARTICLE_DROPPED || rule == EXACT_NAME {
            self.last_bare = Some(at);
        }
        if self.gender == Gender::Unknown {
            self.gender = occurrence.gender();
        }
        for title in &occurrence.titles.words {
            if !self.titles.contains(title) {
                self.titles.push(*title);
            }
        }
    }
}

fn agree(a: Gender, b: Gender) -> bool {
    a == b || a == Gender::Unknown || b == Gender::Unknown
}

impl People {
    /// Makes a person of each full name; names that can be one person's become one.
    fn full_names(
        &mut self,
        occurrences: &[Occurrence],
        cast: &mut Cast,
    ) -> FxHashMap<u64, (usize, &'static str)> {
        let mut seen: FxHashMap<u64, (Gender, u32)> = FxHashMap::default();
        let mut distinct: Vec<&Occurrence> = Vec::new();
        for occurrence in occurrences.iter().filter(|occurrence| occurrence.words.words.len() > 1) {
            let (gender, times) = seen.entry(occurrence.key).or_insert_with(|| {
                distinct.push(occurrence);
                (Gender::Unknown, 0)
            });
            *times += 1;
            if *gender == Gender::Unknown {
                *gender = occurrence.gender();
            }
        }
        // The longest first, so that shorter forms find the fullest name; the sort keeps text order.
        distinct.sort_by_key(|occurrence| std::cmp::Reverse(occurrence.words.words.len()));
        let mut full = FxHashMap::default();
        for occurrence in distinct {
            let (gender, times) = seen.get(&occurrence.key).copied().unwrap_or((Gender::Unknown, 0));
            let (person, rule) = match self.longer_name(occurrence, gender, times) {
                Some(found) => found,
                None => (self.add(cast, occurrence, SpeakerKind::Person), EXACT_NAME),
            };
            if let Some(found) = self.persons.get_mut(person) {
                found.times += times;
                if found.gender == Gender::Unknown {
                    found.gender = gender;
                }
            }
            full.insert(occurrence.key, (person, rule));
        }
        full
    }

    /// A person whose full name this one is a form of.
    fn longer_name(
        &self,
        occurrence: &Occurrence,
        gender: Gender,
        times: u32,
    ) -> Option<(usize, &'static str)> {
        let last = occurrence.words.last()?.key;
        let first = occurrence.words.first()?.key;
        let compatible =
            |index: &&usize| self.persons.get(**index).is_some_and(|person| agree(person.gender, gender));
        let among = |map: &FxHashMap<u64, Vec<usize>>, key: u64, test: &dyn Fn(&NameWords) -> bool| {
            let list = map.get(&key)?;
            list.iter()
                .filter(compatible)
                .find(|index| self.persons.get(**index).is_some_and(|person| test(&person.words)))
                .copied()
        };
        // A longer name that is rare beside a common shorter one is a heading or a misreading.
        let common = |person: &usize| {
            self.persons.get(*person).is_some_and(|person| occurrence.particle || person.times * 4 >= times)
        };
        let variant = among(&self.by_last, last, &|words| occurrence.words.is_variant_of(words));
        let end = || among(&self.by_last, last, &|words| occurrence.words.is_end_of(words));
        let start = || among(&self.by_first, first, &|words| occurrence.words.is_start_of(words));
        variant
            .map(|person| (person, NAME_VARIANT))
            .or_else(|| end().filter(common).map(|person| (person, PARTIAL_NAME)))
            .or_else(|| start().filter(common).map(|person| (person, PARTIAL_NAME)))
    }

    fn add(&mut self, cast: &mut Cast, occurrence: &Occurrence, kind: SpeakerKind) -> usize {
        let index = self.persons.len();
        let entry = cast.add(kind, Some(EntityLabel::Per), occurrence.gender());
        if let (Some(first), Some(last)) = (occurrence.words.first(), occurrence.words.last()) {
            if occurrence.words.words.len() > 1 {
                self.by_last.entry(last.key).or_default().push(index);
                self.by_first.entry(first.key).or_default().push(index);
                for root in roots(first.key) {
                    self.by_root.entry(*root).or_default().push(index);
                }
            } else {
                self.by_single.entry(first.key).or_default().push(index);
            }
        }
        self.persons.push(Person {
            entry,
            words: occurrence.words.clone(),
            gender: occurrence.gender(),
            titles: occurrence.titles.words.clone(),
            raw_last: occurrence.raw_last,
            times: 0,
            last_full: None,
            last_bare: None,
            last_seen: None,
        });
        index
    }

    /// The bearer of a single name, with or without title; a new person where nobody fits.
    fn short_name(&mut self, occurrence: &Occurrence, cast: &mut Cast) -> (usize, &'static str) {
        let Some(word) = occurrence.words.last().map(|word| word.key) else {
            return (self.add(cast, occurrence, SpeakerKind::Person), EXACT_NAME);
        };
        let title = occurrence.titles.words.first().copied();
        let found = match title {
            Some(title) => self.titled_name(word, title, occurrence),
            None => self.bare_name(word, occurrence),
        };
        let (person, rule) =
            found.unwrap_or_else(|| (self.add(cast, occurrence, SpeakerKind::Person), EXACT_NAME));
        if let Some(title) = title {
            self.by_title.insert((word, title), person);
        }
        (person, rule)
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn middle_names_and_short_forms_make_no_other_person() {
        check(
            "<m exact-name \"Robert S. Ford\">Robert S. Ford</m> spoke. <m name-variant \"Robert S. Ford\">Bob Ford</m> left.",
        );
        // A different middle initial is a different man.
        check(
            "<m exact-name \"George W. Hart\">George W. Hart</m> met <m exact-name \"George H. Hart\">George H. Hart</m>.",
        );
    }

    #[test]
    fn part_of_a_long_name_is_enough() {
        check(
            "<m exact-name \"Ziad Abu Amr\">Ziad Abu Amr</m> spoke. <m partial-name \"Ziad Abu Amr\">Abu Amr</m> left.",
        );
    }

    #[test]
    fn a_family_is_none_of_its_members() {
        check(
            "<m exact-name \"Jane Mercer\">Jane Mercer</m> left. <m family Mercers>The Mercers</m> said no.",
        );
    }
}
