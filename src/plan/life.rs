//! The way of one store from nothing to order sync (商家接入流程 3.2 and 4.4), as a pure function: what
//! is known of it and the time of the run in, its stage and the steps that remain out.

use time::{Date, Duration, PrimitiveDateTime};

use crate::model::plan::TRADE_DAYS;
use crate::model::{Due, Life, M4State, Party, Stage, Step, Turn};
use crate::value::moment::Moment;

/// From tagging to binding (3.2, step 6).
const GATE: Duration = Duration::hours(24);

/// What is known of an indirect store.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Of its onboarded record, 0 to 4; 0 when there is none.
    pub level: u8,
    pub held: bool,
    /// Goes into an upload of this run.
    pub submitted: bool,
    pub m4: M4State,
    /// The acquirer has signed the smart-store agreement.
    pub agreement: bool,
    pub handed_over: Option<Moment>,
    pub tagged: Option<Moment>,
    pub last_trade: Option<Date>,
    pub workbench_signed: bool,
    pub info_confirmed: bool,
    pub order_sync: bool,
    /// The last days of the licence and of the legal person's document, where they end.
    pub licence_until: Option<Date>,
    pub legal_id_until: Option<Date>,
}

/// Where the store stands at `now` and what remains. Papers that end within `expiring_days` are a step.
pub fn live(facts: &Facts, now: PrimitiveDateTime, expiring_days: u16) -> Life {
    let bind_from = facts
        .tagged
        .and_then(|tagged| tagged.latest().checked_add(GATE));
    let mut way = Way {
        facts,
        now,
        bind_from,
        steps: Vec::new(),
        clear: true,
    };
    if facts.held {
        way.correct();
    } else if facts.m4 == M4State::Claimed {
        way.upload();
        way.beyond();
    } else {
        way.upload();
        way.account();
        way.tagging();
        way.trade();
        way.bind();
    }
    way.papers(expiring_days);
    Life {
        stage: Some(stage(facts, now, bind_from)),
        steps: way.steps,
        bind_from: bind_from.filter(|_| facts.m4 != M4State::Claimed),
        trade_by: trade_by(facts, now),
        licence_until: facts.licence_until,
        legal_id_until: facts.legal_id_until,
    }
}

fn stage(facts: &Facts, now: PrimitiveDateTime, bind_from: Option<PrimitiveDateTime>) -> Stage {
    let claimed = facts.m4 == M4State::Claimed || facts.level == 4;
    match (facts.level, bind_from) {
        _ if claimed && facts.workbench_signed && facts.info_confirmed => match facts.order_sync {
            true => Stage::Synced,
            false => Stage::Signed,
        },
        _ if claimed => Stage::Claimed,
        (0, _) => Stage::New,
        (1, _) => Stage::M1,
        (2, _) => Stage::M2,
        (_, Some(from)) if from <= now => Stage::Binding,
        (_, Some(_)) => Stage::Tagged,
        (_, None) if facts.handed_over.is_some() => Stage::HandedOver,
        (_, None) => Stage::M3,
    }
}

/// A trade is needed within 14 days: of the last one, or else of handing over, or of the run.
fn trade_by(facts: &Facts, now: PrimitiveDateTime) -> Option<Date> {
    let counts = facts.level == 3 && !facts.held && facts.m4 != M4State::Claimed;
    let asked = facts.handed_over.or(facts.tagged).map(|moment| moment.day);
    let from = facts.last_trade.or(asked).unwrap_or(now.date());
    counts.then(|| from.checked_add(Duration::days(TRADE_DAYS.into())))?
}

/// The steps as they are laid down, one after the other.
struct Way<'a> {
    facts: &'a Facts,
    now: PrimitiveDateTime,
    bind_from: Option<PrimitiveDateTime>,
    steps: Vec<Step>,
    /// Nothing stands before what comes next.
    clear: bool,
}

