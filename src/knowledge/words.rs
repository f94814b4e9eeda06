//! Text as folded words with their places, for cues. Case, accents, look-alike
//! letters, zero-width characters and apostrophes are folded away, so that a cue
//! meets what a person meant and not how it was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The folded word: lower-case letters and digits, or one of `% $ € £`.
    pub text: String,
    /// Where it starts in the text, in characters.
    pub start: usize,
    /// Where it ends in the text, in characters, exclusive.
    pub end: usize,
    /// Which sentence it stands in, counted from 0.
    pub sentence: usize,
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
];

/// Takes a text apart into folded words.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut current: Option<Word> = None;
    let mut sentence = 0;
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        match class(c) {
            Class::Letter => {
                let word =
                    current.get_or_insert_with(|| Word { text: String::new(), start: at, end: at, sentence });
                fold_onto(&mut word.text, c);
                word.end = at + 1;
            }
            Class::Joiner => {}
            Class::Sign => {
                words.extend(current.take());
                words.push(Word { text: c.to_string(), start: at, end: at + 1, sentence });
            }
            Class::Stop => {
                let inside_number = next.is_some_and(|c| c.is_ascii_digit())
                    && current.as_ref().is_some_and(|word| word.text.ends_with(|c: char| c.is_ascii_digit()));
                if inside_number && matches!(c, '.' | ',') {
                    if let Some(word) = current.as_mut().filter(|_| c == '.') {
                        word.text.push('.');
                    }
                    continue;
                }
                words.extend(current.take());
                let ends = match c {
                    '\n' | '!' | '?' | ';' | '…' => true,
                    '.' => next.is_none_or(char::is_whitespace),
                    _ => false,
                };
                sentence += usize::from(ends);
            }
            Class::Space => words.extend(current.take()),
        }
    }
    words.extend(current);
    words.retain(|word| !word.text.is_empty());
    words
}

enum Class {
    Letter,
    /// Stands inside a word without parting it.
    Joiner,
    Sign,
    Stop,
    Space,
}

fn class(c: char) -> Class {
    match c {
        '\''
        | '’'
        | '‘'
        | '`'
        | '´'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'
        | '\u{feff}'
        | '*'
        | '~' => Class::Joiner,
        '%' | '$' | '€' | '£' => Class::Sign,
        '.' | ',' | '!' | '?' | ';' | '\n' | '…' => Class::Stop,
        c if c.is_alphanumeric() || is_combining_mark(c) => Class::Letter,
        _ => Class::Space,
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
