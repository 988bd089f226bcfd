//! The command line: verbs, flags and their help texts. Settings: defaults < job file < environment < flags.

use std::path::PathBuf;

use clap::builder::{FalseyValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::job::FailOn;
use crate::model::{Kind, Lang};

/// 进件: store sheets in; Alipay indirect onboarding files and discrepancy reports out.
#[derive(Debug, Parser)]
#[command(name = "jinjian", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 all clear · 1 done, but stores are held · 2 could not do the work"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The whole job: read a folder, check, reconcile, write upload files and reports
    Run(RunArgs),
    /// Field and entity rules only, findings to standard output; nothing is written
    Check(CheckArgs),
    /// What each sheet is taken for, its header row, its column map, and why
    Inspect(InspectArgs),
    /// What each column is taken for; accept proposals and save them for the next run
    Map(MapArgs),
    /// A file again with its cells written cleanly, as a new file; every change is listed
    Fix(FixArgs),
    /// The rule list, or one rule explained
    Rules(RulesArgs),
    /// A blank workbook to send to a merchant, as the program reads it
    Template(TemplateArgs),
    /// A new job: jinjian.toml, layouts, samples, nightly units
    Init(InitArgs),
    /// The manifest of an output folder against its files
    Verify(VerifyArgs),
    /// Completions for a shell, to standard output
    Completions(CompletionsArgs),
    /// The manual page of the program, or of one command, to standard output
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Folder of input, or a job file; a folder's own jinjian.toml is read when it is there
    #[arg(default_value = ".", value_name = "FOLDER | JOB.toml")]
    pub input: PathBuf,
    /// Where uploads and reports go; replaced whole when an earlier run made it
    #[arg(long, value_name = "DIR", default_value = "out", env = "JINJIAN_OUT")]
    pub out: PathBuf,
    /// The day taken for today, with an hour where it matters [default: today]
    #[arg(long, value_name = "YYYY-MM-DD[ HH:MM]", env = "JINJIAN_AS_OF")]
    pub as_of: Option<String>,
    /// Everything but uploads; OUT stays as it is, and reports go to OUT-dry-run
    #[arg(long)]
    pub dry_run: bool,
    /// Language of summary and reports [default: zh]
    #[arg(long, value_parser = word(LANGS), env = "JINJIAN_LANG")]
    pub lang: Option<Lang>,
    /// Worker threads [default: all cores]
    #[arg(long, value_name = "N", env = "JINJIAN_THREADS")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// The level of finding that makes the exit code 1 although no store is held [default: never]
    #[arg(long, value_parser = word(FAIL_ON), env = "JINJIAN_FAIL_ON")]
    pub fail_on: Option<FailOn>,
    /// Form of the closing summary on standard output
    #[arg(long, value_enum, default_value = "text", env = "JINJIAN_FORMAT")]
    pub format: OutputFormat,
    /// Show personal data in reports instead of masking it
    #[arg(long, env = "JINJIAN_REVEAL")]
    #[arg(value_parser = FalseyValueParser::new())]
    pub reveal: bool,
    /// Replace an output folder that no earlier run made
    #[arg(long)]
    pub force: bool,
    /// No summary, no progress
    #[arg(short, long)]
    pub quiet: bool,
    /// More of the reasons in the summary (-v: all of them)
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files or folders; a folder's own jinjian.toml is read when it is there
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only rules whose code begins so; may be given several times
    #[arg(long, value_name = "CODE|PREFIX", value_delimiter = ',')]
    pub select: Vec<String>,
    /// All but rules whose code begins so; the longer of two that match wins
    #[arg(long, value_name = "CODE|PREFIX", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// How often each rule hit, instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// The day taken for today [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", env = "JINJIAN_AS_OF")]
    pub as_of: Option<String>,
    /// Language of the findings [default: zh]
    #[arg(long, value_parser = word(LANGS), env = "JINJIAN_LANG")]
    pub lang: Option<Lang>,
    /// The level of finding that makes the exit code 1
    #[arg(long, value_parser = word(FAIL_ON), default_value = "error", env = "JINJIAN_FAIL_ON")]
    pub fail_on: FailOn,
    /// Text for people; the rest for machines
    #[arg(long, value_enum, default_value = "text")]
    pub format: CheckFormat,
    /// Show personal data as it is
    #[arg(long, env = "JINJIAN_REVEAL")]
    #[arg(value_parser = FalseyValueParser::new())]
    pub reveal: bool,
}

