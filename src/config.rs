//! `config.toml`: what an operator may set, read into typed and checked settings with
//! safe defaults. Everything wrong in a file is told at once, each with its place.
//! `config.example.toml` explains every key.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::knowledge::diagnostic::{File, Problem};
use crate::knowledge::read::{Located, Reader, read_file};

/// Everything that an operator may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `[discord]`: the way to Discord.
    pub discord: Discord,
    /// `[about]`: who answers for this bot.
    pub about: About,
    /// `[moderation]`: who may moderate, and where moderators read.
    pub moderation: Moderation,
    /// `[knowledge]`: where the knowledge is.
    pub knowledge: KnowledgeFolder,
    /// `[http]`: interactions over HTTP instead of the gateway.
    pub http: Option<Endpoint>,
    /// `[admin]`: health, readiness and metrics.
    pub admin: Option<SocketAddr>,
    /// `[limits]`: how often one person, and one channel, may ask.
    pub limits: Limits,
    /// `[log]`: how much is logged, and how.
    pub log: Log,
}

/// The way to Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discord {
    /// The file that holds the token; else the variable `DISCORD_TOKEN` does.
    pub token_file: Option<PathBuf>,
    /// Discord, or a rate-limit proxy before it, without a path.
    pub api_base: String,
    /// The server whose moderators look after this bot.
    pub home_guild: Option<u64>,
    /// How many gateway shards there are in all.
    pub shards: u16,
    /// Which of them this process runs.
    pub shard_ids: Vec<u16>,
}

/// Who answers for this bot, for `/about`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Who runs it, in a line.
    pub run_by: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// Who pays for it.
    pub funding: Option<String>,
    /// Where the privacy policy can be read.
    pub privacy_url: Option<String>,
}

/// Who may moderate, and where moderators read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moderation {
    /// Roles that may use `/kb`.
    pub roles: Vec<u64>,
    /// People who may use `/kb`.
    pub users: Vec<u64>,
    /// Where what moderators did is told.
    pub audit_channel: Option<u64>,
    /// Where members' questions go.
    pub questions_channel: Option<u64>,
}

/// Where the knowledge is, and how it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeFolder {
    /// The folder of cards and sources.
    pub dir: PathBuf,
    /// The folder where generations are kept.
    pub index: PathBuf,
    /// Whether saving a file reloads.
    pub watch: bool,
    /// How many generations stay on disk.
    pub keep_generations: usize,
    /// What a reload does that would lose a golden question.
    pub golden: Golden,
}

/// What a reload does that would lose a golden question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Golden {
    /// The old generation keeps answering.
    Refuse,
    /// The new generation answers, and the loss is told.
    Warn,
}

/// Interactions over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The application's public key.
    pub public_key: [u8; 32],
}

/// How many requests a minute are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one person.
    pub per_user: u32,
    /// In one channel.
    pub per_channel: u32,
}

/// How much is logged, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// The least severe level that is logged.
    pub level: tracing::Level,
    /// Whether each line is a JSON object.
    pub json: bool,
}

/// Discord itself.
const DISCORD: &str = "https://discord.com";
/// The words of `log.level`, each with what it means.
const LEVELS: &[(&str, tracing::Level)] = &[
    ("error", tracing::Level::ERROR),
    ("warn", tracing::Level::WARN),
    ("info", tracing::Level::INFO),
    ("debug", tracing::Level::DEBUG),
];

impl Default for Config {
    fn default() -> Self {
        Config {
            discord: Discord {
                token_file: None,
                api_base: DISCORD.into(),
                home_guild: None,
                shards: 1,
                shard_ids: vec![0],
            },
            about: About::default(),
            moderation: Moderation::default(),
            knowledge: KnowledgeFolder {
                dir: "knowledge".into(),
                index: "index".into(),
                watch: false,
                keep_generations: 5,
                golden: Golden::Warn,
            },
            http: None,
            admin: None,
            limits: Limits { per_user: 20, per_channel: 120 },
            log: Log { level: tracing::Level::INFO, json: false },
        }
    }
}

/// Reads the file. Paths in it are below its own folder.
///
/// # Errors
/// Everything that is wrong in it, or that it can't be read.
pub fn read(path: &Path) -> Result<Config, Vec<Problem>> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut file = File { path: name, text: String::new() };
    match fs::read_to_string(path) {
        Ok(text) => file.text = text,
        Err(error) => {
            let message = format!("{} can't be read: {error}", path.display());
            let help = "copy config.example.toml to config.toml, or name your file with --config";
            return Err(vec![file.error(0..0, "unreadable-file", message, help)]);
        }
    }
    parse(&file, path.parent().unwrap_or(Path::new("")))
}

/// Reads the settings that stand in a file's text; paths are below `folder`.
///
/// # Errors
/// Everything that is wrong in it.
pub fn parse(file: &File, folder: &Path) -> Result<Config, Vec<Problem>> {
    if file.text.trim().is_empty() {
        return Ok(Config::default());
    }
    let mut problems = Vec::new();
    let config = read_file(file, &mut problems, |reader| Some(settings(reader, folder)));
    config.ok_or(problems)
}

fn settings(reader: &mut Reader<'_>, folder: &Path) -> Config {
    let default = Config::default();
    Config {
        discord: reader.table("discord", |table| discord(table, folder)).unwrap_or(default.discord),
        about: reader.table("about", about).unwrap_or_default(),
        moderation: reader.table("moderation", moderation).unwrap_or_default(),
        knowledge: reader.table("knowledge", |table| knowledge(table, folder)).unwrap_or(KnowledgeFolder {
            dir: folder.join(default.knowledge.dir),
            index: folder.join(default.knowledge.index),
            ..default.knowledge
        }),
        http: reader.table("http", endpoint).flatten(),
        admin: reader.table("admin", |table| address(table, "listen")).flatten(),
        limits: reader.table("limits", limits).unwrap_or(default.limits),
        log: reader.table("log", log).unwrap_or(default.log),
    }
}

