//! How much of the input is read, for those who watch.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the bytes that are read from files, compressed as they are there. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// So many bytes are read.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The same input, counted.
    pub(super) fn counted<R: Read>(&self, input: R) -> Counted<R> {
        Counted { input, meter: self.clone() }
    }
}

/// An input of which it is counted how much is read.
pub(super) struct Counted<R> {
    input: R,
    meter: Meter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.meter.add(read as u64);
        Ok(read)
    }
}
