//! What comparing says about stores, accounts, onboarded merchants, trades and settlement.

pub(crate) mod accounts;
pub(crate) mod bank;
pub(crate) mod items;
pub(crate) mod onboarded;
pub(crate) mod settlement;
pub(crate) mod tagging;
pub(crate) mod trades;
