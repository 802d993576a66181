//! `docwright import` as a process, from files and from a server on loopback.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

const PETS: &str = r#"{"info": {"name": "Pet store", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
"item": [{"name": "List pets", "request": {"method": "GET", "url": "https://pets.example/pets"}}]}
"#;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

#[expect(clippy::disallowed_methods, reason = "the command is tested as a process")]
fn docwright(root: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    for variable in
        ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        command.env_remove(variable);
    }
    let output = command.current_dir(root).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// The names in a folder, in order; nothing where there is none.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_comes_in_byte_for_byte_and_can_be_generated() {
    let root = TempDir::new().unwrap();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(PETS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(root.path().join("My export.json"), &utf16).unwrap();
    let ran = docwright(root.path(), &["import", "My export.json", "--into", "specs/pet-store"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "  pet-store   specs/pet-store   a Postman collection v2: `Pet store`\n     A My-export.json   428 bytes\n     A ORIGIN.md\n     \
         A docwright.toml\nnext: docwright generate specs/pet-store\n"
    );
    assert_eq!(fs::read(root.path().join("specs/pet-store/My-export.json")).unwrap(), utf16);
    let config = "docwright = 1\nname = \"pet-store\"\n\n[input]\npostman = \"My-export.json\"\n";
    assert_eq!(read(root.path(), "specs/pet-store/docwright.toml"), config);
    let origin = read(root.path(), "specs/pet-store/ORIGIN.md");
    let start = "# My-export.json\n\nA Postman collection v2, `Pet store`, copied from a file; say here where that came from.\n\nByte for byte, 428 bytes. SHA-256 `";
    assert!(origin.starts_with(start), "{origin}");
    let ran = docwright(root.path(), &["generate", "specs/pet-store"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(root.path().join("generated/pet-store/src/lib.rs").exists());
}

#[test]
fn nothing_is_written_over_without_force() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("pets.json"), PETS).unwrap();
    let arguments = ["import", "pets.json", "--into", "pets"];
    assert_eq!(docwright(root.path(), &arguments).code, 0);
    let again = docwright(root.path(), &arguments);
    assert_eq!(again.code, 0, "the same document is nothing new: {}", again.err);
    assert!(again.out.contains("     = pets.json"), "{}", again.out);

    let config = "docwright = 1\nname = \"pets\"\n[input]\npostman = \"pets.json\"\n[output]\ngrouping = \"flat\"\n";
    fs::write(root.path().join("specs/pets/docwright.toml"), config).unwrap();
    fs::write(root.path().join("pets.json"), PETS.replace("List", "Show")).unwrap();
    let refused = docwright(root.path(), &arguments);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.starts_with("error: `specs/pets` has other files of these names, and nothing was written: `pets.json`, `ORIGIN.md`\n")
    );
    assert_eq!(read(root.path(), "specs/pets/pets.json"), PETS);

    let forced = docwright(root.path(), &[&arguments[..], &["--force"]].concat());
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert_eq!(read(root.path(), "specs/pets/pets.json"), PETS.replace("List", "Show"));
    assert_eq!(read(root.path(), "specs/pets/docwright.toml"), config, "it knows the document, and what people wrote into it stays");
}

