//! A run: the program, the stand-in, people who ask, and one fault after the other.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use caveat::config::Config;
use caveat::transport::discord::rest::Rest;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::Done;
use super::asking::{CANARY, Words, person};
use super::editions::Editions;
use super::faults::Fault;
use super::program::Program;
use super::random::Random;
use super::stand_in::{StandIn, TOKEN};
use super::summary::Summary;

/// People who ask at the same time.
const PEOPLE: u64 = 6;
/// In this share of the time processes are killed; in the rest memory is watched.
const KILLING: f64 = 0.5;
/// So long the first answer and the last may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a run is made of.
pub struct Plan {
    pub seed: u64,
    pub long: Duration,
    /// The mean time between two faults.
    pub pace: Duration,
    pub program: PathBuf,
    pub knowledge: PathBuf,
    /// The card that is edited, below the knowledge.
    pub card: &'static str,
    pub words: Words,
}

/// All that is going on.
pub struct World {
    pub plan: Plan,
    pub stand_in: Arc<StandIn>,
    pub editions: Editions,
    pub program: Mutex<Program>,
    /// Whether people go on asking.
    pub open: AtomicBool,
    /// So many of the next interactions are sent twice.
    pub doubles: AtomicUsize,
    pub sent: AtomicU64,
    pub answered: AtomicU64,
    pub cut: AtomicU64,
    violations: Mutex<Vec<String>>,
    dir: tempfile::TempDir,
}

/// Runs it to its end.
pub async fn run(plan: Plan) -> Done<Summary> {
    let world = Arc::new(World::new(plan).await?);
    world.start()?;
    let mut random = Random::new(world.plan.seed);
    let watching = tokio::spawn(watch(world.clone()));
    world.answers(&mut random).await?;
    let mut people = JoinSet::new();
    (0..PEOPLE).for_each(|_| drop(people.spawn(person(world.clone(), random.next()))));
    let since = Instant::now();
    let faults = faults(&world, &mut random).await?;
    world.calm_down();
    while let Some(done) = people.join_next().await {
        done.unwrap_or_else(|error| world.violated(format!("an answer could not be read: {error}")));
    }
    world.answers(&mut random).await?;
    watching.abort();
    world.stops()?;
    world.kept_silent()?;
    Ok(world.sum_up(since.elapsed(), faults))
}

/// Draws faults until the time is over; how often each happened.
async fn faults(world: &Arc<World>, random: &mut Random) -> Done<BTreeMap<&'static str, usize>> {
    let (since, mut happened) = (Instant::now(), BTreeMap::new());
    while since.elapsed() < world.plan.long {
        let pace = world.plan.pace.as_millis() as u64;
        tokio::time::sleep(Duration::from_millis(random.between(pace / 2, pace * 3 / 2))).await;
        let fault = Fault::draw(random);
        let is_connected = world.stand_in.connected.load(Ordering::SeqCst) > 0;
        let may_kill = since.elapsed() < world.plan.long.mul_f64(KILLING);
        if fault.needs_connection() && !is_connected || fault.kills() && !may_kill {
            continue;
        }
        *happened.entry(fault.name()).or_default() += 1;
        fault.happen(world, random).await?;
    }
    Ok(happened)
}

/// Measures the program, and starts it again where it ended by itself, which is a violation.
async fn watch(world: Arc<World>) {
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let ended = {
            let mut program = world.program.lock().expect("lock");
            program.sample();
            program.ended_by_itself()
        };
        if let Ok(Some(status)) = ended {
            world.violated(format!("the program ended by itself: {status}"));
            world.stand_in.died();
            world.start().unwrap_or_else(|error| world.violated(error.to_string()));
        }
    }
}

impl World {
    async fn new(plan: Plan) -> Done<World> {
        let (dir, stand_in, quiet) = (tempfile::tempdir()?, StandIn::start().await, StandIn::start().await);
        let config = settings();
        let rest = Arc::new(Rest::new(&quiet.base(), SecretString::from(TOKEN))?);
        let folder = dir.path().join("knowledge");
        let editions = Editions::of(&plan.knowledge, &folder, plan.card, &config, &rest)?;
        fs::write(dir.path().join("config.toml"), written(&stand_in.base()))?;
        let program = Mutex::new(Program::new(&plan.program, dir.path()));
        Ok(World {
            plan,
            stand_in,
            editions,
            program,
            open: AtomicBool::new(true),
            doubles: AtomicUsize::new(0),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            cut: AtomicU64::new(0),
            violations: Mutex::default(),
            dir,
        })
    }

