//! Reading grade after Flesch and Kincaid (Kincaid et al. 1975, Navy research branch
//! report 8-75): 0.39 words a sentence + 11.8 syllables a word − 15.59. The formula
//! takes every long name for a hard word, so names can be masked; both are told.

use super::prose::Prose;

/// What counts as a name besides capitals and digits: words that the glossary explains.
pub struct Names(Vec<String>);

impl Names {
    /// Names from terms of one or more words.
    pub fn new<'a>(terms: impl IntoIterator<Item = &'a str>) -> Self {
        let words = terms.into_iter().flat_map(|term| term.split([' ', '-']).map(str::to_lowercase));
        let mut names: Vec<String> = words.filter(|word| word.len() > 3).collect();
        names.sort();
        names.dedup();
        Names(names)
    }

    /// No names besides capitals and digits.
    pub fn none() -> Self {
        Names(Vec::new())
    }

    fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let singular = word.strip_suffix('s').unwrap_or(&word);
        [word.as_str(), singular]
            .iter()
            .any(|form| self.0.binary_search_by(|name| name.as_str().cmp(form)).is_ok())
    }
}

/// The grades of a text: with names counted as words of one syllable, and as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grades {
    /// With names masked.
    pub masked: f64,
    /// With nothing masked.
    pub unmasked: f64,
}

/// Reading grades of several texts taken as one; `None` where there is no sentence.
pub fn grades<'a>(texts: impl IntoIterator<Item = &'a Prose>, names: &Names) -> Option<Grades> {
    let (mut sentences, mut words, mut masked, mut unmasked) = (0, 0, 0, 0);
    for sentence in texts.into_iter().flat_map(Prose::sentences) {
        sentences += 1;
        for (at, word) in sentence_words(&sentence.text).enumerate() {
            let syllables = syllables(word);
            words += 1;
            unmasked += syllables;
            masked += if is_name(word, at == 0, names) { 1 } else { syllables };
        }
    }
    let grade = |syllables: usize| {
        let (sentences, words) = (f64::from(sentences), f64::from(words));
        0.39 * words / sentences + 11.8 * syllables as f64 / words - 15.59
    };
    (words > 0).then(|| Grades { masked: grade(masked), unmasked: grade(unmasked) })
}

/// How many words a sentence has.
pub fn word_count(sentence: &str) -> usize {
    sentence_words(sentence).count()
}

fn sentence_words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '/' | '.')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn is_name(word: &str, opens_sentence: bool, names: &Names) -> bool {
    let mut characters = word.chars();
    let capital = characters.next().is_some_and(char::is_uppercase);
    (capital && !opens_sentence)
        || word.chars().any(|c| c.is_ascii_digit())
        || characters.any(char::is_uppercase)
        || names.has(word)
}

/// Syllables by counting groups of vowels, a silent ending left out.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_ascii_lowercase()).collect();
    if letters.len() <= 3 {
        return 1;
    }
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let kept = &letters[..letters.len() - silent_ending(&letters)];
    let kept = kept.strip_prefix(&['y']).unwrap_or(kept);
    let mut count = 0;
    let mut run = 0;
    for &c in kept {
        run = if vowel(c) { run + 1 } else { 0 };
        // A third vowel in a row starts a new syllable, as in "create" or "area".
        count += usize::from(run % 2 == 1);
    }
    count.max(1)
}

/// How many letters at the end are not heard: "es", "ed", "e", but not "les", "ted", "ded", "le".
fn silent_ending(letters: &[char]) -> usize {
    match letters {
        [.., c, 'e', 's'] if !matches!(c, 'l' | 'a' | 'e' | 'i' | 'o' | 'u' | 'y') => 2,
        [.., c, 'e', 'd'] if !matches!(c, 't' | 'd') => 2,
        [.., c, 'e'] if *c != 'l' => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_that_are_heard() {
        for (word, count) in [
            ("cell", 1),
            ("cells", 1),
            ("tested", 2),
            ("used", 1),
            ("table", 2),
            ("medicine", 3),
            ("evidence", 3),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn short_plain_sentences_grade_low_and_long_words_high() {
        let grade = |text: &str| grades([&Prose::parse(text)], &Names::none()).map(|grades| grades.masked);
        assert!(grade("The cat sat. It was good.").is_some_and(|grade| grade < 2.0));
        assert!(
            grade("Regulatory considerations necessitate comprehensive documentation.")
                .is_some_and(|grade| grade > 15.0)
        );
        assert_eq!(grade(""), None);
    }

    #[test]
    fn names_do_not_make_a_text_harder() {
        let prose = Prose::parse("Doctors gave mesenchymal cells and Ryoncil.");
        let names = Names::new(["mesenchymal"]);
        let both = grades([&prose], &names).expect("there is a sentence");
        assert!(both.masked + 3.0 < both.unmasked, "{both:?}");
    }
}
