//! Reading cues: the notation as it is written in files.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::words::words;
use super::lexicon::{EMPTY, Lexicon, NAME, NUMBER, Run};
use super::sequence::{Choices, Node, Sequence};
use super::{Cue, Part};

/// The widest gap that `..N` may name.
const WIDEST_GAP: u32 = 9;
/// No more runs than this are made of those that stand side by side.
const MOST_RUNS: usize = 24;
/// The gap that `..` names.
const USUAL_GAP: u32 = 3;

/// Named lists of wordings that cues may use as `<name>`, ready to match.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    named: BTreeMap<String, Piece>,
    /// Parts that were read with them, by how they are written: many cues share one.
    read: RefCell<FxHashMap<String, Sequence>>,
}

/// A piece of a sequence as it is read.
#[derive(Debug, Clone)]
enum Piece {
    /// Any of these runs; runs that stand side by side become longer ones.
    Runs(Vec<Run>),
    /// The same, or nothing.
    MaybeRuns(Vec<Run>),
    Other(Node),
}

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
        let (mut any, mut errors) = (Alternatives::default(), Vec::new());
        let none = Lists::default();
        for (at, wording) in wordings.into_iter().enumerate() {
            let mut parser = Parser { text: wording, at: 0, lists: &none, lexicon };
            match parser.alternative(&mut any) {
                Ok(()) if parser.rest().is_empty() => {}
                Ok(_) => errors
                    .push((at, CueError { at: parser.at, message: "a wording has one part only".into() })),
                Err(error) => errors.push((at, error)),
            }
        }
        self.named.insert(name.to_owned(), any.piece(lexicon));
        errors
    }

    /// The runs of each list, in the order of their names.
    pub(super) fn runs<'a>(&'a self, lexicon: &'a Lexicon) -> impl Iterator<Item = &'a [Run]> {
        self.named.values().map(|piece| match piece {
            Piece::Runs(runs) | Piece::MaybeRuns(runs) => runs,
            Piece::Other(Node::Any(number)) => lexicon.runs_of(lexicon.choices()[*number as usize].runs()),
            Piece::Other(_) => &[],
        })
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
            parts.push(parser.part()?);
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

    /// Reads up to `&` or the end.
    fn part(&mut self) -> Result<Part, CueError> {
        let length = self.rest().find('&').unwrap_or(self.rest().len());
        let written = self.rest()[..length].trim().to_owned();
        if let Some(known) = self.lists.read.borrow().get(&written) {
            self.at += length;
            return Ok(Part { written, sequence: known.clone() });
        }
        let pieces = self.pieces()?;
        let sequence = sequence(pieces, self.lexicon);
        if matches!(self.rest().bytes().next(), None | Some(b'&')) {
            self.lists.read.borrow_mut().insert(written.clone(), sequence.clone());
        }
        Ok(Part { written, sequence })
    }

    /// Reads pieces up to `|`, `)`, `&` or the end.
    fn pieces(&mut self) -> Result<Vec<Piece>, CueError> {
        let mut pieces = Vec::new();
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            if self.rest().is_empty() || self.rest().starts_with(['|', ')', '&']) {
                break;
            }
            let piece = self.piece()?;
            if self.rest().starts_with('?') {
                self.at += 1;
                pieces.push(piece.optional());
            } else {
                pieces.push(piece);
            }
        }
        match (pieces.first(), pieces.last()) {
            (None, _) => self.fail("there is no word here"),
            (Some(Piece::Other(Node::Gap(_))), _) | (_, Some(Piece::Other(Node::Gap(_)))) => {
                self.fail("a gap needs a word on either side")
            }
            _ if pieces.iter().all(Piece::is_optional) => self.fail("at least one word must not be optional"),
            _ => Ok(joined(pieces, self.lexicon)),
        }
    }

    fn piece(&mut self) -> Result<Piece, CueError> {
        let rest = self.rest();
        match rest.chars().next() {
            Some('(') => self.choice(),
            Some('<') => self.list(),
            Some('#') => {
                self.at += 1;
                Ok(Piece::Runs(vec![NUMBER]))
            }
            Some('^') => {
                self.at += 1;
                Ok(Piece::Runs(vec![NAME]))
            }
            Some('.') if rest.starts_with("..") => self.gap().map(Piece::Other),
            _ => self.word(),
        }
    }

    fn choice(&mut self) -> Result<Piece, CueError> {
        let opened = self.at;
        self.at += 1;
        let mut any = Alternatives::default();
        self.alternative(&mut any)?;
        while self.rest().starts_with('|') {
            self.at += 1;
            self.alternative(&mut any)?;
        }
        if !self.rest().starts_with(')') {
            self.at = opened;
            return self.fail("this bracket is never closed");
        }
        self.at += 1;
        Ok(any.piece(self.lexicon))
    }

    /// Reads one of several alternatives.
    fn alternative(&mut self, any: &mut Alternatives) -> Result<(), CueError> {
        let start = self.at;
        if let Some(run) = self.plain_words() {
            any.runs.push(run);
            return Ok(());
        }
        self.at = start;
        let pieces = self.pieces()?;
        any.add(pieces, self.lexicon);
        Ok(())
    }

    /// Reads words and beginnings up to `|` or `)`, as most alternatives are written, at once;
    /// `None` where anything else stands there.
    fn plain_words(&mut self) -> Option<Run> {
        let mut run = EMPTY;
        loop {
            self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
            let rest = self.rest();
            let length = rest.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
            let (word, behind) = rest.split_at(length);
            let is_beginning = behind.starts_with('*');
            match behind.as_bytes().get(usize::from(is_beginning)) {
                Some(b'|' | b')') if word.is_empty() && !is_beginning => {
                    return (run != EMPTY).then_some(run);
                }
                Some(b' ' | b'|' | b')') if !word.is_empty() => {}
                _ => return None,
            }
            let last = if is_beginning { self.lexicon.beginning(word) } else { self.lexicon.word(word) };
            run = self.lexicon.run(run, last);
            self.at += length + usize::from(is_beginning);
        }
    }

    fn list(&mut self) -> Result<Piece, CueError> {
        let Some(length) = self.rest().find('>') else {
            return self.fail("this `<` is never closed");
        };
        let name = &self.rest()[1..length];
        let Some(wordings) = self.lists.named.get(name) else {
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

    fn word(&mut self) -> Result<Piece, CueError> {
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
            return Ok(Piece::Runs(vec![self.lexicon.beginning(&text)]));
        }
        Ok(Piece::Runs(vec![self.lexicon.word(&text)]))
    }
}

