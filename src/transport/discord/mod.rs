//! Discord: people's commands, buttons, menus and forms ↔ requests and replies. The
//! only folder that uses serenity's model of Discord. Two ways in, one path:
//!
//! ```text
//! gateway  ┐                                                   ┌ callback
//!          ├ Interaction → from_discord → desk → to_discord → ─┤
//! endpoint ┘                                                   └ response body
//! ```
//!
//! The gateway and the endpoint differ in nothing else: both send the very same bytes.

pub mod attend;
pub mod commands;
pub mod custom_id;
pub mod desk;
pub mod endpoint;
pub mod from_discord;
pub mod gateway;
mod limits;
pub mod moderation;
pub mod register;
mod response;
pub mod rest;
pub mod serve;
pub mod to_discord;
