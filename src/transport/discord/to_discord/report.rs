//! A report on a seller's words as a message: the weightiest patterns with the very words,
//! then the nine facts as one compact list, in words and not in colours.

use serenity::all::{CreateEmbed, CreateInteractionResponseMessage};

use super::card::{colour, fields};
use super::markdown::{escaped, linked, quoted};
use super::{embed, footer, menu, rows};
use crate::answer::{ClaimReport, ItemFound, PatternFound, ProductFound, Registered, State, wording};

/// As many patterns as are shown in full, where they fit.
const MOST: usize = 5;
/// The room for them, in characters; the nine facts and what else is found need the rest.
const ROOM: usize = 4_200;
/// The most characters of a field.
const LONGEST_FIELD: usize = 1_024;
/// The longest quotation, in characters: the asker has the whole text before them.
const LONGEST_QUOTE: usize = 180;

/// The report.
pub fn message(report: &ClaimReport) -> CreateInteractionResponseMessage {
    let found: Vec<&PatternFound> = report.patterns.iter().chain(&report.borrowed).collect();
    let shown = fitting(&found);
    let (first, others) = found.split_at(shown.len());
    let cards = first.iter().chain(others).map(|found| (found.id.to_string(), found.title.clone()));
    let mut message = embed(wording::CLAIM, colour("pattern")).description(headline(report));
    for (name, text) in shown.into_iter().flatten().chain(more(others)).chain(facts(report)) {
        message = message.field(name, text, false);
    }
    CreateInteractionResponseMessage::new()
        .embed(foot(message, report))
        .components(rows(Vec::new(), menu(wording::OPEN_PATTERN, cards)))
}

fn headline(report: &ClaimReport) -> String {
    match report.patterns.len() {
        0 => wording::NO_PATTERN.to_owned(),
        count => wording::patterns_found(count),
    }
}

fn foot(message: CreateEmbed, report: &ClaimReport) -> CreateEmbed {
    message
        .field(format!("⚠️ {}", wording::NO_CLEARANCE_LABEL), wording::NO_CLEARANCE, false)
        .footer(footer(&[wording::generation(&report.generation), wording::NOT_ADVICE.to_owned()]))
}

/// The first patterns, as many as there is room for, each with its caveat.
fn fitting(found: &[&PatternFound]) -> Vec<[(String, String); 2]> {
    let mut room = ROOM;
    let fits = |fields: &[(String, String); 2]| {
        let length: usize =
            fields.iter().map(|(name, text)| name.chars().count() + text.chars().count()).sum();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    };
    found.iter().take(MOST).map(|found| pattern(found)).take_while(fits).collect()
}

fn pattern(found: &PatternFound) -> [(String, String); 2] {
    let quote = quoted(&escaped(&shortened(&found.place.quote)));
    let text = |why: String| format!("{quote}\n{}: {why}", wording::WHY_WEAK);
    let with_links = text(linked(&found.why, &found.sources));
    let fits = with_links.chars().count() <= LONGEST_FIELD;
    let caveat = linked(&found.caveat.text, &found.sources);
    let caveat = format!("{caveat}\n**{}:** {}", wording::ASK_INSTEAD, escaped(&found.ask));
    [
        (format!("🔎 {}", found.title), if fits { with_links } else { text(escaped(&found.why)) }),
        (format!("⚠️ {}", found.caveat.label), caveat),
    ]
}

/// The names of the others, which the menu opens.
fn more(others: &[&PatternFound]) -> Vec<(String, String)> {
    let names = others.iter().map(|found| escaped(&found.title));
    fields(&wording::and_more(others.len()), names, " · ")
}

/// The nine facts, the works named by number, and products beside another disease.
fn facts(report: &ClaimReport) -> Vec<(String, String)> {
    let states = [
        (State::Stated, wording::STATED),
        (State::Partial, wording::IN_PART),
        (State::Missing, wording::LEFT_OUT),
    ];
    let lines = states.into_iter().filter_map(|(state, word)| {
        let items: Vec<&ItemFound> = report.checklist.iter().filter(|item| item.state == state).collect();
        let named: Vec<&str> = items.iter().map(|item| wording::item(&item.item)).collect();
        (!named.is_empty()).then(|| format!("**{word}:** {}", named.join("; ")))
    });
    let works = report.registered.iter().map(work);
    let products = report.products.iter().map(product);
    [
        fields(wording::NINE_FACTS, lines, "\n"),
        fields(wording::REGISTERED, works, "\n"),
        fields(wording::PRODUCTS, products, "\n"),
    ]
    .concat()
}

fn work(work: &Registered) -> String {
    match (&work.url, &work.does_not_show) {
        (Some(url), Some(does_not_show)) => {
            let does_not_show = escaped(does_not_show);
            format!("[{}]({url}): {}: {does_not_show}", work.number, wording::DOES_NOT_SHOW)
        }
        _ => format!("{}: {}", escaped(&work.number), wording::NOT_HELD_NUMBER),
    }
}

fn product(product: &ProductFound) -> String {
    escaped(&wording::named_beside(&product.name, &shortened(&product.beside.quote), &product.known_for))
}

/// The words on one line, with a sign where some in the middle are left out.
fn shortened(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = words.chars().count();
    if length <= LONGEST_QUOTE {
        return words;
    }
    let half = LONGEST_QUOTE / 2;
    words.chars().take(half).chain(" … ".chars()).chain(words.chars().skip(length - half)).collect()
}
