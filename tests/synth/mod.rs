//! Makes a whole synthetic job for `jinjian run`: store sheets, registers, bills and an item export that agree with
//! each other, then as many faults as asked for, each in a place of its own, and `truth.json`, which lists them.
//! Samples, tests and benchmarks are made with it. The same options give the same bytes.

mod bills;
mod build;
mod digits;
mod entities;
mod fault;
mod files;
mod fund;
mod items;
mod model;
mod names;
mod pen;
mod places;
mod progress;
mod registers;
mod rng;
mod skus;
mod statement;
pub mod truth;
mod untidy;

use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use build::Sizes;
use fault::Plan;
pub use truth::Truth;

/// The day of every synthetic job.
pub const AS_OF: &str = "2026-11-20";

/// How many faults to put in.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Faults {
    /// So many, going round the kinds; 0 gives a clean job.
    Count(usize),
    /// One of each kind.
    All,
}

/// What is asked for. The sizes left open follow from the number of stores.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Options {
    pub stores: usize,
    /// Lines of both bills together.
    pub bill: usize,
    pub skus: usize,
    pub seed: u64,
    pub faults: Faults,
    /// Legal entities; two in five stores.
    pub entities: Option<usize>,
    /// Alipay accounts, and bank accounts as many: nine in ten entities.
    pub accounts: Option<usize>,
    /// Stores already onboarded: half.
    pub onboarded: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            stores: 200,
            bill: 1000,
            skus: 60,
            seed: 1,
            faults: Faults::Count(0),
            entities: None,
            accounts: None,
            onboarded: None,
        }
    }
}

impl FromStr for Faults {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            _ => text
                .parse()
                .map(Self::Count)
                .map_err(|_| format!("`{text}` is neither a number nor `all`")),
        }
    }
}

/// Writes the job into the folder `out`, which is made when it is not there.
pub fn write(options: &Options, out: &Path) -> io::Result<Truth> {
    let plan = match options.faults {
        Faults::Count(count) => Plan::of(count),
        Faults::All => Plan::one_of_each(),
    };
    let sizes = settle(options, &plan)?;
    let mut world = build::build(&sizes, options.seed);
    let faults = plan.apply(&mut world)?;
    untidy::mess(&mut world, &mut rng::Rng::new(options.seed, 6));
    fs::create_dir_all(out)?;
    files::write_all(&world, out)?;
    let bills = bills::write_all(&world, options.bill, options.seed, out)?;
    let statement = statement::write(&world, &bills, options.seed, out)?;
    let truth = truth::tell(options, &world, &faults, &bills, &statement);
    fs::write(out.join("jinjian.toml"), job_file())?;
    let json = serde_json::to_string_pretty(&truth)?;
    fs::write(out.join("truth.json"), json + "\n")?;
    Ok(truth)
}

fn settle(options: &Options, plan: &Plan) -> io::Result<Sizes> {
    let stores = options.stores;
    let entities = options.entities.unwrap_or(stores * 2 / 5 + 1);
    let accounts = options.accounts.unwrap_or(entities * 9 / 10);
    let direct = stores / 50 + 2 + plan.count("RTE001") + plan.count("RTE002");
    let sizes = Sizes {
        stores,
        entities,
        accounts,
        onboarded: options.onboarded.unwrap_or(stores / 2),
        direct,
        skus: options.skus,
    };
    let refusal = if stores < direct + entities {
        "more entities and direct stores than stores"
    } else if sizes.onboarded > stores - direct {
        "more onboarded stores than there are"
    } else if accounts > entities || 2 * (entities - accounts) + 2 > entities {
        "accounts must be between half the entities and all"
    } else {
        return Ok(sizes);
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, refusal))
}

fn job_file() -> String {
    format!(
        "# A synthetic job: every name and number in this folder is made up.\n\
         as_of = \"{AS_OF}\"\n\n\
         [defaults]\n\
         source = \"2088000000000001\"\n\
         org_pid = \"{acquirer}\"\n\n\
         [acquirers.{acquirer}]\n\
         smart_store_agreement = true\n\n\
         [uploads]\n\
         also = [\"koubei-stores\"]\n",
        acquirer = bills::ACQUIRER,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("synth-{}-{name}", std::process::id()))
    }

    #[test]
    fn the_same_options_give_the_same_bytes() -> io::Result<()> {
        let options = Options {
            faults: Faults::All,
            ..Options::default()
        };
        let folders = [folder("first"), folder("second")];
        let [first, second] = &folders;
        assert_eq!(write(&options, first)?, write(&options, second)?);
        let mut compared = 0;
        for entry in fs::read_dir(first)? {
            let name = entry?.file_name();
            assert!(
                fs::read(first.join(&name))? == fs::read(second.join(&name))?,
                "{name:?} differs"
            );
            compared += 1;
        }
        assert_eq!(compared, 14);
        folders.iter().try_for_each(fs::remove_dir_all)
    }

    #[test]
    fn every_seed_has_room_for_one_fault_of_each_kind() -> io::Result<()> {
        for seed in 0..20 {
            let options = Options {
                stores: 320,
                bill: 0,
                seed,
                faults: Faults::All,
                ..Options::default()
            };
            let out = folder(&format!("seed{seed}"));
            let truth = write(&options, &out)?;
            fs::remove_dir_all(&out)?;
            assert_eq!(
                truth.dispositions.values().sum::<usize>(),
                truth.rows["stores"]
            );
        }
        Ok(())
    }

    #[test]
    fn too_many_faults_are_refused() {
        let options = Options {
            stores: 40,
            faults: Faults::Count(500),
            ..Options::default()
        };
        assert!(write(&options, &folder("refused")).is_err());
    }
}