#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// Files or folders; a folder's own jinjian.toml is read when it is there
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Language of the answer
    #[arg(long, value_parser = word(LANGS), default_value = "zh", env = "JINJIAN_LANG")]
    pub lang: Lang,
    /// Text for people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    pub format: OutputFormat,
    /// Show personal data as it is
    #[arg(long, env = "JINJIAN_REVEAL")]
    #[arg(value_parser = FalseyValueParser::new())]
    pub reveal: bool,
    /// Every finding, not only the first of each sheet
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Debug, Args)]
pub(super) struct MapArgs {
    /// Files or folders; jinjian.maps.toml is read and saved beside a file, or in a folder
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only the sheet of that name
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What a column holds: a field key, or `-` when it is not to be read; may be given several times
    #[arg(long, value_name = "HEADER=FIELD")]
    pub set: Vec<String>,
    /// The layout of a sheet that is not recognised, or is taken for another
    #[arg(long, value_name = "NAME", requires = "set")]
    pub layout: Option<String>,
    /// Write what is set, and proposals that score enough, to jinjian.maps.toml
    #[arg(long)]
    pub save: bool,
    /// The least score, from 0 to 100, with which a proposal is saved
    #[arg(long, value_name = "SCORE", default_value_t = 80)]
    #[arg(value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_score: u8,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Language of the answer
    #[arg(long, value_parser = word(LANGS), default_value = "zh", env = "JINJIAN_LANG")]
    pub lang: Lang,
    /// Text for people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    pub format: OutputFormat,
}

#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// A file with a table; the jinjian.toml and jinjian.maps.toml beside it are read
    pub file: PathBuf,
    /// The file to write: a workbook (.xlsx), or text (.csv) for one sheet; with --diff none need be
    #[arg(short, long, value_name = "OUT.xlsx | OUT.csv")]
    #[arg(required_unless_present = "diff")]
    pub out: Option<PathBuf>,
    /// Also mend numbers that only one repair makes pass every check, and exchange swapped cells
    #[arg(long = "unsafe")]
    pub repairs: bool,
    /// Print every change: `cell: old → new (why)`
    #[arg(long)]
    pub diff: bool,
    /// Replace OUT when it is there; never the input
    #[arg(long)]
    pub force: bool,
    /// The day taken for today [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", env = "JINJIAN_AS_OF")]
    pub as_of: Option<String>,
    /// Language of the answer and of the list of changes [default: zh]
    #[arg(long, value_parser = word(LANGS), env = "JINJIAN_LANG")]
    pub lang: Option<Lang>,
    /// Show personal data as it is
    #[arg(long, env = "JINJIAN_REVEAL")]
    #[arg(value_parser = FalseyValueParser::new())]
    pub reveal: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// A rule code such as LIC002, or a prefix such as LIC
    pub code: Option<String>,
    /// Language of the texts
    #[arg(long, value_parser = word(LANGS), default_value = "zh", env = "JINJIAN_LANG")]
    pub lang: Lang,
    /// Table for people, JSON for machines, or Markdown for documents
    #[arg(long, value_enum, default_value = "text")]
    pub format: RulesFormat,
}

#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// The kind of table
    #[arg(value_parser = word(TABLES))]
    pub kind: Kind,
    /// The workbook to write
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub out: PathBuf,
    /// Folder of own layouts, laid over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// Language of notes and instructions; headers are what the reader knows
    #[arg(long, value_parser = word(LANGS), default_value = "zh", env = "JINJIAN_LANG")]
    pub lang: Lang,
    /// Replace FILE.xlsx when it is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Folder to make; nothing in it is overwritten
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Output folder of a run
    pub out: PathBuf,
    /// Language of the answer
    #[arg(long, value_parser = word(LANGS), default_value = "zh", env = "JINJIAN_LANG")]
    pub lang: Lang,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// One of the commands of `jinjian --help`
    pub command: Option<String>,
}

/// Languages of what people read.
const LANGS: &[(&str, Lang)] = &[("zh", Lang::Zh), ("en", Lang::En)];

/// Levels of finding that make the exit code 1.
const FAIL_ON: &[(&str, FailOn)] = &[
    ("error", FailOn::Error),
    ("warning", FailOn::Warning),
    ("never", FailOn::Never),
];

/// The kinds of table a person fills in.
const TABLES: &[(&str, Kind)] = &[
    ("stores", Kind::Stores),
    ("skus", Kind::Skus),
    ("items", Kind::Items),
    ("merchants", Kind::Merchants),
    ("alipay_accounts", Kind::AlipayAccounts),
    ("bank_accounts", Kind::BankAccounts),
];

/// Takes one of a list of words for its value.
fn word<T: Copy + Send + Sync>(
    words: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).map(|text| {
        let at = words.iter().position(|(word, _)| *word == text);
        words[at.unwrap_or_default()].1
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Grouped by file and row
    Text,
    /// One finding a line, as in findings.jsonl
    Json,
    Csv,
    /// SARIF 2.1.0, for code-scanning services
    Sarif,
    /// JUnit XML, for CI servers
    Junit,
    /// GitHub workflow commands
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    Text,
    Json,
    Markdown,
}
