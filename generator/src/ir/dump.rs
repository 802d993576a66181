//! The canonical text of an API.

use super::Api;

/// The canonical text: the same for two APIs that mean the same.
pub fn dump(api: &Api) -> String {
    format!("api {}\n", api.title.value)
}
