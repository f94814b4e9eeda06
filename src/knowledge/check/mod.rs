//! The rules that the knowledge must keep: one table, a function a rule. A rule tells
//! everything that breaks it; it never stops at the first. What can't even be read is
//! told by [`super::load`] before any rule runs.

mod citing;
mod claims;
mod form;
mod upkeep;
mod wording;

pub use upkeep::is_overdue;

use jiff::civil::Date;

use super::diagnostic::{Problem, Severity};
use super::load::{self, Tree};
use super::readability::Names;
use super::{Card, Knowledge};

/// One rule of the table.
pub struct Rule {
    /// What it is called in a diagnostic.
    pub name: &'static str,
    /// What it asks for, in a sentence.
    pub asks: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    check: fn(&Context<'_>, &mut Report),
}

/// What a rule may look at.
pub struct Context<'a> {
    /// The files, to point into.
    pub tree: &'a Tree,
    /// What was read from them.
    pub knowledge: &'a Knowledge,
    /// The day to count ages from.
    pub today: Date,
    /// What counts as a name when the reading grade is taken.
    pub names: Names,
}

/// What the rules found so far.
#[derive(Default)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Tells a problem in a file at those bytes. The rule's name and severity are put in by the table.
    fn tell(
        &mut self,
        context: &Context<'_>,
        path: &str,
        at: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(context.tree.file(path).error(at, "", message, help));
    }

    /// Tells a problem at the words `words` inside those bytes.
    fn tell_words(
        &mut self,
        context: &Context<'_>,
        path: &str,
        within: std::ops::Range<usize>,
        words: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let at = context.tree.file(path).find(within, words);
        self.tell(context, path, at, message, help);
    }
}

/// Every rule.
pub static RULES: &[Rule] = &[
    error("mark-resolves", "Every footnote mark names a source that is there.", citing::marks_resolve),
    error("link-resolves", "Every see_also names a card that is there.", citing::links_resolve),
    error("source-cited", "Every source is cited by something.", citing::sources_cited),
    error("section-cited", "Every section and caveat names a source.", citing::sections_cited),
    error(
        "figure-backed",
        "Every figure stands in a source named in the same section.",
        citing::figures_backed,
    ),
    error("figure-in-digits", "What a study counts is written in digits.", citing::figures_in_digits),
    error("interest-stated", "A source that sells something states its interest.", citing::interests_stated),
    error(
        "seller-not-evidence",
        "A seller's word is only told as a seller's word.",
        citing::sellers_no_evidence,
    ),
    error("ask-unique", "No two cards answer to one ask.", form::asks_unique),
    error("has-asks", "Every card says how people ask for it.", form::has_asks),
    error("fits", "A card fits whole into one message.", form::fits),
    error("list-length", "A list has at most seven items.", form::list_length),
    error(
        "map-place",
        "The places on the map of stages are 1, 2, 3 and so on, each taken once.",
        form::map_places,
    ),
    error("identifier", "DOIs, registry numbers and addresses are well formed.", form::identifiers),
    error("caveat-own", "No two cards have the same caveat sentence.", wording::caveats_own),
    error(
        "reading-grade",
        "Every card reads at an eighth-grade level, names masked.",
        wording::reading_grade,
    ),
    error("sentence-length", "No sentence has more than 25 words.", wording::sentence_length),
    error(
        "plain-claims",
        "Cure, safe, effective and approved stand with product, body and date.",
        wording::plain_claims,
    ),
    error(
        "safety-lines",
        "A safety group answers in one to five lines and has a source.",
        upkeep::safety_lines,
    ),
    error("safety-examples", "A safety group's own examples fire, or stay quiet.", upkeep::safety_examples),
    error("pattern-cues", "Every selling pattern has wordings that fire it.", claims::patterns_have_cues),
    error(
        "pattern-tried",
        "A pattern has at least three examples that fire and three that do not.",
        claims::patterns_have_examples,
    ),
    error("pattern-examples", "A pattern's own examples fire, or stay quiet.", claims::pattern_examples),
    error("product-sourced", "Every named product has a source that is there.", claims::products_sourced),
    error("item-stated", "Every item of the checklist has wordings that state it.", claims::items_stated),
    error("golden-card", "Every golden question names a card that is there.", upkeep::golden_cards),
    error("not-held", "What is listed as not held has no card.", upkeep::not_held),
    error("names-several", "A synonym group has at least two names.", upkeep::synonyms_several),
    error("term-sound", "Every term has a source that is there, and a name of its own.", upkeep::terms_sound),
    error("date-past", "No review or check lies in the future.", upkeep::dates_past),
    warning("review-due", "Every card was reviewed within a year.", upkeep::reviews_due),
    warning("check-due", "Every source was checked within a year.", upkeep::checks_due),
];

const fn error(name: &'static str, asks: &'static str, check: fn(&Context<'_>, &mut Report)) -> Rule {
    Rule { name, asks, severity: Severity::Error, check }
}

const fn warning(name: &'static str, asks: &'static str, check: fn(&Context<'_>, &mut Report)) -> Rule {
    Rule { name, asks, severity: Severity::Warning, check }
}

/// Reads the tree and holds every rule against it: the knowledge, and everything that
/// is wrong in it, ordered by file and line.
pub fn check(tree: &Tree, today: Date) -> (Knowledge, Vec<Problem>) {
    let (knowledge, mut problems) = load::parse(tree);
    problems.extend(rules(tree, &knowledge, today));
    problems.sort_by(|a, b| (&a.file, a.line, a.column, a.rule).cmp(&(&b.file, b.line, b.column, b.rule)));
    (knowledge, problems)
}

/// Holds every rule against knowledge that was read from the tree.
pub fn rules(tree: &Tree, knowledge: &Knowledge, today: Date) -> Vec<Problem> {
    let context = Context { tree, knowledge, today, names: names(knowledge) };
    let told = RULES.iter().flat_map(|rule| {
        let mut report = Report::default();
        (rule.check)(&context, &mut report);
        report.problems.into_iter().map(|problem| Problem {
            rule: rule.name,
            severity: rule.severity,
            ..problem
        })
    });
    told.collect()
}

/// What counts as a name when the reading grade is taken: the glossary's words.
pub fn names(knowledge: &Knowledge) -> Names {
    Names::new(knowledge.glossary.iter().flat_map(|term| &term.names).map(|(name, _)| name.as_str()))
}

/// Every text of every authored card, with the card and its place.
fn texts<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a Card, &'static str, &'a super::Prose, std::ops::Range<usize>)> {
    context
        .knowledge
        .cards()
        .flat_map(|card| card.texts().map(move |(key, prose, at)| (card, key, prose, at)))
}
