//! `caveat serve` and `caveat register`: the bot on Discord.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use secrecy::SecretString;
use tokio::runtime::Runtime;

use super::{CANNOT_RUN, check, colours, print, refuse, today};
use crate::config::{self, Config, Golden};
use crate::library::{Keeping, Store};
use crate::telemetry;
use crate::transport::discord::register::{register, register_home};
use crate::transport::discord::rest::Rest;
use crate::transport::discord::serve::{ServeError, serve};
use crate::transport::reloading::Hangups;
use crate::transport::trial;

/// Discord could not be reached: trying again may help.
const TRY_AGAIN: u8 = 1;
/// The variable that holds the token where no file does.
const TOKEN: &str = "DISCORD_TOKEN";

#[derive(Args)]
pub struct Serve {
    /// The settings; config.example.toml explains them
    #[arg(long, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
    /// Say whether the settings are sound, and stop
    #[arg(long)]
    check_config: bool,
}

#[derive(Args)]
pub struct Register {
    /// The settings; config.example.toml explains them
    #[arg(long, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
}

pub fn run(serve_arguments: &Serve) -> Result<(), ExitCode> {
    let config = settings(&serve_arguments.config)?;
    let token = token(&config)?;
    if serve_arguments.check_config {
        print(&format!("{} is sound\n", serve_arguments.config.display()));
        return Ok(());
    }
    telemetry::serve(config.log);
    let runtime = runtime()?;
    let hangups = runtime.block_on(async { Hangups::new() });
    let hangups = hangups.map_err(|error| stopped(&ServeError::Signals(error)))?;
    let store = Store::open(keeping(&config)).map_err(|error| refuse(&error, &config.knowledge.dir))?;
    tracing::info!(generation = store.now().name(), "the knowledge is read");
    block_on(runtime, serve(&config, Arc::new(store), token, hangups))
}

/// How the settings want knowledge to be kept, and held against Discord's limits.
fn keeping(config: &Config) -> Keeping {
    let settings = &config.knowledge;
    Keeping {
        knowledge: settings.dir.clone(),
        index: settings.index.clone(),
        keep: settings.keep_generations,
        refuse_lost_golden: settings.golden == Golden::Refuse,
        today,
        trial: trial::problems,
    }
}

pub fn run_register(register_arguments: &Register) -> Result<(), ExitCode> {
    let config = settings(&register_arguments.config)?;
    let rest = Rest::new(&config.discord.api_base, token(&config)?).map_err(|e| stopped(&e.into()))?;
    block_on(runtime()?, async {
        let sent = register(&rest).await?;
        print(&format!("{sent}\n"));
        if let Some(guild) = config.discord.home_guild {
            print(&format!("in the home server, {}\n", register_home(&rest, guild).await?));
        }
        Ok(())
    })
}

/// The settings, or everything that is wrong in them.
fn settings(path: &Path) -> Result<Config, ExitCode> {
    config::read(path).map_err(|problems| {
        let folder = path.parent().unwrap_or(Path::new(""));
        eprint!("{}", check::diagnostics(&problems, folder, colours(&std::io::stderr())));
        eprintln!("caveat: the settings can't be used; config.example.toml explains every key");
        ExitCode::from(CANNOT_RUN)
    })
}

/// The token: from the file that the settings name, else from the environment.
fn token(config: &Config) -> Result<SecretString, ExitCode> {
    let token = match &config.discord.token_file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| format!("the token file {} can't be read: {error}", path.display())),
        None => std::env::var(TOKEN).map_err(|_| {
            format!(
                "there is no token: set {TOKEN}, or name a file that holds it with `token_file` in [discord]"
            )
        }),
    };
    let token = token.map(|token| token.trim().to_owned());
    match token {
        Ok(token) if !token.is_empty() => Ok(SecretString::from(token)),
        Ok(_) => Err("the token is empty; copy it from the Bot page of your application".to_owned()),
        Err(reason) => Err(reason),
    }
    .map_err(|reason| {
        eprintln!("caveat: {reason}");
        ExitCode::from(CANNOT_RUN)
    })
}

fn runtime() -> Result<Runtime, ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        eprintln!("caveat: this machine gives no threads: {error}");
        ExitCode::from(CANNOT_RUN)
    })
}

fn block_on(runtime: Runtime, task: impl Future<Output = Result<(), ServeError>>) -> Result<(), ExitCode> {
    let done = runtime.block_on(task).map_err(|error| stopped(&error));
    // Pictures that are being drawn, or a reload, can be broken off at any moment.
    runtime.shutdown_background();
    done
}

fn stopped(error: &ServeError) -> ExitCode {
    eprintln!("caveat: {error}");
    ExitCode::from(if error.is_for_the_operator() { CANNOT_RUN } else { TRY_AGAIN })
}
