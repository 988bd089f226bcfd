//! Puts faults into a clean job. Every instance takes stores of its own, so that no two faults meet, and changes
//! exactly what one rule looks at; where several rules could see a change, the registers are changed along.

mod accounts;
mod cells;
mod groups;
mod items;
mod kinds;
mod money;
mod people;
mod shared;

use std::io;

use super::model::{Field, Standing, World};

/// A place in the job, before its row number is known.
#[derive(Clone, Copy)]
pub enum Spot {
    Store(usize, Field),
    Sku(usize, usize),
    Item(usize, usize),
    /// The number of an Alipay account in its register, or of a bank account.
    Account(usize),
    Bank(usize),
    /// A row of the register of onboarded merchants.
    Merchant(usize),
    /// The amount of an unreadable line of the acquirer's bill, counted from the last line.
    BillAmount(usize),
    /// The line of totals of the brand's own bill.
    BillFooter,
    /// The bill whose money does not come.
    CreditMissing(usize),
    /// The amount of a credit in the bank statement that is short.
    CreditShort(usize),
    /// That of a credit that comes twice, the first time and the second.
    CreditOnce(usize),
    CreditTwice(usize),
}

/// What a fault leaves behind.
pub struct Marks {
    pub primary: Spot,
    /// Other cells that a finding may name with equal right, the primary one included; empty when there is one only.
    pub alike: Vec<Spot>,
    /// The stores concerned.
    pub stores: Vec<usize>,
    /// The records on the other side.
    pub others: Vec<Spot>,
    /// What becomes of the comparisons with a register.
    pub compared: Vec<Compared>,
}

/// A row of `accounts.csv`.
#[derive(Clone, Copy)]
pub struct Compared {
    pub store: Option<usize>,
    pub verdict: &'static str,
    pub pass: &'static str,
}

impl Marks {
    fn cell(store: usize, field: Field) -> Self {
        Self {
            primary: Spot::Store(store, field),
            alike: Vec::new(),
            stores: vec![store],
            others: Vec::new(),
            compared: Vec::new(),
        }
    }

    /// The same, against records of a register.
    fn against(self, others: &[Spot], verdict: &'static str, pass: &'static str) -> Self {
        let store = self.stores.first().copied();
        Self {
            others: others.to_vec(),
            ..self.compared(store, verdict, pass)
        }
    }

    /// The same, with what a comparison of a store comes to.
    fn compared(mut self, store: Option<usize>, verdict: &'static str, pass: &'static str) -> Self {
        let compared = Compared {
            store,
            verdict,
            pass,
        };
        self.compared.push(compared);
        self
    }

    /// The same, with a record that it names.
    fn beside(self, other: Spot) -> Self {
        Self {
            others: vec![other],
            ..self
        }
    }

    fn tie(stores: [usize; 2], field: Field) -> Self {
        let alike = stores.map(|s| Spot::Store(s, field)).to_vec();
        Self {
            primary: alike[1],
            alike,
            stores: stores.to_vec(),
            others: Vec::new(),
            compared: Vec::new(),
        }
    }

    fn no_store(primary: Spot) -> Self {
        Self {
            primary,
            alike: Vec::new(),
            stores: Vec::new(),
            others: Vec::new(),
            compared: Vec::new(),
        }
    }
}

/// What becomes of the stores concerned.
#[derive(Clone, Copy, PartialEq)]
pub enum Fate {
    Held,
    /// As without the fault.
    Kept,
    /// The row of the primary cell is a repetition.
    Repeated,
}

/// Which stores suit a fault.
#[derive(Clone, Copy)]
struct Need {
    standing: &'static [Standing],
    corporate: Option<bool>,
    /// The only store of its entity, and a legal person of its own.
    single: bool,
    /// In the workbook (`Some(false)`) or in the CSV (`Some(true)`).
    east: Option<bool>,
    account: bool,
}

/// How a fault is made. The last argument counts the instances of its kind, for the kinds that vary.
enum Act {
    Cell(Field, fn(&str, usize) -> String),
    Store(fn(&mut World, usize, usize) -> Option<Marks>),
    Job(fn(&mut World, usize) -> Option<Marks>),
}

struct Kind {
    code: &'static str,
    need: Need,
    fate: Fate,
    act: Act,
}

/// A fault that was put in.
pub struct Fault {
    pub code: &'static str,
    pub fate: Fate,
    pub marks: Marks,
}

/// How many instances of each kind.
pub struct Plan(Vec<usize>);

impl Plan {
    pub fn one_of_each() -> Self {
        Self(vec![1; kinds::KINDS.len()])
    }

    /// `count` instances, going round the kinds; what can be only once in a job is.
    pub fn of(count: usize) -> Self {
        let kinds = kinds::KINDS.len();
        let mut counts: Vec<usize> = (0..kinds)
            .map(|k| (count + kinds - 1 - k) / kinds)
            .collect();
        for code in kinds::ONCE {
            let k = index_of(code);
            let surplus = counts[k].saturating_sub(1);
            counts[k] -= surplus;
            let next = (k + 1) % kinds;
            counts[next] += surplus;
        }
        Self(counts)
    }

    pub fn count(&self, code: &str) -> usize {
        self.0[index_of(code)]
    }

    pub fn apply(&self, world: &mut World) -> io::Result<Vec<Fault>> {
        let mut faults = Vec::new();
        for (kind, &count) in kinds::KINDS.iter().zip(&self.0) {
            for n in 0..count {
                let marks = kind.put(world, n).ok_or_else(|| no_room(kind.code))?;
                faults.push(Fault {
                    code: kind.code,
                    fate: kind.fate,
                    marks,
                });
            }
        }
        Ok(faults)
    }
}

fn index_of(code: &str) -> usize {
    let found = kinds::KINDS.iter().position(|kind| kind.code == code);
    found.expect("the code is one of the table")
}

fn no_room(code: &str) -> io::Error {
    let message = format!(
        "{code}: nothing left to put this fault into; ask for more stores, or for fewer faults"
    );
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

impl Kind {
    fn put(&self, world: &mut World, n: usize) -> Option<Marks> {
        match self.act {
            Act::Job(act) => act(world, n),
            Act::Store(act) => world.candidates(self.need).find_map(|s| {
                let marks = act(world, s, n)?;
                marks
                    .stores
                    .iter()
                    .for_each(|&s| world.stores[s].taken = true);
                Some(marks)
            }),
            Act::Cell(field, typed) => {
                let s = world.candidates(self.need).next()?;
                let store = &mut world.stores[s];
                store.taken = true;
                store.set(field, typed(store.get(field), n));
                Some(Marks::cell(s, field))
            }
        }
    }
}

impl World {
    /// The untaken stores that suit, in order.
    fn candidates(&self, need: Need) -> impl Iterator<Item = usize> + use<> {
        let suits: Vec<usize> = (0..self.stores.len())
            .filter(|&s| self.suits(s, need))
            .collect();
        suits.into_iter()
    }

    fn suits(&self, s: usize, need: Need) -> bool {
        let store = &self.stores[s];
        let entity = &self.entities[store.entity];
        !store.taken
            && need.standing.contains(&store.standing)
            && need
                .corporate
                .is_none_or(|corporate| corporate == entity.corporate)
            && need.east.is_none_or(|east| east == store.east)
            && (!need.single || entity.stores.len() == 1 && !entity.shared)
            && (!need.account || entity.account.is_some())
    }
}
