use std::collections::BTreeMap;

use crate::rt;

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Users {
    pub data: Option<Vec<User>>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct User {
    pub id: Option<String>,
    pub rate: Option<i64>,
    pub score: Option<rt::Number>,
    pub active: Option<bool>,
    pub ends_at: Option<rt::Any>,
    pub created: Option<rt::Timestamp>,
    pub nickname: rt::Maybe<String>,
    pub manager: Option<Box<User>>,
    pub tags: Option<Vec<i64>>,
    pub labels: Option<BTreeMap<String, bool>>,
    pub questions: BTreeMap<String, bool>,
    pub role: Option<Role>,
    pub level: Option<Level>,
    pub answer_in: Option<SecondsToRespond>,
    pub password: Option<rt::Secret>,
    pub date_added: Option<String>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    Owner,
    AccountAdmin,
    Other(rt::Unlisted),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    Low,
    High,
    Other(rt::UnlistedInt),
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SecondsToRespond {
    Number(rt::Number),
    Never,
    Windows(Vec<i64>),
    Pet(Box<Pet>),
    Other(rt::Any),
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    pub id: i64,
    pub name: Option<String>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Door {
    pub shut: Option<String>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Home {
    pub pets: Option<Vec<Pet>>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPet {
    pub name: String,
    pub nickname: rt::Maybe<String>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    pub status: Option<String>,
    pub status_code: Option<StatusCode>,
    pub message: Option<String>,
    pub extra: rt::Extra,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusCode {
    ActionIsInvalid,
    ActionHashIsMissedOrInvalid,
    TooManyRequests,
    Other(rt::UnlistedInt),
}

impl StatusCode {
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::TooManyRequests => Some(429),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SavePetAnswer {
    Ok(Pet),
    Accepted(Vec<String>),
    NoContent,
    Other(rt::Undescribed),
}
