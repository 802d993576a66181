//! Where a document is to come from, told by its address alone.

use std::path::PathBuf;

use url::{ParseError, Url};

use crate::diagnostic::visible;
use crate::secret::{self, MASK};

/// The hosts of Postman's own documentation pages.
const DOCUMENTERS: &[&str] = &["documenter.getpostman.com", "documenter.gw.postman.com", "documenter-api.postman.tech"];

/// Where a document is to come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From the disk.
    File(PathBuf),
    /// From the network.
    Url(Address),
    /// From somewhere that nobody fetches from: the scheme.
    Other(String),
}

/// An address on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// What is fetched.
    pub(super) fetch: String,
    /// The name that it suggests for the file.
    pub(super) file: Option<String>,
    /// The documentation page that it stands for, if it is one.
    pub(super) page: Option<String>,
}

impl Source {
    /// What is meant by a word of the command line.
    pub(super) fn new(word: &str) -> Self {
        let scheme = word.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https") => Self::Url(Address::new(word)),
            Some(scheme) if is_scheme(scheme) => Self::Other(scheme.to_owned()),
            Some(_) | None => Self::File(PathBuf::from(word)),
        }
    }
}

/// Whether a word is a scheme, as RFC 3986 has it; longer than the letter of a drive.
fn is_scheme(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && word.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '-' | '.'))
}

impl Address {
    fn new(url: &str) -> Self {
        if let Some(page) = Self::of_documenter(url) {
            return page;
        }
        let plain = url.split('#').next().unwrap_or(url);
        let path = plain.split('?').next().unwrap_or(plain);
        let last = path.splitn(4, '/').nth(3).and_then(|path| path.rsplit('/').next()).filter(|last| !last.is_empty());
        Self { fetch: plain.to_owned(), file: last.map(str::to_owned), page: None }
    }

    /// A page of the documenter, `https://documenter.getpostman.com/view/<owner>/<published>`, as the address of the collection that it shows.
    fn of_documenter(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("https://")?;
        let (rest, _) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut steps = rest.trim_end_matches('/').split('/');
        let host = steps.next().filter(|host| DOCUMENTERS.contains(&host.to_ascii_lowercase().as_str()))?;
        steps.next().filter(|step| *step == "view")?;
        let owner = steps.next()?;
        // Some addresses have the collection's name between the two.
        let published = steps.next_back()?;
        let version = query.split('&').find_map(|pair| pair.strip_prefix("version=")).filter(|version| is_id(version)).unwrap_or("latest");
        Self::of_page(&format!("https://{host}"), owner, published, version, url)
    }

    /// The address of what a documentation page shows, on the page's own host; `None` where the ids are none.
    pub(super) fn of_page(origin: &str, owner: &str, published: &str, version: &str, page: &str) -> Option<Self> {
        if !is_id(owner) || !is_id(published) || !is_id(version) {
            return None;
        }
        Some(Self {
            fetch: format!("{origin}/api/collections/{owner}/{published}?segregateAuth=true&versionTag={version}"),
            file: Some(format!("{published}.documenter.json")),
            page: Some(page.to_owned()),
        })
    }

    /// The scheme and the host with its port: `https://docs.example`.
    pub(super) fn origin(&self) -> &str {
        let host = self.fetch.find("://").map_or(0, |at| at + 3);
        let end = self.fetch[host..].find(['/', '?', '#']).map_or(self.fetch.len(), |at| host + at);
        &self.fetch[..end]
    }
}

/// An address as it is asked for: what none can hold is encoded, a host in other letters is in punycode. Says what is wrong with one that is none.
pub(super) fn asked(address: &str) -> Result<Url, String> {
    Url::parse(address).map_err(|error| match error {
        ParseError::EmptyHost => "the address names no host".to_owned(),
        ParseError::InvalidPort => "its port is no number up to 65535".to_owned(),
        other => other.to_string(),
    })
}

