//! What the words of names tell of the values below them.

use crate::secret::is_secret_name;

/// The words of names under which people, places and firms stand.
const PEOPLE: &[&str] = &[
    "account",
    "address",
    "approver",
    "assignee",
    "attendee",
    "author",
    "beneficiary",
    "bic",
    "by",
    "card",
    "cardholder",
    "city",
    "company",
    "contact",
    "coordinate",
    "county",
    "creator",
    "customer",
    "editor",
    "email",
    "employee",
    "family",
    "fax",
    "firstname",
    "fullname",
    "gender",
    "geo",
    "given",
    "gps",
    "guest",
    "holder",
    "iban",
    "ip",
    "lastname",
    "lat",
    "latitude",
    "latlng",
    "latlon",
    "lng",
    "login",
    "lon",
    "longitude",
    "maiden",
    "mail",
    "mobile",
    "msisdn",
    "name",
    "national",
    "nationality",
    "nickname",
    "organization",
    "owner",
    "pan",
    "participant",
    "passenger",
    "passport",
    "patient",
    "payee",
    "payer",
    "person",
    "phone",
    "postal",
    "postcode",
    "recipient",
    "reviewer",
    "sender",
    "ssn",
    "street",
    "surname",
    "tel",
    "telephone",
    "town",
    "user",
    "username",
    "vat",
    "whatsapp",
    "zip",
    "zipcode",
];

/// What words end in that are written in one: `phonenumber` is none, `workphone` is one.
const PEOPLE_ENDS: &[&str] = &["address", "email", "mail", "name", "phone"];

/// The words of names under which a day of birth stands.
const BIRTH: &[&str] = &["bday", "birth", "birthdate", "birthday", "born", "dateofbirth", "dob"];

/// The last words of names of secrets that are names of other things elsewhere.
const SECRETS: &[&str] = &["csc", "cvc", "cvn", "cvv", "otp", "pin", "totp"];

/// The last words of names under which sessions stand: their ids are secrets.
const SESSIONS: &[&str] = &["session", "sid", "sig"];

/// What holds the secret of a session.
const KEYS: &[&str] = &["code", "hash", "id", "key", "value"];

/// The words of names under which vendors write what they have to say themselves.
const WORDS: &[&str] = &["code", "detail", "error", "event", "kind", "message", "msg", "reason", "status", "type"];

/// The last words of names under which one word of the vendor stands, whoever it is about.
const CODES: &[&str] = &["currency", "event", "kind", "lang", "language", "level", "locale", "plan", "reason", "role", "status", "type"];

/// The last words of names under which a moment stands that is about what was done.
const TIMES: &[&str] = &[
    "at",
    "created",
    "date",
    "datetime",
    "deleted",
    "expires",
    "expiry",
    "from",
    "modified",
    "on",
    "since",
    "time",
    "timestamp",
    "until",
    "updated",
];

/// The words that make of a tax that of somebody.
const NUMBERS: &[&str] = &["code", "id", "identifier", "no", "nr", "number"];

/// The words of names whose ids are those of a person, and not of a record of the vendor's.
const IDENTITIES: &[&str] =
    &["bank", "card", "employee", "login", "name", "national", "nationality", "pan", "passport", "patient", "person", "ssn", "tax", "vat"];

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Under {
    /// A secret.
    Secret,
    /// A session: itself, or a value that tells it, is a secret.
    Session,
    /// A day of birth.
    Birth,
    /// Something of a person: the name itself says so.
    Person,
    /// Something inside of what stands under such a name.
    OfPerson,
    /// A moment, or a word of the vendor, about a person.
    Aside(Aside),
    /// What the vendor says.
    Words,
    /// Anything.
    Anything,
}

/// What of a person tells nothing of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// When something was done.
    Time,
    /// One word of the vendor's.
    Code,
    /// The number of a record.
    Id,
}

impl Under {
    /// What stands under a name within something.
    pub(super) fn of(name: &str, around: Self) -> Self {
        if is_secret_name(name) {
            return Self::Secret;
        }
        let words = words(name);
        let last = words.last().map_or("", String::as_str);
        let any = |list| words.iter().any(|word| is_one(list, word));
        match around {
            Self::Secret | Self::Birth => return around,
            Self::Session if is_one(KEYS, last) => return Self::Secret,
            _ => {}
        }
        if is_one(SECRETS, last) {
            return Self::Secret;
        }
        if is_one(SESSIONS, last) {
            return Self::Session;
        }
        if any(BIRTH) {
            return Self::Birth;
        }
        let is_taxed = any(&["tax"]) && any(NUMBERS) || ["taxid", "nationalid"].contains(&last);
        let is_person = is_taxed || any(PEOPLE) || words.iter().any(|word| PEOPLE_ENDS.iter().any(|end| singular(word).ends_with(end)));
        let is_within = matches!(around, Self::Person | Self::OfPerson | Self::Aside(_));
        if (is_person || is_within) && is_one(CODES, last) {
            return Self::Aside(Aside::Code);
        }
        if (is_person || is_within) && is_one(&["id"], last) && !any(IDENTITIES) && !is_taxed {
            return Self::Aside(Aside::Id);
        }
        if is_person && is_one(TIMES, last) {
            return Self::Aside(Aside::Time);
        }
        if is_person {
            Self::Person
        } else if is_within {
            Self::OfPerson
        } else if any(WORDS) {
            Self::Words
        } else {
            Self::Anything
        }
    }

