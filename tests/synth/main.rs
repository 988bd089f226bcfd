//! The generator as a command: `cargo run --example synth -- --stores 200 --faults all OUT`.

#[path = "mod.rs"]
mod synth;

use std::io;
use std::path::PathBuf;

use clap::Parser;

/// Makes a synthetic job for jinjian, and truth.json, which lists the faults in it.
#[derive(Parser)]
#[command(name = "synth")]
struct Args {
    /// Rows of the store sheets
    #[arg(long, default_value_t = 200)]
    stores: usize,
    /// Lines of both bills together
    #[arg(long, default_value_t = 1000)]
    bill: usize,
    /// Rows of the item export
    #[arg(long, default_value_t = 60)]
    skus: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A number, or `all` for one of each kind
    #[arg(long, default_value = "0")]
    faults: synth::Faults,
    /// Legal entities [default: two in five stores]
    #[arg(long)]
    entities: Option<usize>,
    /// Alipay accounts, and bank accounts as many [default: nine in ten entities]
    #[arg(long)]
    accounts: Option<usize>,
    /// Stores already onboarded [default: half]
    #[arg(long)]
    onboarded: Option<usize>,
    /// The folder to write into
    out: PathBuf,
}

fn main() -> io::Result<()> {
    let Args {
        stores,
        bill,
        skus,
        seed,
        faults,
        entities,
        accounts,
        onboarded,
        out,
    } = Args::parse();
    let options = synth::Options {
        stores,
        bill,
        skus,
        seed,
        faults,
        entities,
        accounts,
        onboarded,
    };
    synth::write(&options, &out)?;
    Ok(())
}
