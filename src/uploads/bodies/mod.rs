//! The bodies of the calls, key for key as the interfaces take them.

pub(crate) mod cell;
pub(crate) mod faults;
pub(crate) mod indirect;
pub(crate) mod onboarding_body;
pub(crate) mod qimen_body;
pub(crate) mod shop_body;
