//! Any notation over any text: no panic, and a match lies within the text.
#![no_main]

use caveat::knowledge::cue::{Cue, Lexicon, Lists, Spelling};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|halves: (&str, &str)| {
    let (notation, text) = halves;
    let mut lexicon = Lexicon::default();
    let Ok(cue) = Cue::parse(notation, &Lists::default(), &mut lexicon) else { return };
    let words = lexicon.read(text);
    for spelling in [Spelling::Exact, Spelling::Forgiving] {
        if let Some(found) = cue.find(&words, spelling) {
            assert!(found.start < found.end);
        }
    }
});
