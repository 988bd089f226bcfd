//! `docs/rules.md`: every rule, from `jinjian rules --format markdown` in both languages.

use crate::cli::stdout;

pub(super) fn page() -> String {
    let [zh, en] =
        ["zh", "en"].map(|lang| stdout(&["rules", "--format", "markdown", "--lang", lang]).1);
    let title = |line: &str| -> Option<String> {
        let cells: Vec<&str> = line.split(" | ").collect();
        Some(cells.get(4)?.strip_suffix(" |")?.to_owned())
    };
    let mut page = "# Rules\n\n\
        A finding names its rule. `jinjian rules CODE` says why a rule exists, with a bad and a good example, the remedy and \
        the source. *level* is what the rule has unless the job overrides it under `[levels]`; *blocks* is what a finding at \
        level `error` stops: `M3` holds the row, `M4` keeps its Alipay account back (what contradicts the four elements holds \
        the row too, unless the job says otherwise), and `[blocks]` overrides it. See [job-file.md](job-file.md). Codes are \
        permanent: a retired code is never reused.\n"
        .to_owned();
    let mut family = "";
    for (at, (zh, en)) in zh.lines().zip(en.lines()).enumerate() {
        let Some(title) = title(zh) else { continue };
        if at == 0 {
            continue;
        }
        let own = &en[2..5];
        if own != family {
            page += &format!(
                "\n## {own}\n\n| code | level | blocks | name | what | 说明 |\n|---|---|---|---|---|---|\n"
            );
            family = own;
        }
        page += &format!("{en} {title} |\n");
    }
    let rules = page.lines().filter(|line| line.ends_with(" |")).count();
    assert!(rules > 150, "{rules}");
    page
}
