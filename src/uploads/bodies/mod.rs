//! The bodies of the calls: their strict types, how each is composed from a store, and what `validator` finds
//! wrong with them.

pub(crate) mod body_column;
pub(crate) mod indirect;
pub(crate) mod onboarding_body;
pub(crate) mod qimen_body;
pub(crate) mod shop_body;
pub(crate) mod validation;
