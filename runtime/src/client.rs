//! The client: where requests go, with which credentials, and what is done with surprises.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::auth::Credential;
use crate::call::{Call, Request};
use crate::decode::Mode;
use crate::drift::Drift;
use crate::encode::ToText;
use crate::error::{Error, Failure};
use crate::operation::{Accepts, Api, Operation, Retry, Server};
use crate::shown;
use crate::transport::{Limits, Transport};
use crate::url::Base;

/// The operation behind requests that the document does not describe.
static CUSTOM: Operation = Operation {
    name: "",
    id: "",
    method: "GET",
    path: "",
    query: &[],
    headers: &[],
    retry: Retry::Never,
    auth: Accepts::Any,
    errors: &[],
    success: &[],
};

type OnDrift = Arc<dyn Fn(&Drift) + Send + Sync>;

/// A client: what all calls share. Cheap to clone; all clones share one transport.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    base: Option<Base>,
    /// What the caller gave for further servers, by their names.
    servers: Vec<(&'static str, Base)>,
    /// What fills in the documented base URLs of further servers.
    variables: Vec<(String, String)>,
    /// Each with the base URL of its scheme, unless the caller gave one for all.
    credentials: Vec<(Credential, Option<Base>)>,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) limits: Limits,
    pub(crate) mode: Mode,
    pub(crate) on_drift: Option<OnDrift>,
    allow_plain_http: bool,
}

impl Client {
    /// A call of an operation.
    pub fn call<T, E>(&self, operation: &'static Operation) -> Call<'_, T, E> {
        Call::new(self, Request::new(operation))
    }

    /// A request that the document does not describe, with the same credentials and errors. The path is below the base URL and
    /// may have `{names}`, which [`Call::path`] fills in.
    pub fn custom<T, E>(&self, method: Method, path: impl Into<String>) -> Call<'_, T, E> {
        let path = path.into();
        let mut request = Request::new(&CUSTOM);
        request.id = Cow::Owned(format!("{method} {path}"));
        request.repeatable = method.is_idempotent();
        request.method = method;
        request.path = Cow::Owned(path);
        Call::new(self, request)
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: Vec<_> = self.0.credentials.iter().map(|(credential, _)| credential).collect();
        f.debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("credentials", &credentials)
            .field("mode", &self.0.mode)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// The credential for an operation and the base URL that goes with it.
    pub(crate) fn route(
        &self,
        accepts: Accepts,
        server: Option<&Server>,
        base: Option<&Base>,
    ) -> Result<(Base, Option<&Credential>), String> {
        let mut known = self.credentials.iter();
        let chosen = match accepts {
            Accepts::None => None,
            Accepts::Any => {
                if self.credentials.is_empty() && !self.api.schemes.is_empty() {
                    return Err(format!("no credential was given: {}", advice(self.api.schemes.iter().map(|scheme| scheme.id))));
                }
                known.next()
            }
            Accepts::AnyOrNone => known.next(),
            Accepts::OfOrNone(ids) => known.find(|(credential, _)| ids.contains(&credential.scheme().id)),
            Accepts::Of(ids) => {
                let chosen = known.find(|(credential, _)| ids.contains(&credential.scheme().id));
                if chosen.is_none() {
                    let advice = advice(ids.iter().copied());
                    return Err(match self.credentials.as_slice() {
                        [] => format!("no credential was given: {advice}"),
                        given => {
                            let given: Vec<_> = given.iter().map(|(credential, _)| format!("`Auth::{}`", credential.scheme().id)).collect();
                            format!("it does not accept {}: {advice}", given.join(" or "))
                        }
                    });
                }
                chosen
            }
        };
        let own = chosen.and_then(|(_, base)| base.as_ref());
        let base = match (base, server) {
            (Some(base), _) => base.clone(),
            (None, Some(server)) => self.base_of(server)?,
            (None, None) => match own.or(self.base.as_ref()) {
                Some(base) => base.clone(),
                None => return Err("the document has no base URL: give one to `base_url`".to_owned()),
            },
        };
        if base.plain && chosen.is_some() && !self.allow_plain_http {
            return Err(
                "credentials are not sent over plain `http://`, where everybody on the way can read them; if you must, call the builder's `danger_send_credentials_over_plain_http(true)`"
                    .to_owned(),
            );
        }
        Ok((base, chosen.map(|(credential, _)| credential)))
    }

    /// Where a further server is. Its variables are asked for here and not when the client is built: who never calls it need not know them.
    fn base_of(&self, server: &Server) -> Result<Base, String> {
        if let Some((_, base)) = self.servers.iter().find(|(name, _)| *name == server.name) {
            return Ok(base.clone());
        }
        Base::fill(server.base, &self.variables).map_err(|problem| {
            let name = server.name;
            format!("`Server::{name}`: {problem}; or give the base URL as a whole to the builder's `server_url(Server::{name}, …)`")
        })
    }

    /// What must not be shown of a text that comes from outside, the longest first.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let mut hidden: Vec<String> = self.credentials.iter().flat_map(|(credential, _)| credential.spellings()).collect();
        hidden.retain(|spelling| !spelling.is_empty());
        hidden.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        hidden.dedup();
        hidden
    }
}

/// Which credentials would do, and where they go.
fn advice<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let constructors: Vec<_> = ids.map(|id| format!("`Auth::{id}(…)`")).collect();
    format!("pass {} to the builder's `auth`", constructors.join(" or "))
}

