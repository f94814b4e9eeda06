//! Reading what the claim checker looks for: the cues of a card, and `claims.toml`.

use super::super::Id;
use super::super::cue::{Lists, PlacedCue};
use super::super::diagnostic::{File, Problem};
use super::super::load::{add_list, placed, read_cues};
use super::super::read::{Reader, did_you_mean, read_file};
use super::{BORROWED, CHECKLIST, Claims, Diagnosis, Exceptions, Item, Negation, PATTERN, Product, Signs};

/// The list of all diagnoses, which cues use as `<disease>`.
const DISEASE: &str = "disease";
/// Where a card gives no order, it comes last.
const LAST: i64 = i64::MAX;

/// Cues of a card as they were read, not yet taken into the set.
pub enum CardCues {
    /// Of a pattern, or of borrowed science.
    Signs(Box<ReadSigns>),
    /// Of an item of the checklist.
    Item(Box<ReadItem>),
}

/// Signs as they were read.
pub struct ReadSigns {
    cues: [Vec<PlacedCue>; 3],
    signs: Signs,
}

/// An item as it was read.
pub struct ReadItem {
    cues: [Vec<PlacedCue>; 4],
    item: Item,
}

/// Reads the cues of a card, where its kind has any.
pub fn read_card(r: &mut Reader<'_>, card: &Id, lists: &Lists, claims: &mut Claims) -> Option<CardCues> {
    match card.kind() {
        PATTERN | BORROWED => Some(CardCues::Signs(Box::new(read_signs(r, card, lists, claims)))),
        CHECKLIST => Some(CardCues::Item(Box::new(read_item(r, card, lists, claims)))),
        _ => None,
    }
}

fn read_signs(r: &mut Reader<'_>, card: &Id, lists: &Lists, claims: &mut Claims) -> ReadSigns {
    let cues = ["cues", "always", "unless"].map(|key| read_cues(r, key, lists, &mut claims.lexicon));
    let [fires, quiet] = ["fires", "quiet"].map(|key| r.texts(key).into_iter().map(placed).collect());
    let signs = Signs {
        card: card.clone(),
        order: r.optional_number("order").map_or(LAST, |order| order.value),
        cues: Vec::new(),
        always: Vec::new(),
        unless: Vec::new(),
        fires,
        quiet,
        path: r.file().path.clone(),
    };
    ReadSigns { cues, signs }
}

fn read_item(r: &mut Reader<'_>, card: &Id, lists: &Lists, claims: &mut Claims) -> ReadItem {
    let cues = ["states", "partial", "unless", "unless_partial"]
        .map(|key| read_cues(r, key, lists, &mut claims.lexicon));
    let order = r.optional_number("order").map_or(LAST, |order| order.value);
    let item = Item {
        card: card.clone(),
        order,
        states: Vec::new(),
        partial: Vec::new(),
        unless: Vec::new(),
        unless_partial: Vec::new(),
    };
    ReadItem { cues, item }
}

fn read_example(r: &mut Reader<'_>, slugs: &[&str]) -> Option<(String, Vec<Id>)> {
    let text = r.text("text");
    let shows = r.texts("shows");
    for slug in shows.iter().filter(|slug| !slugs.contains(&slug.value.as_str())) {
        let message = format!("there is no pattern `{}`", slug.value);
        let help = format!("name the patterns by their files{}", did_you_mean(&slug.value, slugs));
        r.problem(slug.at.clone(), "unknown-pattern", message, help);
    }
    Some((text?.value, shows.iter().map(|slug| Id::new(PATTERN, &slug.value)).collect()))
}

impl Claims {
    /// Takes in what was read from a card.
    pub fn take(&mut self, read: CardCues) {
        match read {
            CardCues::Signs(read) => {
                let [cues, always, unless] = read.cues.map(|cues| self.cues.take(cues));
                self.signs.push(Signs { cues, always, unless, ..read.signs });
            }
            CardCues::Item(read) => {
                let [states, partial, unless, unless_partial] = read.cues.map(|cues| self.cues.take(cues));
                self.items.push(Item { states, partial, unless, unless_partial, ..read.item });
            }
        }
    }

