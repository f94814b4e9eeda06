//! `/kb` as Discord shows it, as a table of its subcommands.

use serenity::all::{
    CommandOptionType, CommandType, CreateCommand, CreateCommandOption, InteractionContext, Permissions,
};

/// The command's name.
pub const NAME: &str = "kb";

/// A subcommand: its name, what it does, and the option that it takes.
type Row = (&'static str, &'static str, Option<Take>);

/// An option: its name, what to put there, whether it must be there, and whether
/// suggestions appear while it is typed.
type Take = (&'static str, &'static str, bool, bool);

/// Every subcommand.
pub const SUBCOMMANDS: &[Row] = &[
    ("reload", "Have the files as they are now answer, if they are sound.", None),
    ("check", "What is wrong in the files as they are now. Changes nothing.", None),
    ("status", "Which knowledge answers, since when, and how much it is used.", None),
    ("stale", "Cards and sources that nobody has looked at for a year.", None),
    (
        "preview",
        "A card from the files as they are now, as members would see it.",
        Some(("card", "The card's name or id.", true, true)),
    ),
    ("history", "The generations of the knowledge that are kept.", None),
    (
        "rollback",
        "Have an earlier generation answer, whatever the files are now.",
        Some(("generation", "Which one, from /kb history. Leave it out for the one before.", false, true)),
    ),
];

/// The command as Discord wants it: shown to those who manage the home server, until its
/// settings show it to others.
pub fn create() -> CreateCommand {
    let command = CreateCommand::new(NAME)
        .kind(CommandType::ChatInput)
        .description("Look after the knowledge: reload, check, preview, roll back.")
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .contexts(vec![InteractionContext::Guild]);
    SUBCOMMANDS.iter().fold(command, |command, row| command.add_option(subcommand(row)))
}

fn subcommand((name, about, takes): &Row) -> CreateCommandOption {
    let subcommand = CreateCommandOption::new(CommandOptionType::SubCommand, *name, *about);
    match takes {
        Some((name, about, required, suggests)) => subcommand.add_sub_option(
            CreateCommandOption::new(CommandOptionType::String, *name, *about)
                .required(*required)
                .set_autocomplete(*suggests),
        ),
        None => subcommand,
    }
}