/// Where a server points to, seen from where it was asked; only what is on the network is followed.
pub(super) fn pointed_to(from: &Url, location: &str) -> Result<String, String> {
    let shown = |location: &str| {
        let masked = if location.contains("://") { masked(location) } else { secret::masked(location).into_owned() };
        visible(&masked).into_owned()
    };
    let mut to = from.join(location).map_err(|error| format!("the server points to `{}`: {error}", shown(location)))?;
    to.set_fragment(None);
    match to.scheme() {
        "http" | "https" => Ok(to.into()),
        other => Err(format!("the server points to `{}`, and nothing is fetched over `{other}`", shown(location))),
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 100 && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.'))
}

/// What a page on a host of the vendor's own says about the collection that it shows: `<meta name="ownerId" content="…">`.
pub(super) fn page_ids(html: &str) -> Option<(String, String)> {
    let of = |name: &str| {
        let tag = html
            .split("<meta")
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap_or(rest))
            .find(|tag| ["\"", "'"].iter().any(|quote| tag.contains(&format!("name={quote}{name}{quote}"))))?;
        let (_, value) = tag.split_once("content=")?;
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next().filter(|id| is_id(id)).map(str::to_owned)
    };
    Some((of("ownerId")?, of("publishedId")?))
}

/// An address as it may be written down: without a user, a password, tokens in its path, and values of the query that may be keys.
pub(super) fn masked(url: &str) -> String {
    let (url, _) = url.split_once('#').unwrap_or((url, ""));
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let (scheme, rest) = path.split_once("://").unwrap_or(("", path));
    let (authority, below) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority.to_owned(), |(_, host)| format!("{MASK}@{host}"));
    let mut masked = format!("{scheme}://{host}{}", secret::masked(below));
    for (at, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        masked.push(if at == 0 { '?' } else { '&' });
        let (key, value) = pair.split_once('=').map_or((pair, None), |(key, value)| (key, Some(value)));
        masked.push_str(key);
        if let Some(value) = value {
            masked.push('=');
            masked.push_str(if says_little(key, value) { value } else { MASK });
        }
    }
    masked
}

