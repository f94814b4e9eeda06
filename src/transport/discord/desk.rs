//! The desk: where every interaction is answered, whichever way it came. Values in,
//! values out, but for the question that a member sends to the moderators.

use std::sync::Arc;
use std::time::Instant;

use serenity::all::{
    AutocompleteChoice, CreateActionRow, CreateAutocompleteResponse, CreateInputText,
    CreateInteractionResponse, CreateModal, InputTextStyle, Interaction,
};

use super::custom_id::Action;
use super::from_discord::{self, Call, Part, Wanted};
use super::limits::Limits;
use super::moderation::Moderators;
use super::moderation::kb::Wish;
use super::moderation::who_may::Asker;
use super::response::{Attached, Response};
use super::rest::Rest;
use super::to_discord::{self, Frame, plain};
use crate::answer::{Reply, Request, suggest, wording};
use crate::config::{About, Config};
use crate::knowledge::Id;
use crate::library::Current;
use crate::picture::Pictures;
use crate::telemetry::measures::Measures;

/// As many suggestions as Discord shows.
const MOST_SUGGESTIONS: usize = 25;
/// The longest question that a form takes, in characters.
const LONGEST_FORM: u16 = 1_000;

/// Where interactions are answered.
pub struct Desk {
    current: Current,
    limits: Limits,
    about: About,
    questions: Option<Questions>,
    measures: Arc<Measures>,
    moderators: Option<Arc<Moderators>>,
}

/// Where members' questions go.
struct Questions {
    channel: u64,
    rest: Arc<Rest>,
}

impl Desk {
    /// A desk that answers from whatever generation is current.
    pub fn new(current: Current, config: &Config, rest: &Arc<Rest>) -> Self {
        let channel = config.moderation.questions_channel;
        Desk {
            current,
            limits: Limits::new(config.limits),
            about: config.about.clone(),
            questions: channel.map(|channel| Questions { channel, rest: rest.clone() }),
            measures: Arc::default(),
            moderators: None,
        }
    }

    /// The same with moderators who look after it, and who share what is measured.
    pub fn with_moderators(self, moderators: Arc<Moderators>, measures: Arc<Measures>) -> Self {
        Desk { moderators: Some(moderators), measures, ..self }
    }

    /// What is measured here.
    pub fn measures(&self) -> &Arc<Measures> {
        &self.measures
    }

    /// Answers an interaction.
    pub async fn answer(&self, interaction: &Interaction) -> Response {
        let call = from_discord::call(interaction);
        let hurries = matches!(call, Call::Ping | Call::Suggest(_) | Call::SuggestKept(_));
        let caller = from_discord::caller(interaction).filter(|_| !hurries);
        if caller.is_some_and(|caller| !self.limits.allow(caller)) {
            return told(wording::TOO_OFTEN);
        }
        match call {
            Call::Ping => Response::new(&CreateInteractionResponse::Pong, &[]),
            Call::Reply(wanted) => self.reply(&wanted),
            Call::Suggest(typing) => self.suggest(&typing),
            Call::SuggestKept(typed) => self.suggest_kept(Asker::of(interaction), typed).await,
            Call::Form(_) if self.questions.is_none() => told(wording::FORM_CLOSED),
            Call::Form(text) => form(&text),
            Call::Send { question, name } => self.send(&question, name.as_deref()).await,
            Call::Kb(wish) => self.moderate(Asker::of(interaction), wish).await,
            Call::NoWords => told(wording::NO_WORDS),
            Call::OldButton => told(wording::OLD_BUTTON),
            Call::OldCommand => told(wording::OLD_COMMAND),
        }
    }

