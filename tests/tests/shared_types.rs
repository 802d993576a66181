//! A type that stands at several places, and what happens to it when one of those places changes.
//!
//! The vendor shows the same owner, with the same address, in the answers of several requests: one `Owner` and one `Address`. With the lock of an
//! earlier run each of them stays what it is for whoever still shows it, wherever that is.

use std::collections::BTreeMap;
use std::fs;

use docwright::pipeline::LOCK;
use docwright_tests::cases::{Outcome, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What the vendor answers, by the name of the request.
type Answers = Vec<(&'static str, Value)>;

fn owner() -> Value {
    json!({ "id": 7, "login": "ann", "address": { "street": "Long Lane", "town": "Hull" } })
}

/// Boats, cars, planes and trains, each with the same owner.
fn answers() -> Answers {
    vec![
        ("Get boat", json!({ "boat": 1, "sails": 2, "owner": owner() })),
        ("Get car", json!({ "car": 1, "wheels": 4, "owner": owner() })),
        ("Get plane", json!({ "plane": 1, "wings": 2, "owner": owner() })),
        ("Get train", json!({ "train": 1, "wagons": 9, "owner": owner() })),
    ]
}

/// What becomes of a vendor's answers.
struct Made {
    files: BTreeMap<String, String>,
    lock: String,
}

impl Made {
    /// The Rust type of a field of an answer.
    #[track_caller]
    fn holds(&self, item: &str, field: &str) -> &str {
        let types = &self.files["src/types.rs"];
        let body = types.split(&format!("pub struct {item} {{")).nth(1).unwrap_or_else(|| panic!("no `{item}`:\n{types}"));
        let body = body.split("\n}").next().unwrap_or_default();
        let line = body.split(&format!("pub {field}: ")).nth(1).unwrap_or_else(|| panic!("no `{field}` in `{item}`:\n{types}"));
        let ty = line.split(",\n").next().unwrap_or_default();
        ty.trim_start_matches("Option<").trim_end_matches('>')
    }

    /// The owners' types in the answers, in their order.
    #[track_caller]
    fn owners<const N: usize>(&self, items: [&str; N]) -> [&str; N] {
        items.map(|item| self.holds(item, "owner"))
    }
}

/// Generates a client from answers, with the lock and the names of `docwright.toml` that there are.
#[track_caller]
fn generate(answers: &Answers, lock: Option<&str>, names: &str) -> Made {
    let requests: Vec<Value> = answers
        .iter()
        .map(|(name, answer)| {
            let path = name.to_lowercase().replace(' ', "/");
            let request = json!({ "method": "GET", "url": format!("https://api.example/{path}") });
            json!({ "name": name, "request": request, "response": [{ "name": "ok", "code": 200, "body": answer.to_string() }] })
        })
        .collect();
    client(&Value::from(requests), lock, names)
}

/// Generates a client from the items of a collection.
#[track_caller]
fn client(items: &Value, lock: Option<&str>, names: &str) -> Made {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let collection = json!({ "info": { "name": "Fleet", "schema": schema }, "item": items });
    let root = TempDir::new().expect("a folder for the case");
    let folder = root.path().join("specs/fleet");
    fs::create_dir_all(&folder).expect("a folder for the case");
    fs::write(folder.join("fleet.json"), collection.to_string()).expect("the case can be written");
    let config = format!("docwright = 1\nname = \"fleet\"\ninput.postman = \"fleet.json\"\n{names}");
    fs::write(folder.join("docwright.toml"), config).expect("the case can be written");
    if let Some(lock) = lock {
        fs::write(folder.join(LOCK), lock).expect("the case can be written");
    }
    let outcome: Outcome = run(&folder, root.path());
    let generated = outcome.generated.as_ref().unwrap_or_else(|| panic!("nothing is generated:\n{}", outcome.said()));
    let files = generated.tree.iter().map(|(path, text)| (path.to_string(), text.to_owned())).collect();
    Made { files, lock: generated.lock.clone() }
}

/// The first run, and another one with its lock and changed answers.
#[track_caller]
fn changed(change: impl FnOnce(&mut Answers)) -> (Made, Made) {
    let mut answers = answers();
    let before = generate(&answers, None, "");
    assert_eq!(
        before.owners(["BoatResponse", "CarResponse", "PlaneResponse", "TrainResponse"].map(|name| name_of(&before, name))),
        ["Owner"; 4]
    );
    assert_eq!(before.holds("Owner", "address"), "Address");
    change(&mut answers);
    let after = generate(&answers, Some(&before.lock), "");
    assert_eq!(generate(&answers, Some(&after.lock), "").lock, after.lock, "a lock settles what it was written from");
    (before, after)
}

/// The answers' types are called by what the operations read.
fn name_of<'a>(made: &Made, name: &'a str) -> &'a str {
    let short = name.trim_end_matches("Response");
    if made.files["src/types.rs"].contains(&format!("pub struct {short} {{")) { short } else { name }
}

