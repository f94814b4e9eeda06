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
//! | `<name>` | any wording of that list in `lists.toml` |
//! | `a & b` | both in one sentence, in any order |
//! | `a && b` | both in the text |

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::english::is_english;
use super::words::{Word, one_edit_apart, words};

/// The widest gap that `..N` may name.
const WIDEST_GAP: u32 = 9;
/// The gap that `..` names.
const USUAL_GAP: u32 = 3;
/// How far a match may reach from its first word; positions are bits of a `u64`.
const REACH: usize = 63;
/// From this many letters on, a forgiving match allows one error in a word that is not English.
const FORGIVEN_FROM: usize = 5;

/// Named lists of wordings that cues may use as `<name>`, ready to match.
#[derive(Debug, Clone, Default)]
pub struct Lists(BTreeMap<String, Arc<Choices>>);

impl Lists {
    /// Adds wordings to the list of that name; they use no lists themselves.
    ///
    /// # Errors
    /// For each wording whose notation is broken: which it is, and where.
    pub fn add<'a>(
        &mut self,
        name: &str,
        wordings: impl IntoIterator<Item = &'a str>,
        lexicon: &mut Lexicon,
    ) -> Vec<(usize, CueError)> {
        let (mut sequences, mut errors) = (Vec::new(), Vec::new());
        let none = Lists::default();
        for (at, wording) in wordings.into_iter().enumerate() {
            let mut parser = Parser { text: wording, at: 0, lists: &none, lexicon };
            match parser.sequence() {
                Ok(sequence) if parser.rest().is_empty() => sequences.push(sequence),
                Ok(_) => errors
                    .push((at, CueError { at: parser.at, message: "a wording has one part only".into() })),
                Err(error) => errors.push((at, error)),
            }
        }
        self.0.insert(name.to_owned(), Arc::new(Choices::new(sequences)));
        errors
    }
}

/// How exactly a word of a text must be spelt to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Letter for letter.
    Exact,
    /// With one error in a word of five letters and more that is no English word.
    Forgiving,
}

/// The words and beginnings that any cue looks for, numbered, so that each word of a
/// text is looked up once and cues compare numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    words: HashMap<String, u32>,
    beginnings: HashMap<String, u32>,
    long_words: Vec<(String, u32)>,
    count: u32,
}

/// A set of numbers of the lexicon, a bit each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Ids(Vec<u64>);

impl Ids {
    fn insert(&mut self, id: u32) {
        let at = id as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (id % 64);
    }

    fn has(&self, id: u32) -> bool {
        self.0.get(id as usize / 64).is_some_and(|bits| bits & (1 << (id % 64)) != 0)
    }
}

/// A text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub words: Vec<Reading>,
    /// What of the lexicon stands in it, errors forgiven, each once.
    present: Vec<u32>,
    has_number: bool,
}

/// A word of a text as the cues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The word and its place.
    pub word: Word,
    exact: Vec<u32>,
    near: Vec<u32>,
    number: bool,
}

impl Lexicon {
    /// A text as the cues see it.
    pub fn read(&self, text: &str) -> Text {
        let words: Vec<Reading> = words(text).into_iter().map(|word| self.read_word(word)).collect();
        let mut present: Vec<u32> =
            words.iter().flat_map(|word| word.exact.iter().chain(&word.near).copied()).collect();
        present.sort_unstable();
        present.dedup();
        Text { has_number: words.iter().any(|word| word.number), present, words }
    }

    fn read_word(&self, word: Word) -> Reading {
        let text = word.text.as_str();
        let whole = self.words.get(text).copied();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let beginnings = ends.filter_map(|end| self.beginnings.get(&text[..end]).copied());
        let exact: Vec<u32> = whole.into_iter().chain(beginnings).collect();
        let may_be_misspelt = text.len() + 1 >= FORGIVEN_FROM && whole.is_none() && !is_english(text);
        let near = if may_be_misspelt { self.near(text) } else { Vec::new() };
        Reading { number: is_number(text), exact, near, word }
    }

    /// The long words that the text may be meant for: same beginning, one error.
    fn near(&self, text: &str) -> Vec<u32> {
        let begins = |known: &str| known.as_bytes().first() == text.as_bytes().first();
        let known = self.long_words.iter().filter(|(known, _)| begins(known) && one_edit_apart(known, text));
        known.map(|(_, id)| *id).collect()
    }

