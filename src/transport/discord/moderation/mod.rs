//! `/kb`: moderators look after the knowledge from Discord, in the home server alone.
//! What they did is told in the audit channel and in the log, with their number: the one
//! place where one is logged.

pub mod command;
pub mod kb;
pub mod preview;
pub mod report;
pub mod who_may;
pub mod wording;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serenity::all::{
    ButtonStyle, Colour, CreateAllowedMentions, CreateInteractionResponse, CreateInteractionResponseMessage,
    CreateMessage,
};
use tokio_util::task::TaskTracker;

use super::custom_id::Action;
use super::desk::told;
use super::response::Response;
use super::rest::Rest;
use super::to_discord::{button, embed, footer, rows};
use crate::answer::wording as said;
use crate::config::{About, Config, Moderation};
use crate::library::{By, Store};
use crate::telemetry::measures::Measures;
use crate::transport::reloading;
use kb::{List, Wish};
use report::Report;
use who_may::{Asker, Refusal, may};

/// Discord waits three seconds for an answer; work that takes longer goes on without it.
const PATIENCE: Duration = Duration::from_secs(2);
/// The colour of what moderators read.
const COLOUR: Colour = Colour::new(0x6B7280);

/// Where moderators are attended to.
pub struct Moderators {
    home: Option<u64>,
    who: Moderation,
    about: About,
    shards: u16,
    store: Arc<Store>,
    measures: Arc<Measures>,
    rest: Arc<Rest>,
    /// What was wrong when somebody last looked, for its further pages.
    problems: Mutex<Arc<Report>>,
    /// What is still to be told in the audit channel.
    telling: TaskTracker,
}

/// What a wish came to.
enum Done {
    Report(Report),
    Preview(Box<CreateInteractionResponseMessage>, String),
}

impl Done {
    /// A line for the record.
    fn line(&self) -> &str {
        match self {
            Done::Report(report) => report.record.as_deref().unwrap_or(&report.title),
            Done::Preview(_, line) => line,
        }
    }
}

impl Moderators {
    /// Moderators as the settings name them, over that store.
    pub fn new(config: &Config, store: Arc<Store>, measures: Arc<Measures>, rest: Arc<Rest>) -> Self {
        Moderators {
            home: config.discord.home_guild,
            who: config.moderation.clone(),
            about: config.about.clone(),
            shards: if config.http.is_some() { 0 } else { config.discord.shards },
            store,
            measures,
            rest,
            problems: Mutex::default(),
            telling: TaskTracker::new(),
        }
    }

    /// Does what a moderator wants; others are told why not.
    pub async fn attend(self: &Arc<Self>, asker: Option<Asker>, wish: Wish) -> Response {
        let Some(asker) = asker else { return told(wording::ELSEWHERE) };
        match may(&asker, self.home, &self.who) {
            Ok(()) => {}
            Err(Refusal::Elsewhere) => return told(wording::ELSEWHERE),
            Err(Refusal::NoModerator) => {
                tracing::info!("somebody who is no moderator tried /kb");
                return told(wording::NO_MODERATOR);
            }
        }
        let (here, page) = (self.clone(), if let Wish::Page(_, page) = wish { Some(page) } else { None });
        let list = if matches!(wish, Wish::Stale | Wish::Page(List::Stale, _)) {
            List::Stale
        } else {
            List::Problems
        };
        let doing = tokio::task::spawn_blocking(move || {
            let done = here.perform(&wish, asker.user);
            if let Some(name) = wish.name() {
                here.record(asker.user, name, done.line());
            }
            done
        });
        match tokio::time::timeout(PATIENCE, doing).await {
            Ok(Ok(Done::Report(report))) => paged(&report, list, page),
            Ok(Ok(Done::Preview(message, _))) => {
                Response::new(&CreateInteractionResponse::Message(*message), &[])
            }
            Ok(Err(_)) => told(wording::FAILED),
            Err(_) => told(wording::STILL_AT_IT),
        }
    }

    /// The kept generations whose names begin as typed, as lines with their names, but
    /// for the one that answers now; none for those who may not roll back.
    pub async fn suggest(&self, asker: Asker, typed: String) -> Vec<(String, String)> {
        if may(&asker, self.home, &self.who).is_err() {
            return Vec::new();
        }
        let store = self.store.clone();
        let reading = tokio::task::spawn_blocking(move || {
            report::choices(&store.history(), store.now().name(), typed.trim())
        });
        reading.await.unwrap_or_default()
    }

