//! Any bytes as an export of each format: refusals, never a panic.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use caveat::import::{Format, import};
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("caveat-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for exports");
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let file = FOLDER.join("export");
    std::fs::write(&file, bytes).expect("it can be written");
    for (_, format) in Format::NAMES {
        let _ = std::fs::remove_dir_all(FOLDER.join("source-bulk"));
        let _ = import(std::slice::from_ref(&file), Some(*format), &FOLDER, jiff::civil::date(2026, 11, 21), &mut |_| {});
    }
});