    fn word(&mut self, word: String) -> u32 {
        let next = self.count;
        let id = *self.words.entry(word.clone()).or_insert(next);
        if id == next {
            self.count += 1;
            if word.len() >= FORGIVEN_FROM {
                self.long_words.push((word, id));
            }
        }
        id
    }

    fn beginning(&mut self, word: String) -> u32 {
        let next = self.count;
        let id = *self.beginnings.entry(word).or_insert(next);
        self.count += u32::from(id == next);
        id
    }
}

impl Reading {
    fn has(&self, id: u32, spelling: Spelling) -> bool {
        self.exact.contains(&id) || (spelling == Spelling::Forgiving && self.near.contains(&id))
    }
}

/// A wording to look for, ready to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    parts: Vec<Part>,
    whole_text: bool,
}

/// One side of an `&`, with what its first word can be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    sequence: Sequence,
    first: Ids,
    first_number: bool,
}

type Sequence = Vec<Node>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// A word or a beginning of the lexicon.
    Known(u32),
    Number,
    Gap(u32),
    /// Any of these; a list's wordings are shared.
    Any(Arc<Choices>),
    Maybe(Box<Node>),
}

/// What is wrong with a cue, and at which byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueError {
    /// The byte of the cue at which it goes wrong.
    pub at: usize,
    /// What is wrong.
    pub message: String,
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

impl Cue {
    /// Reads a cue; its words are added to the lexicon.
    ///
    /// # Errors
    /// Where the notation is broken, with the byte at which it is.
    pub fn parse(text: &str, lists: &Lists, lexicon: &mut Lexicon) -> Result<Cue, CueError> {
        let mut parser = Parser { text, at: 0, lists, lexicon };
        let mut parts = Vec::new();
        let mut whole_text = false;
        loop {
            parts.push(Part::new(parser.sequence()?));
            match parser.rest() {
                rest if rest.starts_with("&&") => {
                    whole_text = true;
                    parser.at += 2;
                }
                rest if rest.starts_with('&') => parser.at += 1,
                "" => return Ok(Cue { parts, whole_text }),
                rest => {
                    let sign = rest.chars().next().unwrap_or(' ');
                    return parser.fail(format!("`{sign}` has no partner"));
                }
            }
        }
    }

    /// The first place where the cue stands in the words.
    pub fn find(&self, text: &Text, spelling: Spelling) -> Option<Found> {
        self.find_all(text, spelling).next()
    }

    /// Every place where the cue's first part stands, its other parts being near enough.
    pub fn find_all<'a>(&'a self, text: &'a Text, spelling: Spelling) -> impl Iterator<Item = Found> + 'a {
        let may_stand = self.parts.iter().all(|part| part.may_stand_in(text));
        let (first, others) = self.parts.split_at(usize::from(may_stand));
        first.iter().flat_map(move |part| part.occurrences(&text.words, spelling)).filter(move |found| {
            others.iter().all(|part| {
                let mut places = part.occurrences(&text.words, spelling);
                places.any(|other| self.whole_text || other.sentence == found.sentence)
            })
        })
    }
}

/// Sequences of which any may stand, found by their first words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choices {
    sequences: Vec<Sequence>,
    by_first: HashMap<u32, Vec<usize>>,
    /// Those that may begin with a number, or with nothing.
    others: Vec<usize>,
}

impl Choices {
    fn new(sequences: Vec<Sequence>) -> Self {
        let (mut by_first, mut others): (HashMap<u32, Vec<usize>>, _) = (HashMap::new(), Vec::new());
        for (at, sequence) in sequences.iter().enumerate() {
            let mut firsts = Firsts::default();
            let may_be_empty = firsts.add(sequence);
            if firsts.number || may_be_empty {
                others.push(at);
            } else {
                firsts.ids.sort_unstable();
                firsts.ids.dedup();
                for id in firsts.ids {
                    by_first.entry(id).or_default().push(at);
                }
            }
        }
        Choices { sequences, by_first, others }
    }

