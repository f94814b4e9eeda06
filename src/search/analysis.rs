//! From text to words and their stems, in one and the same way for cards and questions.

use frostem::{Algorithm, Stemmer};

use crate::knowledge::words::words;

/// A word of a text, folded, and its stem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The folded word.
    pub word: String,
    /// Its stem after the English Snowball algorithm.
    pub stem: String,
}

/// Takes texts apart into words and stems.
pub struct Analysis {
    stemmer: Stemmer,
}

impl Default for Analysis {
    fn default() -> Self {
        Analysis { stemmer: Stemmer::new(Algorithm::English) }
    }
}

impl Analysis {
    /// The tokens of a text, in order; signs such as `%` are left out.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = self.words(text);
        for token in &mut tokens {
            token.stem = self.stem(&token.word);
        }
        tokens
    }

    /// The same, their stems still empty.
    pub fn words(&self, text: &str) -> Vec<Token> {
        let words = words(text).into_iter().filter(|word| word.text.starts_with(char::is_alphanumeric));
        words.map(|word| Token { word: word.text, stem: String::new() }).collect()
    }

    /// The stems of a text, in order.
    pub fn stems(&self, text: &str) -> Vec<String> {
        self.tokens(text).into_iter().map(|token| token.stem).collect()
    }

    /// The stem of a folded word; British and American spellings share one.
    pub fn stem(&self, word: &str) -> String {
        self.stemmer.stem(&american(word)).into_owned()
    }
}

/// Endings that Britons spell otherwise, with the American one.
const ENDINGS: &[(&str, &str)] = &[
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("ence", "ense"),
];

/// The American spelling of a word of six letters and more, after rules; wrong where a
/// rule has exceptions, but the same for cards and questions.
fn american(word: &str) -> String {
    if word.len() < 6 || !word.is_ascii() {
        return word.to_owned();
    }
    let word = word.replace("ae", "e").replace("oe", "e");
    match ENDINGS.iter().find(|(british, _)| word.ends_with(british)) {
        Some((british, american)) => word[..word.len() - british.len()].to_owned() + american,
        None => word,
    }
}

/// Words that carry no subject, dropped from questions only. Sorted.
#[rustfmt::skip] // One word a line would hide the code below it.
const FILLERS: &[&str] = &[
    "a", "about", "actually", "after", "again", "ago", "also", "am", "an", "and", "any", "anybody",
    "anyone", "anything", "are", "around", "as", "at", "aunt", "auntie", "be", "because", "been", "before",
    "being", "bf", "bit", "boyfriend", "bro", "brother", "but", "by", "can", "cant", "come", "comes",
    "could", "cousin", "dad", "dads", "daughter", "day", "days", "dear", "did", "didnt", "do", "does",
    "doesnt", "doing", "dont", "dude", "each", "etc", "even", "ever", "every", "everyone", "exactly",
    "explain", "father", "find", "for", "friend", "friends", "from", "gave", "get", "gets", "getting", "gf",
    "girlfriend", "give", "gives", "go", "goes", "going", "gonna", "good", "got", "gran", "grandad",
    "grandfather", "grandma", "grandmother", "grandpa", "granny", "had", "has", "hasnt", "have", "havent",
    "having", "he", "hello", "help", "helps", "her", "here", "hers", "hey", "hi", "him", "his", "how",
    "hows", "husband", "i", "id", "idk", "if", "ill", "im", "in", "into", "is", "isnt", "it", "its", "ive",
    "just", "kid", "kids", "kind", "know", "let", "lets", "like", "lol", "look", "lot", "lots", "make",
    "makes", "mam", "many", "mate", "may", "maybe", "me", "mean", "means", "might", "mine", "mom", "moms",
    "more", "most", "mother", "much", "mum", "mums", "my", "myself", "nan", "need", "neighbor", "neighbors",
    "neighbour", "neighbours", "nephew", "niece", "now", "of", "off", "oh", "ok", "okay", "old", "on",
    "one", "ones", "only", "or", "our", "ours", "own", "parents", "people", "person", "please", "pls",
    "plz", "put", "quick", "quite", "really", "said", "say", "saying", "says", "see", "shall", "she",
    "should", "show", "shows", "sister", "smth", "so", "some", "somebody", "someone", "something",
    "somewhere", "son", "soon", "sort", "still", "such", "take", "tell", "tells", "than", "thank", "thanks",
    "that", "thats", "the", "their", "them", "then", "there", "theres", "these", "they", "theyre", "thing",
    "things", "think", "this", "those", "thx", "to", "today", "told", "too", "try", "trying", "u", "uncle",
    "up", "ur", "us", "use", "used", "using", "very", "want", "wanting", "wants", "was", "way", "we",
    "well", "went", "were", "what", "whats", "when", "where", "wheres", "which", "while", "who", "whos",
    "whose", "why", "wife", "will", "with", "wonder", "wondering", "would", "year", "years", "yes", "yet",
    "yo", "you", "your", "yours",
];

/// Every filler.
pub fn fillers() -> impl Iterator<Item = &'static str> {
    FILLERS.iter().copied()
}

/// Whether a folded word carries no subject.
pub fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fillers_are_sorted_so_that_each_is_found() {
        assert!(FILLERS.is_sorted());
        assert!(fillers().all(is_filler) && !is_filler("exosome"));
    }

    #[test]
    fn british_and_american_spellings_share_a_stem() {
        let analysis = Analysis::default();
        for (british, american) in [
            ("organisation", "organization"),
            ("randomised", "randomized"),
            ("leukaemia", "leukemia"),
            ("oedema", "edema"),
            ("tumours", "tumors"),
            ("centre", "center"),
            ("licence", "license"),
        ] {
            assert_eq!(analysis.stem(british), analysis.stem(american), "{british}");
        }
    }

    #[test]
    fn possessives_and_plurals_share_a_stem() {
        let analysis = Analysis::default();
        assert_eq!(analysis.stems("Parkinson's trials"), analysis.stems("parkinsons trial"));
    }
}
