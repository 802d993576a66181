//! Exit codes, the same for all verbs.

use std::process::ExitCode;

use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::pipeline::Refusal;

/// How a command ends. The greater, the worse: of several things the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine,
    /// Something was found: files are stale or were edited by hand, or facts have a grade that is denied.
    Finding,
    /// It was asked for in a wrong way, or a configuration is wrong.
    Usage,
    /// An input cannot be read or understood, or a file cannot be written.
    Input,
    /// A bug in docwright.
    Bug,
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Finding => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Bug => 101,
        }
    }
}

impl Exit {
    /// How an input ends of which this was said: denied facts alone say nothing against it as a document.
    pub(super) fn of_errors(diagnostics: &Diagnostics) -> Self {
        let mut errors = diagnostics.iter().filter(|said| said.severity() == Severity::Error).peekable();
        if errors.peek().is_some() && errors.all(|said| said.code == Code::DeniedFact) { Self::Finding } else { Self::Input }
    }
}

impl From<Refusal> for Exit {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Config => Self::Usage,
            Refusal::Input => Self::Input,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
