//! Many documents at once: work in parallel, results in input order, memory bounded.

use std::any::Any;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

/// How much may be under way at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Threads that work; none for one a core.
    pub jobs: Option<NonZeroUsize>,
    /// Items read but not yet handed to the sink, for each thread.
    pub items_per_job: usize,
    /// Weight of the items read but not yet handed to the sink. One item heavier than this still runs.
    pub weight: usize,
}

impl Default for Limits {
    /// One thread a core, and 64 MiB of text where weights are bytes.
    fn default() -> Self {
        Self { jobs: None, items_per_job: 128, weight: 64 << 20 }
    }
}

/// The work on one item panicked: a defect, which costs this item only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("internal error: {message}")]
pub struct Panicked {
    /// What the panic said.
    pub message: String,
}

/// Why a batch stopped early.
#[derive(Debug, thiserror::Error)]
pub enum BatchError<E> {
    /// The threads could not be started.
    #[error("cannot start the worker threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The sink refused a result.
    #[error(transparent)]
    Sink(E),
}

/// Runs `work` over `items` in parallel and hands each item with its result to `sink`, in input order.
///
/// Items are read and the sink runs on the calling thread, so neither has to be `Send`. `weight` says how
/// much of [`Limits::weight`] an item takes. What the sink sees does not depend on the number of threads.
///
/// # Errors
/// The sink's first error, after which nothing more is read, or that no threads could be started.
pub fn run<T, R, E>(
    limits: Limits,
    items: impl IntoIterator<Item = T>,
    weight: impl Fn(&T) -> usize,
    work: impl Fn(&T) -> R + Sync,
    mut sink: impl FnMut(T, Result<R, Panicked>) -> Result<(), E>,
) -> Result<(), BatchError<E>>
where
    T: Send,
    R: Send,
{
    let jobs = limits.jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let most_items = limits.items_per_job.max(1).saturating_mul(pool.current_num_threads());
    let work = &work;
    pool.in_place_scope_fifo(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut waiting = InOrder::default();
        let mut held = 0;
        let mut items = items.into_iter().fuse();
        loop {
            // Read on while there is room, and take what is ready without waiting for it.
            let room = waiting.len() == 0 || (waiting.len() < most_items && held < limits.weight);
            let next = if room { items.next() } else { None };
            if let Some(item) = next {
                let size = weight(&item);
                held += size;
                let ticket = waiting.expect();
                let sender = sender.clone();
                scope.spawn_fifo(move |_| {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&item)))
                        .map_err(|payload| Panicked { message: said(payload.as_ref()) });
                    // The receiver is gone only when the sink has failed; then nobody wants the result.
                    let _ = sender.send((ticket, (item, size, result)));
                });
            } else if waiting.len() == 0 {
                return Ok(());
            } else if let Ok((ticket, done)) = receiver.recv() {
                waiting.put(ticket, done);
            }
            while let Ok((ticket, done)) = receiver.try_recv() {
                waiting.put(ticket, done);
            }
            while let Some((item, size, result)) = waiting.take() {
                held -= size;
                sink(item, result).map_err(BatchError::Sink)?;
            }
        }
    })
}

/// What a panic said, as far as it can be known.
fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

/// Results that come back in any order, given out in the order they were asked for.
struct InOrder<R> {
    slots: VecDeque<Option<R>>,
    first: usize,
}

impl<R> Default for InOrder<R> {
    fn default() -> Self {
        Self { slots: VecDeque::new(), first: 0 }
    }
}

impl<R> InOrder<R> {
    fn len(&self) -> usize {
        self.slots.len()
    }

    /// A ticket for the next result.
    fn expect(&mut self) -> usize {
        self.slots.push_back(None);
        self.first + self.slots.len() - 1
    }

    fn put(&mut self, ticket: usize, result: R) {
        if let Some(slot) = ticket.checked_sub(self.first).and_then(|index| self.slots.get_mut(index)) {
            *slot = Some(result);
        }
    }

    /// The next result in order, once it is there.
    fn take(&mut self) -> Option<R> {
        let result = self.slots.front_mut()?.take()?;
        self.slots.pop_front();
        self.first += 1;
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn squares(jobs: usize, weight: usize) -> Vec<u64> {
        let mut seen = Vec::new();
        let limits = Limits { jobs: NonZeroUsize::new(jobs), items_per_job: 3, weight };
        let sink = |item: u64, result: Result<u64, Panicked>| {
            assert_eq!(item * item, result.unwrap());
            seen.push(item * item);
            Ok::<_, Infallible>(())
        };
        run(limits, 0..200, |_| 10, |item| item * item, sink).unwrap();
        seen
    }

    #[test]
    fn results_come_in_input_order_at_any_thread_count_and_limit() {
        let expected: Vec<u64> = (0..200).map(|item| item * item).collect();
        for (jobs, weight) in [(1, 1000), (4, 1000), (4, 1), (3, 25)] {
            assert_eq!(squares(jobs, weight), expected);
        }
    }

    #[test]
    fn no_more_is_read_ahead_than_the_limits_allow() {
        let done = AtomicUsize::new(0);
        let ahead = AtomicUsize::new(0);
        let items = (0..100).inspect(|read| {
            ahead.fetch_max(read - done.load(Ordering::SeqCst), Ordering::SeqCst);
        });
        let limits = Limits { jobs: NonZeroUsize::new(2), items_per_job: 100, weight: 50 };
        let sink = |_, _| {
            done.fetch_add(1, Ordering::SeqCst);
            Ok::<_, Infallible>(())
        };
        run(limits, items, |_| 10, |_| (), sink).unwrap();
        assert!(ahead.load(Ordering::SeqCst) <= 5);
    }

    #[test]
    fn a_panic_costs_its_own_item_only() {
        let mut results = Vec::new();
        let sink = |_, result| {
            results.push(result);
            Ok::<_, Infallible>(())
        };
        let work = |item: &i32| if *item == 1 { panic!("item {item}") } else { *item };
        run(Limits::default(), 0..3, |_| 1, work, sink).unwrap();
        assert_eq!(results, [Ok(0), Err(Panicked { message: "item 1".to_owned() }), Ok(2)]);
    }

    #[test]
    fn a_failing_sink_stops_the_batch() {
        let read = AtomicUsize::new(0);
        let items = (0..10_000).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let result = run(Limits::default(), items, |_| 1, |_| (), |_, _| Err("full"));
        assert!(matches!(result, Err(BatchError::Sink("full"))));
        assert!(read.load(Ordering::SeqCst) < 10_000);
    }
}
