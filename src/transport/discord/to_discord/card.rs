//! A card as a message, and the map with a stage's card under it.

use serenity::all::{ButtonStyle, Colour, CreateAttachment, CreateEmbed, CreateInteractionResponseMessage};

use super::markdown::{escaped, linked, marks, quoted};
use super::{Frame, button, embed, footer, menu, named, rows};
use crate::answer::{CardReply, CitedSource, MapReply, SectionText, Shown, wording};
use crate::transport::discord::custom_id::{Action, What};
use crate::transport::discord::from_discord::Part;

/// The most characters of a field.
const LONGEST_FIELD: usize = 1_024;
/// The name of the map's file.
pub const MAP_FILE: &str = "map.png";

/// The card: what answers, or all of it, or its sources.
pub fn message(shown: &Shown, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let embed = match frame.part {
        Part::Sources => sources(shown),
        Part::Whole => whole(shown),
        _ => first(shown),
    };
    CreateInteractionResponseMessage::new().embed(embed).components(components(shown, frame))
}

/// The map as a picture, and the card of the marked stage.
pub fn map(map: &MapReply, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let picture = CreateAttachment::bytes(Vec::new(), MAP_FILE).description(&map.map.alt);
    let mut embeds = vec![
        CreateEmbed::new()
            .title(map.map.title)
            .description(&map.map.end)
            .colour(colour("stage"))
            .image(format!("attachment://{MAP_FILE}")),
    ];
    embeds.extend(map.card.as_deref().map(first));
    let stages = map
        .map
        .stages
        .iter()
        .map(|stage| (stage.id.to_string(), format!("{}. {}", stage.number, stage.name)));
    let share = Action::Share(What::Map(map.card.as_ref().map(|shown| shown.card.id.to_string())));
    let buttons = vec![share_button(frame, &share)];
    CreateInteractionResponseMessage::new()
        .embeds(embeds)
        .add_file(picture)
        .components(rows(buttons, menu(wording::STAGES, stages)))
}

/// The excerpt, the caveat, the question to ask, and the sources that they use.
fn first(shown: &Shown) -> CreateEmbed {
    let card = &shown.card;
    let ask = card.sections.iter().find(|section| section.ask && section.text != card.excerpt);
    let used: Vec<usize> = [marks(&card.excerpt), marks(&card.caveat.text)].concat();
    let sources = card.sources.iter().filter(|source| used.contains(&source.number));
    let mut description = linked(&card.excerpt, &card.sources);
    if let Some(certainty) = wording::certainty(card.certainty) {
        description.push_str(&format!("\n\n*{certainty}*"));
    }
    let embed = embed(&heading(card), colour(card.kind)).description(description);
    let embed = with_fields(embed, [caveat(card)].into_iter().chain(ask.map(|ask| section(card, ask))));
    with_fields(embed, source_fields(sources)).footer(foot(shown))
}

/// Every section, the caveat and all sources by their short names, which are links; the
/// marks in the text are numbers alone, so that all of it fits.
fn whole(shown: &Shown) -> CreateEmbed {
    let card = &shown.card;
    let texts = card.sections.iter().map(|section| (section.label.to_owned(), escaped(&section.text)));
    let caveat = (caveat_label(card), quoted(&escaped(&card.caveat.text)));
    let mut texts = texts.collect::<Vec<_>>().into_iter();
    let plain = texts.next().map_or_else(String::new, |(_, text)| text);
    let embed = embed(&heading(card), colour(card.kind)).description(plain);
    let embed = with_fields(embed, [caveat].into_iter().chain(texts));
    let sources = card.sources.iter().map(|source| {
        let short = escaped(&source.short);
        format!("[{}] [{short}]({}) · {}", source.number, source.url, wording::checked(source.checked))
    });
    with_fields(embed, fields(wording::SOURCES, sources, "\n")).footer(foot(shown))
}

/// The sources in full.
fn sources(shown: &Shown) -> CreateEmbed {
    let lines: Vec<String> = shown.card.sources.iter().map(source_line).collect();
    embed(&format!("{}: {}", wording::SOURCES, heading(&shown.card)), colour(shown.card.kind))
        .description(lines.join("\n\n"))
        .footer(foot(shown))
}

fn heading(card: &CardReply) -> String {
    // A work's title can be longer than Discord's; the reference under it holds it whole.
    let work = card.sources.first().filter(|_| card.kind == "source");
    format!("{} {}", card.mark, work.map_or(&card.title, |work| &work.short))
}

