//! A client as the generator writes one.

pub mod types;
pub mod users;
mod wire;

use std::time::Duration;

use crate::rt;

pub type Error = rt::Error<types::ErrorBody>;
pub type Call<'a, T> = rt::Call<'a, T, types::ErrorBody>;

#[derive(Clone, Debug)]
pub struct Client {
    rt: rt::Client,
}

impl Client {
    pub fn builder(account: impl Into<String>) -> Builder {
        Builder { rt: rt::Builder::new(&API).variable("account", account) }
    }

    pub fn users(&self) -> users::Users<'_> {
        users::Users { rt: &self.rt }
    }

    pub fn request(&self, method: rt::Method, path: impl Into<String>) -> Call<'_, rt::Any> {
        self.rt.custom(method, path)
    }
}

#[derive(Debug)]
pub struct Builder {
    rt: rt::Builder,
}

impl Builder {
    #[must_use]
    pub fn auth(self, auth: Auth) -> Self {
        Self { rt: self.rt.auth(auth.0) }
    }

    #[must_use]
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self { rt: self.rt.base_url(url) }
    }

    #[must_use]
    pub fn danger_send_credentials_over_plain_http(self, allow: bool) -> Self {
        Self { rt: self.rt.danger_send_credentials_over_plain_http(allow) }
    }

    #[must_use]
    pub fn transport(self, transport: impl rt::Transport) -> Self {
        Self { rt: self.rt.transport(transport) }
    }

    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { rt: self.rt.timeout(timeout) }
    }

    #[must_use]
    pub fn max_body(self, bytes: usize) -> Self {
        Self { rt: self.rt.max_body(bytes) }
    }

    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl rt::ToText) -> Self {
        Self { rt: self.rt.header(name, value) }
    }

    #[must_use]
    pub fn mode(self, mode: rt::Mode) -> Self {
        Self { rt: self.rt.mode(mode) }
    }

    #[must_use]
    pub fn on_drift(self, report: impl Fn(&rt::Drift) + Send + Sync + 'static) -> Self {
        Self { rt: self.rt.on_drift(report) }
    }

    pub fn build(self) -> Result<Client, Error> {
        self.rt.build().map(|rt| Client { rt })
    }
}

#[derive(Clone, Debug)]
pub struct Auth(rt::Credential);

impl Auth {
    pub fn admin_key(key: impl Into<rt::SecretString>) -> Self {
        Self(rt::Credential::new(&ADMIN_KEY, [key.into()]))
    }

    pub fn access_token(token: impl Into<rt::SecretString>) -> Self {
        Self(rt::Credential::new(&ACCESS_TOKEN, [token.into()]))
    }
}

static API: rt::Api = rt::Api {
    name: "worksection",
    base: "https://{account}.worksection.com/api/admin/v2/",
    schemes: &[&ADMIN_KEY, &ACCESS_TOKEN],
    headers: &[("accept", "application/json")],
    outcome: Some(rt::Outcome::FailsWhen { member: "status", is: "error" }),
    errors: &[],
    secrets: &["password"],
};

static ADMIN_KEY: rt::Scheme = rt::Scheme {
    id: "admin_key",
    base: None,
    places: &[rt::Place::SignedQuery { name: "hash", signature: rt::Signature::Md5OfQueryAndKey }],
};

static ACCESS_TOKEN: rt::Scheme = rt::Scheme {
    id: "access_token",
    base: Some("https://{account}.worksection.com/api/oauth2"),
    places: &[rt::Place::Header { name: "authorization", prefix: "Bearer " }],
};
