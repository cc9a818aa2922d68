//! A message that was received and is not yet handed on: small ones in memory, others in a file
//! without a name, which goes with the process.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::sync::Arc;

use tempfile::SpooledTempFile;

/// The most bytes of a message that are kept in memory.
const IN_MEMORY: usize = 1024 * 1024;

/// A message as it is kept.
pub struct Spool {
    file: SpooledTempFile,
    length: u64,
}

impl Spool {
    /// An empty one.
    pub fn new() -> Spool {
        Spool { file: SpooledTempFile::new(IN_MEMORY), length: 0 }
    }

    /// How many bytes the message has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether it is kept in a file.
    pub fn is_large(&self) -> bool {
        self.file.is_rolled()
    }

    /// Adds a piece.
    pub fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece)?;
        self.length += piece.len() as u64;
        Ok(())
    }

    /// All of the message, in one allocation.
    pub fn whole(&mut self) -> io::Result<Arc<[u8]>> {
        let length = usize::try_from(self.length).map_err(io::Error::other)?;
        let mut whole: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
        self.file.seek(SeekFrom::Start(0))?;
        if let Some(bytes) = Arc::get_mut(&mut whole) {
            self.file.read_exact(bytes)?;
        }
        Ok(whole)
    }

    /// Reads a part of the message, piece after piece.
    pub fn read(&mut self, part: Range<u64>, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut piece = vec![0; 64 * 1024];
        self.file.seek(SeekFrom::Start(part.start))?;
        let mut left = part.end - part.start;
        while left > 0 {
            let most = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            self.file.read_exact(&mut piece[..most])?;
            each(&piece[..most])?;
            left -= most as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_in_memory_and_in_a_file() {
        for length in [0, 10, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY] {
            let message: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let mut spool = Spool::new();
            message.chunks(100_000).for_each(|piece| spool.add(piece).unwrap());
            assert_eq!((spool.length(), spool.is_large()), (length as u64, length > IN_MEMORY));
            assert_eq!(&spool.whole().unwrap()[..], message);
            let middle = length as u64 / 3..length as u64 / 2;
            let mut read = Vec::new();
            spool.read(middle, |piece| read.write_all(piece)).unwrap();
            assert_eq!(read, message[length / 3..length / 2]);
        }
    }
}