/// The field that must catch the eye: a sign before its label, a bar beside its text.
/// Its marks are links where there is room; the sources under it lead there in any case.
fn caveat(card: &CardReply) -> (String, String) {
    let linked = quoted(&linked(&card.caveat.text, &card.sources));
    let text =
        if linked.chars().count() <= LONGEST_FIELD { linked } else { quoted(&escaped(&card.caveat.text)) };
    (caveat_label(card), text)
}

fn caveat_label(card: &CardReply) -> String {
    format!("⚠️ {}", card.caveat.label)
}

fn section(card: &CardReply, section: &SectionText) -> (String, String) {
    (section.label.to_owned(), linked(&section.text, &card.sources))
}

pub fn with_fields(embed: CreateEmbed, fields: impl IntoIterator<Item = (String, String)>) -> CreateEmbed {
    embed.fields(fields.into_iter().map(|(name, text)| (name, text, false)))
}

fn source_fields<'a>(sources: impl Iterator<Item = &'a CitedSource>) -> Vec<(String, String)> {
    fields(wording::SOURCES, sources.map(source_line), "\n")
}

/// Lines under a label, in as many fields as they need; no line is cut.
pub fn fields(label: &str, lines: impl Iterator<Item = String>, between: &str) -> Vec<(String, String)> {
    let mut fields: Vec<String> = Vec::new();
    for line in lines {
        match fields.last_mut() {
            Some(field) if field.chars().count() + between.len() + line.chars().count() <= LONGEST_FIELD => {
                field.push_str(between);
                field.push_str(&line);
            }
            _ => fields.push(line),
        }
    }
    let label = |at: usize| if at == 0 { label.to_owned() } else { format!("{label} ({})", at + 1) };
    fields.into_iter().enumerate().map(|(at, text)| (label(at), text)).collect()
}

/// A source: its number, the reference as a link, when it was checked, and who gains.
fn source_line(source: &CitedSource) -> String {
    let citation = escaped(&source.citation).replace(['[', ']'], "");
    let mut line =
        format!("[{}] [{citation}]({}) · {}", source.number, source.url, wording::checked(source.checked));
    if let Some(interest) = &source.interest {
        line.push_str(&format!(" · {}", escaped(&wording::interest(interest))));
    }
    line
}

fn foot(shown: &Shown) -> serenity::all::CreateEmbedFooter {
    footer(&[
        format!("{}: {}", wording::I_MATCHED, shown.matched_titles.join(" · ")),
        wording::reviewed(shown.card.reviewed, &shown.generation),
        wording::NOT_ADVICE.to_owned(),
    ])
}

fn components(shown: &Shown, frame: &Frame<'_>) -> Vec<serenity::all::CreateActionRow> {
    let id = || shown.card.id.to_string();
    let share = Action::Share(What::Card(id(), Some(shown.card.excerpt_place)));
    let secondary = |action: &Action, label| button(action, label, ButtonStyle::Secondary);
    let buttons = vec![
        share_button(frame, &share).filter(|_| frame.part == Part::First),
        secondary(&Action::Whole(id()), wording::WHOLE_CARD).filter(|_| frame.part != Part::Whole),
        secondary(&Action::Sources(id()), wording::SOURCES).filter(|_| frame.part != Part::Sources),
    ];
    let menu = match frame.part {
        Part::Sources => {
            let works = shown.card.sources.iter();
            menu(
                wording::OPEN_SOURCE,
                works.map(|s| (s.id.to_string(), format!("[{}] {}", s.number, s.citation))),
            )
        }
        _ => menu(wording::RELATED, named(&shown.related)),
    };
    rows(buttons, menu)
}

/// The button that shows everyone a copy, under what only one person sees.
pub fn share_button(frame: &Frame<'_>, share: &Action) -> Option<serenity::all::CreateButton> {
    button(share, wording::SHARE, ButtonStyle::Primary).filter(|_| !frame.public)
}

/// A kind's colour, spread over the circle by its place in the table; the kind's mark
/// and labels say the same in words.
pub fn colour(kind: &str) -> Colour {
    const COLOURS: &[u32] = &[0x3B82C4, 0x2E9E83, 0x8B6FC9, 0xC2703D, 0x5B8C3A, 0xB0568F, 0x4A90A4, 0x9A7D2E];
    let place = crate::knowledge::KINDS.iter().position(|known| known.name == kind).unwrap_or_default();
    Colour::new(COLOURS[place % COLOURS.len()])
}
