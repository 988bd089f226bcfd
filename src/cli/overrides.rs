//! What a job says of rules, held against the rules there are: entries that name none are mistakes, and
//! entries that change nothing are told.

use std::io::Write as _;

use crate::config::upload::BodyKind;
use crate::config::{Gravity, Job, Overrides, UploadLayout};
use crate::model::{Lang, Rule};
use crate::rules;
use crate::uploads::rules::BOD001;

/// An entry of `[levels]`, of `[blocks]` or of an upload's `holds` that cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
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
    #[error(
        "{file}: {key}: it goes out for M3 itself; say under [blocks] of the job what stops that"
    )]
    Onboarding { file: String, key: String },
}

/// Refuses entries that name no rule, and those that would have a row or a file vanish in silence.
pub(super) fn known(job: &Job) -> Result<(), Error> {
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
        is_known(&job.file, table, code)?;
    }
    let off = job
        .overrides
        .levels
        .iter()
        .filter(|(_, gravity)| *gravity == Gravity::Off);
    for (code, _) in off {
        if let Some(rule) = rules::beginning_with(code)
            .find(|rule| is_needed(rule) && !is_told_apart(job, code, rule))
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

/// Refuses an upload's `holds`, of its layout or of the job, that names no rule, and any of an upload
/// that goes out for M3: there `[blocks]` decides.
pub(super) fn known_holds(job: &Job, layouts: &[UploadLayout]) -> Result<(), Error> {
    for layout in layouts {
        let file = format!("uploads/{}.toml", layout.name);
        for code in &layout.holds {
            is_known(&file, "holds", code)?;
        }
        let jobs = job.uploads.holds.get(&layout.name).into_iter().flatten();
        for code in jobs.clone() {
            is_known(&job.file, "uploads.holds", code)?;
        }
        if !layout.bodies.is_some_and(BodyKind::is_onboarding) {
            continue;
        }
        if !layout.holds.is_empty() {
            let key = "holds".to_owned();
            return Err(Error::Onboarding { file, key });
        }
        if jobs.count() > 0 {
            let (file, key) = (job.file.clone(), format!("uploads.holds.{}", layout.name));
            return Err(Error::Onboarding { file, key });
        }
    }
    Ok(())
}

/// Whether an entry names a rule.
fn is_known(file: &str, table: &'static str, code: &str) -> Result<(), Error> {
    if !code.is_empty() && rules::beginning_with(code).next().is_some() {
        return Ok(());
    }
    Err(Error::Unknown {
        file: file.to_owned(),
        table,
        code: code.to_owned(),
        near: rules::nearest(code),
    })
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
pub(super) fn tell_idle(job: &Job, lang: Lang) -> std::io::Result<()> {
    let mut err = std::io::stderr();
    let file = &job.file;
    for (table, code) in idle(job) {
        let why = lang.pick(
            "不起作用：它管到的规则本来如此，或另有更长的代码、[levels] 说了算",
            "changes nothing: the rules it names are like that anyway, or a longer code or [levels] decides",
        );
        writeln!(err, "{file}: [{table}] {code} {why}")?;
    }
    Ok(())
}

/// Says on standard error which `holds` of the job keep nothing out: those of uploads it does not make,
/// and of rules that are all off.
pub(super) fn tell_idle_holds(
    job: &Job,
    layouts: &[UploadLayout],
    lang: Lang,
) -> std::io::Result<()> {
    let mut err = std::io::stderr();
    for (upload, code) in idle_holds(job, layouts) {
        let why = lang.pick(
            "不起作用：此作业不做这份上传，或规则已关闭",
            "changes nothing: the job does not make that upload, or the rules are off",
        );
        writeln!(err, "{}: [uploads.holds] {upload} {code} {why}", job.file)?;
    }
    Ok(())
}

fn idle_holds<'j>(job: &'j Job, layouts: &[UploadLayout]) -> Vec<(&'j str, &'j str)> {
    let made = |name: &str| {
        let mut made = layouts.iter().filter(|layout| job.uploads.makes(layout));
        made.any(|layout| layout.name == name)
    };
    let off = |code: &str| {
        rules::beginning_with(code).all(|rule| job.overrides.verdict(rule, true).is_none())
    };
    let all = job.uploads.holds.iter();
    let all = all.flat_map(|(name, codes)| codes.iter().map(|code| (&name[..], &code[..])));
    all.filter(|(name, code)| !made(name) || off(code))
        .collect()
}

/// The entries without which every rule would be what it is with them.
fn idle(job: &Job) -> Vec<(&'static str, &str)> {
    let all = &job.overrides;
    let changes_nothing = |without: &Overrides, code: &str| {
        let same = |rule: &Rule| {
            [true, false].map(|row| all.verdict(rule, row))
                == [true, false].map(|row| without.verdict(rule, row))
        };
        rules::beginning_with(code).all(|rule| rule.code == BOD001.code || same(rule))
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
    fn what_an_upload_cannot_keep_out() {
        let layouts = crate::config::Layouts::load(None).expect("built in");
        let refusal = |text: &str| {
            let known = known_holds(&job(text), &layouts.uploads);
            known.err().map(|error| error.to_string())
        };
        assert_eq!(
            refusal("[uploads.holds]\nkoubei-stores = [\"ADR\", \"TELL\"]").as_deref(),
            Some("jinjian.toml: uploads.holds: no rule begins with `TELL`; did you mean `TEL`?")
        );
        assert_eq!(
            refusal("[uploads.holds]\nindirect-create = [\"TEL\"]").as_deref(),
            Some(
                "jinjian.toml: uploads.holds.indirect-create: it goes out for M3 itself; \
                 say under [blocks] of the job what stops that"
            )
        );
        let mut own = layouts.uploads.clone();
        let create = own
            .iter_mut()
            .find(|layout| layout.name == "indirect-create");
        create.expect("built in").holds = vec!["TEL".to_owned()];
        let refused = known_holds(&job(""), &own).err().map(|e| e.to_string());
        assert_eq!(
            refused.as_deref(),
            Some(
                "uploads/indirect-create.toml: holds: it goes out for M3 itself; \
                 say under [blocks] of the job what stops that"
            )
        );
        let sound = "[uploads]\nalso = [\"koubei-stores\"]\n[levels]\nMAI = \"off\"\n\
                     [uploads.holds]\nkoubei-stores = [\"MAI\", \"TEL\"]\nqimen-store = [\"LIC011\"]";
        assert_eq!(refusal(sound), None);
        assert_eq!(
            idle_holds(&job(sound), &layouts.uploads),
            [("koubei-stores", "MAI"), ("qimen-store", "LIC011")]
        );
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
