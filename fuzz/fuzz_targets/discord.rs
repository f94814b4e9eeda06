//! Any JSON as an interaction, any text as a `custom_id`.
#![no_main]

use caveat::transport::discord::custom_id::Action;
use caveat::transport::discord::from_discord::{call, caller};
use libfuzzer_sys::fuzz_target;
use serenity::all::Interaction;

fuzz_target!(|text: &str| {
    if let Some(action) = Action::read(text) {
        if let Some(written) = action.write() {
            assert_eq!(Action::read(&written), Some(action));
        }
    }
    if let Ok(interaction) = serde_json::from_str::<Interaction>(text) {
        let _ = (call(&interaction), caller(&interaction));
    }
});
