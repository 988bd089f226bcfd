//! A merchant walked from nothing to order sync, a night at a time.

use super::*;

#[test]
fn from_new_to_bound_and_beyond() {
    let nights = Nights::signed();

    // New: nobody onboarded it.
    let night = nights.run("2026-11-20 09:00");
    let next = "provider:hand_over merchant:trade merchant:bind";
    assert_eq!(
        night.way(),
        [
            "create",
            "new",
            "0",
            "4",
            "ready",
            "",
            "provider:upload_m3",
            "",
            next,
            "",
            "",
            ""
        ]
    );
    let new = [
        "indirect-create-001.xlsx",
        "order-switch-001.xlsx",
        "store-publish-001.xlsx",
    ];
    assert_eq!(night.uploads(), new);
    assert_eq!((night.codes(), night.exit), (vec![], Some(0)));

    // M3: the register has it; nothing changed, so it goes to tagging.
    nights.onboarded(ONBOARDED);
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "m3",
            "3",
            "4",
            "ready",
            "",
            "provider:hand_over",
            "merchant:trade",
            "merchant:bind",
            "",
            "2026-12-05",
            "14"
        ]
    );
    assert_eq!(
        night.uploads(),
        ["order-switch-001.xlsx", "tagging-001.xlsx"]
    );

    // Handed over the same day, tagged the next morning; a customer paid.
    let handed = Record {
        handed_over: "2026-11-21",
        ..ONBOARDED
    };
    nights.onboarded(handed);
    let night = nights.run("2026-11-21 21:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "handed_over",
            "3",
            "4",
            "ready",
            "",
            "",
            "alipay:tag merchant:trade",
            "merchant:bind",
            "",
            "2026-12-05",
            "14"
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    let tagged = Record {
        tagged: "2026-11-22 08:30",
        ..handed
    };
    nights.onboarded(tagged);
    nights.traded(21);
    let night = nights.run("2026-11-22 09:00");
    let waits = |days: &'static str| {
        [
            "unchanged",
            "tagged",
            "3",
            "4",
            "ready",
            "",
            "",
            "merchant:bind",
            "",
            "2026-11-23 08:30",
            "2026-12-05",
            days,
        ]
    };
    assert_eq!(night.way(), waits("13"));
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    // 23 hours after tagging: the gate is shut.
    let night = nights.run("2026-11-23 07:30");
    assert_eq!(night.way(), waits("12"));
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    // 24 hours to the minute, and 25: the merchant can bind.
    for now in ["2026-11-23 08:30", "2026-11-23 09:30"] {
        let night = nights.run(now);
        let mut bind = waits("12");
        bind[1] = "binding";
        assert_eq!(night.way(), bind, "{now}");
        assert_eq!(
            night.uploads(),
            ["bind-confirm-001.xlsx", "order-switch-001.xlsx"]
        );
    }

    // Bound: the PID that confirmed it is M4, whatever the level's column says.
    let bound = Record {
        confirm_pid: "2088000000000101",
        level: "INDIRECT_LEVEL_M4",
        ..tagged
    };
    nights.onboarded(bound);
    let night = nights.run("2026-11-24 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "claimed",
            "4",
            "4",
            "claimed",
            "",
            "",
            "merchant:sign_workbench",
            "merchant:confirm_change provider:switch_sync",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    let signed = Record {
        signed: "是",
        confirmed: "已确认",
        ..bound
    };
    nights.onboarded(signed);
    let night = nights.run("2026-11-25 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "signed",
            "4",
            "4",
            "claimed",
            "",
            "provider:switch_sync",
            "",
            "",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    nights.onboarded(Record {
        synced: "已开启",
        ..signed
    });
    let night = nights.run("2026-11-26 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "synced",
            "4",
            "4",
            "claimed",
            "",
            "",
            "",
            "",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), [""; 0]);
    assert_eq!((night.codes(), night.exit), (vec![], Some(0)));
}
