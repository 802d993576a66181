//! Where answers go, with or without colours.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};

use crate::cli::args::Work;
use crate::diagnostic::{Color, visible_lines};

/// Bold red, as errors are.
const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Of the name of a thing.
pub(super) const BOLD: Style = Style::new().bold();
/// Of what came.
pub(super) const GREEN: Style = AnsiColor::Green.on_default();
/// Of what went.
pub(super) const RED: Style = AnsiColor::Red.on_default();

/// The two streams of a command. Text is written as if for a terminal; the streams take out colours where there is none.
pub(super) struct Console<'w> {
    out: Box<dyn Write + 'w>,
    err: Box<dyn Write + 'w>,
    /// Whether these are the streams of the process, and who looks at them.
    watched: Watched,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    /// The answer goes to a terminal.
    Terminal,
    /// It goes to a file or to another process.
    Elsewhere,
    /// It goes into memory.
    Memory,
}

impl Console<'static> {
    /// The streams of this process.
    pub(super) fn of_process(choice: ColorChoice) -> Self {
        let out_choice = if choice == ColorChoice::Auto { AutoStream::choice(&std::io::stdout()) } else { choice };
        let err_choice = if choice == ColorChoice::Auto { AutoStream::choice(&std::io::stderr()) } else { choice };
        Self {
            out: Box::new(AutoStream::new(std::io::stdout(), out_choice)),
            err: Box::new(AutoStream::new(std::io::stderr(), err_choice)),
            watched: if std::io::stdout().is_terminal() { Watched::Terminal } else { Watched::Elsewhere },
        }
    }
}

impl<'w> Console<'w> {
    /// Streams into memory, which is no terminal: coloured only where that is asked for.
    pub(super) fn of_memory(out: &'w mut Vec<u8>, err: &'w mut Vec<u8>, choice: ColorChoice) -> Self {
        let watched = Watched::Memory;
        match choice {
            ColorChoice::Always | ColorChoice::AlwaysAnsi => Self { out: Box::new(out), err: Box::new(err), watched },
            ColorChoice::Auto | ColorChoice::Never => {
                Self { out: Box::new(StripStream::new(out)), err: Box::new(StripStream::new(err)), watched }
            }
        }
    }
}

impl Console<'_> {
    /// Whether these are the streams of this process.
    pub(super) fn is_process(&self) -> bool {
        self.watched != Watched::Memory
    }

    /// Whether the answer says how long things took: only where that is asked for, or where a person looks, for it is never the same twice.
    pub(super) fn shows_time(&self, work: Work) -> bool {
        work.timings || self.watched == Watched::Terminal
    }

    /// What diagnostics are rendered with: the streams take the colours out.
    pub(super) fn color() -> Color {
        Color::Ansi
    }

    /// Prints a line of the answer. A reader that went away (`| head`) is no reason to fail.
    pub(super) fn line(&mut self, text: impl Display) {
        let _ = writeln!(self.out, "{text}");
    }

    /// Prints text of the answer.
    pub(super) fn text(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }

    /// Prints what is to be said beside the answer.
    pub(super) fn aside(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Prints a warning that has no place in a document.
    pub(super) fn warning(&mut self, message: &str) {
        let _ = writeln!(self.err, "{WARNING}warning{WARNING:#}: {}", visible_lines(message));
    }

    /// Prints an error that has no place in a document.
    pub(super) fn error(&mut self, message: &str) {
        let _ = writeln!(self.err, "{ERROR}error{ERROR:#}: {}", visible_lines(message));
    }
}

/// A text in a style.
pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
