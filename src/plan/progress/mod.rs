//! The progress of one store from nothing to order sync (商家接入流程 3.2 and 4.4), as a pure function:
//! what is known of it and the time of the run in, its stage and the steps that remain out.

use time::{Date, Duration, PrimitiveDateTime};

use crate::model::plan::{TRADE_DAYS, has_trade};
use crate::model::{M4State, Party, Step, StoreProgress, StoreStage, Task, TaskState};
use crate::value::moment::Moment;

/// From tagging to binding (3.2, step 6).
const GATE: Duration = Duration::hours(24);

/// What is known of an indirect store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProgressFacts {
    /// Of its onboarded record, 0 to 4; 0 when there is none.
    pub level: u8,
    pub held: bool,
    /// A finding about the store itself holds it, other than one about its Alipay account.
    pub faulty: bool,
    /// A finding about the job as a whole holds it.
    pub job_faulty: bool,
    /// Goes into an upload of this run.
    pub submitted: bool,
    pub m4: M4State,
    /// Whether the acquirer has signed the smart-store agreement; `None` when the acquirer is not named.
    pub agreement: Option<bool>,
    pub handed_over: Option<Moment>,
    pub tagged: Option<Moment>,
    /// One of the two has a text that is no time.
    pub unclear: bool,
    pub last_trade: Option<Date>,
    pub workbench_signed: bool,
    pub info_confirmed: bool,
    pub order_sync: bool,
    /// The last days of the licence and of the legal person's document, where they end.
    pub licence_until: Option<Date>,
    pub legal_id_until: Option<Date>,
}

/// Where the store stands at `now` and what remains. Papers that end within `expiring_days` are a step.
pub(crate) fn assess(
    facts: &ProgressFacts,
    now: PrimitiveDateTime,
    expiring_days: u16,
) -> StoreProgress {
    let tagged = facts.tagged.map(|tagged| tagged.latest());
    let bind_from = tagged.and_then(|tagged| tagged.checked_add(GATE));
    let mut tasks = TaskList {
        facts,
        now,
        bind_from,
        steps: Vec::new(),
        clear: true,
    };
    if facts.held {
        tasks.correct();
    } else if is_claimed(facts) {
        tasks.upload();
        tasks.account();
        tasks.beyond();
    } else {
        tasks.upload();
        tasks.account();
        tasks.tagging();
        tasks.trade();
        tasks.bind();
    }
    tasks.papers(expiring_days);
    StoreProgress {
        stage: Some(tasks.stage()),
        trade_by: tasks.trade_by(),
        steps: tasks.steps,
        bind_from: bind_from.filter(|_| !is_claimed(facts)),
        licence_until: facts.licence_until,
        legal_id_until: facts.legal_id_until,
    }
}

/// Whether a PID has confirmed the merchant, whatever is wrong with its account by now.
fn is_claimed(facts: &ProgressFacts) -> bool {
    facts.level == 4
}

/// The steps that remain, added one after the other.
struct TaskList<'a> {
    facts: &'a ProgressFacts,
    now: PrimitiveDateTime,
    bind_from: Option<PrimitiveDateTime>,
    steps: Vec<Step>,
    /// Nothing has to be done before the next step.
    clear: bool,
}

