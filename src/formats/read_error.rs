//! Why a file cannot be read.

use super::reader_messages;
use super::rules::{FIL001, FIL002, FIL003, FIL006, FIL007};
use crate::model::{Finding, Place, Rule, finding};

/// Why one file cannot be read: the rule that says so and what to do, and its arguments.
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

    /// `what` it seems to be, and the message of its reader.
    pub fn damaged(what: &str, message: impl ToString) -> ReadError {
        let message = message.to_string();
        let meaning = reader_messages::in_chinese(&message).unwrap_or("结构不完整");
        ReadError::new(&FIL003, [what.to_owned(), message, meaning.to_owned()])
    }

    /// Refuses more than the limit `key` allows.
    pub fn check_limit(key: &str, allowed: u64, found: u64) -> Result<(), ReadError> {
        if found > allowed {
            return Err(ReadError::beyond(key, allowed, found));
        }
        Ok(())
    }

    /// The limit `key` allows less than the file has.
    pub fn beyond(key: &str, allowed: u64, found: u64) -> ReadError {
        let args = [key.to_owned(), allowed.to_string(), found.to_string()];
        ReadError::new(&FIL006, args)
    }

    /// The file has more than the limit `key` allows; how much more is not known.
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
    /// A reader of this program that stops early puts its own error inside.
    fn from(error: std::io::Error) -> ReadError {
        match error.downcast::<ReadError>() {
            Ok(reason) => reason,
            Err(error) => {
                let message = error.to_string();
                let meaning = reader_messages::in_chinese(&message).unwrap_or(&message);
                let meaning = meaning.to_owned();
                ReadError::new(&FIL007, [message, meaning])
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
