//! The slash commands and message menus, as one table. A new command is a new row here
//! and an arm in `from_discord`.

use serenity::all::{
    CommandOptionType, CommandType, CreateCommand, CreateCommandOption, InstallationContext,
    InteractionContext,
};

/// A command as people see it in Discord's list.
pub struct Definition {
    /// What is typed behind the slash, or the menu's entry.
    pub name: &'static str,
    /// What it does, in a line that teaches; empty for a menu, which has none.
    pub about: &'static str,
    /// What may be typed with it.
    pub options: &'static [OptionDefinition],
    /// A slash command, or an entry of a message's menu.
    pub kind: CommandType,
}

/// Something that may be typed with a command.
pub struct OptionDefinition {
    /// Its name.
    pub name: &'static str,
    /// What to put there.
    pub about: &'static str,
    /// What sort of thing it takes.
    pub kind: CommandOptionType,
    /// Whether the command needs it.
    pub required: bool,
    /// Whether suggestions appear while it is typed.
    pub suggests: bool,
    /// The most characters that it takes, where it takes text.
    pub longest: Option<u16>,
}

/// The message menu that answers a message.
pub const FIND_ANSWER: &str = "Find a cited answer";
/// The message menu that checks a message for selling patterns.
pub const CHECK_CLAIM: &str = "Check this claim";
/// The longest question that is read, in characters.
pub const LONGEST_QUESTION: u16 = 1_000;

const fn text(name: &'static str, about: &'static str, required: bool, suggests: bool) -> OptionDefinition {
    let longest = Some(LONGEST_QUESTION);
    OptionDefinition { name, about, kind: CommandOptionType::String, required, suggests, longest }
}

const CLAIM_TEXT: OptionDefinition = OptionDefinition {
    name: "text",
    about: "The seller's words, as they stand in the advertisement.",
    kind: CommandOptionType::String,
    required: true,
    suggests: false,
    longest: Some(crate::answer::claim::LONGEST as u16),
};
const SHARE: OptionDefinition = OptionDefinition {
    name: "share",
    about: "Show the answer to everyone here. Otherwise only you see it.",
    kind: CommandOptionType::Boolean,
    required: false,
    suggests: false,
    longest: None,
};
const FOR: OptionDefinition = OptionDefinition {
    name: "for",
    about: "Share the answer and mention this person.",
    kind: CommandOptionType::User,
    required: false,
    suggests: false,
    longest: None,
};

/// Every command, in the order in which they are told.
pub const COMMANDS: &[Definition] = &[
    Definition {
        name: "ask",
        about: "Ask about stem-cell therapy. Answers are cited. Please share no personal health details.",
        options: &[
            text("question", "Your question, in your own words, without personal details.", true, true),
            SHARE,
            FOR,
        ],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "browse",
        about: "Open a card by its topic and name.",
        options: &[
            text("topic", "What sort of card: diseases, products, harms, rules ...", true, true),
            text("card", "Which one. Leave it out to see them all.", false, true),
            SHARE,
            FOR,
        ],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "frontier",
        about: "What research is working on, and what it is not.",
        options: &[text("card", "Which of the research frontiers.", true, true), SHARE, FOR],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "map",
        about: "The stages from the lab to the clinic, as a picture.",
        options: &[text("stage", "A stage, to see what it means and what it does not.", false, true), SHARE],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "source",
        about: "Find a cited work, and what it does not show.",
        options: &[text("find", "Author, title, journal, year, DOI or trial number.", true, true), SHARE],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "claim",
        about: "Check a seller's words: known selling patterns, and what they leave out.",
        options: &[CLAIM_TEXT, SHARE],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "checklist",
        about: "Nine questions for a headline or an advert.",
        options: &[SHARE],
        kind: CommandType::ChatInput,
    },
    Definition {
        name: "about",
        about: "What Caveat is and is not, who runs it, and what happens to what you type.",
        options: &[],
        kind: CommandType::ChatInput,
    },
    Definition { name: FIND_ANSWER, about: "", options: &[], kind: CommandType::Message },
    Definition { name: CHECK_CLAIM, about: "", options: &[], kind: CommandType::Message },
];

impl Definition {
    /// The command as Discord wants it: for servers and single users, everywhere.
    pub fn create(&self) -> CreateCommand {
        let command = CreateCommand::new(self.name)
            .kind(self.kind)
            .integration_types(vec![InstallationContext::Guild, InstallationContext::User])
            .contexts(vec![
                InteractionContext::Guild,
                InteractionContext::BotDm,
                InteractionContext::PrivateChannel,
            ])
            .set_options(self.options.iter().map(OptionDefinition::create).collect());
        match self.kind {
            CommandType::ChatInput => command.description(self.about),
            _ => command,
        }
    }
}

impl OptionDefinition {
    fn create(&self) -> CreateCommandOption {
        let option = CreateCommandOption::new(self.kind, self.name, self.about)
            .required(self.required)
            .set_autocomplete(self.suggests);
        match self.longest {
            Some(longest) => option.max_length(longest),
            None => option,
        }
    }
}
