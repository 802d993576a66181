//! One GET for one document. The only place of docwright that opens a connection.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, ResponseExt as _};

use crate::cli::import::address::{Address, masked};

/// Largest document that is taken, unpacked: ten times the largest one known.
pub(super) const LARGEST: u64 = 100 * 1024 * 1024;
/// How long it may take, from the name of the host to the last byte.
const TIMEOUT: Duration = Duration::from_mins(1);
/// How often the server may point elsewhere.
const REDIRECTS: u32 = 5;

/// What came.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    /// Where it came from in the end.
    pub(super) from: Address,
}

/// Fetches a document; says why it cannot be had.
pub(super) fn fetch(address: &Address) -> Result<Fetched, String> {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .max_redirects(REDIRECTS)
        .max_redirects_will_error(true)
        // What begins in secret does not go on in the open.
        .https_only(address.fetch.to_ascii_lowercase().starts_with("https://"))
        .user_agent(concat!("docwright/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls)
        .build()
        .into();
    let response = agent.get(&address.fetch).header("accept", "application/json, */*;q=0.5").call().map_err(|error| told(&error))?;
    let from = Address { fetch: response.get_uri().to_string(), ..address.clone() };
    let mut bytes = Vec::new();
    // Counted here as well: what is packed small may be large.
    let mut body = response.into_body().into_with_config().limit(LARGEST + 1).reader().take(LARGEST + 1);
    let read = body.read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST / 1024 / 1024));
    }
    read.map_err(|error| format!("the answer broke off after {} bytes: {error}", bytes.len()))?;
    if bytes.is_empty() {
        return Err("the answer is empty".to_owned());
    }
    Ok(Fetched { bytes, from })
}

fn told(error: &ureq::Error) -> String {
    match error {
        ureq::Error::StatusCode(status @ (401 | 403)) => {
            format!("the server answers {status}: it wants to know who asks, so save it by hand")
        }
        ureq::Error::StatusCode(status) => format!("the server answers {status}"),
        ureq::Error::TooManyRedirects => format!("the server points elsewhere more than {REDIRECTS} times"),
        ureq::Error::Timeout(_) => format!("it takes longer than {} seconds", TIMEOUT.as_secs()),
        ureq::Error::HostNotFound => "there is no such host, or no network".to_owned(),
        ureq::Error::RequireHttpsOnly(url) => format!("it leads from https to `{}`", masked(url)),
        ureq::Error::BadUri(url) => format!("`{}` is no address", masked(url)),
        other => other.to_string(),
    }
}