    /// Reads `claims.toml`; gives the lists that the cards' cues use.
    pub fn read(&mut self, file: &File, problems: &mut Vec<Problem>) -> Lists {
        let mut lists = Lists::default();
        read_file(file, problems, |r| {
            self.read_lists(r, &mut lists);
            self.read_exceptions(r, &lists);
            Some(())
        });
        lists
    }

    /// Reads `products.toml`.
    pub fn read_products(&mut self, file: &File, lists: &Lists, problems: &mut Vec<Problem>) {
        let read = |r: &mut Reader<'_>| Some(r.tables("product", |r| self.read_product(r, lists)));
        self.products = read_file(file, problems, read).unwrap_or_default();
    }

    fn read_product(&mut self, r: &mut Reader<'_>, lists: &Lists) -> Option<Product> {
        let names = read_cues(r, "names", lists, &mut self.lexicon);
        let uses = read_cues(r, "uses", lists, &mut self.lexicon);
        let (name, known_for, source) = (r.text("name"), r.text("known_for"), r.text("source"));
        Some(Product {
            name: name?.trimmed().value,
            names: self.cues.take(names),
            uses: self.cues.take(uses),
            known_for: known_for?.trimmed().value,
            source: placed(source?),
        })
    }

    /// Reads `examples.toml`: texts with the patterns that each shows.
    pub fn read_examples(&self, file: &File, problems: &mut Vec<Problem>) -> Vec<(String, Vec<Id>)> {
        let slugs: Vec<&str> = self.signs.iter().map(|signs| signs.card.slug()).collect();
        let read = |r: &mut Reader<'_>| Some(r.tables("example", |r| read_example(r, &slugs)));
        read_file(file, problems, read).unwrap_or_default()
    }

    fn read_lists(&mut self, r: &mut Reader<'_>, lists: &mut Lists) {
        let named = r.tables("list", |r| {
            let name = r.text("name");
            let words = r.texts("words");
            Some((name?.value, words))
        });
        for (name, words) in named {
            add_list(r, lists, &name, &words, &mut self.lexicon);
        }
        let none = Lists::default();
        let names = r.tables("diagnosis", |r| Some(r.texts("names")));
        let all: Vec<_> = names.iter().flatten().cloned().collect();
        add_list(r, lists, DISEASE, &all, &mut self.lexicon);
        let diagnoses = r.tables("diagnosis", |r| {
            let name = r.texts("names").first()?.value.clone();
            Some((name, read_cues(r, "names", &none, &mut self.lexicon)))
        });
        for (name, wordings) in diagnoses {
            let wordings = self.cues.take(wordings);
            self.diagnoses.push(Diagnosis { name, wordings });
        }
    }

    fn read_exceptions(&mut self, r: &mut Reader<'_>, lists: &Lists) {
        let mut cues = |key| self.cues.take(read_cues(r, key, lists, &mut self.lexicon));
        let exceptions = Exceptions {
            unless: cues("unless"),
            unless_text: cues("unless_text"),
            seller: cues("seller"),
            trades: cues("trades"),
            field: cues("field"),
            questions: cues("questions"),
            openers: cues("openers"),
            addressed: cues("addressed"),
            reported: cues("reported"),
            others: cues("others"),
            personal: cues("personal"),
            behind: cues("behind"),
            harmless: cues("harmless"),
            subjects: cues("subjects"),
            ..Exceptions::default()
        };
        let negations = r.tables("negation", |r| {
            let words = self.cues.take(read_cues(r, "words", lists, &mut self.lexicon));
            let reach = r.optional_number("reach").and_then(|reach| usize::try_from(reach.value).ok());
            Some(Negation { words, reach: reach.unwrap_or(1) })
        });
        self.exceptions = Exceptions { negations, ..exceptions };
    }
}
