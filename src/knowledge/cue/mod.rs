//! Cues: a small notation for wordings, so that a moderator can describe what people
//! say without code. Parsing, and finding a cue in words. `knowledge/README.md`
//! teaches the notation:
//!
//! | written | finds |
//! | --- | --- |
//! | `cannot breathe` | these words, one after the other |
//! | `breath*` | every word that begins so |
//! | `(cant\|can not)` | either |
//! | `very?` | the word or nothing |
//! | `..` or `..5` | up to 3, or up to 5, words of any kind |
//! | `#` | a number, in digits or as a word |
//! | `^` | a word written as a name, inside a sentence |
//! | `<name>` | any wording of that list in `lists.toml` |
//! | `a & b` | both in one sentence, in any order |
//! | `a && b` | both in the text, at most a hundred words apart |

mod lexicon;
mod listed;
mod parse;
mod passage;
mod rows;
mod search;
mod sequence;
mod set;
mod text;

use std::ops::Range;

pub use lexicon::Lexicon;
pub use listed::Listed;
pub use parse::{CueError, Lists};
use sequence::Sequence;
pub use set::{CueSet, Hits, Member, Placed};
pub use text::{Spelling, Text};

/// A wording to look for, ready to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    parts: Vec<Part>,
    whole_text: bool,
}

/// A cue as it was read, with its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCue {
    /// The cue.
    pub cue: Cue,
    /// Its bytes in the file.
    pub at: Range<usize>,
}

/// One side of an `&`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// As it is written, by which equal parts are known.
    written: String,
    sequence: Sequence,
}

/// Where a cue was found: words `start..end`, and their sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The first word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// The sentence of the first word.
    pub sentence: usize,
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn lists(lexicon: &mut Lexicon) -> Lists {
        let mut lists = Lists::default();
        assert_eq!(lists.add("eye", ["eye*", "my sight"], lexicon), []);
        lists
    }

    fn finds(cue: &str, text: &str) -> bool {
        let mut lexicon = Lexicon::default();
        let lists = lists(&mut lexicon);
        let cue = Cue::parse(cue, &lists, &mut lexicon).expect("the cue is sound");
        first(cue, text, &lexicon).is_some()
    }

    fn first(cue: Cue, text: &str, lexicon: &Lexicon) -> Option<Found> {
        let mut set = CueSet::default();
        let cue = set.add(cue);
        set.prepare(&[], lexicon);
        let mut lexicon = lexicon.clone();
        lexicon.forgive();
        set.find(&lexicon.read(words(text)), Spelling::Forgiving).of(cue).next().map(|parts| parts[0])
    }

    #[test]
    fn each_sign_of_the_notation_finds_what_it_says() {
        for (cue, yes, no) in [
            ("cannot breathe", "I CANNOT breathe!", "cannot really breathe"),
            ("breath*", "short of breath", "bread"),
            ("(cant|can not) see", "can't see", "can see"),
            ("very? ill", "ill", "well"),
            ("cant .. breathe", "can't get air to breathe", "can't do it at all if you breathe"),
            ("cant ..1 breathe", "cant really breathe", "cant get air to breathe"),
            ("# days", "three days", "some days"),
            ("made by ^", "It is made by Doe Labs", "It is made by a lab"),
            ("lost <eye>", "I lost my sight", "I lost my keys"),
            ("fever & injection", "injection, then fever", "an injection. A fever"),
            ("fever && injection", "an injection. A fever", "a fever"),
            ("81 %", "81% better", "81 better"),
        ] {
            assert!(finds(cue, yes), "{cue} in {yes}");
            assert!(!finds(cue, no), "{cue} in {no}");
        }
    }

    #[test]
    fn a_text_without_a_full_stop_is_read_to_its_end() {
        let chatter = "and so on ".repeat(100);
        for cue in ["cannot breathe", "cannot ..2 breathe", "fever & injection"] {
            let text = format!("{chatter}, fever after an injection and I cannot breathe, {chatter}");
            assert!(finds(cue, &text), "{cue}");
        }
        assert!(!finds("fever & injection", &format!("fever {chatter} injection")));
        for words in 120..135 {
            let text = format!("{}cannot breathe {chatter}", "so, ".repeat(words));
            assert!(finds("cannot breathe", &text), "behind {words} words");
        }
    }

    #[test]
    fn nothing_goes_on_from_one_sentence_into_the_next() {
        for cue in ["cannot breathe", "cannot .. breathe", "cannot (even|really)? breathe", "fever & cannot"]
        {
            assert!(!finds(cue, "A fever. I cannot. Breathe in. Even so, I really breathe."), "{cue}");
        }
        let many = "I cannot. We breathe. ".repeat(60);
        assert!(!finds("cannot ..9 breathe", &many));
        assert!(finds("cannot ..9 breathe", &format!("{many} I cannot. I cannot really breathe. {many}")));
    }

    #[test]
    fn words_that_may_be_left_out_make_runs_of_both_lengths() {
        for (cue, yes, no) in [
            ("very? very? ill", "very ill", "very well"),
            ("(so|very)? (ill|not well) today?", "so not well", "so well"),
            ("ill (today|since then)?", "he is ill", "he is well"),
            ("(lost|lost all) (my|all) <eye>", "lost all my sight", "lost my keys"),
            ("(no ..2 (air|breath)|cannot breathe) now", "no more air now", "no more air"),
        ] {
            assert!(finds(cue, yes), "{cue} in {yes}");
            assert!(!finds(cue, no), "{cue} in {no}");
        }
    }

    #[test]
    fn a_forgiving_match_overlooks_one_error_in_a_long_word() {
        assert!(finds("cannot breathe", "cannot breethe"));
        assert!(finds("chest", "chset"));
        assert!(!finds("chest", "chess"));
    }

    #[test]
    fn a_broken_cue_says_where() {
        for (cue, at, message) in [
            ("", 0, "there is no word here"),
            ("a (b|c", 2, "this bracket is never closed"),
            ("a (b|) c", 5, "there is no word here"),
            ("a b)", 3, "`)` has no partner"),
            (".. a", 4, "a gap needs a word on either side"),
            ("a ..12 b", 4, "a gap spans 1 to 9 words"),
            ("<nose>", 0, "there is no list `nose` in lists.toml"),
            ("state-of-the-art", 0, "write `state-of-the-art` as separate words"),
            ("a?", 2, "at least one word must not be optional"),
        ] {
            let error = Cue::parse(cue, &Lists::default(), &mut Lexicon::default()).expect_err(cue);
            assert_eq!((error.at, error.message.as_str()), (at, message), "{cue}");
        }
    }

    #[test]
    fn a_place_is_the_words_that_matched() {
        let mut lexicon = Lexicon::default();
        let cue =
            Cue::parse("cannot ..2 breathe", &Lists::default(), &mut lexicon).expect("the cue is sound");
        let found = first(cue, "Help. She cannot even breathe now", &lexicon).expect("it stands there");
        assert_eq!((found.start, found.end, found.sentence), (2, 5, 1));
    }
}
