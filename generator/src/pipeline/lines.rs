//! A file that is read line by line, so that it may be larger than memory.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

/// The longest line of a recording, in bytes. What is longer is said, and passed over.
const LONGEST: usize = 32 * 1024 * 1024;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, maybe with the line's end.
    Bytes(Vec<u8>),
    /// It is too long.
    TooLong,
}

/// The lines of a file, one after the other.
#[derive(Debug)]
pub struct Lines {
    reader: BufReader<fs::File>,
}

impl Lines {
    /// The longest line that is read, in MiB.
    pub const LONGEST_MIB: usize = LONGEST / 1024 / 1024;

    /// Opens a regular file.
    ///
    /// # Errors
    ///
    /// When there is none, or the system refuses.
    pub fn open(path: &Path) -> io::Result<Self> {
        // Looked at before it is opened: to open a pipe would wait for someone to write to it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        Ok(Self { reader: BufReader::with_capacity(1 << 16, fs::File::open(path)?) })
    }
}

impl Iterator for Lines {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        match self.reader.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => None,
            Ok(read) if read <= LONGEST => Some(Ok(Line::Bytes(bytes))),
            Ok(_) if bytes.ends_with(b"\n") => Some(Ok(Line::TooLong)),
            Ok(_) => {
                drop(bytes);
                Some(self.skip_line().map(|()| Line::TooLong))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl Lines {
    /// Passes over the rest of a line.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = buffer.iter().position(|sign| *sign == b'\n');
            let (taken, done) = match end {
                Some(end) => (end + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(taken);
            if done {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{LONGEST, Line, Lines};

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("a.ndjson");
        let long = vec![b'x'; LONGEST + 70_000];
        std::fs::write(&path, [b"one\n", long.as_slice(), b"\nthree"].concat()).unwrap();
        let lines: Vec<Line> = Lines::open(&path).unwrap().map(Result::unwrap).collect();
        assert_eq!(lines, [Line::Bytes(b"one\n".to_vec()), Line::TooLong, Line::Bytes(b"three".to_vec())]);
        assert!(Lines::open(folder.path()).is_err());
    }
}
