//! Any notation over any text: no panic, and a match lies within the text.
#![no_main]

use caveat::knowledge::cue::{Cue, CueSet, Lexicon, Lists, Spelling};
use caveat::knowledge::words::words;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|halves: (&str, &str)| {
    let (notation, text) = halves;
    let mut lexicon = Lexicon::default();
    let Ok(cue) = Cue::parse(notation, &Lists::default(), &mut lexicon) else { return };
    let mut set = CueSet::default();
    let cue = set.add(cue);
    set.prepare(&[lexicon.read_exactly(words(text))], &lexicon);
    let text = lexicon.read(words(text));
    for spelling in [Spelling::Exact, Spelling::Forgiving] {
        for found in set.find(&text, spelling).of(cue).flatten() {
            assert!(found.start < found.end && found.end <= text.words.len());
        }
    }
});
