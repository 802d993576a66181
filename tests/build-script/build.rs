//! Makes three clients: that of a vendor of the workspace, and two whose documents are this package's own.

fn main() {
    docwright::Build::new("../../specs/agendize").compile();
    docwright::Build::new("specs/pets").module("registry").compile();
    docwright::Build::new("specs/lamps").compile();
}
