use super::*;
use crate::config::upload::{BodyPath, Content};
use crate::model::Field;

fn load(text: &str) -> Result<UploadLayout, Vec<String>> {
    let mut faults = Vec::new();
    let raw: RawUpload = toml::from_str(text).expect("TOML of the right shape");
    raw.resolve("u.toml", &mut faults).ok_or(faults)
}

#[test]
fn columns_say_where_their_text_comes_from() {
    let layout = load(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"表\"\nrows = \"published\"\nrow_cap = 2\n\
             [[columns]]\nlabel = \"简称\"\npath = \"alias_name\"\nfield = \"alias_name\"\nfallback = [\"store_name\"]\nmax = 64\n\
             [[columns]]\nlabel = \"手机\"\npath = \"contact_info[0].mobile\"\nfield = \"contact_mobile\"\nmax = 20\n\
             [[columns]]\nlabel = \"门店\"\nfield = \"store_name\"\nmax = 128\n\
             [[columns]]\nlabel = \"经度\"\nfield = \"longitude\"\nmax = 11\n\
             [[columns]]\nlabel = \"开关\"\nvalue = \"开启\"\n",
        )
        .expect("sound");
    let path = BodyPath::parse("contact_info[0].mobile").expect("a path");
    assert_eq!(path.to_string(), "contact_info[0].mobile");
    assert_eq!(layout.columns[1].content, Content::Body(path));
    assert_eq!(layout.columns[4].content, Content::Value("开启".into()));
    assert_eq!(
        layout.limits(),
        [
            (Field::StoreName, 64),
            (Field::AliasName, 64),
            (Field::ContactMobile, 20)
        ]
    );
}

#[test]
fn all_faults_at_once() {
    let faults = load(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"a/b\"\nrows = \"published\"\nrow_cap = 0\n\
             [[columns]]\nlabel = \"x\"\nfield = \"store_nam\"\n\
             [[columns]]\nlabel = \"x\"\npath = \"Name\"\nmax = 0\n\
             [[columns]]\nlabel = \"y\"\nvalue = \"v\"\nfield = \"mcc\"\n\
             [[columns]]\nlabel = \"z\"\nfield = \"cnaps\"\nmin = 12\nmax = 11\n",
        )
        .expect_err("faulty");
    assert_eq!(
        faults,
        [
            "u.toml: columns[1].max: outside its range",
            "u.toml: row_cap: outside its range",
            "u.toml: sheet: none of []:*?/\\ may occur",
            "u.toml: columns `x`: unknown field `store_nam`; did you mean `store_name`?",
            "u.toml: columns: label `x` occurs twice",
            "u.toml: columns `x`: `Name` is not a place in a body",
            "u.toml: columns `y`: give `path`, or one of `field`, `fact` and `value`, or `choices`",
            "u.toml: columns `z`: `min` is more than `max`",
        ]
    );
}

#[test]
fn files_stay_in_their_folder() {
    let named = |line: &str| {
        let text = format!(
            "{line}\ntitle = [\"表\", \"u\"]\nsheet = \"表\"\nrows = \"new\"\nrow_cap = 2\n[[columns]]\nlabel = \"x\"\nvalue = \"v\"\n"
        );
        load(&text).err().unwrap_or_default()
    };
    for name in [
        "../out", "a/b", "a\\\\b", "c:x", ".x", " x", "x ", "a\\nb", "a|b", "nul.x", "v2.0",
    ] {
        let fault = named(&format!("name = \"u\"\nfile = \"{name}\""));
        assert!(fault[0].starts_with("u.toml: file: `"), "{name}: {fault:?}");
        let fault = named(&format!("name = \"{name}\""));
        assert!(fault[0].starts_with("u.toml: name: `"), "{name}: {fault:?}");
    }
    assert!(named("name = \"u\"\nfile = \"门店 (2)\"").is_empty());
}

/// Excel would call the workbook damaged.
#[test]
fn choices_fit_the_rule_of_a_cell() {
    let with = |choices: &[String]| {
        let text = format!(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"表\"\nrows = \"new\"\nrow_cap = 2\n[[columns]]\nlabel = \"x\"\nchoices = {choices:?}\n"
        );
        load(&text).err().unwrap_or_default()
    };
    let fault = "u.toml: columns `x`: choices: at most 255 characters together, commas between them included, \
                     none empty, none with a comma or a quote";
    let long = |last: usize| vec!["店".repeat(127), "店".repeat(last)];
    assert_eq!(with(&long(127)), [] as [String; 0], "255 with the comma");
    assert_eq!(with(&long(128)), [fault]);
    for odd in ["甲,乙", "", "甲\"乙"] {
        assert_eq!(with(&["丙".to_owned(), odd.to_owned()]), [fault], "{odd}");
    }
}

#[test]
fn rows_give_what_columns_and_bodies_ask_for() {
    let fault = |rows: &str, rest: &str| {
        let text = format!(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"表\"\nrow_cap = 2\nrows = \"{rows}\"\n{rest}\n"
        );
        load(&text).err().unwrap_or_default()
    };
    let column = "[[columns]]\nlabel = \"x\"\n";
    let odd = [
        ("new", "", "u.toml: give `columns`, `bodies` or both"),
        (
            "new",
            "bodies = \"ant.merchant.expand.indirect.create\"",
            "u.toml: rows: the call takes `created` or `modified` stores alone",
        ),
        (
            "published",
            "bodies = \"taobao.qimen.store.create\"",
            "u.toml: bodies: there are none of SKUs (`published`)",
        ),
        (
            "published",
            &format!("{column}fact = \"smid\""),
            "u.toml: columns: a `fact` is known of stores, not of SKUs (`published`)",
        ),
        (
            "published",
            &format!("by = \"acquirer\"\n{column}field = \"sku_code\""),
            "u.toml: by: SKUs (`published`) have neither acquirer nor merchant",
        ),
    ];
    for (rows, rest, expected) in odd {
        assert_eq!(fault(rows, rest), [expected]);
    }
    assert!(
        fault(
            "created",
            "bodies = \"ant.merchant.expand.indirect.create\""
        )
        .is_empty()
    );
    assert!(fault("new", &format!("{column}fact = \"smid\"")).is_empty());
}
