//! What answers while the knowledge changes, breaks, is rolled back, or is shared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use caveat::answer::{Reply, Request};
use caveat::import::import;
use caveat::library::{By, Keeping, Library, ReloadError, Store};
use caveat::transport::trial;

use super::support::{self, CARD, Files, TODAY, and, sound, with};

/// A knowledge folder and its generations.
pub struct Folders {
    _dir: tempfile::TempDir,
    pub knowledge: PathBuf,
    pub index: PathBuf,
}

impl Folders {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("there is room");
        let (knowledge, index) = (dir.path().join("knowledge"), dir.path().join("index"));
        support::write(&sound(), &knowledge);
        Folders { _dir: dir, knowledge, index }
    }

    pub fn keeping(&self) -> Keeping {
        Keeping {
            knowledge: self.knowledge.clone(),
            index: self.index.clone(),
            keep: 3,
            refuse_lost_golden: true,
            today: || TODAY,
            trial: trial::problems,
        }
    }

    pub fn open(&self) -> Store {
        Store::open(self.keeping()).expect("the store opens")
    }

    /// Writes these files in place of all others.
    pub fn write(&self, files: &Files) {
        fs::remove_dir_all(&self.knowledge).expect("it can be removed");
        support::write(files, &self.knowledge);
    }

    /// The whole knowledge with the card saying something else.
    pub fn says(&self, sentence: &str) {
        self.write(&with("basics/knees.toml", "It bends.", sentence));
    }

    pub fn breaks(&self) {
        self.write(&with("basics/knees.toml", "title", "titel"));
    }

    fn generations(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.index).expect("there is a folder").flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    }
}

const ELBOW: &str = "basics/elbows.toml";

fn elbow() -> String {
    CARD.replace("Knees", "Elbows").replace("knee", "elbow").replace("It bends.", "It turns.")
}

/// What the bot says of knees.
fn said(store: &Store) -> String {
    let reply = store.now().library.reply(&Request::Ask { question: "What is a knee?".into() });
    let Reply::Card(shown) = reply else { unreachable!("no card: {reply:?}") };
    shown.card.sections[0].text.clone()
}

#[test]
fn a_reload_tells_what_changed_and_answers_from_it() {
    let folders = Folders::new();
    let store = folders.open();
    assert!(said(&store).contains("It bends."));
    let elbow = elbow().replace("well.", "as well as your knee.");
    folders.write(&and(with("basics/knees.toml", "It bends.", "It can bend."), ELBOW, &elbow));
    let change = store.reload(By::Command).expect("it reloads");
    assert_eq!(change.added[0].as_str(), "basics:elbows");
    assert_eq!(change.changed[0].as_str(), "basics:knees");
    assert!(change.removed.is_empty() && change.from != change.to);
    assert!(said(&store).contains("It can bend."));
    assert!(store.reload(By::Command).expect("it reloads").is_unchanged());
    folders.write(&sound());
    assert_eq!(store.reload(By::Command).expect("it reloads").removed[0].as_str(), "basics:elbows");
}

#[test]
fn broken_files_change_nothing_and_every_mistake_is_told() {
    let folders = Folders::new();
    let store = folders.open();
    folders.breaks();
    let before = store.now().name().to_owned();
    let Err(ReloadError::Problems(problems)) = store.reload(By::Command) else { panic!("it reloaded") };
    assert!(problems.iter().any(|problem| problem.file == "basics/knees.toml" && problem.line == 1));
    assert_eq!(store.now().name(), before);
    assert!(said(&store).contains("It bends."));
    assert_eq!(folders.generations().len(), 1);
}

