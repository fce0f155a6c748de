//! Parts of speech.

use std::sync::LazyLock;

use super::form::{Form, Reader};
use super::{Model, ModelError, Task};
use crate::layers::{Penn, Pos, Sentence, Token, TokenKind, Upos};
use crate::lexicon::Word;

/// What a token has that no sentence holds, or where no model could be read.
const UNKNOWN: Pos = Pos { upos: Upos::X, penn: Penn::Xx };

static EMBEDDED: LazyLock<Option<PosTagger>> = LazyLock::new(|| {
    let model = Model::read_static(include_bytes!("../../models/pos-en/model.bin")).ok()?;
    PosTagger::new(model).ok()
});

/// A model together with what its labels mean.
#[derive(Clone, Debug)]
pub struct PosTagger {
    model: Model,
    tags: Vec<Pos>,
}

impl PosTagger {
    /// The tagger for English that ships with the crate, read at first use.
    #[must_use]
    pub fn embedded() -> Option<&'static Self> {
        EMBEDDED.as_ref()
    }

    /// A tagger from a model whose labels are `UPOS|XPOS`.
    ///
    /// # Errors
    ///
    /// [`ModelError::Task`] where the model is for another task or has other labels.
    pub fn new(model: Model) -> Result<Self, ModelError> {
        if model.task() != Task::Pos {
            return Err(ModelError::Task);
        }
        let tag = |label: &String| {
            let (upos, penn) = label.split_once('|')?;
            Some(Pos { upos: Upos::parse(upos)?, penn: Penn::parse(penn)? })
        };
        let tags = model.labels().iter().map(tag).collect::<Option<Vec<Pos>>>().ok_or(ModelError::Task)?;
        Ok(Self { model, tags })
    }

    /// Tags a sentence and notes the tag in each of its forms, which may be another model's.
    pub(crate) fn tag_forms<T: AsRef<str>>(&self, tokens: &[T], forms: &mut [Form]) {
        let (mut own, mut labels) = (Vec::new(), Vec::new());
        Reader::default().read(tokens.iter().map(AsRef::as_ref), &self.model.words, &mut own);
        self.model.greedy(&own, &mut labels);
        for ((form, label), token) in forms.iter_mut().zip(labels).zip(tokens) {
            let pos = self.tags.get(usize::from(label)).copied().unwrap_or(UNKNOWN);
            form.tag = mark(token.as_ref(), pos).penn as u8 + 1;
        }
    }

    /// Tags every token of a text.
    #[must_use]
    pub fn tag(&self, text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Pos> {
        let mut tagged = vec![UNKNOWN; tokens.len()];
        let mut reader = Reader::default();
        let (mut forms, mut labels) = (Vec::new(), Vec::new());
        for sentence in sentences {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let (Some(tokens), Some(tagged)) = (tokens.get(range.clone()), tagged.get_mut(range)) else {
                continue;
            };
            forms.clear();
            labels.clear();
            reader.read(tokens.iter().map(|token| token.span.text(text)), &self.model.words, &mut forms);
            self.model.greedy(&forms, &mut labels);
            for ((token, label), pos) in tokens.iter().zip(&labels).zip(tagged) {
                *pos = self.tags.get(usize::from(*label)).copied().unwrap_or(UNKNOWN);
                if token.kind == TokenKind::Mark {
                    *pos = mark(token.span.text(text), *pos);
                }
            }
        }
        tagged
    }
}

/// Tags every token with the embedded model. What the lexicon knows of the words is not used: users may
/// extend it, and the weights belong to the features they were trained with.
#[must_use]
pub fn tag(text: &str, tokens: &[Token], sentences: &[Sentence], _words: &[Word]) -> Vec<Pos> {
    PosTagger::embedded()
        .map_or_else(|| vec![UNKNOWN; tokens.len()], |tagger| tagger.tag(text, tokens, sentences))
}

/// The tag of a quotation mark: typographic marks tell their direction, which the training corpora, mostly
/// in straight marks, cannot teach.
fn mark(mark: &str, guess: Pos) -> Pos {
    match mark {
        "\u{201c}" | "\u{2018}" | "\u{201e}" | "\u{201a}" | "\u{ab}" => {
            Pos { upos: Upos::Punct, penn: Penn::OpenQuote }
        }
        // A closing single mark may be a possessive's apostrophe.
        "\u{201d}" | "\u{bb}" => Pos { upos: Upos::Punct, penn: Penn::CloseQuote },
        _ => guess,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::TokenKind;
    use crate::span::Span;

    /// Tags a sentence whose tokens stand between spaces.
    fn penn(text: &str) -> String {
        let mut tokens = Vec::new();
        let mut start = 0;
        for form in text.split(' ') {
            let kind = if "\u{201c}\u{201d}\"".contains(form) { TokenKind::Mark } else { TokenKind::Word };
            tokens.push(Token { span: Span::of(start, start + form.len()), kind });
            start += form.len() + 1;
        }
        let end = u32::try_from(tokens.len()).unwrap();
        let sentences = [Sentence { span: Span::of(0, text.len()), tokens: 0..end, paragraph: 0 }];
        let tags = tag(text, &tokens, &sentences, &[]);
        tags.iter().map(|pos| pos.penn.as_str()).collect::<Vec<_>>().join(" ")
    }

    // The English Web Treebank tags the preposition *to* IN, and keeps TO for the infinitive's.
    #[test]
    fn tags_running_text() {
        for (text, tags) in [
            ("She said that he had left .", "PRP VBD IN PRP VBD VBN ."),
            ("The minister says talks were held in Geneva .", "DT NN VBZ NNS VBD VBN IN NNP ."),
            ("Who told you that ?", "WP VBD PRP DT ."),
            ("The man who was arrested denied it .", "DT NN WP VBD VBN VBD PRP ."),
            ("Speaking to reporters , Vela refused to comment .", "VBG IN NNS , NNP VBD TO VB ."),
            ("\u{201c} We won , \u{201d} Mr. Okafor added .", "`` PRP VBD , '' NNP NNP VBD ."),
            ("It was her brother 's decision .", "PRP VBD PRP$ NN POS NN ."),
        ] {
            assert_eq!(penn(text), tags, "{text}");
        }
    }

    #[test]
    fn capitals_of_headlines_make_no_names() {
        assert_eq!(penn("TALKS WERE HELD IN THE CITY"), "NNS VBD VBN IN DT NN");
    }

    #[test]
    fn tokens_outside_sentences_and_odd_spans_do_no_harm() {
        let tokens = [Token { span: Span::new(1, 9), kind: TokenKind::Word }];
        assert_eq!(tag("é", &tokens, &[], &[]), [UNKNOWN]);
        let sentences = [
            Sentence { span: Span::new(0, 1), tokens: 0..1, paragraph: 0 },
            Sentence { span: Span::new(0, 1), tokens: 0..7, paragraph: 0 },
        ];
        assert_eq!(tag("é", &tokens, &sentences, &[]).len(), 1);
    }
}
