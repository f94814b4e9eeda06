//! How answers hold up under typing errors, made by a small tool with a fixed seed.

use caveat::answer::{Reply, Request};

use super::support::shipped;

/// A linear congruential generator (Knuth, MMIX): the same errors in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Keys side by side on a keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn neighbour(letter: char, random: &mut Random) -> char {
    let row = ROWS.iter().find(|row| row.contains(letter));
    let Some((row, at)) = row.and_then(|row| Some((row, row.find(letter)?))) else { return 'e' };
    let at = if random.below(2) == 0 { at.saturating_sub(1) } else { at + 1 };
    row[at.min(row.len() - 1)..].chars().next().unwrap_or('e')
}

/// One error in one of the words of five letters and more, behind its first letter.
fn misspell(text: &str, random: &mut Random) -> String {
    let mut words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    let long = |word: &Vec<char>| word.iter().filter(|c| c.is_ascii_alphabetic()).count() >= 5;
    let places: Vec<usize> = (0..words.len()).filter(|at| long(&words[*at])).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let word = &mut words[places[random.below(places.len())]];
    let at = 1 + random.below(word.len() - 2);
    match random.below(4) {
        0 => word.swap(at, at + 1),
        1 => drop(word.remove(at)),
        2 => word.insert(at, word[at]),
        _ => word[at] = neighbour(word[at], random),
    }
    words.into_iter().map(String::from_iter).collect::<Vec<String>>().join(" ")
}

/// Golden questions whose card comes first, out of all, after `errors` errors in each.
fn reached(errors: usize) -> usize {
    let mut random = Random(20_261_121);
    let golden = &shipped().held().knowledge.golden;
    golden
        .iter()
        .filter(|golden| {
            let question = (0..errors).fold(golden.question.clone(), |text, _| misspell(&text, &mut random));
            let reply = shipped().reply(&Request::Ask { question });
            matches!(reply, Reply::Card(shown) if shown.card.id == golden.card)
        })
        .count()
}

#[test]
fn misspelt_questions_keep_93_in_100_answers() {
    let well_spelt = reached(0);
    let (one, two) = (reached(1), reached(2));
    println!("answers: {well_spelt} well spelt, {one} with one error, {two} with two");
    assert!(one * 100 >= well_spelt * 93, "{one} of {well_spelt} with one error");
    assert!((one + two) * 100 >= 2 * well_spelt * 93, "{two} of {well_spelt} with two errors");
}

#[test]
fn the_tool_makes_one_error_and_always_the_same() {
    let error = || misspell("stem cells for arthritis", &mut Random(7));
    assert_eq!(error(), error());
    assert_ne!(error(), "stem cells for arthritis");
}
