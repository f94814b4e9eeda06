//! Caveat answers patients' questions about stem-cell and regenerative therapy from a
//! curated, cited knowledge base, and always says what the answer does not show.
//!
//! Arrows point inward; `tests/` holds them:
//!
//! ```text
//! cli → transport → library → answer → search → knowledge ← import ← cli
//!               ↘ picture ↗
//! ```
//!
//! - [`knowledge`]: files → cards, sources, safety groups; the rules they keep. Knows nobody.
//! - [`search`]: question → entries. The only folder that knows tantivy.
//! - [`answer`]: request → reply. No IO, no clock, no async.
//! - [`picture`]: map → PNG. The only folder that knows resvg.
//! - [`library`]: the generation that answers now, kept on disk; reload and roll back.
//! - [`import`]: exports of registers and catalogs → records. Knows the knowledge alone.
//! - [`transport`]: people ↔ requests and replies. Holds no rule.
//! - [`cli`]: the command line. [`evaluation`]: scores. [`telemetry`]: logs and measures.

pub mod answer;
pub mod cli;
pub mod config;
pub mod evaluation;
pub mod import;
pub mod knowledge;
pub mod library;
pub mod picture;
pub mod search;
pub mod telemetry;
pub mod transport;
