//! Clients that were made while Cargo built this package: they talk to a server, and the build script keeps to its own folder.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright_tests::detour::Detour;
use docwright_tests::server::{Answer, Server};
use docwright_tests_build_script::{agendize, registry};
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

#[test]
fn what_is_included_is_what_the_documents_make() {
    for (folder, module) in [("../../specs/agendize", "agendize"), ("specs/pets", "registry")] {
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
