//! Exit codes, the same for all verbs.

use std::process::ExitCode;

use crate::pipeline::Refusal;

/// How a command ends. The greater, the worse: of several things the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine,
    /// Something was found: files are stale or were edited by hand.
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
