//! textacy's `direct_quotations` and other spaCy tools, in the JSON that `eval/README.md` describes. Positions are
//! code points, as spaCy's `idx` and `start_char` are.

use serde::Deserialize;

use super::citron::Stretch;
use super::draft::{Draft, Found, places};
use crate::eval::convert::Tally;
use crate::io::offsets::OffsetUnit;

#[derive(Deserialize)]
pub(super) struct Output {
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Quote {
    content: Stretch,
    speaker: Option<Stretch>,
    cue: Option<Stretch>,
    /// Whom the system takes the speaker for, where it says more than the speaker's words.
    name: Option<String>,
}

#[derive(Deserialize)]
struct Entity {
    start: usize,
    end: usize,
    label: String,
}

pub(super) fn read(output: &Output, draft: &mut Draft<'_>, tally: &mut Tally) {
    let places = places(draft, OffsetUnit::Char);
    for (index, quote) in output.quotes.iter().enumerate() {
        let item = format!("quote {index}");
        let mut place =
            |stretch: &Stretch, draft: &mut Draft<'_>| stretch.place(draft, &places, &item, tally);
        let Some(content) = place(&quote.content, draft) else { continue };
        let mention = quote.speaker.as_ref().and_then(|speaker| place(speaker, draft));
        let cue = quote.cue.as_ref().and_then(|cue| place(cue, draft));
        let words = mention.map_or("", |mention| mention.text(draft.text()));
        let speaker = draft.speaker(quote.name.as_deref().unwrap_or(words));
        draft.quote(Found { parts: vec![content], cue, mention, speaker, ..Found::default() });
    }
    for entity in &output.entities {
        let span = draft.place(places.span(entity.start, entity.end), None, "entity", tally);
        draft.entity(span, &entity.label);
    }
}