#[test]
fn what_is_no_collection_is_named_and_not_written() {
    for (text, said) in [
        ("{\"openapi\": \"3.1.0\"}", "error[not-a-collection]: this is no collection but an OpenAPI document\n --> thing.json:1:1\n"),
        ("openapi: 3.1.0\n", "error[not-a-collection]: this is no collection but an OpenAPI document\n --> thing.json:1:1\n"),
        ("<!doctype html>", "error[not-a-collection]: this is no collection but an HTML page\n --> thing.json:1:1\n"),
        ("{\"info\": ", "error[invalid-json]: invalid JSON: "),
        (
            r#"{"name": "live", "values": [{"key": "a", "value": "b"}]}"#,
            "error[not-a-collection]: this is no collection but a Postman environment\n",
        ),
    ] {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join("thing.json"), text).unwrap();
        let ran = docwright(root.path(), &["import", "thing.json", "--into", "specs/thing"]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{text}");
        assert!(ran.err.starts_with(said), "{text}: {}", ran.err);
        assert_eq!(names(&root.path().join("specs")), Vec::<String>::new(), "{text}");
    }
    let root = TempDir::new().unwrap();
    assert_eq!(docwright(root.path(), &["import", "gone.json", "--into", "specs/thing"]).code, 3);
    fs::create_dir(root.path().join("pets")).unwrap();
    fs::write(root.path().join("pets/list.request.yaml"), "$kind: http-request\n").unwrap();
    let folder = docwright(root.path(), &["import", "pets", "--into", "specs/thing"]);
    assert!(folder.code == 3 && folder.err.contains("note: this is the folder of a Postman collection v3\n"), "{}", folder.err);
    fs::write(root.path().join("pets.json"), PETS).unwrap();
    assert_eq!(docwright(root.path(), &["import", "pets.json", "--into", "specs/9"]).code, 2);
    assert_eq!(docwright(root.path(), &["import", "pets.json"]).code, 2);
}

