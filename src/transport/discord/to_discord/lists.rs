//! Everything that is not a card: works, topics, the nine questions, what the bot is,
//! and that nothing is held.

use serenity::all::{ButtonStyle, Colour, CreateEmbed, CreateInteractionResponseMessage};

use super::card::{colour, fields, share_button, with_fields};
use super::markdown::{escaped, quoted};
use super::{Frame, button, embed, footer, menu, named, plain, rows, shortened};
use crate::answer::{About, Checklist, NothingHeld, SourceFound, SourcesReply, Topic, wording};
use crate::transport::discord::custom_id::{Action, What};
use crate::transport::discord::from_discord::Part;

/// The colour of what is no card.
const NEUTRAL: Colour = Colour::new(0x6B7280);
/// The longest line that a register's entry is shown with; the register has it whole.
const LONGEST_FACT: usize = 600;
/// As many cards as a page of a topic lists; its menu takes no more than 25.
const PAGE: usize = 20;

/// Nothing is held: what that means, what to do, and what is near.
pub fn nothing_held(nothing: &NothingHeld, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let title = match &nothing.about {
        Some(subject) => wording::nothing_held_about(subject),
        None => wording::NOTHING_HELD.to_owned(),
    };
    let text = format!("{}\n\n{}", wording::NOTHING_HELD_MEANS, wording::NOTHING_HELD_NEXT);
    let embed = embed(&title, NEUTRAL).description(text).footer(footer(&[wording::NOT_ADVICE.to_owned()]));
    let form = frame.form.and_then(form_button);
    CreateInteractionResponseMessage::new()
        .embed(embed)
        .components(rows(vec![form], menu(wording::NEAREST, named(&nothing.nearest))))
}

/// The button that opens the form; with an empty form where the text is too long to keep.
fn form_button(text: &str) -> Option<serenity::all::CreateButton> {
    let with =
        |text: &str| button(&Action::Form(text.to_owned()), wording::ASK_MODERATORS, ButtonStyle::Secondary);
    with(text).or_else(|| with(""))
}

/// The best work in full, and a menu of the others.
pub fn sources(reply: &SourcesReply, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let Some((best, others)) = reply.sources.split_first() else {
        let not_held = reply.not_held.iter().map(|number| wording::no_record(&number.number, number.site));
        let told: Vec<String> = not_held.collect();
        return plain(if told.is_empty() { wording::NO_SOURCE.to_owned() } else { told.join("\n") }.as_str());
    };
    let share = Action::Share(What::Source(best.id.to_string()));
    let others = others.iter().map(|source| (source.id.to_string(), source.citation.clone()));
    CreateInteractionResponseMessage::new()
        .embed(work(best, &reply.generation))
        .components(rows(vec![share_button(frame, &share)], menu(wording::OTHER_SOURCES, others)))
}

fn work(source: &SourceFound, generation: &str) -> CreateEmbed {
    let numbers: Vec<&str> = source.doi.iter().chain(&source.trial).map(String::as_str).collect();
    let mut text = escaped(&source.citation);
    if !numbers.is_empty() {
        text.push_str(&format!("\n{}", escaped(&numbers.join(" · "))));
    }
    if let Some(interest) = &source.interest {
        text.push_str(&format!("\n{}", escaped(&wording::interest(interest))));
    }
    let embed = embed(&source.short, NEUTRAL)
        .url(&source.url)
        .description(text)
        .field(format!("⚠️ {}", wording::DOES_NOT_SHOW), quoted(&escaped(&source.does_not_show)), false)
        .field(wording::SUPPORTS, escaped(&source.supports), false);
    with_fields(embed, record_fields(source)).footer(footer(&[
        dated(source),
        wording::generation(generation),
        wording::NOT_ADVICE.to_owned(),
    ]))
}