    /// Moves a set of positions over whichever of the sequences stand there.
    fn advance(&self, from: u64, words: &[Reading], spelling: Spelling) -> u64 {
        let mut behind = 0;
        for at in &self.others {
            behind |= advance_all(&self.sequences[*at], from, words, spelling);
        }
        for (position, word) in words.iter().enumerate().filter(|(position, _)| from & (1 << position) != 0) {
            let near = if spelling == Spelling::Forgiving { word.near.as_slice() } else { &[] };
            let sequences = word.exact.iter().chain(near).filter_map(|id| self.by_first.get(id)).flatten();
            for at in sequences {
                behind |= advance_all(&self.sequences[*at], 1 << position, words, spelling);
            }
        }
        behind
    }
}

/// What the first word of a sequence can be.
#[derive(Default)]
struct Firsts {
    ids: Vec<u32>,
    number: bool,
}

impl Firsts {
    /// Collects them; true if the sequence may be empty.
    fn add(&mut self, sequence: &[Node]) -> bool {
        sequence.iter().all(|node| match node {
            Node::Known(id) => {
                self.ids.push(*id);
                false
            }
            Node::Number => {
                self.number = true;
                false
            }
            Node::Any(choices) => {
                let mut may_be_empty = false;
                for choice in &choices.sequences {
                    may_be_empty |= self.add(choice);
                }
                may_be_empty
            }
            Node::Maybe(node) => {
                self.add(std::slice::from_ref(node));
                true
            }
            Node::Gap(_) => true,
        })
    }
}

impl Part {
    fn new(sequence: Sequence) -> Self {
        let mut firsts = Firsts::default();
        firsts.add(&sequence);
        let mut first = Ids::default();
        for id in firsts.ids {
            first.insert(id);
        }
        Part { first, first_number: firsts.number, sequence }
    }

    /// Every place where the part stands, one for each first word.
    fn occurrences<'a>(
        &'a self,
        words: &'a [Reading],
        spelling: Spelling,
    ) -> impl Iterator<Item = Found> + 'a {
        let starts = words.iter().enumerate().filter(move |(_, word)| self.may_start(word, spelling));
        starts.filter_map(move |(start, first)| {
            let sentence = first.word.sentence;
            let reach = words[start..].iter().take(REACH).take_while(|w| w.word.sentence == sentence).count();
            let ends = advance_all(&self.sequence, 1, &words[start..start + reach], spelling) & !1;
            (ends != 0).then(|| Found { start, end: start + ends.trailing_zeros() as usize, sentence })
        })
    }

    fn may_stand_in(&self, text: &Text) -> bool {
        text.present.iter().any(|id| self.first.has(*id)) || (self.first_number && text.has_number)
    }

    fn may_start(&self, word: &Reading, spelling: Spelling) -> bool {
        (self.first_number && word.number)
            || word.exact.iter().any(|id| self.first.has(*id))
            || (spelling == Spelling::Forgiving && word.near.iter().any(|id| self.first.has(*id)))
    }
}

/// Moves a set of positions (bit n: n words read) over a sequence.
fn advance_all(sequence: &[Node], from: u64, words: &[Reading], spelling: Spelling) -> u64 {
    let mut positions = from;
    for node in sequence {
        if positions == 0 {
            break;
        }
        positions = advance(node, positions, words, spelling);
    }
    positions
}

fn advance(node: &Node, from: u64, words: &[Reading], spelling: Spelling) -> u64 {
    match node {
        Node::Known(id) => over_words(from, words, |word| word.has(*id, spelling)),
        Node::Number => over_words(from, words, |word| word.number),
        Node::Gap(width) => (0..=*width).fold(0, |all, skipped| all | from << skipped) & within(words),
        Node::Any(choices) => choices.advance(from, words, spelling),
        Node::Maybe(node) => from | advance(node, from, words, spelling),
    }
}

/// The positions behind each word at a position of `from` that fits.
fn over_words(from: u64, words: &[Reading], fits: impl Fn(&Reading) -> bool) -> u64 {
    let mut behind = 0;
    let mut left = from & within(words);
    while left != 0 {
        let at = left.trailing_zeros() as usize;
        left &= left - 1;
        if words.get(at).is_some_and(&fits) {
            behind |= 1 << (at + 1);
        }
    }
    behind
}

