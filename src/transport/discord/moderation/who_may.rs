//! Who may moderate. Discord hides `/kb` from others, but what it hides can be shown
//! again in a server's settings: here it is decided.

use serenity::all::{Interaction, Member};

use crate::config::Moderation;

/// Who wants something, and where: only what decides whether they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Their number.
    pub user: u64,
    /// The server, unless they write to the bot alone.
    pub guild: Option<u64>,
    /// Their roles there.
    pub roles: Vec<u64>,
    /// Whether they manage that server.
    pub manages: bool,
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// This is not the moderators' server.
    Elsewhere,
    /// They are no moderator.
    NoModerator,
}

impl Asker {
    /// Whoever caused the interaction.
    pub fn of(interaction: &Interaction) -> Option<Self> {
        let (user, guild, member) = match interaction {
            Interaction::Command(command) | Interaction::Autocomplete(command) => {
                (command.user.id, command.guild_id, command.member.as_deref())
            }
            Interaction::Component(component) => {
                (component.user.id, component.guild_id, component.member.as_ref())
            }
            _ => return None,
        };
        let roles = member.map(|member| member.roles.iter().map(|role| role.get()).collect());
        Some(Asker {
            user: user.get(),
            guild: guild.map(|guild| guild.get()),
            roles: roles.unwrap_or_default(),
            manages: member.is_some_and(manages),
        })
    }
}

fn manages(member: &Member) -> bool {
    member.permissions.is_some_and(|rights| rights.manage_guild() || rights.administrator())
}

/// Whether they may moderate: in the home server, those whom the settings name, or those
/// who manage it where the settings name nobody.
///
/// # Errors
/// Why they may not.
pub fn may(asker: &Asker, home: Option<u64>, moderation: &Moderation) -> Result<(), Refusal> {
    if home.is_none() || asker.guild != home {
        return Err(Refusal::Elsewhere);
    }
    let nobody_named = moderation.roles.is_empty() && moderation.users.is_empty();
    let named = moderation.users.contains(&asker.user)
        || asker.roles.iter().any(|role| moderation.roles.contains(role));
    match named || nobody_named && asker.manages {
        true => Ok(()),
        false => Err(Refusal::NoModerator),
    }
}