impl Piece {
    fn optional(self) -> Piece {
        match self {
            Piece::Runs(runs) | Piece::MaybeRuns(runs) => Piece::MaybeRuns(runs),
            Piece::Other(node) => Piece::Other(Node::Maybe(Box::new(node))),
        }
    }

    fn is_optional(&self) -> bool {
        matches!(self, Piece::MaybeRuns(_) | Piece::Other(Node::Maybe(_)))
    }
}

/// What may stand at one place.
#[derive(Default)]
struct Alternatives {
    runs: Vec<Run>,
    phrases: Vec<Sequence>,
}

impl Alternatives {
    fn add(&mut self, pieces: Vec<Piece>, lexicon: &mut Lexicon) {
        match <[Piece; 1]>::try_from(pieces) {
            Ok([Piece::Runs(known)]) => self.runs.extend(known),
            Ok(other) => self.phrases.push(sequence(other.into(), lexicon)),
            Err(pieces) => self.phrases.push(sequence(pieces, lexicon)),
        }
    }

    fn piece(self, lexicon: &mut Lexicon) -> Piece {
        if self.phrases.is_empty() {
            return Piece::Runs(self.runs);
        }
        let choices = Choices::new(self.runs, self.phrases, lexicon);
        Piece::Other(Node::Any(lexicon.numbered(choices)))
    }
}

/// Pieces with runs that stand side by side made one, where that does not make too many.
fn joined(pieces: Vec<Piece>, lexicon: &mut Lexicon) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        let together = all.last().and_then(|last| side_by_side(last, &piece, lexicon));
        match (all.last_mut(), together) {
            (Some(last), Some(together)) => *last = together,
            _ => all.push(piece),
        }
    }
    all
}

fn side_by_side(before: &Piece, behind: &Piece, lexicon: &mut Lexicon) -> Option<Piece> {
    let (Piece::Runs(first) | Piece::MaybeRuns(first)) = before else { return None };
    let (Piece::Runs(second) | Piece::MaybeRuns(second)) = behind else { return None };
    if first.len() * second.len() > MOST_RUNS {
        return None;
    }
    let alone = match (before, behind) {
        (Piece::Runs(_), Piece::Runs(_)) => &[][..],
        (Piece::Runs(first), _) => first,
        (_, Piece::Runs(second)) => second,
        _ => return None,
    };
    let mut runs = alone.to_vec();
    for run in first {
        runs.extend(second.iter().map(|second| lexicon.joined(*run, *second)));
    }
    Some(Piece::Runs(runs))
}

fn sequence(pieces: Vec<Piece>, lexicon: &mut Lexicon) -> Sequence {
    let nodes = pieces.into_iter().map(|piece| match piece {
        Piece::Runs(runs) => Node::Runs(lexicon.any_run(runs)),
        Piece::MaybeRuns(runs) => Node::Maybe(Box::new(Node::Runs(lexicon.any_run(runs)))),
        Piece::Other(node) => node,
    });
    nodes.collect()
}
