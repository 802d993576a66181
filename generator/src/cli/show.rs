//! `docwright show`.

use crate::cli::Exit;
use crate::cli::args::{Form, Global, What};
use crate::cli::console::Console;
use crate::cli::workspace::Workspace;
use crate::diagnostic::{JsonLine, visible_lines};
use crate::ir;
use crate::pipeline::Stages;

pub(super) fn show(stages: &dyn Stages, global: &Global, what: &What, console: &mut Console<'_>) -> Exit {
    let What::Ir { folder } = what;
    let Some(mut workspace) = Workspace::open(global, std::slice::from_ref(folder), console) else { return Exit::Usage };
    for loaded in std::mem::take(&mut workspace.loaded) {
        match stages.api(&loaded, &workspace.files.sources, &mut workspace.diagnostics) {
            Some(api) => {
                let text = ir::dump(&api);
                if global.format == Form::Json {
                    console.line(
                        JsonLine::new().string("type", "ir").string("name", &loaded.config.name.value).string("text", &text).finish(),
                    );
                } else {
                    console.line(visible_lines(text.trim_end_matches('\n')));
                }
            }
            None => workspace.worsen(Exit::Input),
        }
    }
    workspace.say(global, console);
    workspace.exit
}
