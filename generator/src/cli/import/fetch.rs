//! One GET for one document. The only place of docwright that opens a connection.

use std::io::Read as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use crate::cli::import::address::{Address, asked, masked, pointed_to};

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
#[expect(clippy::disallowed_methods, reason = "all that servers point to has one deadline; nothing that is written depends on it")]
pub(super) fn fetch(address: &Address) -> Result<Fetched, String> {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    let agent: Agent = Agent::config_builder()
        // Followed here, one by one: what a server points to need not be on the network.
        .max_redirects(0)
        .user_agent(concat!("docwright/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls)
        .build()
        .into();
    // What begins in secret does not go on in the open.
    let is_secret = is_https(&address.fetch);
    let (start, mut at, mut times) = (Instant::now(), address.fetch.clone(), 0);
    let response = loop {
        let url = asked(&at)?;
        if is_secret && !is_https(&at) {
            return Err(format!("it leads from https to `{}`", masked(&at)));
        }
        let request = agent.get(url.as_str()).header("accept", "application/json, */*;q=0.5");
        let left = TIMEOUT.saturating_sub(start.elapsed()).max(Duration::from_millis(1));
        let response = request.config().timeout_global(Some(left)).build().call().map_err(|error| told(&error))?;
        let is_elsewhere = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        let Some(location) = response.headers().get("location").filter(|_| is_elsewhere) else {
            if response.status().is_success() {
                break response;
            }
            return Err(format!("the server answers {}", response.status().as_u16()));
        };
        let location = location.to_str().map_err(|_| "the server points to an address that is no text".to_owned())?;
        at = pointed_to(&url, location)?;
        times += 1;
        if times > REDIRECTS {
            return Err(format!("the server points elsewhere more than {REDIRECTS} times"));
        }
    };
    let from = Address { fetch: at, ..address.clone() };
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

fn is_https(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
}

fn told(error: &ureq::Error) -> String {
    match error {
        ureq::Error::StatusCode(status @ (401 | 403)) => {
            format!("the server answers {status}: it wants to know who asks, so save it by hand")
        }
        ureq::Error::StatusCode(status) => format!("the server answers {status}"),
        ureq::Error::Timeout(_) => format!("it takes longer than {} seconds", TIMEOUT.as_secs()),
        ureq::Error::HostNotFound => "there is no such host, or no network".to_owned(),
        ureq::Error::BadUri(url) => format!("`{}` is no address", masked(url)),
        other => other.to_string(),
    }
}
