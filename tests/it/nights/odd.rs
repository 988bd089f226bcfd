//! What registers say in an order nobody expects, and papers and trades that run out on the way.

use super::*;

/// Who was handed over has been onboarded: a register that lacks the store is no reason to create it again.
#[test]
fn tagged_and_never_onboarded() {
    let nights = Nights::signed();
    let told = |header: &str, cells: &str| {
        let mut lines = STORES.lines();
        let [head, store] = [(); 2].map(|()| lines.next().expect("a line"));
        nights.write("门店.csv", &format!("{head},{header}\n{store},{cells}\n"));
        let night = nights.run("2026-11-21 09:00");
        let said = ["disposition", "reasons", "waiting"].map(|column| night.cells[column].clone());
        (said.join(" "), night.codes().join(" "))
    };
    let said = |way: &str, codes: &str| (way.to_owned(), codes.to_owned());
    let held = said("held TAG003 merchant:correct", "TAG003");
    assert_eq!(told("送打标时间,打标时间", "2026-11-18,2026-11-19"), held);
    assert_eq!(told("送打标时间", "2026-11-18"), held);
    assert_eq!(told("送打标时间", "2026-11-25"), said("create  ", "TAG002"));
    assert_eq!(told("打标时间", "未打标"), said("create  ", "TAG001"));
    assert_eq!(
        told("打标时间,SMID", &format!("2026-11-19,{SMID}")),
        said("modify  ", "")
    );
}

/// What registers say in an order nobody expects: each has a place on the way, and somebody to act.
#[test]
fn odd_orders() {
    let handed = Record {
        handed_over: "2026-11-20",
        ..ONBOARDED
    };
    let tagged = Record {
        tagged: "2026-11-22 08:30",
        ..handed
    };
    let m4 = Record {
        level: "INDIRECT_LEVEL_M4",
        ..handed
    };
    let confirmed = "2088000000000101";
    let beyond = "next merchant:confirm_change provider:switch_sync";
    let signs = "waiting merchant:sign_workbench";
    let told: [(&str, Record, &[&str]); 10] = [
        // Bound before the 24 hours are over: that it is bound is what counts.
        (
            "2026-11-22 12:00",
            Record {
                confirm_pid: confirmed,
                ..tagged
            },
            &["stage claimed", signs, beyond, "found MER008"],
        ),
        // M4 without a word on who confirmed it.
        ("2026-11-22 12:00", m4, &["stage claimed", signs, beyond]),
        // As of a day before the tagging.
        (
            "2026-11-21 12:00",
            tagged,
            &[
                "stage tagged",
                "waiting merchant:trade merchant:bind",
                "bind_from 2026-11-23 08:30",
                "trade_by 2026-12-04",
                "found TAG002",
            ],
        ),
        // Tagged before it was handed over.
        (
            "2026-11-22 12:00",
            Record {
                tagged: "2026-11-10",
                ..handed
            },
            &[
                "stage binding",
                "waiting merchant:trade merchant:bind",
                "bind_from 2026-11-12",
                "trade_by 2026-12-04",
            ],
        ),
        // Tagged below M3.
        (
            "2026-11-22 12:00",
            Record {
                level: "M1",
                ..tagged
            },
            &[
                "stage m1",
                "now provider:ask_level",
                "next merchant:trade merchant:bind",
                "bind_from 2026-11-23 08:30",
            ],
        ),
        // Times that are none.
        (
            "2026-11-22 12:00",
            Record {
                handed_over: "上周",
                ..ONBOARDED
            },
            &[
                "stage m3",
                "now provider:clear_time",
                "waiting merchant:trade",
                "next provider:hand_over merchant:bind",
                "trade_by 2026-12-06",
                "found TAG001",
            ],
        ),
        (
            "2026-11-22 12:00",
            Record {
                tagged: "已打标",
                ..handed
            },
            &[
                "stage handed_over",
                "now provider:clear_time",
                "waiting merchant:trade",
                "next alipay:tag merchant:bind",
                "trade_by 2026-12-04",
                "found TAG001",
            ],
        ),
        // Signed and switched on before anybody confirmed it.
        (
            "2026-11-23 12:00",
            Record {
                signed: "是",
                confirmed: "是",
                synced: "已开启",
                ..tagged
            },
            &[
                "stage binding",
                "waiting merchant:trade merchant:bind",
                "bind_from 2026-11-23 08:30",
                "trade_by 2026-12-04",
            ],
        ),
        // Confirmed, and not signed.
        (
            "2026-11-23 12:00",
            Record {
                signed: "否",
                confirmed: "是",
                synced: "已开启",
                ..m4
            },
            &["stage claimed", signs],
        ),
        // Nobody traded in the fourteen days.
        (
            "2026-12-22 12:00",
            tagged,
            &[
                "stage binding",
                "overdue merchant:trade",
                "waiting merchant:bind",
                "bind_from 2026-11-23 08:30",
                "trade_by 2026-12-04",
            ],
        ),
    ];
    for (now, record, expected) in told {
        let nights = Nights::signed();
        nights.onboarded(record);
        let night = nights.run(now);
        let columns = [
            "stage",
            "overdue",
            "now",
            "waiting",
            "next",
            "bind_from",
            "trade_by",
        ];
        let cells = columns
            .iter()
            .map(|column| (*column, night.cells[*column].as_str()));
        let cells = cells.filter(|(_, text)| !text.is_empty());
        let mut said: Vec<String> = cells
            .map(|(column, text)| format!("{column} {text}"))
            .collect();
        said.extend(night.codes().iter().map(|code| format!("found {code}")));
        assert_eq!(said, expected, "{now}");
        assert!(
            night
                .uploads()
                .iter()
                .all(|name| !name.starts_with("tagging")),
            "{now}"
        );
    }
}

