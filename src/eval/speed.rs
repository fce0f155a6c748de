//! How fast a measured engine was.

use std::num::NonZeroUsize;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::gold::GoldSet;
use super::{Outcome, Task, annotate};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::pipeline::Engine;
use crate::segment;

/// What was done in what time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Tokens of all documents.
    pub tokens: usize,
    /// Bytes of their text.
    pub bytes: usize,
    /// From the first document to the last, models being loaded before.
    pub seconds: f64,
    /// Documents that were under way at once.
    pub threads: usize,
}

impl Speed {
    /// Annotates a gold set as [`annotate`] does, and takes the time.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub fn measure(
        engine: &Engine,
        gold: &GoldSet,
        task: Task,
        jobs: Option<NonZeroUsize>,
    ) -> Result<(Vec<Outcome>, Self), rayon::ThreadPoolBuildError> {
        // Models are read at their first use.
        if let Ok(document) = Document::new("first", "“We won,” said Ann Lee.") {
            let _ = engine.annotate(&document);
        }
        let begun = Instant::now();
        let outcomes = annotate(engine, gold, task, jobs)?;
        let seconds = begun.elapsed().as_secs_f64();
        let texts = || gold.documents.iter().map(|document| document.document.text());
        let tokens = |text| segment::segment(text, Lexicon::embedded()).tokens.len();
        let threads = jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let speed =
            Self { tokens: texts().map(tokens).sum(), bytes: texts().map(str::len).sum(), seconds, threads };
        Ok((outcomes, speed))
    }

    /// Tokens in a second.
    #[must_use]
    pub fn tokens_per_second(&self) -> f64 {
        self.tokens as f64 / self.seconds.max(f64::MIN_POSITIVE)
    }

    /// One line for eyes.
    #[must_use]
    pub fn line(&self) -> String {
        let megabytes = self.bytes as f64 / 1e6;
        format!(
            "SPEED  {} tokens in {:.2} s on {} thread{}: {:.0} tokens/s, {:.2} MB/s\n",
            self.tokens,
            self.seconds,
            self.threads,
            if self.threads == 1 { "" } else { "s" },
            self.tokens_per_second(),
            megabytes / self.seconds.max(f64::MIN_POSITIVE),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_rates() {
        let speed = Speed { tokens: 3000, bytes: 2_000_000, seconds: 2.0, threads: 1 };
        assert_eq!(speed.line(), "SPEED  3000 tokens in 2.00 s on 1 thread: 1500 tokens/s, 1.00 MB/s\n");
    }
}
