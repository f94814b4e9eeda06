//! What a generation says of itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::By;

/// When and by whom a generation was made, and when it last began to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// When it was made.
    pub made: Timestamp,
    /// By whom.
    pub by: String,
    /// When it last began to answer.
    pub used: Option<Timestamp>,
    /// Who had it answer.
    pub used_by: Option<String>,
    /// The records that it answered with, by the name of their index.
    #[serde(default)]
    pub records: Option<String>,
}

impl Made {
    /// Made now.
    pub fn now(by: &By) -> Self {
        Made { made: Timestamp::now(), by: by.to_string(), used: None, used_by: None, records: None }
    }

    /// When it last began to answer, or else was made.
    pub(super) fn last(&self) -> Timestamp {
        self.used.unwrap_or(self.made)
    }
}

/// A generation that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Its name.
    pub generation: String,
    /// When it was made and used, and by whom.
    pub made: Made,
}
