//! Text as folded words with their places, for cues. Case, accents, look-alike
//! letters, zero-width characters and apostrophes are folded away, so that a cue
//! meets what a person meant and not how it was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The folded word: lower-case letters and digits, or one of `% $ € £ ™ ®`.
    pub text: String,
    /// Where it starts in the text, in characters.
    pub start: usize,
    /// Where it ends in the text, in characters, exclusive.
    pub end: usize,
    /// Which sentence it stands in, counted from 0.
    pub sentence: usize,
    /// Whether it is written as a name: with a capital first and small letters behind, inside a
    /// sentence; or anywhere with another capital, as in "VertaCell".
    pub is_name: bool,
    /// Which clause it stands in, counted from 0: commas, colons, brackets and the like part clauses.
    pub clause: usize,
}

/// Letters of other scripts that look like Latin ones, after lower-casing.
const LOOK_ALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ѕ', 's'),
    ('ј', 'j'),
    ('α', 'a'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ε', 'e'),
    ('ı', 'i'),
    ('ß', 's'),
    ('ø', 'o'),
    ('æ', 'a'),
    ('œ', 'o'),
    ('đ', 'd'),
    ('ł', 'l'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ɡ', 'g'),
    ('ɑ', 'a'),
    ('η', 'n'),
    ('γ', 'y'),
    ('σ', 'o'),
    ('ω', 'w'),
    ('χ', 'x'),
    ('ᴀ', 'a'),
    ('ʙ', 'b'),
    ('ᴄ', 'c'),
    ('ᴅ', 'd'),
    ('ᴇ', 'e'),
    ('ꜰ', 'f'),
    ('ɢ', 'g'),
    ('ʜ', 'h'),
    ('ɪ', 'i'),
    ('ᴊ', 'j'),
    ('ᴋ', 'k'),
    ('ʟ', 'l'),
    ('ᴍ', 'm'),
    ('ɴ', 'n'),
    ('ᴏ', 'o'),
    ('ᴘ', 'p'),
    ('ʀ', 'r'),
    ('ꜱ', 's'),
    ('ᴛ', 't'),
    ('ᴜ', 'u'),
    ('ᴠ', 'v'),
    ('ᴡ', 'w'),
    ('ʏ', 'y'),
    ('ᴢ', 'z'),
];

/// A line at least this long, in characters, was broken by its margin and not by its writer.
const WRAPPED_FROM: usize = 60;
/// The longest markup that is passed over, in characters.
const LONGEST_MARKUP: usize = 200;

/// The most words of a sentence: more than any question has, and as many as cues can follow.
pub const LONGEST_SENTENCE: usize = 127;
/// So many characters a word has with the space behind it, for making room.
const USUAL_WORD: usize = 6;

/// Takes a text apart into folded words.
pub fn words(text: &str) -> Vec<Word> {
    let characters: Vec<char> = text.chars().collect();
    let mut cut = Cut { words: Vec::with_capacity(characters.len() / USUAL_WORD), ..Cut::default() };
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        let behind = if matches!(c, '<' | '&') { markup(&characters[at..]) } else { 0 };
        match behind {
            0 => cut.take(at, *c, &characters),
            _ => cut.end_word(),
        }
        at += behind.max(1);
    }
    cut.end_word();
    cut.words.retain(|word| !word.text.is_empty());
    part_long_sentences(&mut cut.words);
    cut.words
}

/// Parts sentences that are too long, behind a clause where one ends.
fn part_long_sentences(words: &mut [Word]) {
    let (mut start, mut added) = (0, 0);
    while let Some(sentence) = words.get(start).map(|word| word.sentence) {
        let ahead = words[start..].iter().take(LONGEST_SENTENCE + 1);
        let length = ahead.take_while(|word| word.sentence == sentence).count();
        let is_whole = length <= LONGEST_SENTENCE;
        let end = if is_whole { start + length } else { end_of_clause(words, start) };
        words[start..end].iter_mut().for_each(|word| word.sentence += added);
        (start, added) = (end, added + usize::from(!is_whole));
    }
}

/// Where the last clause ends that is not too long behind `start`.
fn end_of_clause(words: &[Word], start: usize) -> usize {
    let ends = |at: &usize| words[at - 1].clause != words[*at].clause;
    let longest = start + LONGEST_SENTENCE;
    (start + LONGEST_SENTENCE / 2..longest).rev().find(ends).unwrap_or(longest)
}

/// How many characters of an HTML tag or entity stand at the start; 0 where none does.
fn markup(characters: &[char]) -> usize {
    let is_inside: fn(&char) -> bool = match characters {
        ['<', next, ..] if next.is_ascii_alphabetic() || matches!(next, '/' | '!') => {
            |c| !matches!(c, '<' | '\n')
        }
        ['&', next, ..] if next.is_ascii_alphabetic() || *next == '#' => {
            |c| c.is_ascii_alphanumeric() || *c == '#'
        }
        _ => return 0,
    };
    let closing = if characters[0] == '<' { '>' } else { ';' };
    let inside =
        characters.iter().skip(1).take(LONGEST_MARKUP).take_while(|c| **c != closing && is_inside(c)).count();
    if characters.get(inside + 1) == Some(&closing) { inside + 2 } else { 0 }
}

/// A text being taken apart.
#[derive(Default)]
struct Cut {
    words: Vec<Word>,
    current: Option<Word>,
    sentence: usize,
    clause: usize,
    line_start: usize,
    /// Whether the current word holds a small letter.
    has_small: bool,
    /// Whether a capital stands behind a small letter in it.
    has_hump: bool,
}

