//! Faults of the bank statement. Which credit they meet is decided when it is written.

use super::super::model::World;
use super::{Marks, Spot};

pub fn credit_missing(world: &mut World, n: usize) -> Option<Marks> {
    world.credits_missing = n + 1;
    Some(Marks::no_store(Spot::CreditMissing(n)))
}

pub fn credit_short(world: &mut World, n: usize) -> Option<Marks> {
    world.credits_short = n + 1;
    Some(Marks::no_store(Spot::CreditShort(n)))
}

/// Nobody can say which of the two is one too many.
pub fn credit_twice(world: &mut World, n: usize) -> Option<Marks> {
    world.credits_twice = n + 1;
    let mut marks = Marks::no_store(Spot::CreditTwice(n));
    marks.alike = vec![Spot::CreditOnce(n), Spot::CreditTwice(n)];
    Some(marks)
}
