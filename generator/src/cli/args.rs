//! What can be asked.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::confidence::Denial;
use crate::diagnostic::Notes;
use crate::output::HandEdits;

/// Turns the API descriptions that vendors really publish into Rust clients.
#[derive(Debug, Parser)]
#[command(name = "docwright", version, max_term_width = 100, after_help = EXITS, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

const EXITS: &str = "Exit codes: 0 fine · 1 a finding (stale or hand-edited files, denied facts, drift) · 2 wrong usage or configuration · 3 an input cannot be read, or \
                     a file cannot be written · 101 a bug in docwright";

#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// The folder that holds `specs/` and `generated/`; messages name files from there
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// The form of messages and reports: `json` is one object a line, `markdown` is for `diff`
    #[arg(long, global = true, value_enum, default_value_t = Form::Human)]
    pub(super) format: Form,
    /// When to colour; `auto` looks at the terminal, `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE`
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(super) color: When,
    /// Show all notes, not only how many there are
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
}

/// How many inputs are worked on.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(super) struct Work {
    /// How many inputs to work on at once; without it, as many as the machine has cores. What is said and written is the same
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Show no progress, and of `generate` no table at the end
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Show how long each input took
    #[arg(long)]
    pub(super) timings: bool,
}

/// Which facts nobody wants.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Deny {
    /// Grades of facts that are errors, beside those under `[policy] deny` in `docwright.toml`: `conflict`, `unknown`, `assumed`, `inferred`,
    /// `inferred:medium` (and weaker), `inferred:low`; several with commas
    #[arg(long, value_name = "GRADE", value_delimiter = ',', value_parser = denial)]
    pub(super) deny: Vec<Denial>,
}

fn denial(word: &str) -> Result<Denial, String> {
    let known = || Denial::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Denial::of(word).ok_or_else(|| format!("expected one of {}", known()))
}