#[test]
fn a_lost_golden_question_is_refused_or_told_as_the_settings_say() {
    let folders = Folders::new();
    let golden = "[[golden]]\nquestion = \"What is a knee?\"\ncard = \"basics:knees\"\n";
    let asking = |from: &str, to: &str| and(with("basics/knees.toml", from, to), "golden.toml", golden);
    folders.write(&asking("It bends.", "It bends."));
    let (strict, lenient) =
        (folders.open(), Store::open(Keeping { refuse_lost_golden: false, ..folders.keeping() }));
    let lenient = lenient.expect("the store opens");
    let unrelated = CARD
        .replace("What is a knee?", "What is tea?")
        .replace("Why do knees bend?", "Why is tea hot?")
        .replace("What knees are", "What tea is")
        .replace("knee joint", "cup of tea")
        .replace("A knee is a joint. It bends.", "Tea is a drink.")
        .replace("your knee is well", "your tea is hot");
    folders.write(&and(and(sound(), "golden.toml", golden), "basics/knees.toml", &unrelated));
    let Err(ReloadError::Problems(problems)) = strict.reload(By::Command) else { panic!("it reloaded") };
    assert_eq!(problems[0].rule, "golden-reached");
    assert_eq!(lenient.reload(By::Command).expect("it reloads").lost, ["What is a knee?"]);
}

#[test]
fn what_does_not_fit_where_it_is_shown_is_refused_and_not_kept() {
    let folders = Folders::new();
    let trial = |library: &Library, tree: &caveat::knowledge::load::Tree| {
        let text = &library.held().knowledge.cards().next().expect("a card").title;
        let problem = tree.file("basics/knees.toml").error(0..0, "card-fits", "too long", "shorten it");
        if text.contains("long") { vec![problem] } else { Vec::new() }
    };
    let store = Store::open(Keeping { trial, ..folders.keeping() }).expect("the store opens");
    folders.write(&with("basics/knees.toml", "What knees are", "What long knees are"));
    assert!(matches!(store.reload(By::Command), Err(ReloadError::Problems(_))));
    assert_eq!(folders.generations().len(), 1);
}

#[test]
fn a_rollback_works_with_broken_files_and_lasts_over_a_restart() {
    let folders = Folders::new();
    let store = folders.open();
    folders.says("It is new.");
    store.reload(By::Person(7)).expect("it reloads");
    folders.breaks();
    let change = store.rollback(None, By::Person(7)).expect("it rolls back");
    assert_eq!(change.changed[0].as_str(), "basics:knees");
    assert!(said(&store).contains("It bends."));
    folders.says("It is new.");
    let back = store.rollback(Some(&change.from[..6]), By::Person(7)).expect("it goes forward again");
    assert_eq!(back.to, change.from);
    store.rollback(None, By::Person(7)).expect("it rolls back");
    drop(store);
    let store = folders.open();
    assert!(said(&store).contains("It bends."), "a restart brought back what was rolled back");
    assert!(store.reload(By::Watch).expect("it reloads").is_unchanged());
    assert!(!store.reload(By::Command).expect("it reloads").is_unchanged());
    assert!(said(&store).contains("It is new."));
}

#[test]
fn the_last_generations_stay_with_who_made_them() {
    let folders = Folders::new();
    let store = folders.open();
    assert!(matches!(store.rollback(None, By::Command), Err(ReloadError::NothingBefore)));
    for number in 1..6 {
        folders.says(&format!("It bends in way {number}."));
        if store.reload(By::Person(number)).is_err() {
            folders.says(&format!(
                "It bends like {}.",
                ["this", "that", "so", "on", "off", "up"][number as usize]
            ));
            store.reload(By::Person(number)).expect("it reloads");
        }
    }
    let history = store.history();
    assert_eq!((history.len(), folders.generations().len()), (3, 3));
    assert_eq!(history[0].generation, store.now().name());
    assert_eq!(history[0].made.by, "5");
    assert_eq!(history[1].made.used_by.as_deref(), Some("4"));
    assert!(matches!(store.rollback(Some("../.."), By::Command), Err(ReloadError::NoSuch(_))));
    assert!(matches!(store.rollback(Some(""), By::Command), Err(ReloadError::NoSuch(_))));
}

