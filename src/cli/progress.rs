//! How far the work is: a bar where standard error is a terminal, a line now and then where it is not.

use std::cell::LazyCell;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::complain;

/// How often a line is written where there is no terminal.
const PAUSE: Duration = Duration::from_secs(30);

/// How far the work is.
pub(super) struct Progress<'a> {
    bar: ProgressBar,
    lines: bool,
    started: Instant,
    next_line: Instant,
    documents: u64,
    /// Bytes of text.
    bytes: u64,
    /// Bytes of input read, and how many were before the work began.
    read: u64,
    begun: u64,
    /// Bytes of all the input, where that is known. It means walking the folders: once, and only if somebody looks.
    total: LazyCell<Option<u64>, Box<dyn FnOnce() -> Option<u64> + 'a>>,
}

impl<'a> Progress<'a> {
    /// Of work over `total` bytes of input. A bar is shown where `alone`: nothing else goes to the terminal.
    pub(super) fn new(alone: bool, total: impl FnOnce() -> Option<u64> + 'a) -> Self {
        let total: Box<dyn FnOnce() -> Option<u64> + 'a> = Box::new(total);
        let total = LazyCell::new(total);
        let terminal = io::stderr().is_terminal();
        let bar = if alone && terminal {
            let bar = match *total {
                Some(total) => {
                    ProgressBar::new(total).with_style(style("{bar:24} {percent:>3} %  {msg}, {eta} left"))
                }
                None => ProgressBar::new_spinner().with_style(style("{spinner} {msg}")),
            };
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
            bar
        } else {
            ProgressBar::hidden()
        };
        let now = Instant::now();
        let lines = alone && !terminal;
        Self {
            bar,
            lines,
            started: now,
            next_line: now + PAUSE,
            documents: 0,
            bytes: 0,
            read: 0,
            begun: 0,
            total,
        }
    }

    /// So much of the input was passed over before the work begins.
    pub(super) fn begin(&mut self, read: u64) {
        self.begun = read;
        self.started = Instant::now();
        self.bar.set_position(read);
        self.bar.reset_eta();
    }

    /// One more document is done, of so many bytes of text; so much of the input is read.
    pub(super) fn step(&mut self, bytes: u64, read: u64) {
        self.documents += 1;
        self.bytes += bytes;
        self.read = read;
        if !self.bar.is_hidden() {
            self.bar.set_position(read);
            self.bar.set_message(self.so_far());
        } else if self.lines && Instant::now() >= self.next_line {
            self.next_line = Instant::now() + PAUSE;
            complain(&format!("{}{}", self.so_far(), self.left()));
        }
    }

    fn so_far(&self) -> String {
        let megabytes = self.bytes as f64 / 1e6;
        let rate = megabytes / self.started.elapsed().as_secs_f64().max(1e-3);
        format!("{} documents, {megabytes:.1} MB, {rate:.2} MB/s", HumanCount(self.documents))
    }

    /// How much is left, if that is known.
    fn left(&self) -> String {
        let Some(total) = self.total.filter(|_| self.read > self.begun) else { return String::new() };
        let done = (self.read - self.begun) as f64;
        let left = total.saturating_sub(self.read) as f64;
        let time = HumanDuration(self.started.elapsed().mul_f64(left / done));
        format!(", {:.0} %, {time} left", 100.0 * self.read as f64 / total.max(1) as f64)
    }

    /// Says something without spoiling the bar.
    pub(super) fn complain(&self, message: &str) {
        self.bar.suspend(|| complain(message));
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