impl TaskList<'_> {
    fn stage(&self) -> StoreStage {
        let facts = self.facts;
        let is_signed = facts.workbench_signed && facts.info_confirmed;
        match (facts.level, self.bind_from) {
            (4, _) if is_signed && facts.order_sync => StoreStage::Synced,
            (4, _) if is_signed => StoreStage::Signed,
            (4, _) => StoreStage::Claimed,
            (0, _) => StoreStage::New,
            (1, _) => StoreStage::M1,
            (2, _) => StoreStage::M2,
            (_, Some(from)) if from <= self.now => StoreStage::Binding,
            (_, Some(_)) => StoreStage::Tagged,
            (_, None) if facts.handed_over.is_some() => StoreStage::HandedOver,
            (_, None) => StoreStage::M3,
        }
    }

    /// A trade is needed within 14 days: of the last one, or else of handing over, or of the run. A day that
    /// is over is no deadline for a store that needs no other trade.
    fn trade_by(&self) -> Option<Date> {
        let (facts, today) = (self.facts, self.now.date());
        let counts = facts.level == 3 && !facts.held;
        let asked = facts.handed_over.or(facts.tagged).map(|moment| moment.day);
        let from = facts.last_trade.or(asked).unwrap_or(today);
        let by = counts.then(|| from.checked_add(Duration::days(TRADE_DAYS.into())))??;
        (by >= today || !self.is_traded()).then_some(by)
    }

    fn is_traded(&self) -> bool {
        let tagged = self.facts.tagged.map(|moment| moment.day);
        has_trade(self.facts.last_trade, tagged, self.now.date())
    }

    /// A step that can be done now, unless another has to be done before it.
    fn step(&mut self, task: Task) -> &mut Step {
        let state = match task.party() {
            _ if !self.clear => TaskState::Next,
            Party::Provider => TaskState::Now,
            _ => TaskState::Waiting,
        };
        self.push(task, state)
    }

    fn push(&mut self, task: Task, state: TaskState) -> &mut Step {
        self.steps.push(Step {
            task,
            state,
            from: None,
            by: None,
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    /// A step that has to be done before all later ones.
    fn gate(&mut self, task: Task) {
        self.step(task);
        self.clear = false;
    }

    fn correct(&mut self) {
        if self.facts.job_faulty {
            self.push(Task::CompleteJob, TaskState::Now);
        }
        if self.facts.faulty {
            self.push(Task::Correct, TaskState::Waiting);
        }
        if self.facts.m4 == M4State::Differs {
            self.push(Task::FixAccount, TaskState::Waiting);
        }
        self.clear = false;
    }

    fn upload(&mut self) {
        if self.facts.submitted {
            self.step(Task::UploadM3);
            self.clear = self.facts.level >= 3;
        } else if self.facts.level < 3 {
            self.gate(Task::AskLevel);
        }
    }

    /// The account is needed whatever else is still to be done.
    fn account(&mut self) {
        let (task, state) = match self.facts.m4 {
            M4State::NoAccount => (Task::GiveAccount, TaskState::Waiting),
            M4State::Differs | M4State::Blocked => (Task::FixAccount, TaskState::Waiting),
            M4State::Pending => (Task::ConfirmAccount, TaskState::Now),
            M4State::Ready | M4State::Claimed => return,
        };
        self.push(task, state);
    }

    fn tagging(&mut self) {
        self.agreement();
        if self.facts.tagged.is_some() {
            return;
        }
        if self.facts.unclear {
            self.gate(Task::ClearTime);
        }
        self.gate(match self.facts.handed_over {
            Some(_) => Task::Tag,
            None => Task::HandOver,
        });
    }

    /// Who has to sign is not known before the acquirer is named; once the sheet is handed over, Alipay
    /// staff have checked it.
    fn agreement(&mut self) {
        let is_handed_over = self.facts.handed_over.or(self.facts.tagged).is_some();
        match self.facts.agreement {
            Some(false) => self.push(Task::SignAgreement, TaskState::Waiting),
            None if !is_handed_over => self.push(Task::NameAcquirer, TaskState::Now),
            Some(true) | None => return,
        };
        self.clear = false;
    }

    fn trade(&mut self) {
        if self.is_traded() {
            return;
        }
        let today = self.now.date();
        let by = self.trade_by();
        let state = match by {
            _ if self.facts.level < 3 => TaskState::Next,
            Some(by) if by < today => TaskState::Overdue,
            _ => TaskState::Waiting,
        };
        self.push(Task::Trade, state).by = by;
    }

    /// Only an account without contradictions can be bound.
    fn bind(&mut self) {
        let bound = matches!(self.facts.m4, M4State::Ready | M4State::Pending);
        self.clear &= bound;
        let from = self.bind_from;
        self.step(Task::Bind).from = from;
    }

    /// After M4: the workbench, then order sync.
    fn beyond(&mut self) {
        if !self.facts.workbench_signed {
            self.gate(Task::SignWorkbench);
        }
        if !self.facts.info_confirmed {
            self.gate(Task::ConfirmChange);
        }
        if !self.facts.order_sync {
            self.step(Task::SwitchSync);
        }
    }

    fn papers(&mut self, expiring_days: u16) {
        let papers = [
            (Task::RenewLicence, self.facts.licence_until),
            (Task::RenewId, self.facts.legal_id_until),
        ];
        for (task, until) in papers {
            let Some(until) = until else { continue };
            let left = (until - self.now.date()).whole_days();
            if left <= i64::from(expiring_days) {
                let state = if left < 0 {
                    TaskState::Overdue
                } else {
                    TaskState::Waiting
                };
                self.push(task, state).by = Some(until);
            }
        }
    }
}

#[cfg(test)]
mod tests;
