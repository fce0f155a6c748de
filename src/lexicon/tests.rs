use std::fs;

use super::lists::{Form, LISTS};
use super::*;

fn word(form: &str) -> Word {
    Lexicon::embedded().word(form)
}

/// The lemma and frames of a verb form.
fn verb(form: &str) -> (&'static str, Frames) {
    let lexicon = Lexicon::embedded();
    word(form).verb.map_or(("", Frames::empty()), |verb| (lexicon.lemma(verb), verb.frames))
}

#[test]
fn every_list_is_readable() {
    if let Err(error) = lists::parse_embedded() {
        panic!("models/lexicon/{error}");
    }
}

#[test]
fn every_list_has_a_header_and_is_sorted_and_unique() {
    for list in LISTS {
        assert!(list.text.starts_with("# "), "{}: say what the list is in a first line after “#”", list.file);
        let mut before = Vec::new();
        for line in list.text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split('\t').next().unwrap_or_default();
            let key: Vec<u8> =
                name.split(' ').flat_map(|word| [word_key(word), vec![b' ']].concat()).collect();
            assert!(key > before, "{}: “{name}” stands twice or not in order", list.file);
            before = key;
        }
    }
}

fn word_key(word: &str) -> Vec<u8> {
    Key::of(word).map(|key| key.bytes().to_vec()).unwrap_or_default()
}

#[test]
fn every_verb_form_leads_to_its_lemma() {
    let lexicon = Lexicon::embedded();
    let verbs = LISTS.iter().find(|list| list.form == Form::Verbs).expect("a list of verbs");
    let mut count = 0;
    for line in verbs.text.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (base, particle) = columns[0].split_once(' ').unwrap_or((columns[0], ""));
        for form in std::iter::once(base).chain(columns[1..5].iter().flat_map(|column| column.split('/'))) {
            if form.is_empty() {
                continue;
            }
            let found = if particle.is_empty() { word(form).verb } else { lexicon.phrasal(form, particle) };
            let found = found.unwrap_or_else(|| panic!("{form} {particle} is unknown"));
            assert_eq!(lexicon.lemma(found), columns[0], "{form} is a form of two verbs; keep the likelier");
        }
        count += usize::from(particle.is_empty());
    }
    assert!(count >= 350, "only {count} verbs");
}

#[test]
fn verbs_are_known_with_their_frames() {
    use Frames as F;
    let speech = F::QUOTATION | F::CLAUSE | F::STRONG;
    for (form, lemma, has, lacks) in [
        ("said", "say", speech, F::ATTITUDE | F::MANNER | F::ADDRESSEE),
        ("told", "tell", speech | F::ADDRESSEE | F::INFINITIVE, F::MANNER),
        ("adds", "add", speech, F::ADDRESSEE),
        ("announcing", "announce", speech, F::NAMING),
        ("tweeted", "tweet", speech, F::MANNER),
        ("wrote", "write", speech, F::ATTITUDE),
        ("asked", "ask", F::QUOTATION | F::QUESTION | F::ADDRESSEE | F::INFINITIVE, F::MANNER),
        ("sighed", "sigh", F::QUOTATION | F::MANNER, F::STRONG),
        ("shrugs", "shrug", F::QUOTATION | F::MANNER, F::STRONG),
        ("believes", "believe", F::ATTITUDE | F::CLAUSE, F::STRONG),
        ("feared", "fear", F::ATTITUDE, F::QUOTATION),
        ("pledged", "pledge", F::INFINITIVE | F::CLAUSE, F::MANNER),
        ("dubbed", "dub", F::NAMING, F::CLAUSE),
        ("accused", "accuse", F::PHRASE, F::CLAUSE),
        ("denied", "deny", F::PHRASE | F::CLAUSE, F::ATTITUDE),
        ("quoth", "quoth", F::QUOTATION, F::CLAUSE),
        ("criticised", "criticise", F::PHRASE, F::CLAUSE),
        ("criticizes", "criticize", F::PHRASE, F::CLAUSE),
    ] {
        let (found, frames) = verb(form);
        assert_eq!(found, lemma, "{form}");
        assert!(frames.contains(has), "{form}: {frames:?} lacks {:?}", has - frames);
        assert!(!frames.intersects(lacks), "{form}: {frames:?} should lack {lacks:?}");
    }
}

