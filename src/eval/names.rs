//! When two names are the same name.

use rustc_hash::FxHashMap;

/// How a courtesy title addresses its bearer. *Mrs. Bennet* is neither *Mr.* nor *Miss Bennet*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Courtesy {
    /// *Mr.*, *Sir*, *Lord*, *Master*
    Mister,
    /// *Mrs.*, *Madame*
    Missis,
    /// *Miss*
    Miss,
    /// *Ms.*, *Lady*: either of the two above
    Woman,
}

impl Courtesy {
    fn of(word: &str) -> Option<Self> {
        match word {
            "mr" | "mister" | "sir" | "lord" | "master" | "monsieur" | "herr" | "señor" => {
                Some(Self::Mister)
            }
            "mrs" | "madam" | "madame" | "mme" | "frau" | "señora" => Some(Self::Missis),
            "miss" | "mademoiselle" | "mlle" | "señorita" => Some(Self::Miss),
            "ms" | "lady" | "dame" => Some(Self::Woman),
            _ => None,
        }
    }

    /// Whether one person can bear both titles.
    fn fits(self, other: Self) -> bool {
        let woman = |courtesy| courtesy != Self::Mister;
        self == other || (woman(self) && woman(other) && (self == Self::Woman || other == Self::Woman))
    }
}

/// Whether a word before a name is an article, or a title that says nothing of who bears it.
fn is_idle(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "dr"
            | "doctor"
            | "prof"
            | "professor"
            | "president"
            | "senator"
            | "sen"
            | "representative"
            | "rep"
            | "congressman"
            | "congresswoman"
            | "governor"
            | "gov"
            | "mayor"
            | "minister"
            | "prime"
            | "secretary"
            | "ambassador"
            | "judge"
            | "justice"
            | "captain"
            | "capt"
            | "colonel"
            | "col"
            | "general"
            | "gen"
            | "lieutenant"
            | "lt"
            | "major"
            | "maj"
            | "sergeant"
            | "sgt"
            | "reverend"
            | "rev"
    )
}

/// A name in the form in which names are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Folded {
    courtesy: Option<Courtesy>,
    bare: String,
}

