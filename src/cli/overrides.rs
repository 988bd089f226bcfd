//! The entries about rules in a job file and in upload layouts, held against the rules there are: entries
//! that name no rule are mistakes, and the user is warned of entries that change nothing.

use std::io::Write as _;

use super::rule_codes::near;
use crate::config::upload::BodyKind;
use crate::config::{Gravity, Job, Overrides, UploadLayout};
use crate::model::{Lang, Rule};
use crate::rules;
use crate::uploads::rules::BOD001;

/// An entry of `[levels]`, of `[blocks]` or of an upload's `holds` that cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum RuleEntryError {
    #[error("{file}: {table}: no rule begins with `{code}`{near}", near = near(code))]
    Unknown {
        file: String,
        table: &'static str,
        code: String,
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

/// Refuses entries that name no rule, and entries with which a row or a file would vanish without a
/// finding.
pub(super) fn check_rule_entries(job: &Job) -> Result<(), RuleEntryError> {
    let all = &job.overrides;
    let levels = all.levels.iter().map(|(code, _)| ("levels", code));
    let blocks = all.blocks.iter().map(|(code, _)| ("blocks", code));
    for (table, code) in levels.chain(blocks) {
        check_code(&job.file, table, code)?;
    }
    let off = all
        .levels
        .iter()
        .filter(|(_, level)| *level == Gravity::Off);
    for (code, _) in off {
        let mut needed = rules::beginning_with(code).filter(|rule| is_needed(rule));
        if let Some(rule) = needed.find(|rule| !has_longer_entry(job, code, rule)) {
            return Err(RuleEntryError::Needed {
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
pub(super) fn check_holds(job: &Job, layouts: &[UploadLayout]) -> Result<(), RuleEntryError> {
    for layout in layouts {
        let file = format!("uploads/{}.toml", layout.name);
        for code in &layout.holds {
            check_code(&file, "holds", code)?;
        }
        let of_job = job.uploads.holds.get(&layout.name).into_iter().flatten();
        for code in of_job.clone() {
            check_code(&job.file, "uploads.holds", code)?;
        }
        if !layout.bodies.is_some_and(BodyKind::is_onboarding) {
            continue;
        }
        if !layout.holds.is_empty() {
            let key = "holds".to_owned();
            return Err(RuleEntryError::Onboarding { file, key });
        }
        if of_job.count() > 0 {
            let (file, key) = (job.file.clone(), format!("uploads.holds.{}", layout.name));
            return Err(RuleEntryError::Onboarding { file, key });
        }
    }
    Ok(())
}

/// Refuses a code with which none of a rule begins.
fn check_code(file: &str, table: &'static str, code: &str) -> Result<(), RuleEntryError> {
    if !code.is_empty() && rules::beginning_with(code).next().is_some() {
        return Ok(());
    }
    Err(RuleEntryError::Unknown {
        file: file.to_owned(),
        table,
        code: code.to_owned(),
    })
}

fn is_needed(rule: &Rule) -> bool {
    rule.family() == "FIL" || rule.code == "DUP003"
}

/// Whether an entry with a longer code is about the rule.
fn has_longer_entry(job: &Job, code: &str, rule: &Rule) -> bool {
    let longer = |(other, _): &&(String, Gravity)| other.len() > code.len();
    let mut longer = job.overrides.levels.iter().filter(longer);
    longer.any(|(other, _)| rule.code.starts_with(&other[..]))
}

/// Warns on standard error of entries that change nothing.
pub(super) fn warn_of_idle_entries(job: &Job, lang: Lang) -> std::io::Result<()> {
    let why = lang.pick(
        "不起作用：它管到的规则本来如此，或另有更长的代码、[levels] 说了算",
        "changes nothing: the rules it names are like that anyway, or a longer code or [levels] decides",
    );
    for (table, code) in idle_entries(job) {
        writeln!(std::io::stderr(), "{}: [{table}] {code} {why}", job.file)?;
    }
    Ok(())
}

/// Warns on standard error of `holds` of the job that keep nothing out: those of uploads it does not make,
/// and of rules that are all off.
pub(super) fn warn_of_idle_holds(
    job: &Job,
    layouts: &[UploadLayout],
    lang: Lang,
) -> std::io::Result<()> {
    let why = lang.pick(
        "不起作用：此作业不做这份上传，或规则已关闭",
        "changes nothing: the job does not make that upload, or the rules are off",
    );
    for (upload, code) in idle_holds(job, layouts) {
        let file = &job.file;
        writeln!(
            std::io::stderr(),
            "{file}: [uploads.holds] {upload} {code} {why}"
        )?;
    }
    Ok(())
}

fn idle_holds<'j>(job: &'j Job, layouts: &[UploadLayout]) -> Vec<(&'j str, &'j str)> {
    let is_made = |name: &str| {
        let mut made = layouts.iter().filter(|layout| job.uploads.makes(layout));
        made.any(|layout| layout.name == name)
    };
    let is_off = |code: &str| {
        rules::beginning_with(code).all(|rule| job.overrides.verdict(rule, true).is_none())
    };
    let all = job.uploads.holds.iter();
    let all = all.flat_map(|(name, codes)| codes.iter().map(|code| (&name[..], &code[..])));
    all.filter(|(name, code)| !is_made(name) || is_off(code))
        .collect()
}

/// The entries without which every rule would be the same.
fn idle_entries(job: &Job) -> Vec<(&'static str, &str)> {
    let all = &job.overrides;
    let is_idle = |without: &Overrides, code: &str| {
        let verdicts = |of: &Overrides, rule| [true, false].map(|row| of.verdict(rule, row));
        let same = |rule| verdicts(all, rule) == verdicts(without, rule);
        rules::beginning_with(code).all(|rule| rule.code == BOD001.code || same(rule))
    };
    let levels = all.levels.iter().enumerate().map(|(at, (code, _))| {
        let mut without = all.clone();
        without.levels.remove(at);
        ("levels", &code[..], without)
    });
    let blocks = all.blocks.iter().enumerate().map(|(at, (code, _))| {
        let mut without = all.clone();
        without.blocks.remove(at);
        ("blocks", &code[..], without)
    });
    let idle = levels
        .chain(blocks)
        .filter(|(_, code, without)| is_idle(without, code));
    idle.map(|(table, code, _)| (table, code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(text: &str) -> Job {
        Job::parse("jinjian.toml", text).expect("a job")
    }

    #[test]
    fn entries_that_cannot_be_carried_out() {
        let refusal = |text: &str| {
            check_rule_entries(&job(text))
                .expect_err("refused")
                .to_string()
        };
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
            assert!(check_rule_entries(&job(text)).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_an_upload_cannot_keep_out() {
        let layouts = crate::config::Layouts::load(None).expect("built in");
        let refusal = |text: &str| {
            let checked = check_holds(&job(text), &layouts.uploads);
            checked.err().map(|error| error.to_string())
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
        let refused = check_holds(&job(""), &own).err().map(|e| e.to_string());
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
            idle_entries(&job),
            [
                ("levels", "LIC002"),
                ("blocks", "BOD001"),
                ("blocks", "LIC001"),
                ("blocks", "MAI001"),
            ]
        );
    }
}