#[test]
fn a_start_with_broken_files_answers_from_the_last_good_generation() {
    let folders = Folders::new();
    drop(folders.open());
    folders.breaks();
    let store = folders.open();
    assert!(said(&store).contains("It bends."));
    assert!(!store.files_answer());
    let nothing = Folders::new();
    nothing.breaks();
    assert!(Store::open(nothing.keeping()).is_err());
}

#[test]
fn damaged_files_of_a_generation_are_noticed_with_broken_knowledge_too() {
    type Damage = fn(&Path);
    let damages: [Damage; 3] = [
        |file| fs::write(file, &fs::read(file).expect("read")[..1]).expect("written"),
        |file| {
            let mut bytes = fs::read(file).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(file, bytes).expect("written");
        },
        |file| fs::remove_file(file).expect("removed"),
    ];
    for damage in damages {
        let folders = Folders::new();
        let store = folders.open();
        folders.says("It is new.");
        store.reload(By::Command).expect("it reloads");
        let current = folders.index.join(store.now().name());
        drop(store);
        folders.breaks();
        let files: Vec<PathBuf> =
            fs::read_dir(&current).expect("it is there").flatten().map(|e| e.path()).collect();
        for file in files.iter().filter(|file| file.metadata().is_ok_and(|data| data.len() > 0)) {
            let whole = fs::read(file).expect("read");
            damage(file);
            let said = said(&folders.open());
            assert!(said.contains("It is new.") || said.contains("It bends."), "{}: {said}", file.display());
            if !file.exists() || fs::read(file).is_ok_and(|now| now != whole) {
                fs::write(file, whole).expect("written");
            }
        }
    }
}

