//! Ways in and out: each turns what a person did into a request and shows the reply.
//! A transport holds no rule of its own.

pub mod admin;
pub mod console;
pub mod discord;
pub mod preview;
pub mod reloading;
pub mod trial;
