//! Why a file cannot be read: the rule that says so and what to do, and its arguments.

use super::reader_messages;
use super::rules::{FIL001, FIL002, FIL003, FIL006, FIL007};
use crate::model::{Finding, Place, Rule, finding};

/// Why one file cannot be read: a rule that says what to do, and its arguments.
#[derive(Debug)]
pub struct ReadError {
    pub rule: &'static Rule,
    pub args: Vec<String>,
}

impl ReadError {
    pub fn new<const N: usize>(rule: &'static Rule, args: [String; N]) -> ReadError {
        let args = args.into();
        ReadError { rule, args }
    }

    pub fn empty() -> ReadError {
        ReadError::new(&FIL001, [])
    }

    /// `what` is protected: `.xlsx`, `.zip`.
    pub fn encrypted(what: &str) -> ReadError {
        ReadError::new(&FIL002, [what.to_owned()])
    }

    /// `what` it seems to be, and what its reader said.
    pub fn damaged(what: &str, said: impl ToString) -> ReadError {
        let said = said.to_string();
        let meaning = reader_messages::in_chinese(&said).unwrap_or("结构不完整");
        ReadError::new(&FIL003, [what.to_owned(), said, meaning.to_owned()])
    }

    /// `key` of the limits allows so much, the file has so much.
    pub fn beyond(key: &str, allowed: u64, found: u64) -> ReadError {
        ReadError::new(
            &FIL006,
            [key, &allowed.to_string(), &found.to_string()].map(str::to_owned),
        )
    }

    /// More than `key` of the limits allows; how much more was not looked at.
    pub fn past(key: &str, allowed: u64) -> ReadError {
        let found = format!("> {allowed}");
        ReadError::new(&FIL006, [key.to_owned(), allowed.to_string(), found])
    }

    pub fn finding(&self, place: Place) -> Finding {
        let args = self.args.clone();
        Finding {
            args,
            ..Finding::about(self.rule, place)
        }
    }
}

impl From<std::io::Error> for ReadError {
    /// A reader of ours that stops carries its reason inside the error.
    fn from(error: std::io::Error) -> ReadError {
        match error.downcast::<ReadError>() {
            Ok(reason) => reason,
            Err(error) => {
                let said = error.to_string();
                let meaning = reader_messages::in_chinese(&said)
                    .unwrap_or(&said)
                    .to_owned();
                ReadError::new(&FIL007, [said, meaning])
            }
        }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&finding::fill(self.rule.en.message, &self.args, "", ""))
    }
}

impl std::error::Error for ReadError {}
