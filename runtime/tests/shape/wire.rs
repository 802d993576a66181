use std::borrow::Cow;

use crate::rt;
use crate::shape::types::{Door, ErrorBody, Home, Level, NewPet, Pet, Role, SavePetAnswer, SecondsToRespond, StatusCode, User, Users};

rt::object!(Users { extra }, User { extra }, Home { extra }, ErrorBody { extra });
rt::open_enum!(Role);
rt::open_int_enum!(Level, StatusCode);
rt::one_of!(SecondsToRespond);

impl rt::Object for Users {
    const NODE: &'static str = "type:Users";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "data" => value.read(&mut self.data, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl rt::Serialize for Users {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = rt::Members::new(serializer, &self.extra)?;
        out.optional("data", &self.data)?;
        out.end()
    }
}

impl rt::Object for User {
    const NODE: &'static str = "type:User";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "id" => value.read(&mut self.id, &mut self.extra),
            "rate" => value.read(&mut self.rate, &mut self.extra),
            "score" => value.read(&mut self.score, &mut self.extra),
            "active" => value.read(&mut self.active, &mut self.extra),
            "endsAt" => value.read(&mut self.ends_at, &mut self.extra),
            "created" => value.read(&mut self.created, &mut self.extra),
            "nickname" => value.read(&mut self.nickname, &mut self.extra),
            "manager" => value.read(&mut self.manager, &mut self.extra),
            "tags" => value.read(&mut self.tags, &mut self.extra),
            "labels" => value.read(&mut self.labels, &mut self.extra),
            "role" => value.read(&mut self.role, &mut self.extra),
            "level" => value.read(&mut self.level, &mut self.extra),
            "answerIn" => value.read(&mut self.answer_in, &mut self.extra),
            "password" => value.read(&mut self.password, &mut self.extra),
            "date_added" | "data_added" => value.of("date_added").read(&mut self.date_added, &mut self.extra),
            key if key.starts_with("q-") => value.under("q-").read_entry(&mut self.questions, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl rt::Serialize for User {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = rt::Members::new(serializer, &self.extra)?;
        out.optional("id", &self.id)?;
        out.optional("rate", &self.rate)?;
        out.optional("score", &self.score)?;
        out.optional("active", &self.active)?;
        out.optional("endsAt", &self.ends_at)?;
        out.optional("created", &self.created)?;
        out.maybe("nickname", &self.nickname)?;
        out.optional("manager", &self.manager)?;
        out.optional("tags", &self.tags)?;
        out.optional("labels", &self.labels)?;
        out.optional("role", &self.role)?;
        out.optional("level", &self.level)?;
        out.optional("answerIn", &self.answer_in)?;
        out.optional("password", &self.password)?;
        out.optional("date_added", &self.date_added)?;
        out.entries(&self.questions)?;
        out.end()
    }
}

impl rt::OpenEnum for Role {
    const VALUES: &'static [&'static str] = &["owner", "account admin"];

    fn listed(text: &str) -> Option<Self> {
        Some(match text {
            "owner" => Self::Owner,
            "account admin" => Self::AccountAdmin,
            _ => return None,
        })
    }

    fn unlisted(text: rt::Unlisted) -> Self {
        Self::Other(text)
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Owner => "owner",
            Self::AccountAdmin => "account admin",
            Self::Other(text) => text.as_str(),
        }
    }
}

impl rt::OpenIntEnum for Level {
    const VALUES: &'static [i64] = &[0, 9];

    fn listed(value: i64) -> Option<Self> {
        Some(match value {
            0 => Self::Low,
            9 => Self::High,
            _ => return None,
        })
    }

    fn unlisted(value: rt::UnlistedInt) -> Self {
        Self::Other(value)
    }

    fn as_i64(&self) -> i64 {
        match self {
            Self::Low => 0,
            Self::High => 9,
            Self::Other(value) => value.as_i64(),
        }
    }
}

impl rt::OneOf for SecondsToRespond {
    const EXPECTS: &'static str = "a number, `never` or a list";

    fn pick(token: rt::Token<'_>, _: &rt::Context) -> Option<Self> {
        match token {
            rt::Token::Number(number) => Some(Self::Number(number)),
            rt::Token::Text(text) if text == "never" => Some(Self::Never),
            rt::Token::Array(list) => list.read().map(Self::Windows),
            rt::Token::Object(object) => object.read().map(Self::Pet),
            rt::Token::Null | rt::Token::Bool(_) | rt::Token::Text(_) => None,
        }
    }

