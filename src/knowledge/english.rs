//! Which words are English, so that they are not taken for another word misspelt.

/// English words that people spell right, from SCOWL's sizes 10 to 35 (Kevin Atkinson's
/// word lists; `SCOWL-LICENSE` beside them). Sorted, four letters and more.
static ENGLISH: &str = include_str!("english.txt");
/// The most common of them: size 10, three letters and more. Sorted.
static COMMON: &str = include_str!("common.txt");

/// Whether the word is English, so that it needs no correcting.
pub fn is_english(word: &str) -> bool {
    has_line(ENGLISH, word)
}

/// Whether the word is among the most common, so that it tells little of a subject.
pub fn is_common(word: &str) -> bool {
    has_line(COMMON, word)
}

/// Whether a sorted text has the line.
fn has_line(text: &str, wanted: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = bytes[middle..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| middle + at);
        match bytes[start..end].cmp(wanted.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_finds_its_own_and_nothing_else() {
        assert!(is_english("rice") && is_english("migraine"));
        assert!(is_common("give") && !is_common("migraine"));
        assert!(!is_english("exosome") && !is_english("") && !is_english("zzzz"));
        let mut words = ENGLISH.lines();
        assert!(words.next().is_some_and(is_english) && words.next_back().is_some_and(is_english));
    }
}
