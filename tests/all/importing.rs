//! Exports into records: each format's sample, the same import again, what is refused and
//! how it is told, and records beside the curated sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use caveat::answer::{Reply, Request, SourcesReply};
use caveat::import::{Event, Summary, import};
use caveat::knowledge::record::FOLDER;
use caveat::library::{Library, LibraryError};
use serde_json::Value;

use super::support::{self, TODAY, root, sound};

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    /// A small knowledge that breaks no rule.
    fn new() -> Self {
        let place = Place { dir: tempfile::tempdir().expect("there is room") };
        support::write(&sound(), &place.knowledge());
        place
    }

    fn with(samples: &[&str]) -> Self {
        let place = Place::new();
        place.import(samples);
        place
    }

    fn knowledge(&self) -> PathBuf {
        self.dir.path().join("knowledge")
    }

    fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    /// Imports samples; gives what came of it, and each refusal as it is printed.
    fn import(&self, samples: &[&str]) -> (Summary, Vec<String>) {
        self.import_files(&samples.iter().map(|name| sample(name)).collect::<Vec<_>>())
    }

    fn import_files(&self, files: &[PathBuf]) -> (Summary, Vec<String>) {
        let mut refused = Vec::new();
        let mut tell = |event: Event| match event {
            Event::Refused(refusal) => refused.push(refusal.to_string()),
            Event::Read(_) => {}
        };
        let summary = import(files, None, &self.knowledge(), TODAY, &mut tell).expect("it imports");
        (summary, refused)
    }

    fn written(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, text).expect("there is room");
        path
    }

    /// Every record's line, by file.
    fn lines(&self) -> String {
        let mut files: Vec<PathBuf> = fs::read_dir(self.knowledge().join(FOLDER))
            .expect("there are records")
            .map(|entry| entry.expect("it can be read").path())
            .collect();
        files.sort();
        files.iter().map(|file| fs::read_to_string(file).expect("it is text")).collect()
    }

    fn open(&self) -> Library {
        Library::open(&self.knowledge(), &self.index(), TODAY).expect("the library opens")
    }

    fn source(&self, find: &str) -> SourcesReply {
        match self.open().reply(&Request::Source { find: find.into() }) {
            Reply::Sources(sources) => sources,
            other => unreachable!("a search for a work gave {other:?}"),
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
        command.arg(arguments[0]).arg("--knowledge").arg(self.knowledge());
        if arguments[0] != "import" {
            command.arg("--index").arg(self.index());
        }
        command.args(&arguments[1..]).current_dir(root()).output().expect("the binary runs")
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new("tests/samples").join(name)
}

const ALL: &[&str] = &["studies.json", "pubmed.nbib", "library.ris", "items.csl.json", "library.bib"];

/// The ids that a search finds.
fn ids(found: &SourcesReply) -> Vec<String> {
    found.sources.iter().map(|source| source.id.to_string()).collect()
}

#[test]
fn a_study_keeps_what_the_register_says_of_it() {
    let place = Place::with(&["studies.json"]);
    let line = place.lines().lines().next().expect("there is one").to_owned();
    let record: Value = serde_json::from_str(&line).expect("it is JSON");
    assert_eq!(record["id"], "nct09990001");
    assert_eq!(record["trial"], serde_json::json!(["NCT09990001", "2023-509990-12-00"]));
    assert_eq!((&record["exported"], &record["updated"]), (&"2026-11-18".into(), &"2026-09-30".into()));
    let trial = &record["registration"];
    assert_eq!(trial["status"], "active, not recruiting");
    assert_eq!((&trial["phase"], &trial["enrollment"]["count"]), (&"1/2".into(), &48.into()));
    assert_eq!(trial["countries"], serde_json::json!(["Netherlands", "Belgium"]));
    assert_eq!(trial["primary"], serde_json::json!(["Change in knee pain score"]));
}

#[test]
fn each_format_of_papers_gives_their_citation() {
    for (sample, find, citation) in [
        (
            "pubmed.nbib",
            "10.1000/sample.knee.1",
            "Doe J, van der Roe R, Sample Knee Group. Sample marrow cells for arthritis of the knee: a long title that goes on in a second line. Journal of sample knees, 2024; 7(2):101-109.",
        ),
        (
            "library.ris",
            "10.1000/SAMPLE.skin.2",
            "Doe JA, Roe R. Sample exosomes and the skin. Sample Dermatology, 2023; 12(3):45-52.",
        ),
        (
            "items.csl.json",
            "10.1000/sample.islet.3",
            "Doe JA, van den Berg J, Sample Islet Group. Sample islets in vitro and in people. Sample Diabetes, 2024; 3(1):7-19.",
        ),
        (
            "library.bib",
            "10.1000/sample.cartilage.4",
            "Doe J, Müller HP. Sample cartilage: MSC and the knee. Journal of Sample Knees, 2019; 2(4):10-19.",
        ),
    ] {
        let found = Place::with(&[sample]).source(find);
        assert_eq!(found.sources.iter().map(|s| s.citation.as_str()).collect::<Vec<_>>(), [citation]);
        let record = found.sources[0].record.as_ref().expect("it is a record");
        assert_eq!((record.sort, record.exported), ("paper", TODAY));
    }
}

#[test]
fn a_paper_that_was_taken_back_is_shown_so() {
    let found = Place::with(&["pubmed.nbib"]).source("PMID 99990002");
    assert_eq!(ids(&found), ["source:pmid-99990002"]);
    assert_eq!(found.sources[0].title, "Cord blood in a sample of children");
    assert!(found.sources[0].record.as_ref().is_some_and(|record| record.retracted));
}

#[test]
fn the_same_import_again_changes_no_byte_in_any_order() {
    let place = Place::new();
    let (first, _) = place.import(ALL);
    assert_eq!((first.read, first.new, first.refused), (14, 9, 5));
    let lines = place.lines();
    let mut reversed = ALL.to_vec();
    reversed.reverse();
    let (again, _) = place.import(&reversed);
    assert_eq!((again.new, again.changed, again.same), (0, 0, 9));
    assert_eq!(place.lines(), lines);
    let other = Place::with(&reversed);
    assert_eq!(other.lines(), lines);
}

#[test]
fn a_newer_record_replaces_and_an_older_one_does_not() {
    let place = Place::with(&["studies.json"]);
    let text = fs::read_to_string(root().join(sample("studies.json"))).expect("it is text");
    let version =
        |day: &str, status: &str| text.replace("2026-09-30", day).replace("ACTIVE_NOT_RECRUITING", status);
    let newer = place.written("newer.json", &version("2026-10-30", "COMPLETED"));
    let (summary, _) = place.import_files(&[newer]);
    assert_eq!((summary.new, summary.changed, summary.same), (0, 1, 1));
    let older = place.written("older.json", &version("2025-10-30", "RECRUITING"));
    assert_eq!(place.import_files(&[older]).0.changed, 0);
    assert!(place.lines().contains("\"status\":\"completed\""));
}

#[test]
fn a_later_export_that_says_the_same_changes_nothing() {
    let place = Place::with(&["studies.json"]);
    let lines = place.lines();
    let text = fs::read_to_string(root().join(sample("studies.json"))).expect("it is text");
    let later = place.written("later.json", &text.replace("2026-11-18", "2026-11-20"));
    assert_eq!(place.import_files(&[later]).0.same, 2);
    assert_eq!(place.lines(), lines);
}

#[test]
fn each_record_that_is_refused_is_told_with_its_line_and_what_to_do() {
    let (_, refused) = Place::new().import(ALL);
    let begins = [
        "tests/samples/studies.json:57: record 2 is refused: `protocolSection.identificationModule.nctId` is missing; ask for",
        "tests/samples/pubmed.nbib:43: record 3 is refused: it has no title; add",
        "tests/samples/library.ris:22: record 3 is refused: it has no DOI, no PubMed number and no https address; add",
        "tests/samples/items.csl.json:19: record 2 is refused: it has no title; add",
        "tests/samples/library.bib:15: record 2 is refused: this is no whole entry",
    ];
    assert_eq!(refused.len(), begins.len(), "{refused:?}");
    for (line, begins) in refused.iter().zip(begins) {
        assert!(line.starts_with(begins), "{line}");
    }
}

#[test]
fn studies_a_line_are_read_and_a_broken_line_spoils_no_other() {
    let study = |number: &str| {
        format!(
            r#"{{"protocolSection":{{"identificationModule":{{"nctId":"{number}","briefTitle":"T"}},"statusModule":{{"overallStatus":"UNKNOWN"}}}}}}"#
        )
    };
    let place = Place::new();
    let text = format!("{}\n{{\"protocolSection\":\n\n{}\n", study("NCT00000001"), study("NCT00000002"));
    let (summary, refused) = place.import_files(&[place.written("lines.json", &text)]);
    assert_eq!((summary.new, summary.refused), (2, 1));
    assert!(refused[0].contains("lines.json:2: record 2"), "{refused:?}");
}

#[test]
fn a_number_finds_its_registration_after_the_curated_source() {
    let place = Place::new();
    let text = fs::read_to_string(root().join(sample("studies.json"))).expect("it is text");
    place.import_files(&[place.written("s.json", &text.replace("NCT09990001", "NCT01234567"))]);
    let found = place.source("what about nct 0123-4567?");
    assert_eq!(ids(&found), ["source:doe-2024", "source:nct01234567"]);
    assert!(found.sources[0].record.is_none() && found.not_held.is_empty());
    assert_eq!(ids(&place.source("source:nct01234567")), ["source:nct01234567"]);
}

#[test]
fn words_find_records_by_title_author_sponsor_and_condition() {
    let place = Place::with(ALL);
    for (words, id) in [
        ("cord blood register", "source:nct09990002"),
        ("sample blood bank", "source:nct09990002"),
        ("cerebral palsy", "source:nct09990002"),
        ("van den berg islets", "source:doi-10-1000-sample-islet-3"),
        ("is there any study of cord blood for cerebral palsy nearby", "source:nct09990002"),
        ("sample dermatology 2023", "source:doi-10-1000-sample-skin-2"),
    ] {
        let found = ids(&place.source(words));
        assert!(found.iter().any(|found| found.starts_with(id)), "{words}: {found:?}");
    }
    for words in ["quantum gravity", "how do I cook rice"] {
        assert!(ids(&place.source(words)).is_empty(), "{words}");
    }
}

#[test]
fn a_number_in_the_right_form_that_is_not_held_is_said_so() {
    for place in [Place::new(), Place::with(ALL)] {
        let found = place.source("https://clinicaltrials.gov/study/NCT04999999");
        assert!(found.sources.is_empty(), "{found:?}");
        assert_eq!(found.not_held[0].number, "NCT04999999");
        let text = String::from_utf8(place.run(&["source", "NCT04999999"]).stdout).expect("it is text");
        assert!(text.contains("I hold no record NCT04999999."), "{text}");
        assert!(text.contains("clinicaltrials.gov"), "{text}");
    }
}

#[test]
fn suggestions_begin_with_what_was_typed() {
    let library = Place::with(ALL).open();
    let records = library.held().records.expect("there are records");
    for (typed, title) in [
        ("sample marrow cells for kn", "Sample Marrow Cells for Knee Arthritis"),
        ("SAMPLE-KN", "Sample Marrow Cells for Knee Arthritis"),
        ("nct0999000", "Sample Marrow Cells for Knee Arthritis"),
        ("10.1000/sample.sk", "Sample exosomes and the skin"),
    ] {
        let found = records.suggest(typed, 5);
        assert_eq!(found.first().map(|(title, _)| title.as_str()), Some(title), "{typed}");
    }
    assert!(records.suggest("zz", 5).is_empty() && records.suggest("", 5).is_empty());
}

#[test]
fn source_as_json_keeps_the_contract_for_records_too() {
    let place = Place::with(ALL);
    let output = place.run(&["source", "--json", "NCT09990001"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let source = &found["sources"][0];
    assert_eq!(source["id"], "source:nct09990001");
    for key in ["citation", "url", "title", "supports", "does_not_show", "checked"] {
        assert!(source[key].is_string(), "{key}: {source}");
    }
    assert!(source["doi"].is_null() && source["trial"].is_array() && source["cards"].is_array());
    let record = &source["record"];
    assert_eq!((&record["sort"], &record["phase"]), (&"registration".into(), &"1/2".into()));
    assert_eq!(record["comparator"], serde_json::json!(["Salt water"]));
    assert_eq!(record["enrollment"]["count"], 48);
    assert!(found.get("not_held").is_none(), "{found}");
}

#[test]
fn a_registration_is_shown_as_a_record_and_nothing_more() {
    let output = Place::with(ALL).run(&["source", "NCT09990001"]);
    let text = String::from_utf8(output.stdout).expect("it is text");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "No moderator has checked it",
        "Status: active, not recruiting",
        "Phase: 1/2",
        "People: 48 planned",
        "Compared with: Salt water",
        "Main measure: Change in knee pain score",
        "Run by: Sample University",
        "Where: Netherlands; Belgium",
        "not a recommendation and not an",
        "Copied 2026-11-18",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn curated_answers_are_the_same_bytes_with_and_without_records() {
    let (bare, with) = (Place::new(), Place::with(ALL));
    let answers = |place: &Place| {
        let library = place.open();
        let ask = |question: &str| {
            let reply = library.reply(&Request::Ask { question: question.into() });
            serde_json::to_string(&reply).expect("it is JSON")
        };
        ["What is a knee?", "why do knees bend", "cord blood", "NCT09990001", "I cannot breathe"].map(ask)
    };
    assert_eq!(answers(&bare), answers(&with));
    assert!(!bare.index().join(FOLDER).exists(), "nothing is built where there are no records");
}

#[test]
fn an_index_is_built_once_and_again_where_a_record_changed() {
    let place = Place::with(&["studies.json"]);
    let built = |place: &Place| {
        place.open();
        let entries = fs::read_dir(place.index().join(FOLDER)).expect("it is there").flatten();
        let mut dirs: Vec<_> = entries.filter(|entry| entry.path().is_dir()).collect();
        assert_eq!(dirs.len(), 1, "{dirs:?}");
        let dir = dirs.remove(0);
        (dir.file_name(), dir.metadata().and_then(|data| data.modified()).expect("it has a date"))
    };
    let first = built(&place);
    assert_eq!(built(&place), first);
    place.import(&["pubmed.nbib"]);
    assert_ne!(built(&place).0, first.0);
}

#[test]
fn a_broken_file_of_records_says_file_and_line() {
    let place = Place::with(&["studies.json"]);
    let path = place.knowledge().join(FOLDER).join("trials-nct099.jsonl");
    let text = fs::read_to_string(&path).expect("it is there");
    let second = text.lines().nth(1).expect("there are two");
    for (broken, said) in [
        (format!("{text}{{\"id\":\n"), "this is no record"),
        (format!("{text}{second}\n"), "twice"),
        (format!("{text}{}\n", second.replace("https:", "ftp:")), "no https address"),
    ] {
        fs::write(&path, broken).expect("there is room");
        match Library::open(&place.knowledge(), &place.index(), TODAY) {
            Err(LibraryError::Knowledge(problems)) => {
                let problem = &problems[0];
                assert_eq!((problem.file.as_str(), problem.line), ("source-bulk/trials-nct099.jsonl", 3));
                assert!(problem.message.contains(said), "{problem:?}");
            }
            other => panic!("{:?}", other.err()),
        }
        let output = place.run(&["source", "knees"]);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains("source-bulk/trials-nct099.jsonl:3:"), "{text}");
    }
}

#[test]
fn check_reads_the_records_too() {
    let place = Place::with(&["studies.json"]);
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
        command.args(["check", "--today", "2026-11-21"]).arg(place.knowledge());
        let output = command.output().expect("the binary runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("it is text"))
    };
    let (code, text) = check();
    assert!(code == Some(0) && text.contains("2 records"), "{text}");
    fs::write(place.knowledge().join(FOLDER).join("more.jsonl"), "{}\n").expect("there is room");
    let (code, text) = check();
    assert!(code == Some(1) && text.contains("source-bulk/more.jsonl:1:"), "{text}");
}

#[test]
fn import_on_the_command_line_prints_a_summary_and_exits_1_where_a_record_was_refused() {
    let place = Place::new();
    let output = place.run(&["import", "tests/samples/library.bib"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "3 read: 2 new, 0 changed, 0 same, 1 refused\n");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.starts_with("tests/samples/library.bib:15: record 2 is refused"), "{told}");
    let whole = place.written("one.ris", "TY  - JOUR\nTI  - T\nDO  - 10.1000/one\nER  - \n");
    let path = whole.to_str().expect("the path is text");
    for said in
        ["1 read: 1 new, 0 changed, 0 same, 0 refused\n", "1 read: 0 new, 0 changed, 1 same, 0 refused\n"]
    {
        let output = place.run(&["import", "--format", "ris", path]);
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), said.as_bytes()));
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn what_keeps_an_import_from_running_is_said_and_exits_2() {
    let place = Place::new();
    let letter = place.written("letter.txt", "Dear all\n");
    for (file, said) in [("/nowhere.ris", "/nowhere.ris"), (letter.to_str().expect("text"), "--format")] {
        let output = place.run(&["import", file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{output:?}");
    }
    assert_eq!(place.run(&["import", "--format", "word", "x"]).status.code(), Some(2));
    assert!(!place.knowledge().join(FOLDER).exists(), "nothing is left behind");
}