fn discord(table: &mut Reader<'_>, folder: &Path) -> Discord {
    let api_base = table.optional_text("api_base").map(|base| api_base(table, base));
    let shards = number(table, "shards", 1..=u16::MAX.into()).map_or(1, |n| n as u16);
    Discord {
        token_file: table.optional_text("token_file").map(|path| folder.join(path.value)),
        api_base: api_base.unwrap_or_else(|| DISCORD.into()),
        home_guild: table.optional_id("home_guild").map(|id| id.value),
        shards,
        shard_ids: shard_ids(table, shards),
    }
}

/// The address without its end: both `https://host` and `https://host/api/v10` mean the host.
fn api_base(table: &mut Reader<'_>, base: Located<String>) -> String {
    if !base.value.starts_with("https://") && !base.value.starts_with("http://") {
        let help = "write it with https:// (or http:// for a proxy on your own network)";
        table.problem(base.at, "wrong-value", "`api_base` is not a web address", help);
    }
    base.value.trim_end_matches('/').trim_end_matches("/api/v10").trim_end_matches('/').to_owned()
}

fn shard_ids(table: &mut Reader<'_>, shards: u16) -> Vec<u16> {
    let ids = table.numbers("shard_ids");
    if ids.is_empty() {
        return (0..shards).collect();
    }
    let fits = |id: &Located<i64>| (0..i64::from(shards)).contains(&id.value);
    for id in ids.iter().filter(|id| !fits(id)) {
        let message = format!("there is no shard {} among {shards}", id.value);
        table.problem(id.at.clone(), "wrong-value", message, "shards are counted from 0");
    }
    ids.into_iter().filter(fits).map(|id| id.value as u16).collect()
}

fn about(table: &mut Reader<'_>) -> About {
    let mut line = |key| table.optional_text(key).map(|text| text.trimmed().value);
    About {
        run_by: line("run_by"),
        contact: line("contact"),
        funding: line("funding"),
        privacy_url: line("privacy_url"),
    }
}

fn moderation(table: &mut Reader<'_>) -> Moderation {
    let values = |ids: Vec<Located<u64>>| ids.into_iter().map(|id| id.value).collect();
    Moderation {
        roles: values(table.ids("roles")),
        users: values(table.ids("users")),
        audit_channel: table.optional_id("audit_channel").map(|id| id.value),
        questions_channel: table.optional_id("questions_channel").map(|id| id.value),
    }
}

fn knowledge(table: &mut Reader<'_>, folder: &Path) -> KnowledgeFolder {
    let default = Config::default().knowledge;
    let words = ["refuse", "warn"];
    let golden = table.optional_word("golden", &words, |word| match word {
        "refuse" => Some(Golden::Refuse),
        "warn" => Some(Golden::Warn),
        _ => None,
    });
    KnowledgeFolder {
        dir: folder.join(table.optional_text("dir").map_or(default.dir, |path| path.value.into())),
        index: folder.join(table.optional_text("index").map_or(default.index, |path| path.value.into())),
        watch: table.flag("watch"),
        keep_generations: number(table, "keep_generations", 1..=1000)
            .map_or(default.keep_generations, |n| n as usize),
        golden: golden.map_or(default.golden, |golden| golden.value),
    }
}

fn endpoint(table: &mut Reader<'_>) -> Option<Endpoint> {
    let listen = address(table, "listen");
    let key = table.text("public_key")?;
    let public_key = hex(&key.value);
    if public_key.is_none() {
        let help =
            "copy the Public Key of your application's General Information page: 64 letters and digits";
        table.problem(key.at, "wrong-value", "`public_key` is not the public key of an application", help);
    }
    Some(Endpoint { listen: listen?, public_key: public_key? })
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.trim().chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, d| byte << 4 | d)).collect();
    (digits.len() == 64).then_some(bytes)?.try_into().ok()
}

fn address(table: &mut Reader<'_>, key: &'static str) -> Option<SocketAddr> {
    let text = table.text(key)?;
    let address = text.value.parse().ok();
    if address.is_none() {
        let help =
            "write an address and a port, such as \"127.0.0.1:8080\" (this machine only) or \"0.0.0.0:8080\"";
        table.problem(text.at, "wrong-value", format!("`{key}` is not an address to listen on"), help);
    }
    address
}

fn limits(table: &mut Reader<'_>) -> Limits {
    let default = Config::default().limits;
    let mut limit = |key, or| number(table, key, 1..=10_000).map_or(or, |n| n as u32);
    Limits {
        per_user: limit("per_user", default.per_user),
        per_channel: limit("per_channel", default.per_channel),
    }
}

fn log(table: &mut Reader<'_>) -> Log {
    let names: Vec<&str> = LEVELS.iter().map(|(name, _)| *name).collect();
    let level = table.optional_word("level", &names, |word| {
        LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level)
    });
    let json = table.optional_word("format", &["text", "json"], |word| match word {
        "text" => Some(false),
        "json" => Some(true),
        _ => None,
    });
    let default = Config::default().log;
    Log {
        level: level.map_or(default.level, |level| level.value),
        json: json.map_or(default.json, |json| json.value),
    }
}

fn number(table: &mut Reader<'_>, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let number = table.optional_number(key)?;
    if !range.contains(&number.value) {
        let help = format!("write a number from {} to {}", range.start(), range.end());
        table.problem(number.at, "wrong-value", format!("`{key}` can't be {}", number.value), help);
        return None;
    }
    Some(number.value)
}