    fn other(any: rt::Any) -> Self {
        Self::Other(any)
    }
}

impl rt::Serialize for SecondsToRespond {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::Never => serializer.serialize_str("never"),
            Self::Windows(windows) => windows.serialize(serializer),
            Self::Pet(pet) => pet.serialize(serializer),
            Self::Other(any) => any.serialize(serializer),
        }
    }
}

#[derive(Default)]
struct PetParts {
    id: Option<i64>,
    name: Option<String>,
    extra: rt::Extra,
}

impl rt::Object for PetParts {
    const NODE: &'static str = "type:Pet";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "id" => value.read(&mut self.id, &mut self.extra),
            "name" => value.read(&mut self.name, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl<'de> rt::Decode<'de> for Pet {
    fn decode<D: rt::Deserializer<'de>>(input: D, cx: &rt::Context) -> Result<Self, D::Error> {
        let parts: PetParts = rt::object(input, cx)?;
        Ok(Self { id: rt::required(parts.id, "id", cx)?, name: parts.name, extra: parts.extra })
    }
}

impl rt::Serialize for Pet {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = rt::Members::new(serializer, &self.extra)?;
        out.required("id", &self.id)?;
        out.optional("name", &self.name)?;
        out.end()
    }
}

#[derive(Default)]
struct DoorParts {
    shut: rt::Maybe<String>,
    extra: rt::Extra,
}

impl rt::Object for DoorParts {
    const NODE: &'static str = "type:Door";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "shut" => value.read_nullable(&mut self.shut, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl<'de> rt::Decode<'de> for Door {
    fn decode<D: rt::Deserializer<'de>>(input: D, cx: &rt::Context) -> Result<Self, D::Error> {
        let parts: DoorParts = rt::object(input, cx)?;
        Ok(Self { shut: rt::required_nullable(parts.shut, "shut", cx)?, extra: parts.extra })
    }
}

impl rt::Serialize for Door {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = rt::Members::new(serializer, &self.extra)?;
        out.nullable("shut", &self.shut)?;
        out.end()
    }
}

impl rt::Object for Home {
    const NODE: &'static str = "type:Home";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "pets" => value.read(&mut self.pets, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl rt::Serialize for NewPet {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = rt::Members::new(serializer, &self.extra)?;
        out.required("name", &self.name)?;
        out.maybe("nickname", &self.nickname)?;
        out.end()
    }
}

impl rt::Object for ErrorBody {
    const NODE: &'static str = "type:ErrorBody";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "status" => value.read(&mut self.status, &mut self.extra),
            "status_code" => value.read(&mut self.status_code, &mut self.extra),
            "message" => value.read(&mut self.message, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl rt::ErrorBody for ErrorBody {
    fn codes(&self) -> Vec<Option<&dyn std::fmt::Display>> {
        Vec::from([rt::shown(self.status_code.as_ref())])
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.message.as_deref().map(Cow::Borrowed)
    }

    fn http_status(&self) -> Option<u16> {
        self.status_code.as_ref().and_then(StatusCode::http_status)
    }
}

impl rt::HasCode<StatusCode> for ErrorBody {
    fn code(&self) -> Option<&StatusCode> {
        self.status_code.as_ref()
    }
}

impl rt::OpenIntEnum for StatusCode {
    const VALUES: &'static [i64] = &[0, 2, 26];

    fn listed(value: i64) -> Option<Self> {
        Some(match value {
            0 => Self::ActionIsInvalid,
            2 => Self::ActionHashIsMissedOrInvalid,
            26 => Self::TooManyRequests,
            _ => return None,
        })
    }

    fn unlisted(value: rt::UnlistedInt) -> Self {
        Self::Other(value)
    }

    fn as_i64(&self) -> i64 {
        match self {
            Self::ActionIsInvalid => 0,
            Self::ActionHashIsMissedOrInvalid => 2,
            Self::TooManyRequests => 26,
            Self::Other(value) => value.as_i64(),
        }
    }
}

impl rt::FromAnswer for SavePetAnswer {
    fn from_answer(answer: &mut rt::Received<'_>) -> Result<Self, rt::DecodeError> {
        let read = match answer.status() {
            200 => Self::Ok(answer.read()?),
            202 => Self::Accepted(answer.read()?),
            204 => Self::NoContent,
            _ => Self::Other(answer.read()?),
        };
        Ok(read)
    }
}
