//! What a crate looks like that makes its clients while Cargo builds it: nothing generated is checked in.

docwright_runtime::include_client!("agendize");
docwright_runtime::include_client!("registry");
docwright_runtime::include_client!("lamps");
docwright_runtime::include_client!("action_in_form");
docwright_runtime::include_client!("action_in_parts");
docwright_runtime::include_client!("graphql");
docwright_runtime::include_client!("json_rpc");
docwright_runtime::include_client!("not_compatible_bodies");
docwright_runtime::include_client!("port_in_a_variable");
docwright_runtime::include_client!("soap");
docwright_runtime::include_client!("text_template");
docwright_runtime::include_client!("xml_template");
