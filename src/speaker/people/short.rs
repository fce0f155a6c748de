//! Whom a single name means, with or without a title.

use rustc_hash::FxHashMap;

use super::{
    EXACT_NAME, GIVEN_NAME, NICKNAME, Occurrence, PARTICLE_DROPPED, People, Person, SURNAME,
    TITLE_GIVEN_NAME, TITLE_SURNAME, agree,
};
use crate::layers::Gender;
use crate::speaker::name::{fold, roots};

impl People {
    fn candidates<'p>(
        &'p self,
        map: &'p FxHashMap<u64, Vec<usize>>,
        key: u64,
    ) -> impl Iterator<Item = (usize, &'p Person)> + 'p {
        map.get(&key)
            .into_iter()
            .flatten()
            .filter_map(|index| self.persons.get(*index).map(|person| (*index, person)))
    }

    /// How often the full names that a word leads to occur.
    fn times_of(&self, map: &FxHashMap<u64, Vec<usize>>, word: u64) -> u32 {
        self.candidates(map, word).map(|(_, person)| person.times).max().unwrap_or(0)
    }

    /// *Mr. Zuhri*, *Sen. Clinton*, *Miss Bennet*, *Aunt Polly*.
    pub(super) fn titled_name(
        &self,
        word: u64,
        title: u64,
        occurrence: &Occurrence,
    ) -> Option<(usize, &'static str)> {
        let gender = occurrence.titles.gender.unwrap_or(Gender::Unknown);
        let surnamed: Vec<(usize, &Person)> =
            self.candidates(&self.by_last, word).chain(self.candidates(&self.by_single, word)).collect();
        let namesakes = self.candidates(&self.by_last, word).count();
        let fits: Vec<(usize, &Person)> = surnamed
            .into_iter()
            .filter(|(_, person)| {
                agree(person.gender, gender) && self.may_be_called(person, word, title, namesakes)
            })
            .collect();
        let memo = self.by_title.get(&(word, title)).copied();
        // Who bears the title elsewhere, then who was last meant by it or named in full, then the first.
        let best = fits.iter().max_by_key(|(index, person)| {
            let meant = if memo == Some(*index) { person.last_seen } else { None };
            (
                person.titles.contains(&title),
                meant.max(person.last_full),
                person.last_seen,
                std::cmp::Reverse(*index),
            )
        });
        if let Some((index, person)) = best {
            let single = person.words.words.len() == 1;
            return Some((
                *index,
                if single && person.titles.contains(&title) { EXACT_NAME } else { TITLE_SURNAME },
            ));
        }
        self.candidates(&self.by_first, word)
            .filter(|(_, person)| agree(person.gender, gender))
            .max_by_key(|(index, person)| {
                (person.titles.contains(&title), person.last_seen, std::cmp::Reverse(*index))
            })
            .map(|(index, _)| (index, TITLE_GIVEN_NAME))
    }

    /// Whether a person can be meant by a title and the surname.
    fn may_be_called(&self, person: &Person, word: u64, title: u64, namesakes: usize) -> bool {
        if person.titles.contains(&title) {
            return true;
        }
        let (mrs, miss) = (fold("Mrs"), fold("Miss"));
        let full = person.words.words.len() > 1;
        let mr = fold("Mr");
        let lady = [mrs, miss, fold("Ms")].contains(&title);
        if lady && person.gender == Gender::Unknown && self.titled.contains_key(&(word, mr)) {
            // *Mrs. Archer* beside a Mr. Archer is not the Newland Archer of whom nothing is known.
            return false;
        }
        if title == mrs {
            // Where there is a Miss Bennet, the daughters are no Mrs. Bennet.
            let daughter = full && self.titled.contains_key(&(word, miss));
            return !daughter && !person.titles.contains(&miss);
        }
        if title == miss {
            return !person.titles.contains(&mrs);
        }
        let plain = [fold("Mr"), fold("Ms"), fold("Dr")];
        if plain.contains(&title) || !full {
            // *Captain Lee* and *Mr. Lee* are two where no full name binds them.
            return full
                || person.titles.is_empty()
                || plain.contains(&title) && person.titles.iter().any(|known| plain.contains(known));
        }
        // A rank among several of the name tells one from the others: *General Tilney* is not Henry.
        namesakes < 2
    }

    /// *Zuhri*, *Catherine*, *Lizzy*.
    pub(super) fn bare_name(&self, word: u64, occurrence: &Occurrence) -> Option<(usize, &'static str)> {
        let recent = |(index, person): &(usize, &Person)| {
            (person.last_full.max(person.last_bare), person.last_seen, std::cmp::Reverse(*index))
        };
        let surname = |(index, person): (usize, &Person)| {
            let rule = if person.raw_last == occurrence.raw_last { SURNAME } else { PARTICLE_DROPPED };
            (index, rule)
        };
        // Women who are always *Mrs.* or *Miss* are not meant by the bare surname if anybody else can be.
        let addressed = [fold("Mrs"), fold("Miss"), fold("Lady")];
        // A name that occurs once beside one that occurs often is a misreading or a passing namesake.
        let often = self.times_of(&self.by_last, word);
        let by_surname = self
            .candidates(&self.by_last, word)
            .filter(|(_, person)| person.times * 10 >= often)
            .max_by_key(recent);
        let single = |strict: bool| {
            self.candidates(&self.by_single, word)
                .filter(|(_, person)| !strict || !person.titles.iter().any(|title| addressed.contains(title)))
                .max_by_key(recent)
                .map(|(index, _)| (index, EXACT_NAME))
        };
        let most = self.times_of(&self.by_first, word);
        // Who goes by the given name throughout is one person, whatever full name came last.
        let settled = self.bare.get(&word).is_some_and(|bare| *bare > 10 * most);
        let by_given = || {
            self.candidates(&self.by_first, word)
                .filter(|(_, person)| {
                    agree(person.gender, occurrence.given_gender) && person.times * 10 >= most
                })
                .max_by_key(|(index, person)| {
                    let recent = if settled { None } else { person.last_seen };
                    (recent, person.times, std::cmp::Reverse(*index))
                })
                .map(|(index, _)| (index, GIVEN_NAME))
        };
        let by_nickname = || {
            roots(word)
                .iter()
                .flat_map(|root| {
                    self.candidates(&self.by_root, *root).chain(self.candidates(&self.by_single, *root))
                })
                .filter(|(_, person)| agree(person.gender, occurrence.given_gender))
                .max_by_key(|(index, person)| {
                    (person.words.words.len() > 1, person.last_seen, std::cmp::Reverse(*index))
                })
                .map(|(index, _)| (index, NICKNAME))
        };
        // A word that is only ever a given name is no surname, whatever stands before it once.
        let first = match (occurrence.is_given, occurrence.is_surname) {
            (true, false) => true,
            (false, true) => false,
            _ => self.times_of(&self.by_first, word) > self.times_of(&self.by_last, word),
        };
        let by_surname = if first && by_given().is_some() { None } else { by_surname };
        if let Some(known) = single(true)
            && by_surname.is_none()
            && by_given().is_none()
        {
            return Some(known);
        }
        by_surname.map(surname).or_else(by_given).or_else(|| single(false)).or_else(by_nickname)
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn a_surname_finds_the_full_name() {
        check(
            "<m exact-name \"Maria Delgado\">Maria Delgado</m> left. <m surname \"Maria Delgado\">Delgado</m> was tired.",
        );
        check(
            "<m surname \"Maria Delgado\">Delgado</m> won.\n\nThe mayor, <m exact-name \"Maria Delgado\">Maria Delgado</m>, was glad.",
        );
        check(
            "<m exact-name \"Maria Delgado\">Maria Delgado</m> left. <m exact-name Ortega>Ortega</m> said so.",
        );
    }

    #[test]
    fn a_title_does_not_hide_the_surname() {
        check(
            "<m exact-name \"Sami Abu Zuhri\">Sami Abu Zuhri</m> spoke. <m title-surname \"Sami Abu Zuhri\">Mr. Zuhri</m> left.",
        );
        // The gender of the title must fit the given name.
        check(
            "<m exact-name \"John Keller\">John Keller</m> left. <m exact-name \"Mrs. Keller\">Mrs. Keller</m> stayed.",
        );
    }

    #[test]
    fn husband_and_wife_stay_two() {
        check(
            "<m exact-name \"Mr. Pell\">Mr. Pell</m> rose. <m exact-name \"Mrs. Pell\">Mrs. Pell</m> sat. <m exact-name \"Mr. Pell\">Mr. Pell</m> left.",
        );
        check(
            "<m exact-name \"Jane Pell\">Jane Pell</m> spoke. <m title-surname \"Jane Pell\">Miss Pell</m> bowed. <m exact-name \"Mrs. Pell\">Mrs. Pell</m> clapped.",
        );
    }

    #[test]
    fn a_bare_surname_is_who_was_last_named_in_full() {
        check(
            "<m exact-name \"Ann Moser\">Ann Moser</m> spoke. <m exact-name \"Karl Moser\">Karl Moser</m> spoke too. <m surname \"Karl Moser\">Moser</m> was brief.",
        );
    }

    #[test]
    fn a_given_name_finds_the_full_name() {
        check(
            "<m exact-name \"Catherine Morland\">Catherine Morland</m> sat down. <m given-name \"Catherine Morland\">Catherine</m> sighed.",
        );
        check(
            "<m exact-name \"Catherine Morland\">Catherine Morland</m> sat down. <m exact-name Emily>Emily</m> sighed.",
        );
    }

    #[test]
    fn a_nickname_finds_the_given_name() {
        check(
            "<m exact-name \"Elizabeth Harrow\">Elizabeth Harrow</m> rose. <m nickname \"Elizabeth Harrow\">Lizzy</m> smiled.",
        );
        check(
            "<m exact-name \"Elizabeth Harrow\">Elizabeth Harrow</m> rose. <m exact-name Molly>Molly</m> smiled.",
        );
    }

    #[test]
    fn a_particle_may_be_dropped() {
        check(
            "<m exact-name \"Omar al-Qanou\">Omar al-Qanou</m> spoke. <m particle-dropped \"Omar al-Qanou\">Qanou</m> left.",
        );
        check("<m exact-name \"Omar al-Qanou\">Omar al-Qanou</m> spoke. <m exact-name Qasim>Qasim</m> left.");
    }
}
