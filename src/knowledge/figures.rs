//! Figures: the numbers in a text that a source must back. Digits inside a name
//! (`HbA1c`, `VX-880`), and those that only tell classes apart (`type 1`, `phase 2`),
//! are not figures.

/// Words before a number that make it a name.
const CLASS_WORDS: &[&str] = &[
    "type",
    "types",
    "phase",
    "phases",
    "stage",
    "stages",
    "grade",
    "grades",
    "part",
    "parts",
    "section",
    "sections",
    "title",
    "class",
    "classes",
    "article",
    "order",
    "decree",
    "bill",
    "regulation",
    "rule",
    "schedule",
];

/// The figures of a text without marks, in order: digits without thousands commas,
/// percent signs or currency.
pub fn figures(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_class_word = false;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
        let numbers = numbers(bare);
        let joins = matches!(bare, "and" | "or" | "to" | "/");
        if !after_class_word {
            found.extend(numbers.iter().flatten().cloned());
        }
        let goes_on = !word.ends_with([',', ';', ':', '.']);
        after_class_word = CLASS_WORDS.contains(&bare.to_lowercase().as_str())
            || (after_class_word && goes_on && (joins || numbers.is_some()));
    }
    found
}

/// The word's numbers, where it is made of numbers only: `12`, `2-16`, `0.4`, `$1,200`, `83%`.
fn numbers(word: &str) -> Option<Vec<String>> {
    let parts = word.split(['-', '–', '/']);
    parts.map(number).collect()
}

fn number(part: &str) -> Option<String> {
    let part = part.trim_start_matches(['$', '€', '£']);
    let digits =
        ["%", "st", "nd", "rd", "th", "s"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
    let number = digits.replace(',', "");
    let sound = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    sound.then_some(number)
}

/// Small numbers as words, which study figures must not be: a checker can't see them.
const NUMBER_WORDS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
];

/// What a study counts.
const COUNTED: &[&str] = &[
    "people",
    "patients",
    "participants",
    "adults",
    "children",
    "volunteers",
    "deaths",
    "eyes",
    "percent",
    "women",
    "men",
];

/// The first figure that is written as a word before what a study counts: "twelve patients".
pub fn figure_in_words(text: &str) -> Option<&str> {
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let counted =
            words.peek().map(|next| next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        if NUMBER_WORDS.contains(&word.to_lowercase().as_str())
            && counted.is_some_and(|next| COUNTED.contains(&next.as_str()))
        {
            return Some(word);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_figures_and_names_are_not() {
        assert_eq!(figures("In 2025, 10 of 12 (83%) had HbA1c under 7%."), ["2025", "10", "12", "83", "7"]);
        assert_eq!(figures("VX-880, COVID-19, CD19 and NCT04786262 are names."), Vec::<String>::new());
        assert_eq!(
            figures("type 1, phase 1/2 or 3, stage 4: $1,200 for 20-30 minutes"),
            ["1200", "20", "30"]
        );
    }

    #[test]
    fn a_count_in_words_is_found() {
        assert_eq!(figure_in_words("It had Twelve patients."), Some("Twelve"));
        assert_eq!(figure_in_words("It had two names."), None);
    }
}