#[test]
fn every_place_is_in_the_lock() {
    let made = generate(&answers(), None, "");
    let owners: Vec<&str> = made.lock.lines().filter(|line| line.contains("/owner#type\"")).collect();
    assert_eq!(
        owners,
        [
            "\"op:Get boat/200/owner#type\" 1 Owner",
            "\"op:Get car/200/owner#type\" - Owner",
            "\"op:Get plane/200/owner#type\" - Owner",
            "\"op:Get train/200/owner#type\" - Owner",
        ]
    );
    // What stands in an owner stands there once.
    let addresses: Vec<&str> = made.lock.lines().filter(|line| line.contains("/address#type\"")).collect();
    assert_eq!(addresses, ["\"op:Get boat/200/owner/address#type\" 2 Address"]);
}

#[test]
fn the_first_place_becomes_another_type() {
    let (before, after) = changed(|answers| answers[0].1["owner"]["nickname"] = json!("annie"));
    assert_eq!(after.owners(["Car", "Plane", "Train"]), ["Owner"; 3]);
    assert_ne!(after.holds("Boat", "owner"), "Owner");
    // The address is the same everywhere.
    assert_eq!(after.holds("Owner", "address"), "Address");
    assert_eq!(after.holds(after.holds("Boat", "owner"), "address"), "Address");
    // Nothing that was there goes, but for what the boat holds and for where the owner is said to stand.
    let old: Vec<&str> = before.files["src/types.rs"].lines().collect();
    let new: Vec<&str> = after.files["src/types.rs"].lines().collect();
    let gone: Vec<&&str> = old.iter().filter(|line| !new.contains(line)).collect();
    assert!(gone.iter().all(|line| line.contains("///") || line.contains("pub owner: Option<Owner>")), "{gone:#?}");
}

#[test]
fn the_first_place_goes() {
    let (_, after) = changed(|answers| _ = answers.remove(0));
    assert_eq!(after.owners(["Car", "Plane", "Train"]), ["Owner"; 3]);
    assert_eq!(after.holds("Owner", "address"), "Address");
}

#[test]
fn half_of_the_places_become_another_type() {
    // Two and two: the place that the lock has the type at tells.
    let (_, after) = changed(|answers| {
        for (_, answer) in answers.iter_mut().skip(2) {
            answer["owner"]["nickname"] = json!("annie");
        }
    });
    assert_eq!(after.owners(["Boat", "Car"]), ["Owner"; 2]);
    let [plane, train] = after.owners(["Plane", "Train"]);
    assert_eq!(plane, train);
    assert_ne!(plane, "Owner");
}

#[test]
fn of_two_places_the_one_that_stays_as_it_was_keeps_the_name() {
    let two: Answers = answers().into_iter().take(2).collect();
    let before = generate(&two, None, "");
    for (changed, same) in [(0, "Car"), (1, "Boat")] {
        let mut answers = two.clone();
        answers[changed].1["owner"]["nickname"] = json!("annie");
        let after = generate(&answers, Some(&before.lock), "");
        assert_eq!(after.holds(same, "owner"), "Owner");
        assert_ne!(after.holds(if changed == 0 { "Boat" } else { "Car" }, "owner"), "Owner");
    }
}

#[test]
fn names_like_signs_of_addresses_settle() {
    let odd = |key: &str| json!({ key: owner(), "n": 1 });
    let mut answers: Answers = vec![("Get boat", odd("=x")), ("Get car", odd("=x")), ("Get plane", odd("=x"))];
    answers.push(("Get train", json!({ "c": [{ "k": 1 }], "c[]": { "z": 1 }, "d": { "e": 1 }, "d/e": { "f": 1 }, "d#type": { "g": 1 } })));
    let before = generate(&answers, None, "");
    assert_eq!(generate(&answers, Some(&before.lock), "").files, before.files);
    let named = before.lock.replace(" X\n", " Custom\n");
    assert_ne!(named, before.lock);
    answers.remove(0);
    let after = generate(&answers, Some(&named), "");
    assert!(after.files["src/types.rs"].contains("pub struct Custom {"), "{}", after.lock);
}

