//! What a job says of rules, held against the rules there are: entries that name none are mistakes, and
//! entries that change nothing are told.

use std::io::Write as _;

use crate::check;
use crate::model::stage_rules::BOD001;
use crate::model::{Lang, Rule};
use crate::template::{Gravity, Job, Overrides, nearest};

/// An entry of `[levels]` or `[blocks]` that cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{file}: {table}: no rule begins with `{code}`{}", .near.map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
    Unknown {
        file: String,
        table: &'static str,
        code: String,
        near: Option<&'static str>,
    },
    #[error(
        "{file}: levels.{code}: {rule} cannot be off: nothing would say what became of a row or a file"
    )]
    Needed {
        file: String,
        code: String,
        rule: &'static str,
    },
}

/// The rules an entry speaks of.
fn named(code: &str) -> impl Iterator<Item = &'static Rule> {
    check::all().filter(move |rule| rule.code.starts_with(code))
}

/// Refuses entries that name no rule, and those that would have a row or a file vanish in silence.
pub fn known(job: &Job) -> Result<(), Error> {
    let levels = job
        .overrides
        .levels
        .iter()
        .map(|(code, _)| ("levels", code));
    let blocks = job
        .overrides
        .blocks
        .iter()
        .map(|(code, _)| ("blocks", code));
    for (table, code) in levels.chain(blocks) {
        let (file, code) = (job.file.clone(), code.clone());
        if named(&code).next().is_none() {
            let near = nearest(&code, check::all().flat_map(|r| [r.family(), r.code]));
            return Err(Error::Unknown {
                file,
                table,
                code,
                near,
            });
        }
    }
    let off = job
        .overrides
        .levels
        .iter()
        .filter(|(_, gravity)| *gravity == Gravity::Off);
    for (code, _) in off {
        if let Some(rule) =
            named(code).find(|rule| is_needed(rule) && !is_told_apart(job, code, rule))
        {
            return Err(Error::Needed {
                file: job.file.clone(),
                code: code.clone(),
                rule: rule.code,
            });
        }
    }
    Ok(())
}

fn is_needed(rule: &Rule) -> bool {
    rule.family() == "FIL" || rule.code == "DUP003"
}

/// Whether a longer entry speaks of the rule.
fn is_told_apart(job: &Job, code: &str, rule: &Rule) -> bool {
    let longer = |(other, _): &&(String, Gravity)| other.len() > code.len();
    let mut longer = job.overrides.levels.iter().filter(longer);
    longer.any(|(other, _)| rule.code.starts_with(&other[..]))
}

/// Says on standard error which entries change nothing.
pub fn tell_idle(job: &Job, lang: Lang) -> std::io::Result<()> {
    let mut err = std::io::stderr();
    for (table, code) in idle(job) {
        let file = &job.file;
        let why = lang.pick(
            "不起作用：它管到的规则本来如此，或另有更长的代码、[levels] 说了算",
            "changes nothing: the rules it names are like that anyway, or a longer code or [levels] decides",
        );
        writeln!(err, "{file}: [{table}] {code} {why}")?;
    }
    Ok(())
}

/// The entries without which every rule would be what it is with them.
fn idle(job: &Job) -> Vec<(&'static str, &str)> {
    let all = &job.overrides;
    let changes_nothing = |without: &Overrides, code: &str| {
        let same = |rule: &Rule| {
            [true, false].map(|row| all.verdict(rule, row))
                == [true, false].map(|row| without.verdict(rule, row))
        };
        named(code).all(|rule| rule.code == BOD001.code || same(rule))
    };
    let mut idle = Vec::new();
    for (at, (code, _)) in all.levels.iter().enumerate() {
        let mut without = all.clone();
        without.levels.remove(at);
        if changes_nothing(&without, code) {
            idle.push(("levels", &code[..]));
        }
    }
    for (at, (code, _)) in all.blocks.iter().enumerate() {
        let mut without = all.clone();
        without.blocks.remove(at);
        if changes_nothing(&without, code) {
            idle.push(("blocks", &code[..]));
        }
    }
    idle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(text: &str) -> Job {
        Job::parse("jinjian.toml", text).expect("a job")
    }

    #[test]
    fn entries_that_cannot_be_carried_out() {
        let refusal = |text: &str| known(&job(text)).expect_err("refused").to_string();
        assert_eq!(
            refusal("[levels]\nLIX002 = \"note\""),
            "jinjian.toml: levels: no rule begins with `LIX002`; did you mean `LIC002`?"
        );
        assert_eq!(
            refusal("[blocks]\nADRR = \"none\""),
            "jinjian.toml: blocks: no rule begins with `ADRR`; did you mean `ADR`?"
        );
        assert!(refusal("[levels]\nDUP = \"off\"").contains("levels.DUP: DUP003 cannot be off"));
        assert!(refusal("[levels]\nFIL001 = \"off\"").contains("FIL001 cannot be off"));
        for text in [
            "[levels]\nDUP = \"off\"\nDUP003 = \"note\"",
            "[levels]\nTEL = \"off\"\nB = \"note\"",
        ] {
            assert!(known(&job(text)).is_ok(), "{text}");
        }
    }

    #[test]
    fn entries_that_change_nothing() {
        let job = job(
            "[levels]\nLIC002 = \"error\"\nMAI001 = \"warning\"\nTEL = \"note\"\nADR006 = \"note\"\n\
             [blocks]\nLIC001 = \"M3\"\nMAI001 = \"M3\"\nLIC011 = \"M3\"\nADR = \"none\"\nBOD001 = \"none\"\n",
        );
        assert_eq!(
            idle(&job),
            [
                ("levels", "LIC002"),
                ("blocks", "BOD001"),
                ("blocks", "LIC001"),
                ("blocks", "MAI001"),
            ]
        );
    }
}