impl Way<'_> {
    /// A step that has its turn now, unless something stands before it.
    fn step(&mut self, due: Due) -> &mut Step {
        let turn = match due.party() {
            _ if !self.clear => Turn::Next,
            Party::Provider => Turn::Now,
            _ => Turn::Waiting,
        };
        self.push(due, turn)
    }

    fn push(&mut self, due: Due, turn: Turn) -> &mut Step {
        self.steps.push(Step {
            due,
            turn,
            from: None,
            by: None,
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    /// A step before all that comes after.
    fn gate(&mut self, due: Due) {
        self.step(due);
        self.clear = false;
    }

    fn correct(&mut self) {
        self.push(
            match self.facts.m4 {
                M4State::Differs => Due::FixAccount,
                _ => Due::Correct,
            },
            Turn::Waiting,
        );
        self.clear = false;
    }

    fn upload(&mut self) {
        if self.facts.submitted {
            self.step(Due::UploadM3);
            self.clear = self.facts.level >= 3;
        } else if self.facts.level < 3 {
            self.gate(Due::AskLevel);
        }
    }

    /// The account is sought whatever else is still to be done.
    fn account(&mut self) {
        let (due, turn) = match self.facts.m4 {
            M4State::NoAccount => (Due::GiveAccount, Turn::Waiting),
            M4State::Differs | M4State::Blocked => (Due::FixAccount, Turn::Waiting),
            M4State::Pending => (Due::ConfirmAccount, Turn::Now),
            M4State::Ready | M4State::Claimed => return,
        };
        self.push(due, turn);
    }

    fn tagging(&mut self) {
        if !self.facts.agreement {
            self.push(Due::SignAgreement, Turn::Waiting);
            self.clear = false;
        }
        if self.facts.tagged.is_some() {
            return;
        }
        match self.facts.handed_over {
            Some(_) => self.push(Due::Tag, Turn::Waiting),
            None => self.step(Due::HandOver),
        };
        self.clear = false;
    }

    fn trade(&mut self) {
        let today = self.now.date();
        let days = |from: Date, to: Date| (to - from).whole_days();
        let fresh = self.facts.last_trade.is_some_and(|last| {
            let beside = |tagged: Moment| days(last, tagged.day).abs() <= i64::from(TRADE_DAYS);
            days(last, today) <= i64::from(TRADE_DAYS) || self.facts.tagged.is_some_and(beside)
        });
        if fresh {
            return;
        }
        let by = trade_by(self.facts, self.now);
        let turn = match by {
            _ if self.facts.level < 3 => Turn::Next,
            Some(by) if by < today => Turn::Overdue,
            _ => Turn::Waiting,
        };
        self.push(Due::Trade, turn).by = by;
    }

    /// Only an account that nothing speaks against can be bound.
    fn bind(&mut self) {
        let bound = matches!(self.facts.m4, M4State::Ready | M4State::Pending);
        self.clear &= bound;
        let from = self.bind_from;
        self.step(Due::Bind).from = from;
    }

    /// After M4: the workbench, then order sync.
    fn beyond(&mut self) {
        if !self.facts.workbench_signed {
            self.gate(Due::SignWorkbench);
        }
        if !self.facts.info_confirmed {
            self.gate(Due::ConfirmChange);
        }
        if !self.facts.order_sync {
            self.step(Due::SwitchSync);
        }
    }

    fn papers(&mut self, expiring_days: u16) {
        let papers = [
            (Due::RenewLicence, self.facts.licence_until),
            (Due::RenewId, self.facts.legal_id_until),
        ];
        for (due, until) in papers {
            let Some(until) = until else { continue };
            let left = (until - self.now.date()).whole_days();
            if left <= i64::from(expiring_days) {
                let turn = if left < 0 {
                    Turn::Overdue
                } else {
                    Turn::Waiting
                };
                self.push(due, turn).by = Some(until);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    const NOW: PrimitiveDateTime = datetime!(2026-11-20 9:00);

    /// At M3, nothing wrong, a trade last week.
    const M3: Facts = Facts {
        level: 3,
        held: false,
        submitted: false,
        m4: M4State::Ready,
        agreement: true,
        handed_over: None,
        tagged: None,
        last_trade: Some(date!(2026 - 11 - 13)),
        workbench_signed: false,
        info_confirmed: false,
        order_sync: false,
        licence_until: None,
        legal_id_until: None,
    };

    fn told(facts: &Facts) -> (Stage, Vec<(Due, Turn)>) {
        let life = live(facts, NOW, 30);
        let steps = life.steps.iter().map(|step| (step.due, step.turn));
        (life.stage.expect("indirect"), steps.collect())
    }

    fn moment(text: &str) -> Option<Moment> {
        Some(Moment::parse(text).expect("a moment"))
    }

    #[test]
    fn from_nothing_to_order_sync() {
        use {Due::*, Turn::*};
        let new = Facts {
            level: 0,
            submitted: true,
            last_trade: None,
            ..M3
        };
        let handed = Facts {
            handed_over: moment("2026-11-18"),
            ..M3
        };
        let tagged = |at| Facts {
            tagged: moment(at),
            ..handed
        };
        let claimed = Facts {
            level: 4,
            m4: M4State::Claimed,
            ..tagged("2026-11-18")
        };
        let signed = Facts {
            workbench_signed: true,
            ..claimed
        };
        let confirmed = Facts {
            info_confirmed: true,
            ..signed
        };
        let synced = Facts {
            order_sync: true,
            ..confirmed
        };
        let ways = [
            (
                new,
                Stage::New,
                vec![
                    (UploadM3, Now),
                    (HandOver, Next),
                    (Trade, Next),
                    (Bind, Next),
                ],
            ),
            (M3, Stage::M3, vec![(HandOver, Now), (Bind, Next)]),
            (
                handed,
                Stage::HandedOver,
                vec![(Tag, Waiting), (Bind, Next)],
            ),
            (
                tagged("2026-11-19 10:00"),
                Stage::Tagged,
                vec![(Bind, Waiting)],
            ),
            (
                tagged("2026-11-19 09:00"),
                Stage::Binding,
                vec![(Bind, Waiting)],
            ),
            (
                claimed,
                Stage::Claimed,
                vec![
                    (SignWorkbench, Waiting),
                    (ConfirmChange, Next),
                    (SwitchSync, Next),
                ],
            ),
            (
                signed,
                Stage::Claimed,
                vec![(ConfirmChange, Waiting), (SwitchSync, Next)],
            ),
            (confirmed, Stage::Signed, vec![(SwitchSync, Now)]),
            (synced, Stage::Synced, vec![]),
        ];
        for (facts, stage, steps) in ways {
            assert_eq!(told(&facts), (stage, steps), "{facts:?}");
        }
    }

    #[test]
    fn a_day_without_an_hour_opens_the_gate_a_day_later() {
        let tagged = Facts {
            tagged: moment("2026-11-19"),
            ..M3
        };
        let from = |facts: &Facts| live(facts, NOW, 0).bind_from;
        assert_eq!(from(&tagged), Some(datetime!(2026-11-21 0:00)));
        let hour = Facts {
            tagged: moment("2026-11-19 10:00"),
            ..M3
        };
        assert_eq!(from(&hour), Some(datetime!(2026-11-20 10:00)));
    }

    #[test]
    fn what_stands_in_the_way() {
        use {Due::*, Turn::*};
        let ways = [
            (Facts { held: true, ..M3 }, vec![(Correct, Waiting)]),
            (
                Facts {
                    held: true,
                    m4: M4State::Differs,
                    ..M3
                },
                vec![(FixAccount, Waiting)],
            ),
            (
                Facts {
                    agreement: false,
                    ..M3
                },
                vec![(SignAgreement, Waiting), (HandOver, Next), (Bind, Next)],
            ),
            (
                Facts { level: 2, ..M3 },
                vec![(AskLevel, Now), (HandOver, Next), (Bind, Next)],
            ),
            (
                Facts {
                    m4: M4State::NoAccount,
                    tagged: moment("2026-11-10"),
                    ..M3
                },
                vec![(GiveAccount, Waiting), (Bind, Next)],
            ),
            (
                Facts {
                    m4: M4State::Pending,
                    tagged: moment("2026-11-10"),
                    ..M3
                },
                vec![(ConfirmAccount, Now), (Bind, Waiting)],
            ),
        ];
        for (facts, steps) in ways {
            assert_eq!(told(&facts).1, steps, "{facts:?}");
        }
    }

    #[test]
    fn fourteen_days_for_a_trade() {
        let step = |last: Option<Date>, handed: &str| {
            let handed_over = Some(handed)
                .filter(|at| !at.is_empty())
                .and_then(Moment::parse);
            let life = live(
                &Facts {
                    last_trade: last,
                    handed_over,
                    ..M3
                },
                NOW,
                0,
            );
            let trade = life
                .steps
                .iter()
                .find(|step| step.due == Due::Trade)
                .copied();
            (life.trade_by, trade.map(|step| (step.turn, step.by)))
        };
        let day = Some;
        let fresh = date!(2026 - 11 - 06);
        assert_eq!(step(Some(fresh), ""), (day(date!(2026 - 11 - 20)), None));
        let stale = date!(2026 - 11 - 05);
        let by = day(date!(2026 - 11 - 19));
        assert_eq!(step(Some(stale), ""), (by, Some((Turn::Overdue, by))));
        let by = day(date!(2026 - 12 - 04));
        assert_eq!(step(None, ""), (by, Some((Turn::Waiting, by))));
        let by = day(date!(2026 - 12 - 01));
        assert_eq!(step(None, "2026-11-17"), (by, Some((Turn::Waiting, by))));
    }

    #[test]
    fn a_trade_about_the_time_of_tagging_is_enough() {
        let tagged = Facts {
            tagged: moment("2026-10-20"),
            last_trade: Some(date!(2026 - 10 - 12)),
            ..M3
        };
        assert_eq!(told(&tagged).1, [(Due::Bind, Turn::Waiting)]);
    }

    #[test]
    fn papers_are_announced_and_fall_due() {
        let until = |licence, legal_id| Facts {
            licence_until: Some(licence),
            legal_id_until: Some(legal_id),
            ..M3
        };
        let papers = |facts: &Facts| {
            let life = live(facts, NOW, 30);
            let steps = life
                .steps
                .into_iter()
                .filter(|s| matches!(s.due, Due::RenewLicence | Due::RenewId));
            steps
                .map(|step| (step.due, step.turn, step.by))
                .collect::<Vec<_>>()
        };
        let (gone, last) = (date!(2026 - 11 - 19), date!(2026 - 12 - 20));
        assert_eq!(
            papers(&until(gone, last)),
            [
                (Due::RenewLicence, Turn::Overdue, Some(gone)),
                (Due::RenewId, Turn::Waiting, Some(last))
            ]
        );
        assert_eq!(
            papers(&until(date!(2026 - 12 - 21), date!(2030 - 01 - 01))),
            []
        );
    }
}
