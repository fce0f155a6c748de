//! Ctrl-C: the first one ends the work in good order, the second one at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::complain;

/// Whether the user wants the work to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on, for Ctrl-C and for being terminated or hung up on.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let interrupt = Self::default();
        let asked = interrupt.0.clone();
        ctrlc::set_handler(move || {
            if asked.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            complain("ending with the documents under way; again to stop at once");
        })?;
        Ok(interrupt)
    }

    pub(super) fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