#[test]
fn one_form_can_be_several() {
    let form = |form| word(form).verb.expect("a verb").form;
    assert_eq!(form("said"), VerbForm::PAST | VerbForm::PARTICIPLE);
    assert_eq!(form("read"), VerbForm::BASE | VerbForm::PAST | VerbForm::PARTICIPLE);
    assert_eq!(form("wrote"), VerbForm::PAST);
    assert_eq!(form("written"), VerbForm::PARTICIPLE);
    assert_eq!(form("insists"), VerbForm::THIRD);
    assert_eq!(form("quipping"), VerbForm::GERUND);
}

#[test]
fn words_that_do_not_report_are_no_verbs() {
    for form in ["walked", "eaten", "runs", "table", "saying-so", "", "went", "pointed"] {
        assert_eq!(word(form).verb, None, "{form}");
    }
}

#[test]
fn a_verb_with_a_particle_needs_it() {
    let lexicon = Lexicon::embedded();
    for (form, particle, lemma) in [
        ("Went", "on", "go on"),
        ("pointed", "out", "point out"),
        ("chimed", "in", "chime in"),
        ("shot", "back", "shoot back"),
        ("called", "for", "call for"),
    ] {
        assert!(word(form).is(WordClass::PHRASAL_VERB), "{form}");
        assert_eq!(lexicon.phrasal(form, particle).map(|verb| lexicon.lemma(verb)), Some(lemma));
    }
    for (form, particle) in [("went", "home"), ("pointed", "at"), ("said", "on"), ("walked", "in")] {
        assert_eq!(lexicon.phrasal(form, particle), None, "{form} {particle}");
    }
}

#[test]
fn names_have_their_gender() {
    use Gender::{Feminine, Masculine, Unknown};
    for (name, gender) in [
        ("John", Masculine),
        ("MARY", Feminine),
        ("Mohammed", Masculine),
        ("Fatima", Feminine),
        ("Shlomo", Masculine),
        ("Tzipi", Feminine),
        ("Sergei", Masculine),
        ("Svetlana", Feminine),
        ("Rahul", Masculine),
        ("Priyanka", Feminine),
        ("José", Masculine),
        ("Jose", Masculine),
        ("Zoë", Feminine),
        ("Jean", Unknown),
        ("Andrea", Feminine),
    ] {
        let word = word(name);
        assert!(word.is(WordClass::GIVEN_NAME), "{name}");
        assert_eq!(word.gender, gender, "{name}");
    }
    assert!(!word("Zxqv").is(WordClass::GIVEN_NAME));
}

#[test]
fn nouns_and_titles_have_their_gender() {
    use Gender::{Feminine, Masculine, Unknown};
    for (form, class, gender) in [
        ("spokesman", WordClass::ROLE, Masculine),
        ("spokeswomen", WordClass::ROLE | WordClass::PLURAL, Feminine),
        ("spokesperson", WordClass::ROLE, Unknown),
        ("Mrs.", WordClass::TITLE, Feminine),
        ("Sir", WordClass::TITLE, Masculine),
        ("Dr", WordClass::TITLE, Unknown),
        ("aunt", WordClass::KINSHIP, Feminine),
        ("brothers-in-law", WordClass::KINSHIP | WordClass::PLURAL, Masculine),
        ("women", WordClass::HUMAN | WordClass::PLURAL, Feminine),
        ("Frenchmen", WordClass::NATIONALITY | WordClass::PLURAL, Masculine),
    ] {
        let word = word(form);
        assert!(word.class.contains(class), "{form}: {:?}", word.class);
        assert_eq!(word.gender, gender, "{form}");
    }
    assert!(!word("spokesman").is(WordClass::PLURAL));
}

