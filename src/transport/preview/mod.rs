//! The preview: one page on this machine that shows what members will see, before there is
//! a bot to show it. What people do on the page is sent as Discord would send it, and
//! answered at Discord's own desk; the page draws the very bytes that Discord would get.
//! Beside it, moderators see each card's file and what is wrong in it, as they save.
//!
//! ```text
//! page ── Discord's JSON ──→ server ──→ discord's desk
//!                            shelf  ←── watch ←── files of the knowledge
//! ```
//!
//! It listens on loopback only, answers only its own page, asks nothing of any other
//! machine, and writes nothing.

mod assets;
mod cards;
mod guard;
mod server;
mod shelf;
mod watch;

pub use server::{Preview, PreviewError, Settings};