    fn reply(&self, wanted: &Wanted) -> Response {
        let since = Instant::now();
        let generation = self.current.load();
        let reply = generation.library.reply(&wanted.request);
        self.measures.replied(&reply, since.elapsed());
        // A form's text stays with what only its writer sees.
        let typed = wanted.request.typed().filter(|_| !wanted.public).unwrap_or_default();
        let frame = Frame {
            part: wanted.part,
            public: wanted.public,
            mention: wanted.mention,
            form: self.questions.as_ref().map(|_| typed),
            about: &self.about,
        };
        let message = to_discord::message(&reply, &frame);
        let response = match wanted.part {
            Part::Page(_) => CreateInteractionResponse::UpdateMessage(message),
            _ => CreateInteractionResponse::Message(message),
        };
        Response::new(&response, &files(&reply, &generation.pictures))
    }

    fn suggest(&self, typing: &crate::answer::Typing) -> Response {
        let generation = self.current.load();
        let choices = suggest(generation.library.held(), typing, MOST_SUGGESTIONS);
        let choices = choices.into_iter().map(|choice| AutocompleteChoice::new(choice.label, choice.value));
        suggested(choices.collect())
    }

    /// Offers kept generations to those who may roll back to one.
    async fn suggest_kept(&self, asker: Option<Asker>, typed: String) -> Response {
        let choices = match (&self.moderators, asker) {
            (Some(moderators), Some(asker)) => moderators.suggest(asker, typed).await,
            _ => Vec::new(),
        };
        let choices = choices.into_iter().take(MOST_SUGGESTIONS);
        suggested(choices.map(|(label, value)| AutocompleteChoice::new(label, value)).collect())
    }

    async fn moderate(&self, asker: Option<Asker>, wish: Wish) -> Response {
        match &self.moderators {
            Some(moderators) => moderators.attend(asker, wish).await,
            None => told(wording::OLD_COMMAND),
        }
    }

    /// Sends a member's question on. What sounds like an emergency is answered, not sent.
    async fn send(&self, question: &str, name: Option<&str>) -> Response {
        let Some(questions) = &self.questions else { return told(wording::FORM_CLOSED) };
        let request = Request::Ask { question: question.to_owned() };
        if let Reply::Emergency(_) = self.current.load().library.reply(&request) {
            return self.reply(&Wanted { request, part: Part::First, public: false, mention: None });
        }
        let message = to_discord::question(question, name);
        match questions.rest.post_message(questions.channel, &message).await {
            Ok(()) => told(wording::FORM_SENT),
            Err(error) => {
                tracing::error!(%error, "a member's question could not be posted in questions_channel");
                told(wording::FORM_FAILED)
            }
        }
    }
}

/// A sentence that only the asker sees.
pub fn told(text: &str) -> Response {
    Response::new(&CreateInteractionResponse::Message(plain(text).ephemeral(true)), &[])
}

fn suggested(choices: Vec<AutocompleteChoice>) -> Response {
    let suggestions = CreateAutocompleteResponse::new().set_choices(choices);
    Response::new(&CreateInteractionResponse::Autocomplete(suggestions), &[])
}

/// The files that go with a reply.
fn files(reply: &Reply, pictures: &Pictures) -> Vec<Attached> {
    let Reply::Map(map) = reply else { return Vec::new() };
    let marked: Option<&Id> = map.card.as_ref().map(|shown| &shown.card.id);
    let picture = pictures.map(marked).map(|picture| picture.png.to_vec());
    let file = |bytes| Attached { name: to_discord::MAP_FILE, media: "image/png", bytes };
    picture.into_iter().map(file).collect()
}

/// The form for a question to the moderators.
fn form(text: &str) -> Response {
    let question = CreateInputText::new(InputTextStyle::Paragraph, wording::FORM_QUESTION, "question")
        .placeholder(wording::FORM_QUESTION_HINT)
        .max_length(LONGEST_FORM)
        .required(true);
    let question = if text.is_empty() { question } else { question.value(text) };
    let name = CreateInputText::new(InputTextStyle::Short, wording::FORM_NAME, "name")
        .max_length(80)
        .required(false);
    let rows = [question, name].map(CreateActionRow::InputText).into();
    let id = Action::Send.write().unwrap_or_default();
    let modal = CreateModal::new(id, wording::FORM_TITLE).components(rows);
    Response::new(&CreateInteractionResponse::Modal(modal), &[])
}