impl Cut {
    fn take(&mut self, at: usize, c: char, characters: &[char]) {
        let next = characters.get(at + 1).copied();
        match class(c) {
            Class::Letter => {
                let (sentence, clause) = (self.sentence, self.clause);
                let word = self.current.get_or_insert_with(|| Word {
                    text: String::with_capacity(USUAL_WORD * 2),
                    start: at,
                    end: at,
                    sentence,
                    clause,
                    is_name: false,
                });
                word.is_name |= word.start == at && c.is_uppercase();
                self.has_hump |= self.has_small && c.is_uppercase();
                self.has_small |= c.is_lowercase();
                fold_onto(&mut word.text, c);
                word.end = at + 1;
            }
            Class::Joiner => {}
            Class::Sign => {
                self.end_word();
                let (sentence, clause) = (self.sentence, self.clause);
                let text = c.to_string();
                self.words.push(Word { text, start: at, end: at + 1, sentence, clause, is_name: false });
            }
            Class::Stop if self.is_inside_number(c, next) => {
                if let Some(word) = self.current.as_mut().filter(|_| c == '.') {
                    word.text.push('.');
                }
            }
            Class::Stop => self.stop(at, c, characters),
            Class::Break => {
                self.end_word();
                self.clause += 1;
            }
            Class::Space => {
                self.end_word();
                let is_dash = c == '-' && next == Some(' ') && at > 0 && characters[at - 1] == ' ';
                self.clause += usize::from(is_dash);
            }
        }
    }

    fn is_inside_number(&self, c: char, next: Option<char>) -> bool {
        matches!(c, '.' | ',')
            && next.is_some_and(|c| c.is_ascii_digit())
            && self.current.as_ref().is_some_and(|word| word.text.ends_with(|c: char| c.is_ascii_digit()))
    }

    fn stop(&mut self, at: usize, c: char, characters: &[char]) {
        self.end_word();
        let next = characters.get(at + 1).copied();
        let ends = match c {
            '!' | '?' | ';' | '…' => true,
            '\n' => !self.is_wrapped(at, next),
            '.' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        self.sentence += usize::from(ends);
        self.clause += usize::from(ends || c == ',');
        if c == '\n' {
            self.line_start = at + 1;
        }
    }

    /// Whether a line ends here only because it was full: it is long, and the next goes on small.
    fn is_wrapped(&self, at: usize, next: Option<char>) -> bool {
        at - self.line_start >= WRAPPED_FROM && next.is_some_and(char::is_lowercase)
    }

    fn end_word(&mut self) {
        let inside = self.words.last().is_some_and(|before| before.sentence == self.sentence);
        let (has_small, has_hump) = (std::mem::take(&mut self.has_small), std::mem::take(&mut self.has_hump));
        let current = self.current.take();
        self.words.extend(current.map(|word| {
            let is_name = word.is_name && has_small && (inside || has_hump);
            Word { is_name, ..word }
        }));
    }
}

enum Class {
    Letter,
    /// Stands inside a word without parting it.
    Joiner,
    Sign,
    Stop,
    /// Parts clauses.
    Break,
    Space,
}

fn class(c: char) -> Class {
    match c {
        c if c.is_ascii_alphanumeric() => Class::Letter,
        '\''
        | '’'
        | '‘'
        | '`'
        | '´'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{180e}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '*'
        | '~' => Class::Joiner,
        '%' | '$' | '€' | '£' | '™' | '®' => Class::Sign,
        '.' | ',' | '!' | '?' | ';' | '\n' | '…' => Class::Stop,
        c if c.is_alphanumeric() || is_combining_mark(c) => Class::Letter,
        '-' | '_' | '/' | '\u{2010}' | '\u{2011}' | '&' | '+' | '#' | '@' => Class::Space,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Break,
    }
}

/// Adds the lower-case base letters of a character to a word.
fn fold_onto(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    let letters = std::iter::once(c).nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    word.extend(letters.map(|c| LOOK_ALIKES.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)));
}

/// Whether two folded words differ by at most one letter put in, left out, changed or
/// swapped. Compares bytes: words of other scripts must agree but for one byte.
pub fn one_edit_apart(a: &str, b: &str) -> bool {
    let (short, long) =
        if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    let rest = |from: usize| short.get(from..) == long.get(from..);
    let swapped = short.get(same) == long.get(same + 1) && short.get(same + 1) == long.get(same);
    same == short.len() || rest(same + 1) || (swapped && rest(same + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn case_accents_apostrophes_and_look_alikes_fold() {
        assert_eq!(folded("Can’t BREATHE, señor"), ["cant", "breathe", "senor"]);
        assert_eq!(folded("сure c\u{200b}ure **cure**"), ["cure", "cure", "cure"]);
        assert_eq!(folded("8.5% of 1,200 for $99"), ["8.5", "%", "of", "1200", "for", "$", "99"]);
    }

    #[test]
    fn places_count_characters_and_sentences() {
        let words = words("Ähm. Go now");
        assert_eq!((words[0].start, words[0].end, words[0].sentence), (0, 3, 0));
        assert_eq!((words[1].start, words[1].end, words[1].sentence), (5, 7, 1));
    }

    #[test]
    fn one_edit_is_a_letter_more_less_other_or_swapped() {
        for word in ["breathe", "breathee", "breath", "breithe", "braethe"] {
            assert!(one_edit_apart("breathe", word), "{word}");
        }
        for word in ["brath", "brtaeh", "bretahing"] {
            assert!(!one_edit_apart("breathe", word), "{word}");
        }
    }
}
