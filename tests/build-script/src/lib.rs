//! What a crate looks like that makes its clients while Cargo builds it: nothing generated is checked in.

docwright_runtime::include_client!("agendize");
docwright_runtime::include_client!("registry");
docwright_runtime::include_client!("lamps");