/// Whether a value of a query can be no key: keys are long, and their names say so.
fn says_little(key: &str, value: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let is_named_so = ["key", "token", "secret", "pass", "pwd", "sig", "auth", "code", "session"].iter().any(|word| key.contains(word));
    value.len() <= 12 && (!is_named_so || key == "segregateauth")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use std::path::PathBuf;

    use super::{Address, Source, asked, masked, page_ids, pointed_to};

    fn url(word: &str) -> Address {
        match Source::new(word) {
            Source::Url(address) => address,
            other => panic!("{other:?} is no address"),
        }
    }

    #[test]
    fn pages_of_the_documenter_are_addresses_of_their_collection() {
        let expected = "https://documenter.getpostman.com/api/collections/1953706/713cbLC?segregateAuth=true&versionTag=latest";
        for page in [
            "https://documenter.getpostman.com/view/1953706/713cbLC",
            "https://documenter.getpostman.com/view/1953706/713cbLC/",
            "https://documenter.getpostman.com/view/1953706/crankwheel-api/713cbLC",
            "https://documenter.getpostman.com/view/1953706/713cbLC?version=latest#intro",
        ] {
            let address = url(page);
            assert_eq!((address.fetch.as_str(), address.page.as_deref()), (expected, Some(page)));
            assert_eq!(address.file.as_deref(), Some("713cbLC.documenter.json"));
        }
        let other = url("https://documenter.getpostman.com/view/1/a?version=3f2c");
        assert_eq!(other.fetch, "https://documenter.getpostman.com/api/collections/1/a?segregateAuth=true&versionTag=3f2c");
    }

    #[test]
    fn other_addresses_are_fetched_as_they_are() {
        for (word, file) in [
            ("https://docs.example/view/1/a", Some("a")),
            ("http://documenter.getpostman.com/view/1/a", Some("a")),
            ("https://documenter.getpostman.com/view/1", Some("1")),
            ("https://documenter.getpostman.com/view/1/%2e%2e", Some("%2e%2e")),
            ("https://documenter.getpostman.com.evil.example/view/1/a", Some("a")),
            ("https://raw.example/x/pets.json?raw=1", Some("pets.json")),
            ("HTTPS://raw.example", None),
            ("https://raw.example/", None),
        ] {
            let address = url(word);
            assert_eq!((address.fetch.as_str(), address.file.as_deref(), address.page), (word, file, None));
        }
        assert_eq!(url("https://a.example/b.json#c").fetch, "https://a.example/b.json");
        assert_eq!(url("http://127.0.0.1:80/b.json?c").origin(), "http://127.0.0.1:80");
        assert_eq!(Source::new("specs/pets.json"), Source::File(PathBuf::from("specs/pets.json")));
        assert_eq!(Source::new("FTP://a.example/b"), Source::Other("ftp".to_owned()));
    }

    #[test]
    fn a_server_may_point_to_what_is_on_the_network() {
        let base = asked("https://h.example:8/a/b.json?c=/d").unwrap();
        for (location, to) in [
            ("https://g.example/x#y", "https://g.example/x"),
            ("//g.example/x", "https://g.example/x"),
            ("/x?y", "https://h.example:8/x?y"),
            ("./x:y", "https://h.example:8/a/x:y"),
            ("../x", "https://h.example:8/x"),
            ("?y", "https://h.example:8/a/b.json?y"),
        ] {
            assert_eq!(pointed_to(&base, location).as_deref(), Ok(to), "{location}");
        }
        for (location, problem) in [
            ("ftp://me:pw@h.example/x", "the server points to `ftp://***@h.example/x`, and nothing is fetched over `ftp`"),
            ("file:///etc/passwd", "the server points to `file:///etc/passwd`, and nothing is fetched over `file`"),
            ("File:/etc/passwd", "the server points to `File:/etc/passwd`, and nothing is fetched over `file`"),
            ("data:,{}", "the server points to `data:,{}`, and nothing is fetched over `data`"),
            ("https://h:99999/", "the server points to `https://h:99999/`: invalid port number"),
        ] {
            assert_eq!(pointed_to(&base, location), Err(problem.to_owned()));
        }
    }

    #[test]
    fn an_address_is_asked_for_as_addresses_are_written() {
        for (address, written) in [
            ("http://h/a%20b.json", "http://h/a%20b.json"),
            ("http://h/a b.json", "http://h/a%20b.json"),
            ("http://h/\u{fc}.json", "http://h/%C3%BC.json"),
            ("http://b\u{fc}cher.example/a", "http://xn--bcher-kva.example/a"),
            ("http://[::1]:81/x", "http://[::1]:81/x"),
        ] {
            assert_eq!(asked(address).unwrap().as_str(), written);
        }
        for (address, problem) in [
            ("http://127.0.0.1:99999/x", "its port is no number up to 65535"),
            ("http://h:a/x", "its port is no number up to 65535"),
            ("http://", "the address names no host"),
        ] {
            assert_eq!(asked(address).unwrap_err(), problem, "{address}");
        }
    }

    #[test]
    fn a_page_names_its_collection() {
        let page =
            "<html><head><meta charset='utf-8'><meta name=\"ownerId\" content=\"12\">\n<meta content='x_y-Z' name='publishedId'></head>";
        assert_eq!(page_ids(page), Some(("12".to_owned(), "x_y-Z".to_owned())));
        assert_eq!(page_ids("<meta name=\"ownerId\" content=\"../..\"><meta name=\"publishedId\" content=\"a\">"), None);
        assert_eq!(page_ids("<p>ownerId publishedId</p>"), None);
    }

    #[test]
    fn what_may_be_secret_is_not_written_down() {
        for (url, shown) in [
            ("https://user:pass@a.example/b", "https://***@a.example/b"),
            ("https://us@er:p@ss@a.example", "https://***@a.example"),
            ("https://a.example/b?access_key=PMAT-1&v=2", "https://a.example/b?access_key=***&v=2"),
            ("https://a.example/b?x=0123456789abcdef#frag", "https://a.example/b?x=***"),
            ("https://a.example/b?token", "https://a.example/b?token"),
            (concat!("https://a.example/gh", "p_0123456789abcdefghij/b.json"), "https://a.example/***/b.json"),
            ("https://a.example/@b", "https://a.example/@b"),
            (
                "https://a.example/api/collections/1/a?segregateAuth=true&versionTag=latest",
                "https://a.example/api/collections/1/a?segregateAuth=true&versionTag=latest",
            ),
        ] {
            assert_eq!(masked(url), shown);
        }
    }
}