fn within(words: &[Reading]) -> u64 {
    u64::MAX >> (63 - words.len().min(REACH))
}

const NUMBER_WORDS: &[&str] = &[
    "one",
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
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "dozen",
    "dozens",
    "half",
];

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    lists: &'a Lists,
    lexicon: &'a mut Lexicon,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, CueError> {
        Err(CueError { at: self.at, message: message.into() })
    }

    /// Reads nodes up to `|`, `)`, `&` or the end.
    fn sequence(&mut self) -> Result<Sequence, CueError> {
        let mut nodes = Vec::new();
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            if self.rest().is_empty() || self.rest().starts_with(['|', ')', '&']) {
                break;
            }
            let node = self.node()?;
            if self.rest().starts_with('?') {
                self.at += 1;
                nodes.push(Node::Maybe(Box::new(node)));
            } else {
                nodes.push(node);
            }
        }
        match (nodes.first(), nodes.last()) {
            (None, _) => self.fail("there is no word here"),
            (Some(Node::Gap(_)), _) | (_, Some(Node::Gap(_))) => {
                self.fail("a gap needs a word on either side")
            }
            _ if nodes.iter().all(|node| matches!(node, Node::Maybe(_))) => {
                self.fail("at least one word must not be optional")
            }
            _ => Ok(nodes),
        }
    }

    fn node(&mut self) -> Result<Node, CueError> {
        let rest = self.rest();
        match rest.chars().next() {
            Some('(') => self.choice(),
            Some('<') => self.list(),
            Some('#') => {
                self.at += 1;
                Ok(Node::Number)
            }
            Some('.') if rest.starts_with("..") => self.gap(),
            _ => self.word(),
        }
    }

    fn choice(&mut self) -> Result<Node, CueError> {
        let opened = self.at;
        self.at += 1;
        let mut choices = vec![self.sequence()?];
        while self.rest().starts_with('|') {
            self.at += 1;
            choices.push(self.sequence()?);
        }
        if !self.rest().starts_with(')') {
            self.at = opened;
            return self.fail("this bracket is never closed");
        }
        self.at += 1;
        Ok(Node::Any(Arc::new(Choices::new(choices))))
    }

    fn list(&mut self) -> Result<Node, CueError> {
        let Some(length) = self.rest().find('>') else {
            return self.fail("this `<` is never closed");
        };
        let name = &self.rest()[1..length];
        let Some(wordings) = self.lists.0.get(name) else {
            let message = format!("there is no list `{name}` in lists.toml");
            return self.fail(message);
        };
        let choices = Arc::clone(wordings);
        self.at += length + 1;
        Ok(Node::Any(choices))
    }

    fn gap(&mut self) -> Result<Node, CueError> {
        self.at += 2;
        let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let width = self.rest()[..digits].parse().unwrap_or(if digits == 0 { USUAL_GAP } else { u32::MAX });
        if width == 0 || width > WIDEST_GAP {
            return self.fail(format!("a gap spans 1 to {WIDEST_GAP} words"));
        }
        self.at += digits;
        Ok(Node::Gap(width))
    }

    fn word(&mut self) -> Result<Node, CueError> {
        let length =
            self.rest().find([' ', '|', '(', ')', '&', '?', '*', '<', '>', '#']).unwrap_or(self.rest().len());
        let folded = words(&self.rest()[..length]);
        let [word] = folded.as_slice() else {
            let found = &self.rest()[..length.max(1).min(self.rest().len())];
            let message = match folded.len() {
                0 => format!("`{found}` is no word"),
                _ => format!("write `{found}` as separate words"),
            };
            return self.fail(message);
        };
        let text = word.text.clone();
        self.at += length;
        if self.rest().starts_with('*') {
            self.at += 1;
            return Ok(Node::Known(self.lexicon.beginning(text)));
        }
        Ok(Node::Known(self.lexicon.word(text)))
    }
}

#[cfg(test)]
mod tests {
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
        cue.find(&lexicon.read(text), Spelling::Forgiving).is_some()
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
        let words = lexicon.read("Help. She cannot even breathe now");
        let found = cue.find(&words, Spelling::Exact).expect("it stands there");
        assert_eq!((found.start, found.end, found.sentence), (2, 5, 1));
    }
}
