//! Work on many drafts at once, with results in order and in bounded memory.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::files::Job;
use super::lock;

/// How many jobs of each thread may be begun before the results ahead of them are written.
const JOBS: usize = 64;
/// How many bytes of drafts may be begun before the results ahead of them are written.
const BYTES: usize = 16 << 20;

/// Does `work` on all jobs and hands the results to `sink` in the order of the jobs, each as
/// soon as those before it are done, until it breaks. One thread works right here, and so does
/// a job that stays alone: no other is started for it.
pub fn run<T: Send>(
    mut jobs: impl Iterator<Item = Job> + Send,
    threads: usize,
    work: impl Fn(Job) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) {
    let alone = if threads > 1 { 1 } else { usize::MAX };
    for job in jobs.by_ref().take(alone) {
        if sink(work(job)).is_break() {
            return;
        }
    }
    let Some(second) = jobs.next() else { return };
    let jobs = std::iter::once(second).chain(jobs);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => side_by_side(&pool, jobs, &work, sink),
        // Without threads the work is done all the same, one job after the other.
        Err(_) => {
            let _ = jobs.map(work).try_for_each(sink);
        }
    }
}

/// The threads of the pool take the jobs, one after the other; this one hands on the results.
fn side_by_side<T: Send>(
    pool: &rayon::ThreadPool,
    jobs: impl Iterator<Item = Job> + Send,
    work: &(impl Fn(Job) -> T + Sync),
    sink: impl FnMut(T) -> ControlFlow<()>,
) {
    let window = &Window::new(JOBS * pool.current_num_threads());
    let (done, results) = mpsc::channel();
    let each = move |done: &mut Sender<Done<T>>, (number, job): (usize, Job)| {
        let bytes = job.size();
        window.enter(bytes);
        let result = work(job);
        // Nobody listens any more where the sink has broken off.
        let _ = done.send(Done { number, bytes, result });
    };
    pool.in_place_scope(|scope| {
        scope.spawn(move |_| {
            // A thread takes its next job only when there is room for it.
            let jobs = jobs.enumerate().take_while(|_| window.wait());
            jobs.par_bridge().for_each_with(done, each);
        });
        hand_on(results, window, sink);
        window.close();
    });
}

/// What came of a job.
struct Done<T> {
    number: usize,
    bytes: usize,
    result: T,
}

/// Hands the results on in the order of their numbers.
fn hand_on<T>(results: Receiver<Done<T>>, window: &Window, mut sink: impl FnMut(T) -> ControlFlow<()>) {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for done in results {
        early.insert(done.number, (done.bytes, done.result));
        while let Some((bytes, result)) = early.remove(&next) {
            next += 1;
            if sink(result).is_break() {
                return;
            }
            window.leave(bytes);
        }
    }
}

/// Holds the threads back while much is begun that is not yet written: behind one huge
/// draft the results of all others would pile up.
struct Window {
    most: usize,
    begun: Mutex<Begun>,
    changed: Condvar,
}

#[derive(Default)]
struct Begun {
    jobs: usize,
    bytes: usize,
    closed: bool,
}

impl Window {
    fn new(most: usize) -> Window {
        Window { most, begun: Mutex::default(), changed: Condvar::new() }
    }

    fn begun(&self) -> MutexGuard<'_, Begun> {
        lock(&self.begun)
    }

    /// Waits until there is room for a job and counts it; false when no more are wanted.
    fn wait(&self) -> bool {
        let full = |begun: &mut Begun| !begun.closed && (begun.jobs >= self.most || begun.bytes >= BYTES);
        let mut begun = self.changed.wait_while(self.begun(), full).unwrap_or_else(PoisonError::into_inner);
        begun.jobs += 1;
        !begun.closed
    }

    /// Counts the bytes of a job that was waited for.
    fn enter(&self, bytes: usize) {
        self.begun().bytes += bytes;
    }

    /// A job is done, and its result is out of memory.
    fn leave(&self, bytes: usize) {
        let mut begun = self.begun();
        begun.jobs -= 1;
        begun.bytes -= bytes;
        self.changed.notify_all();
    }

    fn close(&self) {
        self.begun().closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    fn numbers(count: usize) -> impl Iterator<Item = Job> + Send {
        (0..count).map(|number| Job::Note(number.to_string()))
    }

    fn number(job: Job) -> usize {
        match job {
            Job::Note(number) => number.parse().unwrap(),
            _ => usize::MAX,
        }
    }

    #[test]
    fn results_come_in_order_and_can_be_stopped() {
        for threads in [1, 3] {
            let mut seen = Vec::new();
            run(numbers(500), threads, number, |number| {
                seen.push(number);
                if seen.len() == 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(seen, (0..300).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_done_before_a_slow_job_waits_in_bounds() {
        let begun = AtomicUsize::new(0);
        let work = |job| {
            let number = number(job);
            begun.fetch_max(number, Ordering::Relaxed);
            if number == 1 {
                sleep(Duration::from_millis(200));
                assert!(begun.load(Ordering::Relaxed) <= 2 * JOBS + 1, "{begun:?} jobs were begun");
            }
            number
        };
        let mut seen = 0;
        run(numbers(1000), 2, work, |number| {
            assert_eq!(number, seen);
            seen += 1;
            ControlFlow::Continue(())
        });
        assert_eq!(seen, 1000);
    }

    #[test]
    fn a_result_is_handed_on_while_the_next_job_is_waited_for() {
        let (send, jobs) = mpsc::channel();
        send.send(Job::Note("0".to_owned())).unwrap();
        send.send(Job::Note("1".to_owned())).unwrap();
        let mut seen = Vec::new();
        let mut writer = Some(send);
        // Each job comes only after the result before it: a stream that somebody writes by hand.
        run(jobs.into_iter(), 2, number, |number| {
            seen.push(number);
            if number == 5 {
                writer = None;
            } else if let Some(writer) = writer.as_ref().filter(|_| number > 0) {
                writer.send(Job::Note((number + 1).to_string())).unwrap();
            }
            ControlFlow::Continue(())
        });
        assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
    }
}
