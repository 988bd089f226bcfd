//! `jinjian man [COMMAND]`.

use std::io::Write;

use clap::CommandFactory;

use super::args::{Cli, ManArgs};
use super::{CLEAR, Outcome};
use crate::config::did_you_mean;

/// A command there is none of.
#[derive(Debug, thiserror::Error)]
#[error("man: there is no command `{command}`{near}")]
struct Unknown {
    command: String,
    near: String,
}

pub(super) fn run(args: &ManArgs) -> Outcome {
    let mut program = Cli::command();
    // Gives each command its full name, `jinjian-run`.
    program.build();
    let asked = match &args.command {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| Unknown {
            command: name.clone(),
            near: did_you_mean(name, program.get_subcommands().map(clap::Command::get_name)),
        })?,
    };
    let mut page = Vec::new();
    let command = asked.clone().version(env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(CLEAR)
}