impl Global {
    pub(super) fn notes(&self) -> Notes {
        if self.verbose { Notes::All } else { Notes::Summarised }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Human,
    Json,
    Github,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

impl From<When> for anstream::ColorChoice {
    fn from(when: When) -> Self {
        match when {
            When::Auto => Self::Auto,
            When::Always => Self::Always,
            When::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Make the clients: write what differs, delete what is no longer produced, say what changed
    ///
    /// Reads `specs/<api>/docwright.toml` and the documents that it names, and writes `generated/<api>/` and
    /// `specs/<api>/docwright.lock`. Files that were edited by hand stop it: nothing is written over them.
    Generate {
        /// Folders with a `docwright.toml`, folders that hold such folders, or their names below `specs/`; without any, all of `specs/*/`
        #[arg(value_name = "SPEC_DIR")]
        folders: Vec<PathBuf>,
        #[command(flatten)]
        work: Work,
        #[command(flatten)]
        deny: Deny,
        /// Write over files that were edited by hand
        #[arg(long)]
        force: bool,
    },
    /// Say whether `generate` would change anything, and why; write nothing
    ///
    /// Makes everything in memory and compares bytes. Ends with 1 when anything differs: for CI.
    Check {
        /// Folders with a `docwright.toml`, folders that hold such folders, or their names below `specs/`; without any, all of `specs/*/`
        #[arg(value_name = "SPEC_DIR")]
        folders: Vec<PathBuf>,
        #[command(flatten)]
        work: Work,
        #[command(flatten)]
        deny: Deny,
        /// Only name the files, with a letter each: A new, M changed, D no longer produced, ! missing, E edited by hand, ? orphan
        #[arg(long)]
        list: bool,
    },
    /// Explain the code of a message, or what is known about one thing of an API and from where
    Explain {
        /// A code such as `unknown-key`, an address such as `op:Pets/Get`, or a path in Rust such as `pets::get`
        #[arg(value_name = "CODE|ITEM")]
        thing: String,
    },
    /// Print what docwright has understood
    Show {
        #[command(subcommand)]
        what: What,
    },
    /// Say what becomes of every request of collections and specs: an operation, joined to one, or refused, and why; write nothing
    ///
    /// Of a folder with a `docwright.toml`, the document that it names is surveyed as `generate` would read it, and nothing else below it; of any other
    /// folder, all `*.json` and all folders below it. With `--verbose` each request that is joined or refused is listed, with its place and the reason. Below
    /// it stand the weakest facts: what to settle first, and the entry of an overlay that settles it. Ends with 3 when an input cannot be read as a whole.
    Survey {
        /// Files of Postman, folders with a `docwright.toml`, or folders that hold such files and folders
        #[arg(value_name = "FILE|DIR", required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        work: Work,
        #[command(flatten)]
        deny: Deny,
    },
    /// Take a document in: copy or fetch it into a folder of its own, byte for byte, with a first `docwright.toml`
    ///
    /// Says what the document is, and refuses what is no collection of Postman's. A page `https://documenter.getpostman.com/view/<owner>/<id>`, or one
    /// like it on a host of the vendor's own, stands for the collection that it shows; any other address is fetched as it is: one GET, at most 5 redirects,
    /// 60 seconds and 100 MiB. Nothing is written over without `--force`, and nothing is half written.
    Import(ImportArgs),
    /// Hold recorded answers against the documents: what is missing, new, of another kind, and the overlay entry for each; write nothing
    ///
    /// A recording is what a browser exports (HAR 1.2), or a file with one object on each line: `{"method", "url", "status", "body"}`, with the
    /// `request` body and the id of the `operation` where they are needed. Answers of no operation are counted and listed. Values are not shown, but for those that an enumeration does not list, where nothing tells of a
    /// secret or a person. Ends with 1 when anything differs.
    Drift(DriftArgs),
    /// Say what changed from one version of an API to another
    Diff {
        /// The folder of the old version, with its `docwright.toml`
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The folder of the new version
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportArgs {
    /// A file, or an address that begins with `https://` or `http://`
    #[arg(value_name = "FILE|URL")]
    pub(super) source: String,
    /// The folder to make, such as `specs/pets`; a bare name stands for the folder of that name below `specs/`
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,
    /// Environments and globals that go with the collection: the one to fall back on first
    #[arg(long = "environment", value_name = "FILE|URL", num_args = 1..)]
    pub(super) environments: Vec<String>,
    /// Which collection is meant, by its name or its id, where the document holds several
    #[arg(long, value_name = "NAME")]
    pub(super) collection: Option<String>,
    /// Write over files that are there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DriftArgs {
    /// The folder with the `docwright.toml`, or its name below `specs/`; without it, the only one there
    #[arg(value_name = "SPEC_DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Recordings of browsers
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "ndjson")]
    pub(super) har: Vec<PathBuf>,
    /// Recordings with an answer on each line; of any size
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) ndjson: Vec<PathBuf>,
    /// Take answers of any host: of a proxy, of another environment
    #[arg(long)]
    pub(super) any_host: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// The API as docwright understands it: operations, types, and how each fact is known
    Ir {
        /// The folder with the `docwright.toml`
        #[arg(value_name = "SPEC_DIR")]
        folder: PathBuf,
    },
}

impl Args {
    /// What is wrong although each argument is right.
    pub(super) fn wrong(&self) -> Option<String> {
        let takes_markdown = matches!(self.verb, Verb::Diff { .. });
        if self.global.format == Form::Markdown && !takes_markdown {
            return Some("`--format markdown` is for `docwright diff`; here it is `human`, `json` or `github`".to_owned());
        }
        None
    }
}

/// What `--force` means.
pub(super) fn hand_edits(force: bool) -> HandEdits {
    if force { HandEdits::Overwrite } else { HandEdits::Keep }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Args;

    #[test]
    fn arguments_hold_together() {
        Args::command().debug_assert();
    }
}