#[test]
fn while_questions_are_answered_a_hundred_reloads_mix_nothing_up() {
    let folders = Folders::new();
    let store = folders.open();
    let (stop, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let now = store.now();
                    let reply = now.library.reply(&Request::Ask { question: "What is a knee?".into() });
                    let Reply::Card(shown) = reply else { panic!("no card: {reply:?}") };
                    // The title and the text were written together, in one reload.
                    let number = |text: &str| text.matches("very ").count();
                    assert_eq!(shown.generation, now.name());
                    assert_eq!(number(&shown.card.title), number(&shown.card.sections[0].text), "{shown:?}");
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let (mut done, mut refused) = (0, 0);
        for round in 0..100 {
            if round % 3 == 2 {
                folders.breaks();
            } else {
                let very = "very ".repeat(round % 7);
                let files =
                    with("basics/knees.toml", "What knees are", &format!("What {very}good knees are"));
                let files: Files = files
                    .into_iter()
                    .map(|(path, text)| (path, text.replace("It bends.", &format!("It is {very}good."))))
                    .collect();
                folders.write(&files);
            }
            match store.reload(By::Watch) {
                Ok(_) => done += 1,
                Err(ReloadError::Problems(_)) => refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        stop.store(true, Ordering::Relaxed);
        assert_eq!((done, refused), (67, 33));
    });
    assert!(answered.load(Ordering::Relaxed) > 100);
}

#[test]
fn of_two_reloads_at_once_one_runs_and_the_other_is_told() {
    let folders = Folders::new();
    let slow = |_: &Library, _: &caveat::knowledge::load::Tree| {
        std::thread::sleep(Duration::from_millis(500));
        Vec::new()
    };
    let store = Store::open(Keeping { trial: slow, ..folders.keeping() }).expect("the store opens");
    folders.says("It is new.");
    std::thread::scope(|scope| {
        let first = scope.spawn(|| store.reload(By::Command));
        std::thread::sleep(Duration::from_millis(200));
        assert!(matches!(store.reload(By::Command), Err(ReloadError::Busy)));
        assert!(first.join().expect("it ends").is_ok());
    });
}

#[test]
fn another_process_that_shares_the_folder_follows() {
    let folders = Folders::new();
    let (one, other) = (folders.open(), folders.open());
    assert!(other.follow().expect("it looks").is_none());
    folders.says("It is new.");
    let change = one.reload(By::Command).expect("it reloads");
    let followed = other.follow().expect("it follows").expect("there is a change");
    assert_eq!((followed.from, followed.to), (change.from, change.to));
    assert!(said(&other).contains("It is new."));
    assert!(other.follow().expect("it looks").is_none());
}

#[test]
fn a_folder_that_cannot_be_written_keeps_the_old_generation() {
    let folders = Folders::new();
    let store = folders.open();
    let kept = folders.index.with_file_name("kept");
    // A file in the folder's place can't be written below, not even by root.
    fs::rename(&folders.index, &kept).expect("moved");
    fs::write(&folders.index, "a file").expect("written");
    folders.says("It is new.");
    let Err(error @ ReloadError::Index(_)) = store.reload(By::Command) else { panic!("it reloaded") };
    assert!(error.to_string().contains(&folders.index.display().to_string()), "{error}");
    assert!(said(&store).contains("It bends."));
}

fn index(folders: &Folders) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
    command.arg("index").arg("--knowledge").arg(&folders.knowledge).arg("--index").arg(&folders.index);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn what_is_indexed_at_a_command_line_answers_where_the_folder_is_followed() {
    let folders = Folders::new();
    let store = folders.open();
    folders.says("It is new.");
    assert!(index(&folders).status().expect("it runs").success());
    assert!(said(&store).contains("It bends."));
    store.follow().expect("it follows").expect("there is a change");
    assert!(said(&store).contains("It is new."));
    folders.breaks();
    assert_eq!(index(&folders).status().expect("it runs").code(), Some(2));
    assert!(store.follow().expect("it looks").is_none());
}

/// How many records a search for that register's number finds.
fn finds(store: &Store, number: &str) -> usize {
    match store.now().library.reply(&Request::Source { find: number.into() }) {
        Reply::Sources(found) => found.sources.len(),
        other => unreachable!("no sources: {other:?}"),
    }
}

#[test]
fn records_that_changed_answer_after_a_reload_and_those_from_before_after_a_rollback() {
    let folders = Folders::new();
    let (store, other) = (folders.open(), folders.open());
    assert_eq!(finds(&store, "NCT09990001"), 0);
    let studies = support::root().join("tests/samples/studies.json");
    import(&[studies], None, &folders.knowledge, TODAY, &mut |_| {}).expect("it imports");
    assert!(!store.files_answer());
    let change = store.reload(By::Command).expect("it reloads");
    assert!(!change.is_unchanged() && change.from == change.to);
    assert!(change.records.is_some_and(|(before, now)| before == 0 && now > 0), "{change:?}");
    assert_eq!(finds(&store, "NCT09990001"), 1);
    assert!(store.reload(By::Command).expect("it reloads").is_unchanged() && store.files_answer());
    other.follow().expect("it follows").expect("records are a change too");
    assert_eq!(finds(&other, "NCT09990001"), 1);
    folders.says("It is new.");
    fs::create_dir_all(folders.knowledge.join("source-bulk")).expect("it can be made");
    store.reload(By::Command).expect("it reloads");
    assert_eq!(finds(&store, "NCT09990001"), 0, "the records are gone with their files");
    store.rollback(None, By::Command).expect("it rolls back");
    assert_eq!(finds(&store, "NCT09990001"), 1);
    drop(store);
    assert_eq!(finds(&folders.open(), "NCT09990001"), 1, "a restart brings back what was rolled back");
}

#[test]
fn damaged_records_are_noticed_at_a_start_and_built_again() {
    let folders = Folders::new();
    let studies = support::root().join("tests/samples/studies.json");
    import(&[studies], None, &folders.knowledge, TODAY, &mut |_| {}).expect("it imports");
    let name = folders.open().now().records().expect("there are records").to_owned();
    let place = folders.index.join("source-bulk").join(name);
    let listed = || fs::read_dir(&place).expect("it is there").flatten().map(|entry| entry.path());
    let endings: BTreeSet<_> =
        listed().filter_map(|path| path.extension().map(std::ffi::OsStr::to_owned)).collect();
    assert!(endings.len() >= 6, "{endings:?}");
    for ending in endings {
        fs::write(place.join(".managed.json"), "[]").expect("written");
        let file = listed().find(|path| path.extension() == Some(&ending)).expect("it was built again");
        let mut bytes = fs::read(&file).expect("read");
        let middle = bytes.len() / 2;
        bytes.get_mut(middle).into_iter().for_each(|byte| *byte ^= 1);
        fs::write(&file, bytes).expect("written");
        assert_eq!(finds(&folders.open(), "NCT09990001"), 1, "{ending:?}");
    }
}

#[test]
fn a_broken_file_of_records_is_refused_with_its_line() {
    let folders = Folders::new();
    let store = folders.open();
    let bulk = folders.knowledge.join("source-bulk");
    fs::create_dir_all(&bulk).expect("it can be made");
    fs::write(bulk.join("papers.jsonl"), "{\n").expect("written");
    assert!(store.check().iter().any(|problem| problem.file == "source-bulk/papers.jsonl"));
    let Err(ReloadError::Problems(problems)) = store.reload(By::Command) else { panic!("it reloaded") };
    assert!(problems.iter().any(|problem| problem.file == "source-bulk/papers.jsonl" && problem.line == 1));
    assert!(said(&store).contains("It bends."));
}

#[test]
fn killed_at_any_moment_it_opens_again() {
    let folders = Folders::new();
    let words = ["knee", "joint", "bone", "leg", "walk", "step", "run", "day", "night", "year"];
    for round in 0..20u64 {
        folders.says(&format!("It is a {} {}.", words[round as usize % 10], words[round as usize / 10]));
        let mut child = index(&folders).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(round * 7 % 90));
        let _ = child.kill();
        let _ = child.wait();
        let store = folders.open();
        assert!(said(&store).contains(words[round as usize % 10]));
    }
    folders.says("It is whole.");
    folders.open();
    let left = fs::read_dir(&folders.index).expect("it is there").flatten();
    let names: Vec<_> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.starts_with(".building") || name.starts_with(".old")), "{names:?}");
}