/// What a register says of a work that nobody here has read.
fn record_fields(source: &SourceFound) -> Vec<(String, String)> {
    let Some(record) = &source.record else { return Vec::new() };
    let facts = wording::facts(record).into_iter().map(|fact| shortened(&escaped(&fact), LONGEST_FACT));
    fields(&wording::says(&record.container), facts, "\n")
}

/// When somebody looked at the work last, and which cards use it.
fn dated(source: &SourceFound) -> String {
    let cards: Vec<&str> = source.cards.iter().map(crate::knowledge::Id::as_str).collect();
    match &source.record {
        Some(record) => wording::copied(record.exported),
        None => wording::used_by(&cards, source.checked),
    }
}

/// A page of a topic's cards, with a menu to open one.
pub fn topic(topic: &Topic, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let pages = topic.cards.len().div_ceil(PAGE).max(1);
    let page = if let Part::Page(page) = frame.part { page.min(pages - 1) } else { 0 };
    let cards = &topic.cards[page * PAGE..topic.cards.len().min((page + 1) * PAGE)];
    let lines: Vec<String> = cards.iter().map(|card| format!("- {}", escaped(&card.title))).collect();
    let turn = |page: usize, label| {
        button(&Action::Page { kind: topic.kind.to_owned(), page }, label, ButtonStyle::Secondary)
    };
    let back = page.checked_sub(1).and_then(|page| turn(page, wording::BACK));
    let on = Some(page + 1).filter(|page| *page < pages).and_then(|page| turn(page, wording::ON));
    let embed = embed(&format!("{} {}", topic.mark, topic.plural), colour(topic.kind))
        .description(lines.join("\n"))
        .footer(footer(&[wording::page(page + 1, pages), wording::generation(&topic.generation)]));
    CreateInteractionResponseMessage::new()
        .embed(embed)
        .components(rows(vec![back, on], menu(wording::OPEN_CARD, named(cards))))
}

/// The nine questions.
pub fn checklist(checklist: &Checklist, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let lines = checklist.items.iter().enumerate().map(|(at, (named, question))| {
        format!("{}. **{}** {}", at + 1, escaped(&named.title), escaped(question))
    });
    let text = lines.chain([format!("\n{}", wording::CHECKLIST_END)]).collect::<Vec<_>>().join("\n");
    let cards = checklist.items.iter().map(|(card, _)| (card.id.to_string(), card.title.clone()));
    let embed = embed(wording::CHECKLIST, colour("checklist"))
        .description(text)
        .footer(footer(&[wording::generation(&checklist.generation), wording::NOT_ADVICE.to_owned()]));
    CreateInteractionResponseMessage::new().embed(embed).components(rows(
        vec![share_button(frame, &Action::Share(What::Checklist))],
        menu(wording::OPEN_CARD, cards),
    ))
}

/// What the bot is, who runs it, and what happens to what people type.
pub fn about(about: &About, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let run_by = [
        frame.about.run_by.as_deref().map(wording::run_by),
        frame.about.funding.as_deref().map(wording::funding),
        frame.about.contact.as_deref().map(wording::contact),
        Some(wording::NO_ADVERTS.to_owned()),
    ];
    let run_by: Vec<String> = run_by.into_iter().flatten().map(|line| escaped(&line)).collect();
    let privacy = match &frame.about.privacy_url {
        Some(url) => format!("{}\n{url}", wording::PRIVACY),
        None => wording::PRIVACY.to_owned(),
    };
    let embed = embed(wording::ABOUT, NEUTRAL)
        .description(wording::about(about.cards, about.sources, &about.generation))
        .field(wording::WHO_RUNS_IT, run_by.join("\n"), false)
        .field(wording::PRIVACY_LABEL, privacy, false)
        .field(wording::HOW_MADE_LABEL, wording::how_made(about.reviewed), false)
        .footer(footer(&[wording::NOT_ADVICE.to_owned()]));
    CreateInteractionResponseMessage::new().embed(embed)
}
