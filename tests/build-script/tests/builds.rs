//! Clients that were made while Cargo built this package: they talk to a server, and the build script keeps to its own folder.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright_tests::detour::Detour;
use docwright_tests::server::{Answer, Server};
use docwright_tests_build_script::{agendize, lamps, registry};
use tempfile::TempDir;

/// This package's folder.
const PACKAGE: &str = env!("CARGO_MANIFEST_DIR");

#[tokio::test]
async fn a_vendors_client_talks_to_a_server() {
    let server = Server::start([Answer::json(200, r#"{"id": "4711", "status": "enabled"}"#)]).unwrap();
    let auth = agendize::Auth::tokens("ss0-token", "api-key");
    let client = agendize::Client::builder().auth(auth).transport(Detour::to(&server).unwrap()).build().unwrap();
    let account = client.accounts().get("ann@example.com").await.unwrap();
    assert_eq!((account.id.as_deref(), account.status), (Some("4711"), Some(agendize::types::Status::Enabled)));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].line(), "GET /api/2.0/resellers/accounts/ann%40example.com HTTP/1.1");
    assert_eq!((requests[0].header("host"), requests[0].header("token")), (Some("api.agendize.com"), Some("ss0-token")));
}

#[tokio::test]
async fn a_client_of_the_packages_own_documents_talks_to_a_server() {
    let server = Server::start([Answer::json(200, r#"{"name": "Rex", "kind": "dog", "weight": 12.50}"#), Answer::json(404, "{}")]).unwrap();
    // Without a credential nothing is secret on the way.
    let client = registry::Client::builder().base_url(server.url()).build().unwrap();
    let pet = client.pets().get(7).await.unwrap();
    assert_eq!((pet.name.as_deref(), &pet.kind), (Some("Rex"), &Some(registry::types::PetKind::Dog)));
    let error = client.pets().get(8).await.unwrap_err();
    assert_eq!(error.to_string(), "pets.get: the vendor said no: HTTP 404, No such pet.");
    let lines: Vec<_> = server.requests().iter().map(|request| request.line().to_owned()).collect();
    assert_eq!(lines, ["GET /pets/7 HTTP/1.1", "GET /pets/8 HTTP/1.1"]);
}

#[tokio::test]
async fn each_operation_goes_to_its_own_server() {
    let ok = || Answer::json(200, "{}");
    let (api, login, archive) = (Server::start([ok()]).unwrap(), Server::start([ok()]).unwrap(), Server::start([ok(), ok()]).unwrap());
    let client = lamps::Client::builder()
        .auth(lamps::Auth::bearer("s3cret"))
        .danger_send_credentials_over_plain_http(true)
        .base_url(format!("{}/v1", api.url()))
        .server_url(lamps::Server::Login, login.url())
        .archive(archive.url())
        .build()
        .unwrap();
    client.list_lamps().await.unwrap();
    client.get_token().await.unwrap();
    client.list_old_lamps().await.unwrap();
    client.request(lamps::Method::GET, "/more").on(lamps::Server::Archive).await.unwrap();
    let heard = |server: &Server| -> Vec<String> {
        let of = |request: &docwright_tests::server::Request| format!("{} {:?}", request.line(), request.header("authorization"));
        server.requests().iter().map(of).collect()
    };
    let token = r#"Some("Bearer s3cret")"#;
    assert_eq!(heard(&api), [format!("GET /v1/lamps HTTP/1.1 {token}")]);
    // It says that it authenticates nobody: what is meant for the API does not go there.
    assert_eq!(heard(&login), ["POST /token HTTP/1.1 None"]);
    assert_eq!(heard(&archive), [format!("GET /lamps HTTP/1.1 {token}"), format!("GET /more HTTP/1.1 {token}")]);
}

#[test]
fn a_server_without_an_address_is_asked_for_when_it_is_called() {
    let builder = || lamps::Client::builder().auth(lamps::Auth::bearer("s3cret"));
    let client = builder().build().unwrap();
    let url = |call: Result<docwright_runtime::http::Request<docwright_runtime::Bytes>, lamps::Error>| call.unwrap().uri().to_string();
    assert_eq!(url(client.list_lamps().into_http()), "https://api.lamps.example/v1/lamps");
    assert_eq!(url(client.get_token().into_http()), "https://login.lamps.example/token");
    let error = client.list_old_lamps().into_http().unwrap_err();
    assert_eq!(
        error.to_string(),
        "list_old_lamps: the request could not be built: `Server::Archive`: the base URL needs a value for `archive`; or give the base URL \
         as a whole to the builder's `server_url(Server::Archive, …)`"
    );
    let client = builder().server_url(lamps::Server::Archive, "https://old.lamps.example/x").build().unwrap();
    assert_eq!(url(client.list_old_lamps().into_http()), "https://old.lamps.example/x/lamps");
    // One call may go elsewhere still.
    assert_eq!(url(client.list_old_lamps().base_url("https://other.example").into_http()), "https://other.example/lamps");
    // What the caller gives is looked at when the client is built.
    let error = builder().server_url(lamps::Server::Archive, "old.lamps.example").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "lamps: the client could not be built: `Server::Archive`: the base URL `old.lamps.example` must start with `https://`, as in \
         `https://api.example.com`"
    );
    // Another server's plain HTTP sends no credential either.
    let client = builder().archive("http://old.lamps.example").build().unwrap();
    let error = client.list_old_lamps().into_http().unwrap_err();
    assert!(error.to_string().contains("credentials are not sent over plain `http://`"), "{error}");
}

#[test]
fn what_is_included_is_what_the_documents_make() {
    for (folder, module) in [("../../specs/agendize", "agendize"), ("specs/pets", "registry"), ("specs/lamps", "lamps")] {
        let made = docwright::build_script::render(&Path::new(PACKAGE).join(folder), module).unwrap();
        let included = fs::read_to_string(Path::new(env!("OUT_DIR")).join(format!("{module}.rs"))).unwrap();
        // The first line names the folder as it was called.
        assert!(included.lines().skip(1).eq(made.lines().skip(1)), "{module}");
        assert!(included.contains(&format!("pub mod {module} {{")));
    }
}

/// A build script, when this test is run as one by [`build`]; otherwise nothing.
#[test]
fn as_a_build_script() {
    if std::env::var_os("AS_A_BUILD_SCRIPT").is_some() {
        docwright::Build::new("specs/pets").compile();
    }
}

/// A package with the documents of the pets in it.
struct Package(TempDir);

impl Package {
    fn new() -> Self {
        let package = Self(TempDir::new().unwrap());
        fs::create_dir_all(package.specs()).unwrap();
        fs::create_dir(package.out()).unwrap();
        for name in ["docwright.toml", "pets.spec.toml", "pets.txt"] {
            fs::copy(Path::new(PACKAGE).join("specs/pets").join(name), package.specs().join(name)).unwrap();
        }
        package
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("package")
    }

    fn specs(&self) -> PathBuf {
        self.folder().join("specs/pets")
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    /// What a build script in a process of its own tells Cargo.
    fn build(&self) -> Vec<String> {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "as_a_build_script", "--nocapture"])
            .env("AS_A_BUILD_SCRIPT", "yes")
            .env("CARGO_MANIFEST_DIR", self.folder())
            .env("OUT_DIR", self.out())
            .current_dir(self.folder())
            .output()
            .unwrap();
        assert!(output.status.success(), "a build script ends well, and tells Cargo what is wrong");
        // The harness's own words may stand before the first instruction on its line.
        let told = String::from_utf8(output.stdout).unwrap();
        told.lines().filter_map(|line| line.find("cargo::").map(|at| line[at..].to_owned())).collect()
    }

    /// All files and what is in them.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.strip_prefix(self.0.path()).unwrap().to_owned(), fs::read(&path).unwrap());
                }
            }
        }
        found
    }
}

