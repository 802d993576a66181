//! A server on loopback: it answers from a script, and keeps every request byte for byte.
//!
//! It speaks as much HTTP/1.1 as a client needs for one exchange per connection, on plain threads, so that it works beside any runtime and none.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a client may keep a connection without a word.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that listens until it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

/// What the threads of a server share.
struct Shared {
    answer: Box<dyn Fn(&Request) -> Answer + Send + Sync>,
    heard: Mutex<Vec<Request>>,
    stops: AtomicBool,
}

impl Server {
    /// Gives the first answer to the first request, and so on. A request beyond the script gets HTTP 501.
    ///
    /// # Errors
    ///
    /// When there is no port to listen on.
    pub fn start(script: impl IntoIterator<Item = Answer>) -> io::Result<Self> {
        let script: Mutex<VecDeque<Answer>> = Mutex::new(script.into_iter().collect());
        Self::with(move |_| {
            let next = locked(&script).pop_front();
            next.unwrap_or_else(|| Answer::text(501, "the script has no answer to this request"))
        })
    }

    /// Gives the answer that a function has to a request.
    ///
    /// # Errors
    ///
    /// When there is no port to listen on.
    pub fn with(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { answer: Box::new(answer), heard: Mutex::default(), stops: AtomicBool::new(false) });
        let listening = thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.listen(&listener)
        });
        Ok(Self { address, shared, listening: Some(listening) })
    }

    /// Its host and port: `127.0.0.1:40001`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Its base URL, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        locked(&self.shared.heard).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stops.store(true, Ordering::SeqCst);
        // Whoever waits for a connection has to get one to see that it is over.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(listening) = self.listening.take()
            && woken
        {
            // A thread that panicked has nothing more to say.
            let _ = listening.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Shared {
    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.stops.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else { continue };
            let shared = Arc::clone(self);
            // One that goes away in the middle is the client's affair: what it sent until then was not a request.
            thread::spawn(move || shared.exchange(stream).ok());
        }
    }

    fn exchange(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let Some(request) = Request::read(&mut stream)? else { return Ok(()) };
        // Kept before it is answered: who has the answer finds the request here.
        locked(&self.heard).push(request.clone());
        stream.write_all(&(self.answer)(&request).bytes())?;
        stream.flush()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    bytes: Vec<u8>,
    /// Where the body begins.
    body: usize,
}

impl Request {
    /// Reads one; `None` where the client went away without a word.
    fn read(stream: &mut TcpStream) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let mut part = [0; 4096];
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let mut request = Self { bytes: std::mem::take(&mut bytes), body: end + 4 };
                let length = request.header("content-length").map_or(Ok(0), str::parse::<usize>);
                let length = length.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a length that is no number"))?;
                while request.body().len() < length {
                    match stream.read(&mut part)? {
                        0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                        count => request.bytes.extend_from_slice(&part[..count]),
                    }
                }
                return Ok(Some(request));
            }
            match stream.read(&mut part)? {
                0 if bytes.is_empty() => return Ok(None),
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => bytes.extend_from_slice(&part[..count]),
            }
        }
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The lines before the body, without the empty one.
    fn head(&self) -> impl Iterator<Item = &str> {
        let head = self.bytes.get(..self.body).unwrap_or_default();
        // A line that is no text is none that a client of ours sends; it shows as what it is, an empty one.
        head.split(|byte| *byte == b'\n')
            .map(|line| str::from_utf8(line).unwrap_or_default().trim_end_matches('\r'))
            .filter(|line| !line.is_empty())
    }

    /// The first line: `GET /users?id=1 HTTP/1.1`.
    pub fn line(&self) -> &str {
        self.head().next().unwrap_or_default()
    }

    /// The method.
    pub fn method(&self) -> &str {
        self.line().split(' ').next().unwrap_or_default()
    }

    /// The path and the query, as they were sent.
    pub fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap_or_default()
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.target().split_once('?').map_or(self.target(), |(path, _)| path)
    }

    /// The query, without its question mark; empty where there is none.
    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// The headers, in their order and as they were written.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.head().skip(1).map(|line| line.split_once(": ").unwrap_or((line, "")))
    }

    /// The first header of a name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(self.body..).unwrap_or_default()
    }

    /// The body as text; empty where it is none.
    pub fn text(&self) -> &str {
        str::from_utf8(self.body()).unwrap_or_default()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&String::from_utf8_lossy(&self.bytes), f)
    }
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// Nothing but a status.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A status and JSON, or what is sent in its place.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status) }.header("content-type", "application/json")
    }

    /// A status and text.
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status) }.header("content-type", "text/plain; charset=utf-8")
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Said\r\nconnection: close\r\n", self.status);
        // These two have no body, and must not speak of one.
        if !matches!(self.status, 204 | 304) {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
