//! A text as the claim checker sees it: what of all that it looks for stands in it, and
//! where, in characters of the text.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::cue::{Found, Hits, Placed, Spelling, Text};
use super::super::side_by_side;
use super::super::words::{Word, words};
use super::exceptions::{Noes, Questions};
use super::likeness::Shown;
use super::{Claims, Product, Signs};

/// A quote longer than this, in words, shows too much to show anything.
const LONGEST_QUOTE: usize = 30;

/// A place in a text, with its words counted from 0 and its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The words.
    pub words: Range<usize>,
    /// The characters.
    pub characters: Range<usize>,
    /// The sentence.
    pub sentence: usize,
}

impl Place {
    /// Whether the other lies inside this one and is shorter.
    fn holds(&self, other: &Place) -> bool {
        self.words.start <= other.words.start
            && other.words.end <= self.words.end
            && self.words != other.words
    }
}

/// A text with what stands in it.
pub struct Seen<'a> {
    claims: &'a Claims,
    text: Text,
    hits: Hits,
    noes: Noes,
    /// The patterns that sentences show by their likeness to examples, each with the sentence.
    likely: Vec<(Shown, usize)>,
    quiet_sentences: FxHashSet<usize>,
    quiet: bool,
}

impl Claims {
    /// Looks for everything in a text.
    pub fn see(&self, text: &str) -> Seen<'_> {
        self.see_words(text, words(text).into())
    }

    /// The same where its words are known.
    pub fn see_words(&self, text: &str, words: Arc<[Word]>) -> Seen<'_> {
        let characters: Vec<char> = text.chars().collect();
        let text = self.lexicon.read_exactly(words);
        let (likely, hits) =
            side_by_side(text.words.len(), || self.likely(&text), || self.cues.find(&text, Spelling::Exact));
        let questions = questions(&text, &characters);
        let exceptions = &self.exceptions;
        Seen {
            claims: self,
            noes: exceptions.noes(&hits),
            likely,
            quiet_sentences: exceptions.quiet_sentences(&hits, &questions),
            quiet: exceptions.quiet_text(&hits),
            hits,
            text,
        }
    }
}

impl Claims {
    /// The patterns that sentences show by their likeness to examples, each with the sentence.
    fn likely(&self, text: &Text) -> Vec<(Shown, usize)> {
        let sentences = text.sentences().iter().enumerate();
        let likely = sentences.flat_map(|(sentence, words)| {
            let shown = self.likeness.of(&self.said(words.clone(), text));
            shown.into_iter().map(move |shown| (shown, sentence))
        });
        likely.collect()
    }
}

/// The sentences behind which a question mark stands, each with its first word.
fn questions(text: &Text, characters: &[char]) -> Questions {
    let is_asked = |at: usize| {
        let next = text.words.get(at + 1).map_or(characters.len(), |next| next.start);
        let behind = characters.get(text.words[at].end..next).unwrap_or_default();
        behind.iter().take_while(|c| **c != '\n').any(|c| matches!(c, '?' | '？'))
    };
    let asked = text.sentences().iter().enumerate().filter(|(_, words)| (*words).clone().any(is_asked));
    asked.map(|(sentence, words)| (sentence, words.start)).collect()
}