#[test]
fn of_several_collections_one_is_chosen() {
    let root = TempDir::new().unwrap();
    let other = PETS.replace("Pet store", "Other");
    fs::write(root.path().join("dump.json"), format!("{{\"version\": 1, \"collections\": [{PETS}, {other}]}}")).unwrap();
    let ran = docwright(root.path(), &["import", "dump.json", "--into", "specs/other"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("error[which-collection]: this account dump holds 2 collections\n"), "{}", ran.err);
    assert!(ran.err.contains("help: choose one by its name or its id: `--collection …`"), "{}", ran.err);
    let ran = docwright(root.path(), &["import", "dump.json", "--into", "specs/other", "--collection", "None"]);
    assert!(ran.err.contains(" --> --collection:1:1\n"), "{}", ran.err);
    let ran = docwright(root.path(), &["import", "dump.json", "--into", "specs/other", "--collection", "Other"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(read(root.path(), "specs/other/docwright.toml").ends_with("[input]\npostman    = \"dump.json\"\ncollection = \"Other\"\n"));
}

#[test]
fn environments_come_with_their_collection() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("pets.json"), PETS).unwrap();
    let live = r#"{"name": "live", "values": [{"key": "token", "value": "s3cr3t", "type": "secret"}, {"key": "empty", "value": "", "type": "secret"}]}"#;
    fs::write(root.path().join("live.json"), live).unwrap();
    fs::write(root.path().join("globals.json"), r#"[{"key": "a", "value": "b"}]"#).unwrap();
    let ran = docwright(root.path(), &["import", "pets.json", "--into", "specs/pets", "--environment", "live.json", "globals.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.starts_with("warning: `live.json` holds values of secret variables: `token`\n"), "{}", ran.err);
    assert!(!ran.err.contains("s3cr3t") && !ran.out.contains("s3cr3t"));
    assert!(read(root.path(), "specs/pets/docwright.toml").ends_with("environments = [\"live.json\", \"globals.json\"]\n"));
    assert_eq!(names(&root.path().join("specs/pets")), ["ORIGIN.md", "docwright.toml", "globals.json", "live.json", "pets.json"]);
    // A collection is no environment: nothing comes in half.
    let ran = docwright(root.path(), &["import", "pets.json", "--into", "specs/twice", "--environment", "pets.json"]);
    assert_eq!(ran.code, 3);
    assert!(!root.path().join("specs/twice").exists());
}

/// A server that answers by the path, and remembers what it was asked for.
struct Server {
    origin: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: fn(&str, &str) -> Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (own, heard) = (origin.clone(), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream: TcpStream = stream.unwrap();
                let mut lines =
                    BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
                let Some(first) = lines.next() else { continue };
                lines.for_each(drop);
                let Some(path) = first.split(' ').nth(1).map(str::to_owned) else { continue };
                let bytes = answer(&path, &own);
                heard.lock().unwrap().push(path);
                // Who has heard enough hangs up.
                let _ = stream.write_all(&bytes);
            }
        });
        Self { origin, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn ok(body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn to(url: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nlocation: {url}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_bytes()
}

#[test]
fn an_address_is_fetched_and_written_down_without_its_secrets() {
    let server = Server::start(|path, _| if path.starts_with("/old") { to("/new/pets.json?key=secret2") } else { ok(PETS.as_bytes()) });
    let root = TempDir::new().unwrap();
    let url = server.origin.replace("http://", "http://me:secret1@") + "/old/pets.json?access_key=secret0&v=2#part";
    let ran = docwright(root.path(), &["import", &url, "--into", "specs/pets"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(server.asked(), ["/old/pets.json?access_key=secret0&v=2", "/new/pets.json?key=secret2"]);
    assert_eq!(read(root.path(), "specs/pets/pets.json"), PETS);
    let origin = read(root.path(), "specs/pets/ORIGIN.md");
    assert!(
        origin.contains(&format!("fetched from `{}/new/pets.json?key=***`", server.origin.replace("http://", "http://***@"))),
        "{origin}"
    );
    for text in [&origin, &ran.out, &ran.err] {
        assert!(!text.contains("secret"), "{text}");
    }
    assert!(ran.err.starts_with("warning: `http://***@127.0.0.1:") && ran.err.contains("came over plain http"), "{}", ran.err);
}

#[test]
fn a_page_on_a_host_of_the_vendors_leads_to_its_collection() {
    let server = Server::start(|path, _| match path {
        "/docs" => ok(
            b"<!DOCTYPE html><html><head><meta name=\"ownerId\" content=\"77\"><meta name=\"publishedId\" content=\"aB3\"></head></html>",
        ),
        _ => ok(PETS.as_bytes()),
    });
    let root = TempDir::new().unwrap();
    let url = format!("{}/docs", server.origin);
    let ran = docwright(root.path(), &["import", &url, "--into", "specs/pets"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(server.asked(), ["/docs", "/api/collections/77/aB3?segregateAuth=true&versionTag=latest"]);
    assert_eq!(read(root.path(), "specs/pets/aB3.documenter.json"), PETS);
    assert!(read(root.path(), "specs/pets/ORIGIN.md").contains(&format!("the collection behind the page `{url}`")));
}

#[test]
fn what_cannot_be_had_is_told_and_leaves_nothing() {
    let server = Server::start(|path, origin| match path {
        "/gone" => b"HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\nconnection: close\r\n\r\ngone".to_vec(),
        "/closed" => b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
        "/round" => to(&format!("{origin}/round")),
        "/empty" => ok(b""),
        "/short" => b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\n{".to_vec(),
        "/large" => ok(&vec![b' '; 101 * 1024 * 1024]),
        _ => ok(b"{\"swagger\": \"2.0\"}"),
    });
    let root = TempDir::new().unwrap();
    for (path, said) in [
        ("/gone", "cannot be read: the server answers 404"),
        ("/closed", "cannot be read: the server answers 401: it wants to know who asks, so save it by hand"),
        ("/round", "cannot be read: the server points elsewhere more than 5 times"),
        ("/empty", "cannot be read: the answer is empty"),
        ("/short", "cannot be read: the answer broke off after 1 bytes"),
        ("/large", "cannot be read: it is larger than 100 MiB"),
        ("/foreign", "this is no collection but a Swagger document (OpenAPI 2)"),
    ] {
        let ran = docwright(root.path(), &["import", &format!("{}{path}", server.origin), "--into", "specs/pets"]);
        assert_eq!(ran.code, 3, "{path}: {}", ran.err);
        assert!(ran.err.contains(said), "{path}: {}", ran.err);
        assert!(!root.path().join("specs").exists(), "{path}");
    }
    // Nobody there speaks TLS, and nobody is there at all.
    for url in [server.origin.replace("http://", "https://"), "http://127.0.0.1:1/x".to_owned(), "http://".to_owned()] {
        let ran = docwright(root.path(), &["import", &url, "--into", "specs/pets"]);
        assert_eq!(ran.code, 3, "{url}: {}", ran.err);
        assert!(ran.err.contains("cannot be read: "), "{url}: {}", ran.err);
    }
}
