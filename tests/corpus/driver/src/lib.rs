//! What the programs share that call every operation of a generated client: jobs in, requests out.
//!
//! A job is a line of JSON: which operation, what its arguments are as texts, and which credentials. The program decodes each argument into the
//! type that the operation takes, calls it, and the request that would be sent is written as a line of JSON.
//!
//! * `measure.rs`: another program, which reads a document into a type and writes it again
//! * `leaves.rs`: what of a value has a type

pub mod leaves;
pub mod measure;

use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};

use docwright_runtime as rt;
use rt::serde_json::value::RawValue;
use rt::serde_json::{Value, json};

/// What one call of an operation is given.
#[derive(Clone, Debug)]
pub struct Job(Value);

/// What would be sent.
pub type Sent = Result<rt::http::Request<rt::Bytes>, String>;

impl Job {
    fn text_at(&self, kind: &str, key: &str) -> Result<&str, String> {
        self.0[kind][key].as_str().ok_or_else(|| format!("asks for `{key}`, which the request does not have"))
    }

    /// The operation's name in the program.
    pub fn operation(&self) -> &str {
        self.0["operation"].as_str().unwrap_or_default()
    }

    /// A variable of the base URL; with an empty name, the whole of it.
    ///
    /// # Errors
    /// When the request does not tell it.
    pub fn base(&self, name: &str) -> Result<&str, String> {
        self.text_at("base", name)
    }

    /// The credentials, by the ids of their schemes.
    pub fn schemes(&self) -> Vec<&str> {
        self.0["auth"].as_object().map(|schemes| schemes.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// A part of a credential.
    ///
    /// # Errors
    /// When there is none.
    pub fn secret(&self, scheme: &str, at: usize) -> Result<&str, String> {
        self.0["auth"][scheme][at].as_str().ok_or_else(|| format!("asks for `{scheme}`, which the request does not have"))
    }

    /// The arguments that may be left out and are given, in the order of the request.
    pub fn given(&self) -> Vec<&str> {
        self.0["given"].as_array().map(|given| given.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
    }

    /// All values of an argument.
    ///
    /// # Errors
    /// When the request does not have it.
    pub fn texts(&self, key: &str) -> Result<Vec<&str>, String> {
        let values = self.0["values"][key].as_array().ok_or_else(|| format!("asks for `{key}`, which the request does not have"))?;
        Ok(values.iter().filter_map(Value::as_str).collect())
    }

    /// An argument as text.
    ///
    /// # Errors
    /// When the request does not have it.
    pub fn text(&self, key: &str) -> Result<&str, String> {
        let texts = self.texts(key)?;
        texts.first().copied().ok_or_else(|| format!("asks for `{key}`, which the request does not have"))
    }

    /// An argument of a type.
    ///
    /// # Errors
    /// When the request does not have it, or it cannot be one.
    pub fn value<T: rt::DecodeOwned>(&self, key: &str) -> Result<T, String> {
        read_value(key, self.text(key)?)
    }

    /// All values of an argument, each of a type.
    ///
    /// # Errors
    /// When the request does not have it, or one of them cannot be one.
    pub fn values<T: rt::DecodeOwned>(&self, key: &str) -> Result<Vec<T>, String> {
        self.texts(key)?.into_iter().map(|text| read_value(key, text)).collect()
    }

    /// The body as text.
    ///
    /// # Errors
    /// When the request has none.
    pub fn body_text(&self) -> Result<&str, String> {
        self.bodies().next().ok_or_else(|| "asks for a body, which the request does not have".to_owned())
    }

    /// The body, with each shape that its variables may have.
    fn bodies(&self) -> impl Iterator<Item = &str> {
        self.0["bodies"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The body of a type.
    ///
    /// # Errors
    /// When the request has none, or it does not fit.
    pub fn body<T: rt::DecodeOwned>(&self) -> Result<T, String> {
        let first = read::<T>(self.body_text()?).map_err(|error| format!("the body does not fit its type: {error}"));
        first.or_else(|problem| self.bodies().skip(1).find_map(|text| read::<T>(text).ok()).ok_or(problem))
    }

    /// The body as any JSON, as it is written.
    ///
    /// # Errors
    /// When the request has none, or it is no JSON.
    pub fn body_json(&self) -> Result<Box<RawValue>, String> {
        RawValue::from_string(self.body_text()?.to_owned()).map_err(|error| format!("the body is no JSON: {error}"))
    }
}

fn read<T: rt::DecodeOwned>(text: &str) -> Result<T, String> {
    rt::decode::<T>(text, rt::Mode::Lenient).map(|decoded| decoded.value).map_err(|error| error.to_string())
}

/// A text may stand for a number or a text: it is read as JSON where it is some and fits, else as a text.
fn read_value<T: rt::DecodeOwned>(key: &str, text: &str) -> Result<T, String> {
    read::<T>(text)
        .or_else(|_| read::<T>(&Value::from(text).to_string()))
        .map_err(|error| format!("`{key}` does not fit its type: {error}"))
}

/// Reads all jobs from standard input, and writes what each would send.
///
/// # Errors
/// When reading or writing fails.
pub fn run(call: impl Fn(&Job) -> Sent) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let job = Job(rt::serde_json::from_str(&line?)?);
        let at = job.0["at"].clone();
        let written = match call(&job) {
            Ok(request) => written(&at, &request),
            Err(error) => json!({ "at": at, "error": error }),
        };
        writeln!(out, "{written}")?;
    }
    out.flush()
}

fn written(at: &Value, request: &rt::http::Request<rt::Bytes>) -> Value {
    let headers: Vec<[String; 2]> =
        request.headers().iter().map(|(name, value)| [name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()]).collect();
    let mut body = String::with_capacity(request.body().len() * 2);
    for byte in request.body() {
        let _ = write!(body, "{byte:02x}");
    }
    json!({ "at": at, "method": request.method().as_str(), "uri": request.uri().to_string(), "headers": headers, "body": body })
}

/// An error with all that is behind it.
pub fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}
