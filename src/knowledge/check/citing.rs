//! Rules on sources: that what is said is cited, and that what is cited carries it.

use std::collections::BTreeSet;

use super::super::figures;
use super::super::prose::Sentence;
use super::super::source::Source;
use super::super::{Id, Knowledge};
use super::{Context, Report, texts};

pub fn marks_resolve(context: &Context<'_>, report: &mut Report) {
    for (card, _, prose, at) in texts(context) {
        for mark in prose.marks() {
            if !context.knowledge.known.contains(&Id::new("source", mark)) {
                let message = format!("there is no source `{mark}`");
                let help = format!("add source/{mark}.toml, or correct the mark");
                report.tell_words(context, &card.path, at.clone(), &format!("[^{mark}]"), message, help);
            }
        }
    }
}

pub fn links_resolve(context: &Context<'_>, report: &mut Report) {
    for card in context.knowledge.cards() {
        for (id, at) in &card.see_also {
            if !context.knowledge.known.contains(id) || *id == card.id {
                let message = format!("there is no other card `{id}`");
                let help = "write a card's id, kind:file-name, or take it out";
                report.tell(context, &card.path, at.clone(), message, help);
            }
        }
    }
}

/// Citations are looked for in the files themselves, so that a source cited only by a
/// card that can't be read is not told as well.
pub fn sources_cited(context: &Context<'_>, report: &mut Report) {
    let files = context.tree.files.values().filter(|file| !file.path.starts_with("source/"));
    let cited: BTreeSet<&str> = files.flat_map(|file| cited(&file.text)).collect();
    for source in &context.knowledge.sources {
        let slug = source.id.slug();
        if !cited.contains(slug) {
            let message = format!("nothing cites `{slug}`");
            report.tell(context, &source.path, 0..0, message, "cite it in a card, or delete the file");
        }
    }
}

/// What a file's text names as a source: in a footnote mark, or whole in quotes.
fn cited(text: &str) -> impl Iterator<Item = &str> {
    let marks = text.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    let quoted = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    marks.chain(quoted)
}

pub fn sections_cited(context: &Context<'_>, report: &mut Report) {
    for (card, key, prose, at) in texts(context) {
        if key != "ask" && prose.marks().is_empty() {
            let message = format!("`{key}` names no source");
            let help = "put a mark such as [^reichman-2025] behind the sentence that it backs";
            report.tell(context, &card.path, at, message, help);
        }
    }
}

pub fn figures_backed(context: &Context<'_>, report: &mut Report) {
    for (card, _, prose, at) in texts(context) {
        let marks = prose.marks();
        // A mark to a source that is missing or broken is told by another rule.
        if marks.iter().any(|mark| context.knowledge.source(mark).is_none()) {
            continue;
        }
        let backed: BTreeSet<String> =
            marks.iter().flat_map(|mark| backed_by(context.knowledge, mark)).collect();
        let mut told = BTreeSet::new();
        for figure in prose.sentences().flat_map(|sentence| figures::figures(&sentence.text)) {
            if !backed.contains(&figure) && told.insert(figure.clone()) {
                let message = format!("the figure {figure} stands in none of this section's sources");
                let help = "add it to the `figures` of the source that gives it, mark that source here, or correct it";
                report.tell_words(context, &card.path, at.clone(), &figure, message, help);
            }
        }
    }
}

/// The figures that a source backs: those listed, and its year.
fn backed_by(knowledge: &Knowledge, slug: &str) -> Vec<String> {
    let Some(source) = knowledge.source(slug) else { return Vec::new() };
    let mut backed: Vec<String> = source.figures.iter().flat_map(|text| figures::figures(text)).collect();
    backed.extend(source.year.map(|year| year.to_string()));
    backed
}

pub fn figures_in_digits(context: &Context<'_>, report: &mut Report) {
    for (card, _, prose, at) in texts(context) {
        for sentence in prose.sentences() {
            if let Some(word) = figures::figure_in_words(&sentence.text) {
                let message = format!("\"{word}\" is a figure in words, which can't be checked");
                report.tell_words(context, &card.path, at.clone(), word, message, "write it in digits");
            }
        }
    }
}

pub fn interests_stated(context: &Context<'_>, report: &mut Report) {
    for source in &context.knowledge.sources {
        if source.origin.sells() && source.interest.is_none() {
            let message = "this source sells something, and `interest` does not say what";
            let help = "add a line that begins with `interest =`: who writes, and what they sell";
            report.tell(context, &source.path, 0..0, message, help);
        }
    }
}

/// Words by which a sentence says whose word it tells.
const TELLS_WHO: &[&str] = &[
    "say",
    "claim",
    "report",
    "announce",
    "according",
    "company",
    "maker",
    "clinic",
    "sponsor",
    "advert",
    "market",
    "sell",
    "page",
    "article",
    "plan",
    "list",
    "states",
    "describe",
    "promote",
    "offer",
];

pub fn sellers_no_evidence(context: &Context<'_>, report: &mut Report) {
    for (card, _, prose, at) in texts(context) {
        for sentence in prose.sentences() {
            if only_sellers(context.knowledge, sentence) && !says_who(&sentence.text) {
                let message = "only a seller stands behind this sentence";
                let help = "cite an independent source, or say whose word it is: \"the company says ...\"";
                let start: String = sentence.text.split(' ').take(3).collect::<Vec<_>>().join(" ");
                report.tell_words(context, &card.path, at.clone(), &start, message, help);
            }
        }
    }
}

fn only_sellers(knowledge: &Knowledge, sentence: &Sentence) -> bool {
    let mut sources = sentence.marks.iter().filter_map(|mark| knowledge.source(mark)).peekable();
    sources.peek().is_some() && sources.all(|source: &Source| source.origin.sells())
}

fn says_who(text: &str) -> bool {
    let text = text.to_lowercase();
    TELLS_WHO.iter().any(|word| text.contains(word))
}
