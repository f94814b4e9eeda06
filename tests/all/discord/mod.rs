//! On Discord: what members see and press, over both ways in, against a stand-in for
//! Discord on loopback. Tests read as a chat; every payload goes through the validators
//! of `payload`.

// What a helper finds wrong fails the test that called it.
#![allow(clippy::panic)]

mod by_itself;
mod cards;
mod chaos;
mod chat;
mod connection;
mod endpoint;
mod moderation;
mod payload;
mod privacy;
mod register;
mod replicas;
mod replies;
mod stand_in;
