//! `docwright drift`.

use std::path::Path;

use crate::cli::Exit;
use crate::cli::args::{DriftArgs, Form, Global};
use crate::cli::console::Console;
use crate::cli::workspace::Workspace;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::drift::{Account, Format, Hosts, read_har, read_line, report};
use crate::pipeline::{Line, Lines, Stages, shown, unreadable};
use crate::text::{Shown, SourceMap, Span};

/// Of so many lines of a recording it is said what is wrong with them; further ones are counted.
const MOST_BROKEN: usize = 1000;

/// And of so many bytes of them.
const MOST_BROKEN_BYTES: usize = 64 * 1024 * 1024;

/// Holds recordings against an API. A recording of which a part cannot be read is no ground to say that all is well.
pub(super) fn drift(stages: &dyn Stages, global: &Global, args: &DriftArgs, console: &mut Console<'_>) -> Exit {
    let folders: Vec<_> = args.folder.iter().cloned().collect();
    let Some(mut workspace) = Workspace::open(global, &folders, console) else { return Exit::Usage };
    if workspace.loaded.len() > 1 {
        let names: Vec<String> = workspace.loaded.iter().map(|loaded| format!("`{}`", loaded.folder.shown)).collect();
        console.error(&format!("a recording is of one API, and here are {}\nhelp: name one of {}", names.len(), names.join(", ")));
        return Exit::Usage;
    }
    let loaded = std::mem::take(&mut workspace.loaded);
    let api = loaded.first().and_then(|loaded| Some((loaded, stages.api(loaded, &workspace.files.sources, &mut workspace.diagnostics)?)));
    let Some((loaded, api)) = api else {
        workspace.worsen(if loaded.is_empty() { Exit::Usage } else { Exit::Input });
        workspace.say(global, console);
        return workspace.exit;
    };
    // What is open in the documents is for `check` to say.
    workspace.diagnostics.retain(|diagnostic| diagnostic.severity() == Severity::Error);
    let hosts = if args.any_host { Hosts::Any } else { Hosts::Known };
    let mut account = Account::new(&api, hosts);
    for path in &args.har {
        if let Some(file) = workspace.files.read_or_say(path, &shown(path, &global.root), Shown::PlaceOnly, &mut workspace.diagnostics) {
            read_har(file, &workspace.files.sources, &mut workspace.diagnostics, &mut |recorded| account.take(recorded));
        }
    }
    for path in &args.ndjson {
        let name = shown(path, &global.root);
        let broken = read_lines(path, &name, &mut workspace, &mut account);
        if broken > 0 {
            console.error(&format!("`{name}`: {broken} more lines cannot be read"));
            workspace.worsen(Exit::Input);
        }
    }
    if workspace.diagnostics.has_errors() {
        workspace.worsen(Exit::Input);
    }
    workspace.say(global, console);
    let recordings = account.finish(workspace.exit < Exit::Usage);
    if recordings.answers == 0 {
        // That nothing was found in nothing is no answer.
        if workspace.exit < Exit::Usage {
            console.error(
                "the recordings hold no answer\nhelp: export the network log with its contents, or look whether the file is the right one",
            );
        }
        return workspace.exit.max(Exit::Input);
    }
    if !recordings.findings.is_empty() {
        workspace.worsen(Exit::Finding);
    }
    let format = match global.format {
        Form::Json => Format::Json,
        Form::Human | Form::Github | Form::Markdown => Format::Human { color: true, verbose: global.verbose },
    };
    console.text(&report(&loaded.config.name.value, &recordings, &workspace.files.sources, format));
    workspace.exit
}

/// Reads a recording line by line; gives the number of broken lines of which nothing is said.
fn read_lines(path: &Path, shown: &str, workspace: &mut Workspace, account: &mut Account<'_>) -> usize {
    let Workspace { files, diagnostics, .. } = workspace;
    let refuse = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    };
    let lines = match Lines::open(path) {
        Ok(lines) => lines,
        Err(error) => {
            diagnostics.push(unreadable(shown, &refuse(error), files));
            return 0;
        }
    };
    let (mut broken, mut bytes_broken, mut more) = (0, 0, 0);
    for (at, line) in lines.enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let bytes = match line {
            Ok(Line::Bytes(bytes)) => bytes,
            Ok(Line::TooLong) => {
                let file = files.sources.add_piece(shown, String::new(), number - 1, Shown::PlaceOnly);
                let message = format!("line {number} of `{shown}` is longer than {} MiB", Lines::LONGEST_MIB);
                diagnostics
                    .push(Diagnostic::new(Code::UnreadableFile, Span::new(file, 0, 0), message).help("record the answer without its body"));
                continue;
            }
            Err(error) => {
                diagnostics.push(unreadable(shown, &refuse(error), files));
                break;
            }
        };
        let before = diagnostics.iter().count();
        if broken < MOST_BROKEN && bytes_broken < MOST_BROKEN_BYTES {
            if let Some(recorded) = read_line(shown, number, &bytes, &mut files.sources, diagnostics) {
                account.take(&recorded);
            }
            if diagnostics.iter().count() > before {
                broken += 1;
                bytes_broken += bytes.len();
            }
        } else {
            let mut unsaid = Diagnostics::default();
            match read_line(shown, number, &bytes, &mut SourceMap::default(), &mut unsaid) {
                Some(recorded) => account.take(&recorded),
                None if unsaid.has_errors() => more += 1,
                None => {}
            }
        }
    }
    more
}
