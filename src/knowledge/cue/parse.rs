//! Reading cues: the notation as it is written in files.

use std::collections::BTreeMap;

use super::super::words::words;
use super::lexicon::{Lexicon, NAME, NUMBER};
use super::sequence::{Node, Sequence};
use super::{Cue, Part};

/// The widest gap that `..N` may name.
const WIDEST_GAP: u32 = 9;
/// The gap that `..` names.
const USUAL_GAP: u32 = 3;

/// Named lists of wordings that cues may use as `<name>`, ready to match.
#[derive(Debug, Clone, Default)]
pub struct Lists(BTreeMap<String, Node>);

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
        self.0.insert(name.to_owned(), Node::any(sequences, lexicon));
        errors
    }
}

/// What is wrong with a cue, and at which byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueError {
    /// The byte of the cue at which it goes wrong.
    pub at: usize,
    /// What is wrong.
    pub message: String,
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
            let start = parser.at;
            let sequence = parser.sequence()?;
            parts.push(Part { written: text[start..parser.at].trim().to_owned(), sequence });
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
                Ok(self.known(NUMBER))
            }
            Some('^') => {
                self.at += 1;
                Ok(self.known(NAME))
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
        Ok(Node::any(choices, self.lexicon))
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
        let any = wordings.clone();
        self.at += length + 1;
        Ok(any)
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
        let length = self
            .rest()
            .find([' ', '|', '(', ')', '&', '?', '*', '<', '>', '#', '^'])
            .unwrap_or(self.rest().len());
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
            let beginning = self.lexicon.beginning(text);
            return Ok(self.known(beginning));
        }
        let word = self.lexicon.word(text);
        Ok(self.known(word))
    }

    fn known(&mut self, id: u32) -> Node {
        Node::Word(self.lexicon.class(vec![id]))
    }
}