/// Papers that run out on the way are the merchant's to renew, and stop nothing.
#[test]
fn papers_run_out_while_the_store_waits() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        handed_over: "2026-11-20",
        ..ONBOARDED
    });
    let (head, store) = STORES.trim_end().split_once('\n').expect("two lines");
    nights.write(
        "门店.csv",
        &format!("{head},营业执照有效期,法人证件有效期\n{store},2026-11-10,2026-11-30\n"),
    );
    let night = nights.run("2026-11-22");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "handed_over",
            "3",
            "4",
            "ready",
            "merchant:renew_licence",
            "",
            "alipay:tag merchant:trade merchant:renew_id",
            "merchant:bind",
            "",
            "2026-12-04",
            "12"
        ]
    );
    let dates = ["licence_until", "legal_id_until"].map(|column| night.cells[column].as_str());
    assert_eq!(dates, ["2026-11-10", "2026-11-30"]);
}

#[test]
fn a_trade_that_does_not_come_is_overdue() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        handed_over: "2026-11-21",
        ..ONBOARDED
    });
    let trade = |now| {
        let night = nights.run(now);
        ["overdue", "waiting", "trade_by", "days_left"].map(|column| night.cells[column].clone())
    };
    let waiting = "alipay:tag merchant:trade";
    assert_eq!(trade("2026-12-05 23:59"), ["", waiting, "2026-12-05", "0"]);
    assert_eq!(
        trade("2026-12-06"),
        ["merchant:trade", "alipay:tag", "2026-12-05", "-1"]
    );
}

/// The sheet has a day without an hour: the gate opens when that day is over for 24 hours.
#[test]
fn a_day_of_tagging_counts_from_its_end() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        tagged: "2026年11月22日",
        ..ONBOARDED
    });
    let gate = |now| {
        let night = nights.run(now);
        ["stage", "bind_from"].map(|column| night.cells[column].clone())
    };
    assert_eq!(gate("2026-11-23 23:59"), ["tagged", "2026-11-24"]);
    assert_eq!(gate("2026-11-24"), ["binding", "2026-11-24"]);
}