#[test]
fn cargo_looks_at_the_files_that_were_read_and_at_no_other() {
    let package = Package::new();
    fs::write(package.specs().join("notes.txt"), "named by nothing").unwrap();
    let look = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| format!("cargo::rerun-if-changed={}", package.specs().join(name).display())).collect()
    };
    assert_eq!(package.build(), look(&["docwright.toml", "pets.spec.toml", "pets.txt"]));
    fs::write(package.specs().join("docwright.lock"), "# docwright.lock 1\n").unwrap();
    let told = package.build();
    assert_eq!(told.last(), look(&["docwright.lock"]).last(), "{told:?}");
}

#[test]
fn nothing_is_written_but_one_file_in_its_folder() {
    let package = Package::new();
    let before = package.files();
    package.build();
    let mut after = package.files();
    let made = after.remove(Path::new("out/pets.rs")).unwrap();
    assert_eq!(after, before);
    assert!(made.starts_with(b"// Code generated by docwright from specs/pets. DO NOT EDIT.\n"));
    package.build();
    assert_eq!(package.files().remove(Path::new("out/pets.rs")), Some(made), "the same again");
}

#[test]
fn every_error_is_told_with_its_place() {
    let package = Package::new();
    let path = package.specs().join("pets.spec.toml");
    let spec = fs::read_to_string(&path).unwrap();
    let spec = spec
        .replace("name = \"Pet Registry\"", "name = \"Pet Registry\"\nnmae = \"typo\"")
        .replace("What it is called.", "What it is named.")
        .replace("enum cat | dog", "enumeration");
    fs::write(&path, &spec).unwrap();
    let before = package.files();
    let told = package.build();
    let errors: Vec<_> = told.iter().filter_map(|line| line.strip_prefix("cargo::error=specs/pets/pets.spec.toml:")).collect();
    assert_eq!(errors.len(), 3, "{told:#?}");
    for (error, start) in errors.iter().zip([
        "3:1: a spec has no key `nmae` [unknown-key]; ",
        "15:36: the text `What it is named.` does not stand at the lines that are named [quote-not-found]; ",
        "16:15: there is no type `enumeration` [unknown-type]; ",
    ]) {
        assert!(error.starts_with(start), "{error}");
    }
    // Cargo still looks at the files, so that the next build sees them mended.
    assert_eq!(told.iter().filter(|line| line.starts_with("cargo::rerun-if-changed=")).count(), 3);
    assert_eq!(package.files(), before, "nothing is made of documents with errors");
}
