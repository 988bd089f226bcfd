//! `jinjian completions SHELL`.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};
use super::exit::{CLEAR, VerbResult};

pub(super) fn run(args: &CompletionsArgs) -> VerbResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "jinjian", &mut script);
    std::io::Write::write_all(&mut std::io::stdout(), &script)?;
    Ok(CLEAR)
}
