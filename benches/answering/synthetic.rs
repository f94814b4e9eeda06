//! Made-up knowledge of any size: always the same for a size, and sound by every rule.

use std::fmt::Write;

use caveat::knowledge::load::Tree;

/// As many entries for each source among them.
const ENTRIES_A_SOURCE: usize = 10;
/// How many made-up words there are; like those of a language, some are said far more often.
const WORDS: usize = 6_000;
/// Made-up words of a sentence, and sentences of a card.
const SENTENCE: usize = 3;
const SENTENCES: usize = 10;
/// Plain words between the made-up ones, so that the text reads as easily as the rules ask.
const BETWEEN: &[&str] = &["and the", "of", "with a", "in the", "near", "for each", "on some", "by the"];

/// A knowledge of so many entries, cards and sources together.
pub fn tree(entries: usize) -> Tree {
    let mut files = Vec::with_capacity(entries);
    let sources = (entries / ENTRIES_A_SOURCE).max(1);
    for number in 0..sources {
        files.push((format!("source/s{number}.toml"), source(number)));
    }
    for number in sources..entries {
        files.push((format!("basics/c{number}.toml"), card(number, number % sources)));
    }
    Tree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// Questions for it, each with the words of one of its cards.
pub fn questions(entries: usize, count: usize) -> Vec<String> {
    let every = (entries / count).max(1);
    let numbers = (0..entries).rev().step_by(every).take(count);
    numbers.map(|number| format!("How do people use {} at home?", subject(number))).collect()
}

fn card(number: usize, source: usize) -> String {
    let mut words = Words::seeded(number as u64);
    let (subject, plain, caveat) = (subject(number), text(&mut words, SENTENCES), text(&mut words, 2));
    format!(
        "title = \"About {subject}\"\nasks = [\"What is {subject}?\", \"Who needs {subject}?\"]\nalso = [\"{} {number}\"]\n\
         reviewed = 2026-11-20\ncertainty = \"not-evidence\"\n\n[text]\nplain = \"{plain} [^s{source}]\"\n\
         caveat = \"{caveat} [^s{source}]\"\n",
        words.next()
    )
}

fn source(number: usize) -> String {
    let mut words = Words::seeded(number as u64);
    let (supports, not) = (text(&mut words, 2), text(&mut words, 1));
    format!(
        "title = \"On {}\"\nauthors = \"Doe J\"\ncontainer = \"Journal {}\"\nyear = 2024\ndoi = \"10.1000/made-up.{number}\"\n\
         url = \"https://doi.org/10.1000/made-up.{number}\"\norigin = \"peer-reviewed\"\nsupports = \"{supports}\"\n\
         does_not_show = \"{not}\"\nchecked = 2026-11-20\nchecked_in = \"original\"\n",
        subject(number),
        words.next()
    )
}

/// What an entry is about: three words, the last of them its own.
fn subject(number: usize) -> String {
    let mut words = Words::seeded(number as u64 ^ 0xabcd);
    format!("{} {} {}", words.next(), words.next(), spelt(WORDS + number))
}

fn text(words: &mut Words, sentences: usize) -> String {
    let mut text = String::new();
    for sentence in 0..sentences {
        let _ = write!(text, "{}The", if sentence == 0 { "" } else { " " });
        for at in 0..SENTENCE {
            let between = BETWEEN[(sentence + at) % BETWEEN.len()];
            let _ = write!(text, " {} {between}", words.next());
        }
        text.push_str(" day.");
    }
    text
}

/// Words at random, the same for the same seed.
struct Words(u64);

impl Words {
    fn seeded(seed: u64) -> Self {
        Words(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> String {
        // Marsaglia's xorshift; squaring a share makes the first words the commonest.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        spelt((share * share * WORDS as f64) as usize)
    }
}

/// A number as a word of seven letters. Neighbours must not look alike, as words of a
/// language seldom do: otherwise every word would be a misspelling of many others.
fn spelt(number: usize) -> String {
    const CONSONANTS: &[u8] = b"bcdfghjklmnprstvwxz";
    const VOWELS: &[u8] = b"aeiou";
    let mut rest = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    let mut letter = |of: &[u8]| {
        let letter = of[rest as usize % of.len()];
        rest /= of.len() as u64;
        char::from(letter)
    };
    let shape = [CONSONANTS, VOWELS, CONSONANTS, CONSONANTS, VOWELS, CONSONANTS, CONSONANTS];
    shape.map(&mut letter).iter().collect()
}
