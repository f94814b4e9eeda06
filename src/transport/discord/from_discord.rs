//! From Discord's interaction to what a person wants. Decides nothing.

use serenity::all::{
    ActionRowComponent, ChannelId, CommandDataOption, CommandDataOptionValue, CommandInteraction,
    CommandType, ComponentInteraction, ComponentInteractionDataKind, Interaction, ModalInteraction, UserId,
};

use super::commands::{CHECK_CLAIM, FIND_ANSWER};
use super::custom_id::{Action, What};
use super::moderation::command;
use super::moderation::kb::{self, Wish};
use crate::answer::{Request, Typing};

/// What an interaction asks for.
pub enum Call {
    /// Discord asks whether anybody is there.
    Ping,
    /// Somebody wants a reply.
    Reply(Wanted),
    /// Somebody is typing.
    Suggest(Typing),
    /// A moderator is typing which kept generation they mean.
    SuggestKept(String),
    /// Somebody wants to write to the moderators; the form opens with this text.
    Form(String),
    /// Somebody sent that form.
    Send {
        /// Their question.
        question: String,
        /// The name that they gave, if they did.
        name: Option<String>,
    },
    /// Somebody wants to moderate.
    Kb(Wish),
    /// A message without words was picked.
    NoWords,
    /// A button or menu that this version does not know.
    OldButton,
    /// A command that this version does not know.
    OldCommand,
}

/// A request, and how its reply is to be shown.
pub struct Wanted {
    /// What is wanted.
    pub request: Request,
    /// Which part of the reply.
    pub part: Part,
    /// Whether everyone may see it.
    pub public: bool,
    /// Who is to be mentioned.
    pub mention: Option<UserId>,
}

/// Which part of a reply is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What one sees first.
    First,
    /// A card with all its sections.
    Whole,
    /// A card's sources.
    Sources,
    /// A page of a list, counted from 0; it takes the place of the page before.
    Page(usize),
}

impl Wanted {
    fn private(request: Request, part: Part) -> Call {
        Call::Reply(Wanted { request, part, public: false, mention: None })
    }

    fn public(request: Request) -> Call {
        Call::Reply(Wanted { request, part: Part::First, public: true, mention: None })
    }
}

/// Who asks, and where: for the limits, and for nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub user: UserId,
    /// The channel.
    pub channel: ChannelId,
}

/// What the interaction asks for.
pub fn call(interaction: &Interaction) -> Call {
    match interaction {
        Interaction::Ping(_) => Call::Ping,
        Interaction::Command(command) => command_call(command),
        Interaction::Autocomplete(command) if kb::is_rollback(command) => {
            Call::SuggestKept(kb::typed(command).to_owned())
        }
        Interaction::Autocomplete(command) => Call::Suggest(typing(command)),
        Interaction::Component(component) => component_call(component),
        Interaction::Modal(form) => form_call(form),
        _ => Call::OldCommand,
    }
}

/// Who asks; nobody where Discord itself does.
pub fn caller(interaction: &Interaction) -> Option<Caller> {
    let (user, channel) = match interaction {
        Interaction::Command(command) | Interaction::Autocomplete(command) => {
            (command.user.id, command.channel_id)
        }
        Interaction::Component(component) => (component.user.id, component.channel_id),
        Interaction::Modal(form) => (form.user.id, form.channel_id),
        _ => return None,
    };
    Some(Caller { user, channel })
}

fn command_call(command: &CommandInteraction) -> Call {
    if command.data.kind == CommandType::Message {
        return message_call(command);
    }
    if command.data.name == command::NAME {
        return Wish::of(command).map_or(Call::OldCommand, Call::Kb);
    }
    let options = Options(&command.data.options);
    let text = |name| options.text(name).unwrap_or_default().to_owned();
    let request = match command.data.name.as_str() {
        "ask" => Request::Ask { question: text("question") },
        "browse" => match options.text("card") {
            Some(card) => Request::Card { id: card.to_owned() },
            None => Request::Topic { kind: text("topic") },
        },
        "frontier" => Request::Card { id: text("card") },
        "map" => Request::Map { stage: options.text("stage").map(str::to_owned) },
        "source" => Request::Source { find: text("find") },
        "claim" => Request::Claim { text: text("text") },
        "checklist" => Request::Checklist,
        "about" => Request::About,
        _ => return Call::OldCommand,
    };
    let mention = options.user("for");
    let public = mention.is_some() || options.flag("share");
    Call::Reply(Wanted { request, part: Part::First, public, mention })
}