/// Configures a [`Client`].
pub struct Builder {
    api: &'static Api,
    variables: Vec<(String, String)>,
    base: Option<String>,
    servers: Vec<(&'static str, String)>,
    credentials: Vec<Credential>,
    headers: HeaderMap,
    transport: Option<Arc<dyn Transport>>,
    limits: Limits,
    mode: Mode,
    on_drift: Option<OnDrift>,
    allow_plain_http: bool,
    /// The first thing that was wrong.
    problem: Option<String>,
}

impl Builder {
    /// A builder with what the document says about the API.
    pub fn new(api: &'static Api) -> Self {
        let builder = Self {
            api,
            variables: Vec::new(),
            base: None,
            servers: Vec::new(),
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            transport: None,
            limits: Limits::default(),
            mode: Mode::default(),
            on_drift: None,
            allow_plain_http: false,
            problem: None,
        };
        let agent = format!("{} docwright/{}", api.name, env!("CARGO_PKG_VERSION"));
        api.headers.iter().fold(builder.header(USER_AGENT.as_str(), agent), |builder, (name, value)| builder.header(name, *value))
    }

    /// Fills in a variable of the documented base URL. A later value replaces an earlier one.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
        self
    }

    /// Adds a credential. Of several, each call uses the first that its operation accepts; a later one for the same scheme
    /// replaces an earlier one.
    #[must_use]
    pub fn auth(mut self, credential: Credential) -> Self {
        self.credentials.retain(|known| known.scheme().id != credential.scheme().id);
        self.credentials.push(credential);
        self
    }

    /// Sends all requests but those of further servers to this base URL, instead of those that the document gives for the API or for a
    /// credential.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Sends the requests of a further server to this base URL, instead of the documented one. A later one replaces an earlier one.
    #[must_use]
    pub fn server_url(mut self, server: impl Into<&'static Server>, url: impl Into<String>) -> Self {
        let server = server.into();
        self.servers.retain(|(known, _)| *known != server.name);
        self.servers.push((server.name, url.into()));
        self
    }

    /// Sends credentials over plain `http://` too, where everybody on the way can read them. For tests on one machine.
    #[must_use]
    pub fn danger_send_credentials_over_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sends requests through this transport instead of the default one.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How long a call may take, from the connection to the last byte of the answer. Default: 30 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = Some(timeout);
        self
    }

    /// How many bytes the body of an answer may have, after decompression. Default: 64 MiB.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Sets a header of every request. It replaces one of the document.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl ToText) -> Self {
        let name = name.as_ref();
        let unsendable = value.problem().map(|problem| format!("`{}` {problem}", shown::name(name)));
        if let Err(problem) = unsendable.map_or_else(|| set_header(&mut self.headers, name, &value.to_text()), Err) {
            self.problem.get_or_insert(problem);
        }
        self
    }

    /// What to do with an answer that differs from the document. Default: [`Mode::Lenient`].
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Calls `report` for everything in an answer that differs from the document.
    #[must_use]
    pub fn on_drift(mut self, report: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.on_drift = Some(Arc::new(report));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// If a base URL, one of its variables, a credential or a header is not valid, or there is no transport.
    pub fn build<E>(self) -> Result<Client, Error<E>> {
        let name = self.api.name;
        self.client()
            .map_err(|problem| Error::new(Failure::build(Cow::Borrowed(name), format!("the client could not be built: {problem}")), None))
    }

    fn client(self) -> Result<Client, String> {
        let Self { api, variables, base, servers, credentials, headers, transport, limits, mode, on_drift, allow_plain_http, problem } =
            self;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let overridden = base.is_some();
        let base = match base {
            Some(base) => Some(Base::parse(&base)?),
            None if api.base.is_empty() => None,
            None => Some(Base::fill(api.base, &variables)?),
        };
        let given = |(name, url): (&'static str, String)| {
            Base::parse(&url).map(|base| (name, base)).map_err(|problem| format!("`Server::{name}`: {problem}"))
        };
        let servers = servers.into_iter().map(given).collect::<Result<Vec<_>, String>>()?;
        let mut routed = Vec::with_capacity(credentials.len());
        for credential in credentials {
            let scheme = credential.scheme();
            if !api.schemes.iter().any(|known| known.id == scheme.id) {
                return Err(format!("`{}` is no way to authenticate with this API", scheme.id));
            }
            credential.check()?;
            let own = scheme.base.filter(|_| !overridden).map(|base| Base::fill(base, &variables)).transpose()?;
            routed.push((credential, own));
        }
        let transport = match transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let inner =
            Inner { api, base, servers, variables, credentials: routed, headers, transport, limits, mode, on_drift, allow_plain_http };
        if !inner.credentials.is_empty() && inner.base.is_some() {
            inner.route(Accepts::Any, None, None)?;
        }
        Ok(Client(Arc::new(inner)))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, String> {
    match crate::transport::Reqwest::new() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
            Err(format!("the transport cannot start: {error}{}", source.unwrap_or_default()))
        }
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: give one to `transport`, or turn the feature `reqwest` on".to_owned())
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &self.api.name)
            .field("variables", &self.variables)
            .field("credentials", &self.credentials)
            .field("mode", &self.mode)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

pub(crate) fn set_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), String> {
    let Ok(key) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(match name {
            "" => "the name of a header is empty".to_owned(),
            _ => format!("`{}` is no name of a header: it holds a character that is not allowed there", shown::name(name)),
        });
    };
    match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(key, value);
            Ok(())
        }
        Err(_) => Err(format!("the header `{key}` holds a character that a header cannot hold")),
    }
}
