//! Makes clients: that of a vendor of the workspace, two whose documents are this package's own, and those of fixtures whose requests are looked at.

fn main() {
    docwright::Build::new("../../specs/agendize").compile();
    docwright::Build::new("specs/pets").module("registry").compile();
    docwright::Build::new("specs/lamps").compile();
    for fixture in [
        "action-in-form",
        "action-in-parts",
        "graphql",
        "json-rpc",
        "not-compatible-bodies",
        "port-in-a-variable",
        "soap",
        "text-template",
        "xml-template",
    ] {
        docwright::Build::new(format!("../fixture/{fixture}")).module(fixture.replace('-', "_")).compile();
    }
}
