//! The command line: one file per verb. Exit codes: 0 all clear, 1 done but stores are held (or
//! `--fail-on` met), 2 the work could not be done.

mod args;
mod as_of;
mod check;
mod completions;
mod exit;
mod fix;
mod init;
mod input_groups;
mod inspect;
mod json;
mod man;
mod map;
mod output_file;
mod overrides;
mod progress;
mod refusal;
mod rule_codes;
mod rules;
mod run;
mod summary;
mod template;
mod terminal;
mod verify;

use std::error::Error as StdError;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::{CLEAR, FAILED};

/// Runs what the process was asked to do.
pub fn main() -> ExitCode {
    ExitCode::from(run_with(std::env::args_os()))
}

/// Parses a command line (program name first), runs the verb and turns its outcome into an exit
/// code; an error is printed with its causes.
pub fn run_with(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; anything else is a command that cannot be carried out.
            let code = if error.use_stderr() { FAILED } else { CLEAR };
            let _ = error.print();
            return code;
        }
    };
    let outcome = match cli.command {
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Map(args) => map::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Template(args) => template::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match outcome {
        Ok(code) => code,
        // A reader that stops early (`| head`) is no failure.
        Err(error) if is_broken_pipe(&*error) => CLEAR,
        Err(error) => {
            let message = terminal::escape_controls(&chain(&*error));
            let _ = writeln!(std::io::stderr(), "jinjian: {message}");
            FAILED
        }
    }
}

/// An error and its causes, each once.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        cause = error.source();
    }
    text
}

fn is_broken_pipe(error: &(dyn StdError + 'static)) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
