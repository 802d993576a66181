use std::fmt;

use crate::rt;
use crate::shape::Call;
use crate::shape::types::{ErrorBody, NewPet, Pet, Role, SavePetAnswer, Users as UsersResponse};

#[derive(Clone, Copy, Debug)]
pub struct Users<'a> {
    pub(super) rt: &'a rt::Client,
}

impl<'a> Users<'a> {
    pub fn get_users(self) -> Call<'a, UsersResponse> {
        self.rt.call(&GET_USERS)
    }

    pub fn list(self) -> List<'a> {
        List(self.rt.call(&LIST))
    }

    pub fn pet(self, pet_id: impl fmt::Display) -> Call<'a, Pet> {
        self.rt.call(&PET).path("petId", pet_id)
    }

    pub fn insert(self, pet: &NewPet) -> Call<'a, Pet> {
        self.rt.call(&INSERT).json(pet)
    }

    pub fn find(self) -> Call<'a, Option<Pet>> {
        self.rt.call(&FIND)
    }

    pub fn save(self) -> Call<'a, SavePetAnswer> {
        self.rt.call(&SAVE)
    }

    pub fn delete(self, pet_id: impl fmt::Display) -> Call<'a, rt::Empty> {
        self.rt.call(&DELETE).path("petId", pet_id)
    }

    pub fn health(self) -> Call<'a, rt::Any> {
        self.rt.call(&HEALTH)
    }
}

#[derive(Debug)]
#[must_use]
pub struct List<'a>(Call<'a, UsersResponse>);

impl<'a> List<'a> {
    pub fn search(self, value: impl Into<String>) -> Self {
        Self(self.0.query("search", value.into()))
    }

    pub fn role(self, value: Role) -> Self {
        Self(self.0.query("role", value))
    }

    pub fn call(self) -> Call<'a, UsersResponse> {
        self.0
    }

    pub fn send(self) -> rt::Sending<UsersResponse, ErrorBody> {
        self.0.send()
    }
}

impl<'a> IntoFuture for List<'a> {
    type Output = <Call<'a, UsersResponse> as IntoFuture>::Output;
    type IntoFuture = rt::Sending<UsersResponse, ErrorBody>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

static GET_USERS: rt::Operation = rt::Operation {
    name: "get_users",
    id: "get_users",
    method: "GET",
    path: "",
    query: &[("action", "get_users")],
    headers: &[],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[200],
};

static LIST: rt::Operation = rt::Operation {
    name: "users.list",
    id: "users.list",
    method: "GET",
    path: "/users",
    query: &[],
    headers: &[("x-list", "users")],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::Of(&["access_token"]),
    errors: &[(404, "Event schedule not found"), (401, "Unauthorized")],
    success: &[200],
};

static PET: rt::Operation = rt::Operation {
    name: "pets.get",
    id: "pets.get",
    method: "GET",
    path: "/pets/{petId}/card",
    query: &[],
    headers: &[],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[200],
};

static INSERT: rt::Operation = rt::Operation {
    name: "pets.insert",
    id: "pets.insert",
    method: "PUT",
    path: "/pets",
    query: &[],
    headers: &[],
    retry: rt::Retry::Never,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[200],
};

static FIND: rt::Operation = rt::Operation {
    name: "pets.find",
    id: "pets.find",
    method: "GET",
    path: "/pets",
    query: &[],
    headers: &[],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[200, 204],
};

static SAVE: rt::Operation = rt::Operation {
    name: "pets.save",
    id: "pets.save",
    method: "PUT",
    path: "/pets",
    query: &[],
    headers: &[],
    retry: rt::Retry::Never,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[200, 202, 204],
};

static DELETE: rt::Operation = rt::Operation {
    name: "pets.delete",
    id: "pets.delete",
    method: "DELETE",
    path: "/pets/{petId}",
    query: &[],
    headers: &[],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::Any,
    errors: &[],
    success: &[],
};

static HEALTH: rt::Operation = rt::Operation {
    name: "health",
    id: "health",
    method: "GET",
    path: "/health",
    query: &[],
    headers: &[],
    retry: rt::Retry::Safe,
    auth: rt::Accepts::None,
    errors: &[],
    success: &[],
};