impl Seen<'_> {
    /// Every sign that the text shows, weightiest first, each with its places in order: by its
    /// cues, or where none of them stands there, by likeness to examples.
    pub fn signs(&self) -> Vec<(&Signs, Vec<Place>)> {
        let mut all: Vec<(&Signs, Vec<Place>)> =
            self.claims.signs.iter().map(|signs| (signs, self.places(signs))).collect();
        let in_company = all.iter().any(|(_, places)| !places.is_empty());
        let is_clear =
            |(shown, sentence): &(Shown, usize)| shown.alone && !self.quiet_sentences.contains(sentence);
        if in_company || self.likely.iter().any(is_clear) {
            let unseen = all.iter_mut().enumerate().filter(|(_, (_, places))| places.is_empty());
            unseen.for_each(|(at, (signs, places))| *places = self.like(at, signs));
        }
        all.retain(|(_, places)| !places.is_empty());
        all
    }

    /// Where the text is like the examples of the sign at that place.
    fn like(&self, at: usize, signs: &Signs) -> Vec<Place> {
        if self.quiet {
            return Vec::new();
        }
        let is_heard = |sentence: &usize| {
            let mut unless = self.all(&signs.unless);
            !self.quiet_sentences.contains(sentence)
                && !unless.any(|exception| exception.sentence == *sentence)
        };
        let alike = self.likely.iter().filter(|(shown, _)| shown.pattern == at);
        let alike = alike.map(|(_, sentence)| *sentence).filter(is_heard);
        alike.filter_map(|sentence| self.place(&[self.meant(at, sentence)?])).collect()
    }

    /// The words of a sentence that are like the examples of the sign at that place; `None` where a
    /// "no" stands before them.
    fn meant(&self, at: usize, sentence: usize) -> Option<Found> {
        let words = self.text.sentences()[sentence].clone();
        let from = words.start;
        let reasons = self.claims.likeness.reasons(at, &self.claims.said(words, &self.text));
        let found = Found { start: from + reasons.words.start, end: from + reasons.words.end, sentence };
        // A "no" that speaks for the pattern belongs to it, as in "no side effects".
        let speaks = |no: &Found| no.sentence == sentence && reasons.says[no.start - from] > 0;
        (!self.noes.deny_but_for(speaks, &found, &self.text)).then_some(found)
    }

    /// Where cues of the sign stand in the text.
    pub fn places(&self, signs: &Signs) -> Vec<Place> {
        if self.quiet {
            return Vec::new();
        }
        let unless: LazyCell<FxHashSet<usize>, _> =
            LazyCell::new(|| self.all(&signs.unless).map(|found| found.sentence).collect());
        let standing = signs.cues.iter().filter(|placed| self.hits.any(placed.cue));
        let cues = standing.flat_map(|placed| {
            let counts =
                |parts: &&Vec<Found>| !unless.contains(&parts[0].sentence) && !self.is_denied(placed, parts);
            self.hits.of(placed.cue).filter(counts).collect::<Vec<_>>()
        });
        let always = signs.always.iter().flat_map(|placed| self.hits.of(placed.cue));
        let heard = |parts: &&Vec<Found>| !self.quiet_sentences.contains(&parts[0].sentence);
        self.in_order(cues.chain(always).filter(heard))
    }

    /// Why the sign does not count although one of its cues stands in the text; `None` where none does.
    pub fn kept_quiet(&self, signs: &Signs) -> Option<&'static str> {
        let cues =
            signs.cues.iter().flat_map(|placed| self.hits.of(placed.cue).map(move |parts| (placed, parts)));
        let (placed, parts) = cues.into_iter().next()?;
        let sentence = parts.first()?.sentence;
        Some(if self.quiet {
            "`unless_text` or `trades` of claims.toml keeps it quiet"
        } else if self.quiet_sentences.contains(&sentence) {
            "`unless` or `questions` of claims.toml keep its sentence quiet"
        } else if self.all(&signs.unless).any(|found| found.sentence == sentence) {
            "the pattern's own `unless` keeps it quiet"
        } else if self.is_denied(placed, parts) {
            "a word that says no stands before it"
        } else {
            return None;
        })
    }

    /// The first place of any of the cues in a sentence that holds none of `unless`.
    pub fn first(&self, cues: &[Placed], unless: &[&[Placed]]) -> Option<Place> {
        let quiet: FxHashSet<usize> =
            unless.iter().flat_map(|cues| self.all(cues)).map(|found| found.sentence).collect();
        let places = cues.iter().flat_map(|placed| self.hits.of(placed.cue));
        self.in_order(places.filter(|parts| !quiet.contains(&parts[0].sentence))).into_iter().next()
    }

    /// The diagnoses that the text names, with the first place of each.
    pub fn diagnoses(&self) -> Vec<(&super::Diagnosis, Place)> {
        let places = |diagnosis: &super::Diagnosis| {
            self.in_order(diagnosis.wordings.iter().flat_map(|p| self.hits.of(p.cue)))
        };
        let all: Vec<_> =
            self.claims.diagnoses.iter().map(|diagnosis| (diagnosis, places(diagnosis))).collect();
        let longest: Vec<&Place> = all.iter().flat_map(|(_, places)| places).collect();
        let is_whole = |place: &Place| !longest.iter().any(|other| other.holds(place));
        all.iter()
            .filter_map(|(diagnosis, places)| {
                Some((*diagnosis, places.iter().find(|p| is_whole(p))?.clone()))
            })
            .collect()
    }

    /// Each product that is named beside a disease that it is not known for: where it is
    /// named, and the disease.
    pub fn strayed(&self) -> Vec<(&Product, Place, Place)> {
        let diagnoses: Vec<Place> = self.diagnoses().into_iter().map(|(_, place)| place).collect();
        let strayed = self.claims.products.iter().filter_map(|product| {
            let name = self.first(&product.names, &[])?;
            let uses: Vec<Found> = self.all(&product.uses).collect();
            let is_use =
                |place: &Place| uses.iter().any(|f| f.start < place.words.end && place.words.start < f.end);
            Some((product, name, diagnoses.iter().find(|place| !is_use(place))?.clone()))
        });
        strayed.collect()
    }

    /// Whether the text tells of other people and nobody in it of themselves.
    pub fn is_about_others(&self) -> bool {
        self.claims.exceptions.is_about_others(&self.hits)
    }

    fn all<'a>(&'a self, cues: &'a [Placed]) -> impl Iterator<Item = Found> + 'a {
        cues.iter().flat_map(|placed| self.hits.of(placed.cue)).map(|parts| parts[0])
    }

    fn is_denied(&self, placed: &Placed, parts: &[Found]) -> bool {
        let says_no =
            self.claims.exceptions.may_say_no(placed.cue) && parts.iter().any(|part| self.noes.inside(part));
        !says_no && parts.iter().any(|part| self.noes.deny(part, &self.text))
    }

    /// Places in the order of the text, none over another: where two meet, the one that took
    /// fewer parts to find says more by itself, and then the longer.
    fn in_order<'a>(&self, found: impl Iterator<Item = &'a Vec<Found>>) -> Vec<Place> {
        let mut places: Vec<(usize, Place)> =
            found.filter_map(|parts| Some((parts.len(), self.place(parts)?))).collect();
        places.sort_by_key(|(parts, place)| (*parts, place.words.start, Reverse(place.words.end)));
        let mut kept: Vec<Place> = Vec::new();
        for (_, place) in places {
            let meets =
                |other: &Place| place.words.start < other.words.end && other.words.start < place.words.end;
            if !kept.iter().any(meets) {
                kept.push(place);
            }
        }
        kept.sort_by_key(|place| place.words.start);
        kept
    }

    /// From the first to the last part of a cue, where that is short enough to show.
    fn place(&self, parts: &[Found]) -> Option<Place> {
        let first = parts.first()?;
        let start = parts.iter().map(|part| part.start).min()?;
        let end = parts.iter().map(|part| part.end).max()?;
        let words = if end - start <= LONGEST_QUOTE { start..end } else { first.start..first.end };
        let (from, to) = (self.text.words.get(words.start)?, self.text.words.get(words.end - 1)?);
        Some(Place { characters: from.start..to.end, words, sentence: first.sentence })
    }
}
