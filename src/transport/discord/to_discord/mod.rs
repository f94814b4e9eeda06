//! From a reply to Discord's message, made for a phone: embeds, buttons and menus.
//! Everything is shown whole; a test holds every card against Discord's limits.

mod card;
pub mod fit;
pub use card::MAP_FILE;
mod lists;
pub mod markdown;
mod report;

use serenity::all::{
    ButtonStyle, Colour, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed,
    CreateEmbedFooter, CreateInteractionResponseMessage, CreateMessage, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, UserId,
};

use super::custom_id::Action;
use super::from_discord::Part;
use crate::answer::{EmergencyReply, Named, Reply, wording};
use crate::config::About;

/// What is shown beside what the reply says.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// Which part of the reply.
    pub part: Part,
    /// Whether everyone sees it.
    pub public: bool,
    /// Who is mentioned.
    pub mention: Option<UserId>,
    /// The text that a form to the moderators would open with; `None` where nobody reads
    /// such questions.
    pub form: Option<&'a str>,
    /// Who answers for this bot.
    pub about: &'a About,
}

/// The most choices of a menu.
const MOST_CHOICES: usize = 25;
/// The most characters of a choice's label.
const LONGEST_CHOICE: usize = 100;

/// The message that says the reply.
pub fn message(reply: &Reply, frame: &Frame<'_>) -> CreateInteractionResponseMessage {
    let message = match reply {
        Reply::Card(shown) => card::message(shown, frame),
        Reply::NothingHeld(nothing) => lists::nothing_held(nothing, frame),
        Reply::Emergency(emergency) => emergency_message(emergency),
        Reply::Sources(sources) => lists::sources(sources, frame),
        Reply::Topic(topic) => lists::topic(topic, frame),
        Reply::Checklist(checklist) => lists::checklist(checklist, frame),
        Reply::Map(map) => card::map(map, frame),
        Reply::About(about) => lists::about(about, frame),
        Reply::Report(report) => report::message(report),
        Reply::TooLong(long) => plain(&wording::too_long(long.length, long.longest)),
        Reply::Gone(_) => plain(wording::GONE),
    };
    addressed(message, frame)
}

/// A message of a sentence.
pub fn plain(text: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(text)
}

/// Nobody is mentioned but the person whom the answer is for.
fn addressed(
    message: CreateInteractionResponseMessage,
    frame: &Frame<'_>,
) -> CreateInteractionResponseMessage {
    let message = message.ephemeral(!frame.public);
    match frame.mention {
        Some(user) => message
            .content(wording::for_person(&format!("<@{user}>")))
            .allowed_mentions(CreateAllowedMentions::new().users([user])),
        None => message.allowed_mentions(CreateAllowedMentions::new()),
    }
}

/// Words alone: an embed can be hidden, and help must not be.
fn emergency_message(reply: &EmergencyReply) -> CreateInteractionResponseMessage {
    let mut lines = reply.emergency.lines.iter().map(|line| markdown::escaped(line));
    let first = lines.next().map(|line| format!("**{line}**"));
    plain(&first.into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}

pub(super) fn embed(title: &str, colour: Colour) -> CreateEmbed {
    CreateEmbed::new().title(markdown::escaped(title)).colour(colour)
}

pub(super) fn footer(lines: &[String]) -> CreateEmbedFooter {
    CreateEmbedFooter::new(lines.join("\n"))
}

/// A button, unless what it does does not fit into its id.
pub(super) fn button(action: &Action, label: &str, style: ButtonStyle) -> Option<CreateButton> {
    Some(CreateButton::new(action.write()?).label(label).style(style))
}

/// The rows that hold anything.
pub(super) fn rows(
    buttons: Vec<Option<CreateButton>>,
    menu: Option<CreateSelectMenu>,
) -> Vec<CreateActionRow> {
    let buttons: Vec<CreateButton> = buttons.into_iter().flatten().collect();
    let buttons = (!buttons.is_empty()).then_some(CreateActionRow::Buttons(buttons));
    buttons.into_iter().chain(menu.map(CreateActionRow::SelectMenu)).collect()
}

/// A menu that opens what is picked.
fn menu(placeholder: &str, cards: impl IntoIterator<Item = (String, String)>) -> Option<CreateSelectMenu> {
    let options: Vec<CreateSelectMenuOption> = cards
        .into_iter()
        .take(MOST_CHOICES)
        .map(|(id, label)| CreateSelectMenuOption::new(shortened(&label, LONGEST_CHOICE), id))
        .collect();
    let id = Action::Open.write().filter(|_| !options.is_empty())?;
    Some(CreateSelectMenu::new(id, CreateSelectMenuKind::String { options }).placeholder(placeholder))
}

fn named(cards: &[Named]) -> impl Iterator<Item = (String, String)> {
    cards.iter().map(|card| (card.id.to_string(), card.title.clone()))
}

/// A label or line of what is shown whole elsewhere, at most so many characters.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// A member's question, as the moderators read it.
pub fn question(question: &str, name: Option<&str>) -> CreateMessage {
    let embed = embed(wording::QUESTION_HEAD, Colour::new(0x3B82C4)).description(markdown::escaped(question));
    let embed = match name {
        Some(name) => embed.footer(footer(&[name.to_owned()])),
        None => embed,
    };
    CreateMessage::new().embed(embed).allowed_mentions(CreateAllowedMentions::new())
}