/// Folds case, stops and commas, styles of apostrophe, white space, and articles and titles in front.
fn fold(name: &str) -> Folded {
    let plain: String = name
        .chars()
        .map(|character| match character {
            '.' | ',' | '_' => ' ',
            '’' | '‘' | '`' => '\'',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let mut courtesy = None;
    // What is left must still be a name: *the President* and *Captain* alone keep their last word.
    while let [first, _, ..] = words.as_slice() {
        match Courtesy::of(first) {
            Some(title) => courtesy = Some(title),
            None if is_idle(first) => {}
            None => break,
        }
        words.remove(0);
    }
    Folded { courtesy, bare: words.join(" ") }
}

/// Whether `answer` is one of the `right` names of a speaker.
///
/// A courtesy title may be left out or added, but not changed: *Mr. Darcy* is *Darcy*, and *Mr. Bennet* is
/// not *Mrs. Bennet*, even where plain *Bennet* is among her names.
#[must_use]
pub fn is_one_of<'n>(answer: &str, right: impl IntoIterator<Item = &'n str>) -> bool {
    let answer = fold(answer);
    if answer.bare.is_empty() {
        return false;
    }
    let same = right.into_iter().map(fold).filter(|name| name.bare == answer.bare);
    bears(answer.courtesy, same.map(|name| name.courtesy))
}

/// Whether one name with a title, or without, is somebody's who is called the same with these titles.
fn bears(answer: Option<Courtesy>, theirs: impl Iterator<Item = Option<Courtesy>>) -> bool {
    let (mut untitled, mut fits, mut clashes) = (false, false, false);
    for title in theirs {
        match (answer, title) {
            (Some(ours), Some(theirs)) if ours.fits(theirs) => fits = true,
            (Some(_), Some(_)) => clashes = true,
            (None, _) => fits = true,
            (Some(_), None) => untitled = true,
        }
    }
    fits || (untitled && !clashes)
}

/// The names of many, for looking up whose a name is.
pub struct NameIndex {
    /// For each bare name its bearers, each with the title that goes with it, by bearer.
    by_bare: FxHashMap<String, Vec<(usize, Option<Courtesy>)>>,
}

impl NameIndex {
    /// From bearers and their names, in the order of bearers.
    pub fn new<'n>(names: impl IntoIterator<Item = (usize, &'n str)>) -> Self {
        let mut by_bare: FxHashMap<String, Vec<_>> = FxHashMap::default();
        for (bearer, name) in names {
            let Folded { courtesy, bare } = fold(name);
            if !bare.is_empty() {
                by_bare.entry(bare).or_default().push((bearer, courtesy));
            }
        }
        Self { by_bare }
    }

    /// Everybody whose name it is, as [`is_one_of`] has it; those who bear it with its very title alone, if
    /// there are any.
    #[must_use]
    pub fn owners(&self, name: &str) -> Vec<usize> {
        let Folded { courtesy, bare } = fold(name);
        let bearers = self.by_bare.get(&bare).map_or(&[][..], Vec::as_slice);
        let mut owners: Vec<usize> = bearers
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|same| bears(courtesy, same.iter().map(|(_, title)| *title)))
            .filter_map(|same| same.first().map(|(bearer, _)| *bearer))
            .collect();
        let exact = |owner: &usize| bearers.contains(&(*owner, courtesy));
        if courtesy.is_some() && owners.iter().any(exact) {
            owners.retain(exact);
        }
        owners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_space_stops_and_titles_are_folded() {
        assert!(is_one_of("Mrs. Reed", ["MRS  REED"]));
        assert!(is_one_of("Ann  Lee", ["ann lee"]));
        assert!(is_one_of("Darcy", ["Mr. Darcy"]));
        assert!(is_one_of("Mr. Darcy", ["Darcy"]));
        assert!(is_one_of("Prime Minister Netanyahu", ["Netanyahu"]));
        assert!(is_one_of("The New York Post", ["New York Post"]));
        assert!(is_one_of("O’Neill", ["O'Neill"]));
        assert!(is_one_of("Ms. Lee", ["Miss Lee"]));
    }

    #[test]
    fn another_name_is_another_name() {
        assert!(!is_one_of("Ann", ["Ann Lee"]));
        assert!(!is_one_of("", ["", "Ann"]));
        assert!(!is_one_of("the President", ["Obama"]));
        assert!(!is_one_of("the", ["a"]));
    }

    #[test]
    fn a_title_that_stands_alone_is_the_name() {
        assert!(is_one_of("the President", ["President"]));
        assert!(!is_one_of("the Captain", ["the Major"]));
    }

    #[test]
    fn names_lead_to_their_owners() {
        let index = NameIndex::new([
            (0, "Mr. Bennet"),
            (0, "Bennet"),
            (1, "Mrs. Bennet"),
            (1, "Bennet"),
            (2, "Jane"),
        ]);
        assert_eq!(index.owners("Mr Bennet"), [0]);
        assert_eq!(index.owners("Bennet"), [0, 1]);
        assert_eq!(index.owners("Miss Jane"), [2]);
        assert!(index.owners("Miss Bennet").is_empty());
        // Plain Reed is the wife's name too, and his own with the title is nearer.
        let index = NameIndex::new([(0, "Mr. Reed"), (1, "Reed")]);
        assert_eq!((index.owners("Mr. Reed"), index.owners("Reed")), (vec![0], vec![0, 1]));
    }

    #[test]
    fn a_courtesy_title_may_not_change() {
        assert!(!is_one_of("Mr. Bennet", ["Mrs. Bennet", "Bennet"]));
        assert!(!is_one_of("Mrs. Bennet", ["Miss Bennet"]));
        assert!(is_one_of("Mr. Bennet", ["Mr. Bennet", "Bennet"]));
        assert!(is_one_of("Bennet", ["Mrs. Bennet"]));
    }
}