#[test]
fn words_have_their_classes() {
    for (form, class) in [
        ("officials", WordClass::ROLE | WordClass::PLURAL),
        ("deputies", WordClass::ROLE | WordClass::PLURAL),
        ("police", WordClass::GROUP),
        ("Israelis", WordClass::NATIONALITY | WordClass::PLURAL),
        ("Dutch", WordClass::NATIONALITY),
        ("Germans", WordClass::NATIONALITY | WordClass::PLURAL),
        ("Sen.", WordClass::TITLE | WordClass::ABBREVIATION),
        ("Sen", WordClass::TITLE | WordClass::ABBREVIATION),
        ("Prime", WordClass::TITLE),
        ("statement", WordClass::DOCUMENT),
        ("allegations", WordClass::REPORTING_NOUN | WordClass::PLURAL),
        ("Gaza", WordClass::PLACE),
        ("Calif.", WordClass::PLACE | WordClass::ABBREVIATION),
        ("Tuesday", WordClass::CALENDAR),
        ("Ministry", WordClass::ORGANISATION_WORD),
        ("AFP", WordClass::ORGANISATION),
        ("Hamas", WordClass::ORGANISATION),
        ("al", WordClass::NAME_PARTICLE),
        ("However", WordClass::FUNCTION_WORD),
        ("don’t", WordClass::FUNCTION_WORD),
        ("No.", WordClass::ABBREVIATION | WordClass::BEFORE_NUMBER),
        ("Inc.", WordClass::ABBREVIATION | WordClass::SENTENCE_FINAL),
        ("Smith", WordClass::SURNAME),
    ] {
        assert!(word(form).class.contains(class), "{form}: {:?}", word(form).class);
    }
    for (form, class) in [
        ("table", WordClass::ROLE | WordClass::GROUP | WordClass::HUMAN),
        ("Dutches", WordClass::NATIONALITY),
        ("Mondayish", WordClass::CALENDAR),
        ("inches", WordClass::ABBREVIATION),
    ] {
        assert!(!word(form).is(class), "{form}");
    }
}

#[test]
fn a_common_word_is_a_name_in_capitals_only() {
    for form in ["Will", "Mark", "Grace", "MARK"] {
        assert!(word(form).class.contains(WordClass::GIVEN_NAME | WordClass::COMMON_WORD), "{form}");
    }
    for form in ["will", "mark", "grace", "may"] {
        assert!(!word(form).is(WordClass::NAMES), "{form}: {:?}", word(form).class);
        assert_eq!(word(form).gender, Gender::Unknown);
    }
    assert!(word("john").is(WordClass::GIVEN_NAME), "what is no ordinary word is a name in any case");
}

#[test]
fn no_name_is_a_function_word() {
    let names = WordClass::GIVEN_NAME | WordClass::SURNAME;
    let mut both: Vec<_> = Lexicon::embedded()
        .tables
        .words
        .iter()
        .filter(|(_, entry)| entry.class.contains(WordClass::FUNCTION_WORD) && entry.class.intersects(names))
        .map(|(key, _)| String::from_utf8_lossy(key))
        .collect();
    both.sort();
    assert!(both.is_empty(), "names and function words: {both:?}");
}

#[test]
fn accents_are_optional_in_names_but_tell_words_apart() {
    assert!(word("Jürgen").is(WordClass::GIVEN_NAME));
    assert!(word("Jurgen").is(WordClass::GIVEN_NAME));
    assert!(word("Señora").is(WordClass::TITLE) && word("Senora").is(WordClass::TITLE));
    assert_eq!(word("résumé").verb, None);
    assert!(word("resume").verb.is_some());
}