    pub fn words(&self) -> &Words {
        &self.plan.words
    }

    /// Where generations are kept.
    pub fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    /// Notes something that must not be.
    pub fn violated(&self, what: String) {
        eprintln!("violated: {what}");
        self.violations.lock().expect("lock").push(what);
    }

    /// Starts the program, again or for the first time.
    pub fn start(&self) -> Done {
        self.editions.restarted();
        Ok(self.program.lock().expect("lock").start()?)
    }

    /// Asks one thing, which must be answered.
    async fn answers(&self, random: &mut Random) -> Done {
        let data = json!({ "id": "1", "name": "about", "type": 1 });
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if self.does((2, data.clone()), random).await.is_some() {
                return Ok(());
            }
        }
        Err(format!("the program does not answer: {}", self.log().unwrap_or_default()).into())
    }

    /// Nobody asks anything new, and what went wrong with nobody is over.
    fn calm_down(&self) {
        self.open.store(false, Ordering::SeqCst);
        self.stand_in.refuses_callbacks.lock().expect("lock").clear();
        self.stand_in.troubles.lock().expect("lock").clear();
    }

    fn stops(&self) -> Done {
        match self.program.lock().expect("lock").stop()? {
            Some(status) if status.success() => {}
            ended => self.violated(format!("told to stop, the program ended so: {ended:?}")),
        }
        Ok(())
    }

    fn log(&self) -> std::io::Result<String> {
        let bytes = fs::read(self.program.lock().expect("lock").log_path())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Nothing that was typed stands in the log.
    fn kept_silent(&self) -> Done {
        let (log, words) = (self.log()?, self.words());
        let typed = words.questions.iter().chain(words.claims).chain(words.finds).chain(&[CANARY, TOKEN]);
        for word in typed.filter(|word| log.contains(**word)) {
            self.violated(format!("the log holds {word:?}"));
        }
        Ok(())
    }

    fn sum_up(&self, took: Duration, faults: BTreeMap<&'static str, usize>) -> Summary {
        let program = self.program.lock().expect("lock");
        let mut summary = Summary {
            seed: self.plan.seed,
            seconds: took.as_secs_f64(),
            faults,
            sent: self.sent.load(Ordering::SeqCst),
            answered: self.answered.load(Ordering::SeqCst),
            cut: self.cut.load(Ordering::SeqCst),
            again: self.stand_in.answered_again.load(Ordering::SeqCst),
            dials: self.stand_in.dials.load(Ordering::SeqCst),
            starts: program.lives.len(),
            life: program.lives.iter().max_by_key(|life| life.len()).cloned().unwrap_or_default(),
            violations: self.violations.lock().expect("lock").clone(),
        };
        summary.watch_growth();
        summary
    }
}

/// The settings of the desks in this process, which answer for several editions each.
fn settings() -> Config {
    let mut config = Config::default();
    (config.limits.per_user, config.limits.per_channel) = (1_000_000, 1_000_000);
    config.moderation.questions_channel = Some(77);
    config.about.run_by = Some("the chaos test".into());
    config
}

/// The same for the program, as a file; its limits are the widest there are.
fn written(base: &str) -> String {
    let of = |section: &str, lines: Value| {
        let lines = lines.as_object().into_iter().flatten();
        let lines: String = lines.map(|(key, value)| format!("{key} = {value}\n")).collect();
        format!("[{section}]\n{lines}")
    };
    [
        of("discord", json!({ "api_base": base })),
        of("about", json!({ "run_by": "the chaos test" })),
        of("moderation", json!({ "questions_channel": 77 })),
        of("limits", json!({ "per_user": 10_000, "per_channel": 10_000 })),
        of("log", json!({ "level": "debug" })),
    ]
    .concat()
}
