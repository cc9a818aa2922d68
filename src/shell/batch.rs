//! Work on many drafts at once, with results in order and in bounded memory.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::files::Job;

/// How many jobs each thread gets in a batch.
const JOBS: usize = 64;
/// How many bytes of drafts a batch may hold.
const BYTES: usize = 16 << 20;

/// Does `work` on all jobs and hands the results to `sink` in the order of the jobs,
/// until it breaks. A single job is done right here: no thread is started for it.
pub fn run<T: Send>(
    mut jobs: impl Iterator<Item = Job>,
    threads: usize,
    work: impl Fn(Job) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) {
    let mut pool = None;
    loop {
        let batch = next_batch(&mut jobs, threads);
        if batch.is_empty() {
            return;
        }
        if threads > 1 && batch.len() > 1 && pool.is_none() {
            // Without threads the work is done all the same, one after the other.
            pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        }
        let results: Vec<T> = match &pool {
            Some(pool) if batch.len() > 1 => pool.install(|| batch.into_par_iter().map(&work).collect()),
            _ => {
                for job in batch {
                    if sink(work(job)).is_break() {
                        return;
                    }
                }
                continue;
            }
        };
        for result in results {
            if sink(result).is_break() {
                return;
            }
        }
    }
}

fn next_batch(jobs: &mut impl Iterator<Item = Job>, threads: usize) -> Vec<Job> {
    let most = if threads > 1 { JOBS * threads } else { 1 };
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < most && bytes < BYTES {
        let Some(job) = jobs.next() else { break };
        bytes += job.size();
        batch.push(job);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_can_be_stopped() {
        for threads in [1, 3] {
            let jobs = (0..500).map(|number| Job::Note(number.to_string()));
            let mut seen = Vec::new();
            let work = |job| match job {
                Job::Note(number) => number,
                _ => String::new(),
            };
            run(jobs, threads, work, |number| {
                seen.push(number);
                if seen.len() == 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(seen, (0..300).map(|number| number.to_string()).collect::<Vec<_>>());
        }
    }
}