/// The entry of a message's menu: the words come with it, so that no right to read
/// messages is needed.
fn message_call(command: &CommandInteraction) -> Call {
    let target = command.data.target_id.map(|id| id.to_message_id());
    let message = target.and_then(|id| command.data.resolved.messages.get(&id));
    let words = message.map(|message| message.content.trim()).filter(|words| !words.is_empty());
    match (command.data.name.as_str(), words) {
        (FIND_ANSWER, Some(words)) => {
            Wanted::private(Request::Ask { question: words.to_owned() }, Part::First)
        }
        (CHECK_CLAIM, Some(words)) => Wanted::private(Request::Claim { text: words.to_owned() }, Part::First),
        (FIND_ANSWER | CHECK_CLAIM, None) => Call::NoWords,
        _ => Call::OldCommand,
    }
}

fn typing(command: &CommandInteraction) -> Typing {
    if command.data.name == command::NAME {
        return Typing::Card { kind: None, typed: kb::typed(command).to_owned() };
    }
    let options = Options(&command.data.options);
    let (option, typed) = options.typing().unwrap_or_default();
    let typed = typed.to_owned();
    match (command.data.name.as_str(), option) {
        ("browse", "topic") => Typing::Topic(typed),
        ("browse", "card") => Typing::Card { kind: options.text("topic").map(str::to_owned), typed },
        ("frontier", _) => Typing::Card { kind: Some("frontier".into()), typed },
        ("map", _) => Typing::Card { kind: Some("stage".into()), typed },
        ("source", _) => Typing::Source(typed),
        _ => Typing::Question(typed),
    }
}

fn component_call(component: &ComponentInteraction) -> Call {
    let picked = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().cloned(),
        _ => None,
    };
    match (Action::read(&component.data.custom_id), picked) {
        (Some(Action::Share(what)), _) => Wanted::public(shared(what)),
        (Some(Action::Whole(id)), _) => Wanted::private(Request::Open { id, place: None }, Part::Whole),
        (Some(Action::Sources(id)), _) => Wanted::private(Request::Open { id, place: None }, Part::Sources),
        (Some(Action::Page { kind, page }), _) => Wanted::private(Request::Topic { kind }, Part::Page(page)),
        (Some(Action::Open), Some(id)) => Wanted::private(opened(id), Part::First),
        (Some(Action::Form(text)), _) => Call::Form(text),
        (Some(Action::Kb(list, page)), _) => Call::Kb(Wish::Page(list, page)),
        _ => Call::OldButton,
    }
}

/// What a picked id stands for: works are shown as works.
fn opened(id: String) -> Request {
    match id.starts_with("source:") {
        true => Request::Source { find: id },
        false => Request::Open { id, place: None },
    }
}

fn shared(what: What) -> Request {
    match what {
        What::Card(id, place) => Request::Open { id, place },
        What::Source(id) => Request::Source { find: id },
        What::Checklist => Request::Checklist,
        What::Map(stage) => Request::Map { stage },
    }
}

fn form_call(form: &ModalInteraction) -> Call {
    if Action::read(&form.data.custom_id) != Some(Action::Send) {
        return Call::OldButton;
    }
    let field = |name: &str| {
        let mut fields = form.data.components.iter().flat_map(|row| &row.components);
        fields.find_map(|component| match component {
            ActionRowComponent::InputText(input) if input.custom_id == name => input.value.clone(),
            _ => None,
        })
    };
    let name = field("name").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Call::Send { question: field("question").unwrap_or_default(), name }
}

/// What was typed with a command.
struct Options<'a>(&'a [CommandDataOption]);

impl<'a> Options<'a> {
    fn value(&self, name: &str) -> Option<&'a CommandDataOptionValue> {
        self.0.iter().find(|option| option.name == name).map(|option| &option.value)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        match self.value(name)? {
            CommandDataOptionValue::String(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some(CommandDataOptionValue::Boolean(true)))
    }

    fn user(&self, name: &str) -> Option<UserId> {
        match self.value(name)? {
            CommandDataOptionValue::User(user) => Some(*user),
            _ => None,
        }
    }

    /// The option that is being typed, and what stands there so far.
    fn typing(&self) -> Option<(&'a str, &'a str)> {
        self.0.iter().find_map(|option| match &option.value {
            CommandDataOptionValue::Autocomplete { value, .. } => {
                Some((option.name.as_str(), value.as_str()))
            }
            _ => None,
        })
    }
}