#[test]
fn processes_that_start_at_once_all_open() {
    let folders = Folders::new();
    let started: Vec<_> = (0..4).map(|_| index(&folders).spawn().expect("it starts")).collect();
    for mut child in started {
        assert!(child.wait().expect("it ends").success());
    }
    assert_eq!(folders.generations().len(), 1);
    assert!(said(&folders.open()).contains("It bends."));
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_only_read_still_answers() {
    use std::os::unix::fs::PermissionsExt;
    let folders = Folders::new();
    let name = folders.open().now().name().to_owned();
    let allow = |mode| {
        for place in [folders.index.join(&name), folders.index.clone()] {
            fs::set_permissions(&place, fs::Permissions::from_mode(mode)).expect("they can be set");
        }
        for file in fs::read_dir(folders.index.join(&name)).expect("it is there").flatten() {
            fs::set_permissions(file.path(), fs::Permissions::from_mode(mode & 0o666))
                .expect("they can be set");
        }
    };
    allow(0o555);
    if fs::write(folders.index.join("probe"), "").is_err() {
        assert!(said(&folders.open()).contains("It bends."));
        folders.says("It is new.");
        let store = folders.open();
        assert!(said(&store).contains("It bends."), "what can't be kept does not answer");
        assert!(matches!(store.reload(By::Command), Err(ReloadError::Index(_))));
    }
    allow(0o755);
}