#[test]
fn longer_names_are_found_whole() {
    let phrase = |text: &'static str| Lexicon::embedded().phrase(text.split(' '));
    assert_eq!(phrase("New York is large"), Some((2, WordClass::PLACE)));
    assert_eq!(phrase("New York Times reporters"), Some((3, WordClass::ORGANISATION)));
    assert_eq!(phrase("United States officials"), Some((2, WordClass::PLACE)));
    assert_eq!(phrase("United in grief"), None);
    assert_eq!(phrase("York"), None);
    assert!(word("United").is(WordClass::PHRASE_START) && !word("United").is(WordClass::PLACE));
}

#[test]
fn a_users_lists_add_and_take_away() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("reporting_verbs.tsv"), "# ours\nskreak\t\t\t\t\tquotation\n-tweet\nsay\tsays\tsaid\tsaid\tsaying\tclause\nyomp on\t\t\t\t\tquotation\n").expect("written");
    fs::write(dir.path().join("given_names.tsv"), "Zxqv\tf\n-John\n").expect("written");
    fs::write(dir.path().join("README.md"), "anything").expect("written");
    let merged = Lexicon::embedded().merged_with_dir(dir.path()).expect("readable");
    let skreaked = merged.word("skreaked").verb.expect("a verb");
    assert_eq!((merged.lemma(skreaked), skreaked.frames), ("skreak", Frames::QUOTATION));
    assert_eq!(merged.word("tweeted").verb, None);
    assert_eq!(merged.word("said").verb.expect("a verb").frames, Frames::CLAUSE);
    assert_eq!(merged.word("said").verb.expect("a verb").form, VerbForm::PAST | VerbForm::PARTICIPLE);
    assert!(merged.phrasal("yomped", "on").is_some());
    assert_eq!(merged.word("Zxqv").gender, Gender::Feminine);
    assert!(!merged.word("John").is(WordClass::GIVEN_NAME));
    assert!(merged.word("Mary").is(WordClass::GIVEN_NAME), "the rest stays");
    assert!(word("tweeted").verb.is_some(), "the embedded lexicon is untouched");
}

#[test]
fn a_users_mistakes_are_named_with_file_and_line() {
    let problem = |file: &str, text: &str| {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join(file), text).expect("written");
        let error = Lexicon::embedded().merged_with_dir(dir.path()).expect_err("refused").to_string();
        error.replace(&format!("{}{}", dir.path().display(), std::path::MAIN_SEPARATOR), "")
    };
    for (file, text, starts) in [
        ("given_names.tsv", "# ours\nAnn\tx\n", "given_names.tsv:2: “x” is no gender; write m, f or nothing"),
        (
            "reporting_verbs.tsv",
            "say\t\t\t\t\tloud\n",
            "reporting_verbs.tsv:1: “loud” is no frame; the frames are",
        ),
        ("reporting_verbs.tsv", "\nsay\n", "reporting_verbs.tsv:2: the sixth column names no frame"),
        ("surnames.txt", "Smith\nVan Dyke\n", "surnames.txt:2: “Van Dyke” has 2 words"),
        ("calendar.txt", "a\tb\n", "calendar.txt:1: more than 1 column"),
        ("abbreviations.tsv", "St\tx\n", "abbreviations.tsv:1: “x” is no kind of abbreviation"),
        ("titles.tsv", "\tm\n", "titles.tsv:1: the first column is empty"),
        ("names.txt", "Ann\n", "names.txt: not the name of a word list; the lists are abbreviations.tsv"),
    ] {
        let message = problem(file, text);
        assert!(message.starts_with(starts), "{message}");
    }
    let missing = Lexicon::embedded().merged_with_dir(Path::new("no/such/folder")).expect_err("refused");
    assert!(missing.to_string().starts_with("no/such/folder: cannot be read"), "{missing}");
}

proptest::proptest! {
    #[test]
    fn any_token_can_be_asked_for(form in "\\PC{0,80}", particle in "\\PC{0,8}") {
        let lexicon = Lexicon::embedded();
        let _ = (lexicon.word(&form), lexicon.phrasal(&form, &particle));
        let _ = lexicon.phrase([form.as_str(), particle.as_str()]);
    }
}
