//! Which connections there are: no more than so many at once, and an end that waits for messages
//! on their way.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::shell::lock;

/// All connections of clients.
#[derive(Default)]
pub struct Connections {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What was counted so far.
    last: u64,
    open: BTreeMap<u64, Open>,
    is_stopping: bool,
}

struct Open {
    /// Lets the connection read that there is no more.
    end: Box<dyn Fn() + Send>,
    has_message: bool,
}

/// A connection that is counted, until this is dropped.
pub struct Ticket {
    connections: Arc<Connections>,
    /// Its number, counted from 1.
    pub number: u64,
}

impl Connections {
    /// Waits until fewer than so many are open.
    pub fn wait_below(&self, most: usize) {
        let mut state = lock(&self.state);
        while state.open.len() >= most {
            state = self.wait(state);
        }
    }

    /// Counts a connection, unless all come to their end. What is given lets it read that there is
    /// no more.
    pub fn enter(self: &Arc<Connections>, end: impl Fn() + Send + 'static) -> Option<Ticket> {
        let mut state = lock(&self.state);
        if state.is_stopping {
            return None;
        }
        state.last += 1;
        let number = state.last;
        state.open.insert(number, Open { end: Box::new(end), has_message: false });
        Some(Ticket { connections: self.clone(), number })
    }

    /// Begins no further message and ends the connections that have none. Comes back when the others
    /// are done, or after the limit; how many were not done then.
    pub fn stop(&self, limit: Duration) -> usize {
        let until = Instant::now() + limit;
        let mut state = lock(&self.state);
        state.is_stopping = true;
        // They wait for a command, and read that there is none.
        for open in state.open.values().filter(|open| !open.has_message) {
            (open.end)();
        }
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if state.open.is_empty() || left.is_zero() {
                return state.open.values().filter(|open| open.has_message).count();
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Whether the connection should come to its end.
    pub fn is_stopping(&self) -> bool {
        lock(&self.connections.state).is_stopping
    }

    /// Begins a message, which is brought to its end also when all stops; false where none may begin.
    pub fn begin_message(&self) -> bool {
        let mut state = lock(&self.connections.state);
        let may = !state.is_stopping;
        if let Some(open) = state.open.get_mut(&self.number).filter(|_| may) {
            open.has_message = true;
        }
        may
    }

    /// Ends the message.
    pub fn end_message(&self) {
        let mut state = lock(&self.connections.state);
        let is_stopping = state.is_stopping;
        if let Some(open) = state.open.get_mut(&self.number) {
            open.has_message = false;
            if is_stopping {
                (open.end)();
            }
        }
        self.connections.changed.notify_all();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        lock(&self.connections.state).open.remove(&self.number);
        self.connections.changed.notify_all();
    }
}

/// So many at a time and no more: checks take all of a core each, and large messages memory.
pub struct Turns {
    free: Mutex<usize>,
    changed: Condvar,
}

/// A turn, until it is dropped.
pub struct Turn<'a>(&'a Turns);

impl Turns {
    /// So many at a time.
    pub fn new(count: usize) -> Turns {
        Turns { free: Mutex::new(count), changed: Condvar::new() }
    }

    /// Waits for a turn.
    pub fn take(&self) -> Turn<'_> {
        let mut free = lock(&self.free);
        while *free == 0 {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *lock(&self.0.free) += 1;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::{Shutdown, TcpListener, TcpStream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    fn end(socket: Arc<TcpStream>) -> impl Fn() + Send + 'static {
        move || drop(socket.shutdown(Shutdown::Read))
    }

    fn socket(listener: &TcpListener) -> (Arc<TcpStream>, TcpStream) {
        let far = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (Arc::new(listener.accept().unwrap().0), far)
    }

    #[test]
    fn the_end_waits_for_messages_and_for_nobody_else() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connections = Arc::new(Connections::default());
        let ((idle, _far), (busy, _farther)) = (socket(&listener), socket(&listener));
        let mut idle_side = idle.try_clone().unwrap();
        let (first, second) = (connections.enter(end(idle)).unwrap(), connections.enter(end(busy)).unwrap());
        assert!(second.begin_message());
        thread::scope(|scope| {
            scope.spawn(move || {
                // What has no message reads that there is no more.
                assert_eq!(idle_side.read(&mut [0]).unwrap(), 0);
                assert!(first.is_stopping() && !first.begin_message());
                drop(first);
                second.end_message();
                drop(second);
            });
            assert_eq!(connections.stop(Duration::from_secs(20)), 0);
        });
        assert!(connections.enter(end(socket(&listener).0)).is_none());
    }

    #[test]
    fn the_end_does_not_wait_for_ever() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connections = Arc::new(Connections::default());
        let ticket = connections.enter(end(socket(&listener).0)).unwrap();
        assert!(ticket.begin_message());
        assert_eq!(connections.stop(Duration::from_millis(10)), 1);
    }

    #[test]
    fn no_more_than_there_are_turns_go_on_at_once() {
        let (turns, now, most) = (Turns::new(2), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _turn = turns.take();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        assert!((1..=2).contains(&most.into_inner()));
    }
}