    /// What the members of an object stand under, before their own names say more.
    pub(super) fn within(self) -> Self {
        match self {
            // What the vendor says stands in its own members; an object under such a name may hold anything.
            Self::Words => Self::Anything,
            Self::Person | Self::Aside(_) => Self::OfPerson,
            other => other,
        }
    }

    /// Whether what stands there tells of somebody.
    pub(super) const fn is_about_a_person(self) -> bool {
        matches!(self, Self::Birth | Self::Person | Self::OfPerson | Self::Aside(_))
    }

    pub(super) const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Session)
    }
}

/// The words of a name in small letters: `userIDs2` has `user` and `ids`.
fn words(name: &str) -> Vec<String> {
    let signs: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| signs[before]);
        // Several of what has a name in capitals: `IDs`.
        let is_small = |at: usize| signs.get(at).is_some_and(|sign| sign.is_lowercase());
        let is_plural = signs.get(at + 1) == Some(&'s') && !is_small(at + 2);
        let ends_capitals = before.is_some_and(char::is_uppercase) && is_small(at + 1) && !is_plural;
        let begins = sign.is_uppercase() && (before.is_some_and(char::is_lowercase) || ends_capitals);
        if begins || !sign.is_alphabetic() {
            words.push(String::new());
        }
        if sign.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(sign.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word is one of a list, or several of it.
fn is_one(list: &[&str], word: &str) -> bool {
    list.contains(&word) || list.contains(&singular(word).as_str()) || word.strip_suffix("es").is_some_and(|word| list.contains(&word))
}

/// `cities` → `city`, `phones` → `phone`, `address` → `address`.
fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix("sses"), word.strip_suffix('s')) {
        (Some(stem), ..) => format!("{stem}y"),
        (_, Some(stem), _) => format!("{stem}ss"),
        (_, _, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Aside, PEOPLE, Under, words};

    fn of(name: &str) -> Under {
        Under::of(name, Under::Anything)
    }

    #[test]
    fn names_are_read_word_by_word() {
        assert_eq!(words("firstName"), ["first", "name"]);
        assert_eq!(words("userIDs2"), ["user", "ids"]);
        assert_eq!(words("IPAddress"), ["ip", "address"]);
        assert_eq!(words("e-mail_1"), ["e", "mail"]);
        assert_eq!(words("HTTP"), ["http"]);
        assert!(words("123").is_empty());
        assert!(PEOPLE.is_sorted());
    }

    #[test]
    fn digits_and_plurals_make_no_difference() {
        for name in [
            "name",
            "names",
            "firstNames",
            "phones",
            "phone1",
            "address1",
            "addresses",
            "cities",
            "companies",
            "users",
            "workPhone",
            "homephone",
            "given",
            "family",
            "sender",
            "recipients",
            "attendees",
            "taxId",
            "tax_number",
            "nationalId",
            "passport",
            "pan",
            "msisdn",
            "created_by",
            "companyUrl",
            "passport_id",
            "personId",
            "latitude",
            "ipAddress",
            "zip",
            "emailaddress",
        ] {
            assert_eq!(of(name), Under::Person, "{name}");
        }
        for name in ["id", "tax", "taxRate", "state", "title", "amount", "panel", "pending", "expand", "geometry", "cityscape"] {
            assert_eq!(of(name), Under::Anything, "{name}");
        }
    }

    #[test]
    fn births_and_secrets_are_known() {
        for name in ["dob", "dateOfBirth", "birth_date", "birthday", "born"] {
            assert_eq!(of(name), Under::Birth, "{name}");
        }
        for name in ["pin", "otp", "cvv", "cvv2", "cardPin", "access_token", "password"] {
            assert_eq!(of(name), Under::Secret, "{name}");
        }
        for name in ["session", "sessions", "sid"] {
            assert_eq!(of(name), Under::Session, "{name}");
        }
        assert_eq!(Under::of("id", Under::Session), Under::Secret);
        assert_eq!(Under::of("title", Under::Session.within()), Under::Anything);
    }

    #[test]
    fn what_is_said_beside_a_person_is_told_apart() {
        assert_eq!(of("account_status"), Under::Aside(Aside::Code));
        assert_eq!(of("user_id"), Under::Aside(Aside::Id));
        assert_eq!(Under::of("id", Under::OfPerson), Under::Aside(Aside::Id));
        assert_eq!(of("user_created_at"), Under::Aside(Aside::Time));
        assert_eq!(Under::of("role", Under::OfPerson), Under::Aside(Aside::Code));
        assert_eq!(Under::of("note", Under::OfPerson), Under::OfPerson);
        assert_eq!(of("message"), Under::Words);
        assert_eq!(of("errors"), Under::Words);
    }
}
