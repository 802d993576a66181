//! Makes two clients: that of a vendor of the workspace, and one whose documents are this package's own.

fn main() {
    docwright::Build::new("../../specs/agendize").compile();
    docwright::Build::new("specs/pets").module("registry").compile();
}
