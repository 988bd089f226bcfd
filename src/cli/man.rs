//! `jinjian man [COMMAND]`.

use std::io::Write;

use clap::CommandFactory;

use super::args::{Cli, ManArgs};
use super::exit::{CLEAR, VerbResult};
use crate::config::did_you_mean;

/// There is no such command.
#[derive(Debug, thiserror::Error)]
#[error("man: there is no command `{command}`{near}")]
struct UnknownCommand {
    command: String,
    near: String,
}

pub(super) fn run(args: &ManArgs) -> VerbResult {
    let mut program = Cli::command();
    // Gives each command its full name, `jinjian-run`.
    program.build();
    let command = match &args.command {
        None => &program,
        Some(name) => program
            .find_subcommand(name)
            .ok_or_else(|| UnknownCommand {
                command: name.clone(),
                near: did_you_mean(name, program.get_subcommands().map(clap::Command::get_name)),
            })?,
    };
    let mut page = Vec::new();
    let command = command.clone().version(env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(CLEAR)
}