    /// Waits until everything is told.
    pub async fn drain(&self) {
        self.telling.close();
        self.telling.wait().await;
    }

    fn perform(&self, wish: &Wish, user: u64) -> Done {
        Done::Report(match wish {
            Wish::Reload => self.reload(By::Person(user)),
            Wish::Check => self.check(),
            Wish::Status => self.status(),
            Wish::Stale | Wish::Page(List::Stale, _) => report::stale(&self.store.now(), self.store.today()),
            Wish::Preview(card) => {
                let (message, line) = preview::preview(&self.store.draft(), card, &self.about);
                return Done::Preview(Box::new(message), line);
            }
            Wish::History => report::history(&self.store.history(), self.store.now().name()),
            Wish::Rollback(to) => self.roll_back(to.as_deref(), By::Person(user)),
            Wish::Page(List::Problems, _) => self.last_problems(),
        })
    }

    fn reload(&self, by: By) -> Report {
        let outcome = self.store.reload(by);
        self.measures.reloaded(reloading::outcome(&outcome));
        match outcome {
            Ok(change) => report::reloaded(&change),
            Err(error) => self.kept(report::refused(wording::REFUSED, &error)),
        }
    }

    fn roll_back(&self, to: Option<&str>, by: By) -> Report {
        match self.store.rollback(to, by) {
            Ok(change) => report::change(wording::ROLLED_BACK, wording::ROLLED_BACK_MEANS, &change),
            Err(error) => report::refused(wording::NOT_ROLLED_BACK, &error),
        }
    }

    fn check(&self) -> Report {
        match self.store.check() {
            none if none.is_empty() => Report::told(wording::SOUND, wording::SOUND_MEANS),
            some => self.kept(report::mistakes("The files", "", &some)),
        }
    }

    fn status(&self) -> Report {
        let now = self.store.now();
        let shards = (self.shards, self.measures.connected());
        let state = report::State {
            made: self.store.history().into_iter().find(|past| past.generation == now.name()),
            overdue: report::overdue(&now, self.store.today()).len(),
            uptime: self.measures.uptime(),
            replies: self.measures.replies(),
            files_answer: self.store.files_answer(),
            shards,
        };
        report::status(&now, &state)
    }

    /// Keeps the report for its further pages.
    fn kept(&self, report: Report) -> Report {
        *self.problems.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(report.clone());
        report
    }

    fn last_problems(&self) -> Report {
        let last = self.problems.lock().unwrap_or_else(PoisonError::into_inner).as_ref().clone();
        if last.title.is_empty() { Report::told(wording::LIST_GONE, "") } else { last }
    }

    /// Tells in the log and in the audit channel what was done, by whom, and what came of it.
    fn record(&self, moderator: u64, command: &'static str, result: &str) {
        tracing::info!(moderator, command, result, "a moderator used /kb");
        let Some(channel) = self.who.audit_channel else { return };
        let message = CreateMessage::new()
            .content(format!("<@{moderator}> used `/kb {command}`: {result}"))
            .allowed_mentions(CreateAllowedMentions::new());
        let rest = self.rest.clone();
        self.telling.spawn(async move {
            if let Err(error) = rest.post_message(channel, &message).await {
                tracing::error!(%error, "what a moderator did could not be told in audit_channel");
            }
        });
    }
}

/// A page of a report, with buttons to the others.
fn paged(report: &Report, list: List, page: Option<usize>) -> Response {
    let pages = report.pages();
    let at = page.unwrap_or_default().min(pages.len().saturating_sub(1));
    let turn = |to: usize, label| button(&Action::Kb(list, to), label, ButtonStyle::Secondary);
    let back = at.checked_sub(1).and_then(|to| turn(to, said::BACK));
    let on = Some(at + 1).filter(|to| *to < pages.len()).and_then(|to| turn(to, said::ON));
    let number = (pages.len() > 1).then(|| said::page(at + 1, pages.len()));
    let foot: Vec<String> =
        [report.foot.clone()].into_iter().filter(|foot| !foot.is_empty()).chain(number).collect();
    let embed = embed(&report.title, COLOUR).description(&pages[at]).footer(footer(&foot));
    let message = CreateInteractionResponseMessage::new()
        .embed(embed)
        .components(rows(vec![back, on], None))
        .allowed_mentions(CreateAllowedMentions::new())
        .ephemeral(true);
    let response = match page {
        Some(_) => CreateInteractionResponse::UpdateMessage(message),
        None => CreateInteractionResponse::Message(message),
    };
    Response::new(&response, &[])
}
