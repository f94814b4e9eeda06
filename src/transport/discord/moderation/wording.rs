//! What the bot says to moderators, in plain words: they write cards, not programs.

/// Where `/kb` is used outside the home server, or where there is none.
pub const ELSEWHERE: &str = "This command works only in the server that looks after this bot.";
/// Where somebody who is no moderator uses it.
pub const NO_MODERATOR: &str =
    "Only this bot's moderators can do that. Whoever runs the bot can add your role to its settings.";
/// Where work takes longer than Discord waits.
pub const STILL_AT_IT: &str = "Still at it. What comes of it is told in the moderators' channel, if one is set; otherwise look at /kb status in a minute.";
/// Where a list was lost with a restart.
pub const LIST_GONE: &str = "That list is gone: I was restarted since. Type /kb check to see it again.";
/// Where the work itself failed.
pub const FAILED: &str = "Something went wrong on my side. The knowledge from before goes on answering. Whoever runs the bot finds more in its log.";

/// Over a reload that changed what answers.
pub const RELOADED: &str = "Reloaded: this answers from now on";
/// Over a reload that changed nothing.
pub const UNCHANGED: &str = "Nothing to do";
/// What that means.
pub const UNCHANGED_MEANS: &str = "What answers is what the files say.";
/// Over a reload that failed.
pub const REFUSED: &str = "Not reloaded";
/// What that means for members.
pub const REFUSED_MEANS: &str =
    "The knowledge from before goes on answering, and members notice nothing. Mend these, then /kb reload.";
/// Over a rollback.
pub const ROLLED_BACK: &str = "Rolled back: the earlier knowledge answers now";
/// What that means for the files.
pub const ROLLED_BACK_MEANS: &str = "The files are as they were. They stay set aside, over restarts too, until a file changes where files are watched, or somebody types /kb reload.";
/// Over a rollback that failed.
pub const NOT_ROLLED_BACK: &str = "Not rolled back";
/// Over files without mistakes.
pub const SOUND: &str = "The files are sound";
/// What that means.
pub const SOUND_MEANS: &str = "A /kb reload would take them.";
/// Over the state of things.
pub const STATUS: &str = "What answers";
/// Over what is overdue.
pub const STALE: &str = "Not looked at for a year";
/// Where nothing is.
pub const NOTHING_STALE: &str = "Nothing. Every card was reviewed, and every source opened, within a year.";
/// Over the kept generations.
pub const HISTORY: &str = "Kept generations";
/// Under them.
pub const HISTORY_NEXT: &str = "/kb rollback goes to the one that answered before; /kb rollback with a name, or its first letters, to that one.";
/// Before a preview.
pub const PREVIEW: &str = "**Preview**, from the files as they are now. Members see it after /kb reload.";
/// Where there is no such card.
pub const NO_CARD: &str = "The files hold no card of that name. Pick one from the suggestions, or write its id, such as basics:duration.";
/// Before what to do about a mistake.
pub const TO_DO: &str = "What to do";
/// Where the files were broken at the start.
pub const FILES_DIFFER: &str = "The files are not what answers: /kb check says whether they could.";
/// Where they answer.
pub const FILES_ANSWER: &str = "The files are what answers.";

/// A number of things.
pub fn count(number: usize, one: &str) -> String {
    let many = if number == 1 { "" } else { "s" };
    format!("{number} {one}{many}")
}

/// Over mistakes.
pub fn mistakes(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (errors, 0) => count(errors, "mistake"),
        (0, warnings) => format!("{} to look at soon", count(warnings, "thing")),
        (errors, warnings) => {
            format!("{} and {} to look at soon", count(errors, "mistake"), count(warnings, "thing"))
        }
    }
}

/// How many records there were, and are.
pub fn records((before, now): (u64, u64)) -> String {
    format!("**Records taken over from registers**: {before} before, {now} now\n")
}

/// That a card of a preview would be refused.
pub fn preview_has(mistakes: &str) -> String {
    format!("⚠️ Its file has {mistakes}; /kb check shows where.")
}

/// That a change is not on disk.
pub fn unsaved(reason: &str) -> String {
    format!("⚠️ It could not be noted on the disk ({reason}): a restart would undo it.")
}

/// For how long something has run.
pub fn lasted(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => count(minutes as usize, "minute"),
        (0, _) => format!("{} {}", count(hours as usize, "hour"), count(minutes as usize, "minute")),
        _ => format!("{} {}", count(days as usize, "day"), count(hours as usize, "hour")),
    }
}

/// Who did something, from what was noted of it.
pub fn who(by: &str) -> String {
    match by {
        "start" => "when the bot started".into(),
        "watch" => "when a file was saved".into(),
        "signal" => "by a signal on its machine".into(),
        "command" => "at a command line".into(),
        person if person.bytes().all(|byte| byte.is_ascii_digit()) => format!("by <@{person}>"),
        other => format!("by {other}"),
    }
}

/// What changed, in a line for the record.
pub fn changed(title: &str, [new, changed, gone]: [usize; 3], (from, to): (&str, &str)) -> String {
    format!("{title} ({new} new, {changed} changed, {gone} gone; {from} → {to})")
}