#[test]
fn folders_called_like_parts_of_requests_settle() {
    let request = |name: &str, url: &str| json!({ "name": name, "request": format!("https://api.example{url}") });
    let inner = json!({ "name": "query", "item": [request("User-Id", "/y1"), request("User Id", "/y")] });
    let items = json!([{ "name": "U", "item": [inner] }, request("U", "/users?User Id=1&user_id=2")]);
    let before = client(&items, None, "");
    assert_eq!(client(&items, Some(&before.lock), "").files, before.files);
}

#[test]
fn what_stands_inside_stays_where_most_of_it_is() {
    // The address differs in one owner, and so does that owner.
    let (_, after) = changed(|answers| answers[0].1["owner"]["address"]["zip"] = json!("HU1"));
    assert_eq!(after.owners(["Car", "Plane", "Train"]), ["Owner"; 3]);
    assert_eq!(after.holds("Owner", "address"), "Address");
    let other = after.holds("Boat", "owner");
    assert_ne!(other, "Owner");
    assert_ne!(after.holds(other, "address"), "Address");
}

#[test]
fn fields_keep_their_order_when_their_type_moves() {
    let (before, after) = changed(|answers| {
        answers.remove(0);
        for (_, answer) in answers.iter_mut() {
            answer["owner"] = json!({ "age": 50, "born": 1970, "login": "ann", "id": 7, "address": { "country": "UK", "town": "Hull", "street": "Long Lane" } });
        }
    });
    let fields = |made: &Made, item: &str| -> Vec<String> {
        let types = &made.files["src/types.rs"];
        let body = types.split(&format!("pub struct {item} {{")).nth(1).expect("the struct").split("\n}").next().expect("its body");
        body.lines().filter_map(|line| Some(line.trim().strip_prefix("pub ")?.split(':').next()?.to_owned())).collect()
    };
    assert_eq!(fields(&before, "Owner"), ["address", "id", "login", "extra"]);
    // What is new comes last, though the vendor has it in front.
    assert_eq!(fields(&after, "Owner"), ["address", "id", "login", "age", "born", "extra"]);
    assert_eq!(fields(&after, "Address"), ["street", "town", "country", "extra"]);
}

#[test]
fn a_new_place_in_front_changes_no_name() {
    let (before, after) = changed(|answers| answers.insert(0, ("Get aeroplane", json!({ "aeroplane": 1, "owner": owner() }))));
    assert_eq!(after.owners(["Aeroplane", "Boat", "Car", "Plane", "Train"]), ["Owner"; 5]);
    let gone: Vec<&str> = before.lock.lines().filter(|line| !after.lock.contains(line)).collect();
    assert!(gone.is_empty(), "{gone:#?}");
}

#[test]
fn types_that_were_two_become_one() {
    let mut answers = answers();
    answers[3].1["owner"]["nickname"] = json!("annie");
    let before = generate(&answers, None, "");
    let [boat, train] = before.owners(["Boat", "Train"]);
    assert_ne!(boat, train);
    let after = generate(&self::answers(), Some(&before.lock), "");
    assert_eq!(after.owners(["Boat", "Car", "Plane", "Train"]), [boat; 4]);
}

#[test]
fn any_place_may_be_named() {
    let answers = answers();
    for place in ["boat", "car", "train"] {
        let names = format!("[names]\n\"op:Get {place}/200/owner#type\" = {{ name = \"Keeper\", reason = \"they keep it\" }}\n");
        let made = generate(&answers, None, &names);
        assert_eq!(made.owners(["Boat", "Car", "Plane", "Train"]), ["Keeper"; 4]);
    }
}

#[test]
fn a_place_of_nothing_is_no_type() {
    // A hand has taken the owner's own line out: the name is settled anew, and nothing else is lost.
    let before = generate(&answers(), None, "");
    let lock: String = before.lock.lines().filter(|line| !line.ends_with(" 1 Owner")).fold(String::new(), |lock, line| lock + line + "\n");
    let after = generate(&answers(), Some(&lock), "");
    assert_eq!(after.owners(["Boat", "Car", "Plane", "Train"]), ["Owner"; 4]);
}
