//! Measures records in bulk: makes N synthetic studies in the shape of ClinicalTrials.gov's
//! API, imports and indexes them, and searches them.
//!
//! `cargo run --release --example million -- N DIR` runs every phase in a process of its own,
//! so that each one's memory is its own. The set is the same for the same N.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use caveat::answer::{Reply, Request};
use caveat::import::import;
use caveat::library::Library;
use jiff::civil::date;

/// Studies of one page of the API.
const PAGE: usize = 1_000;
/// How many searches of each sort are timed.
const SEARCHES: usize = 2_000;
/// Numbers are spread as those of the register are, over its first seven millions.
const BETWEEN_NUMBERS: usize = 7;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().unwrap_or_else(|| "1000000".into()).parse()?;
    let dir = PathBuf::from(arguments.next().unwrap_or_else(|| "target/million".into()));
    match arguments.next().as_deref() {
        None => all(count, &dir),
        Some("make") => make(count, &dir),
        Some("import") => take_over(&dir),
        Some("again") => take_over(&dir),
        Some("index") => index(&dir),
        Some("serve") => serve(count, &dir),
        Some(other) => Err(format!("there is no phase {other}").into()),
    }
}

fn all(count: usize, dir: &Path) -> Outcome {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    for phase in ["make", "import", "again", "index", "serve"] {
        let begun = Instant::now();
        println!("{phase}");
        let mut command = Command::new(std::env::current_exe()?);
        let status = command.arg(count.to_string()).arg(dir).arg(phase).status()?;
        println!("  {:.1} s in all", begun.elapsed().as_secs_f64());
        if !status.success() {
            return Err(format!("{phase} failed").into());
        }
    }
    Ok(())
}

fn make(count: usize, dir: &Path) -> Outcome {
    copy(Path::new("knowledge"), &dir.join("knowledge"))?;
    let mut file = BufWriter::new(File::create(dir.join("export.json"))?);
    for first in (0..count).step_by(PAGE) {
        let studies = (first..count.min(first + PAGE)).map(|at| Study::new(at).json());
        let page = serde_json::json!({ "studies": studies.collect::<Vec<_>>() });
        writeln!(file, "{page}")?;
    }
    file.flush()?;
    println!("  {} MB of pages", dir.join("export.json").metadata()?.len() / 1_000_000);
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name()))?,
            false => fs::copy(entry.path(), to.join(entry.file_name())).map(|_| ())?,
        }
    }
    Ok(())
}

fn take_over(dir: &Path) -> Outcome {
    let files = [dir.join("export.json")];
    let summary = import(&files, None, &dir.join("knowledge"), date(2026, 11, 21), &mut |_| ())?;
    println!("  {summary:?}");
    report();
    Ok(())
}

fn open(dir: &Path) -> Result<Library, caveat::library::LibraryError> {
    Library::open(&dir.join("knowledge"), &dir.join("index"), date(2026, 11, 21))
}

fn index(dir: &Path) -> Outcome {
    let library = open(dir)?;
    println!("  {} records", library.held().records.map_or(0, caveat::search::Records::count));
    println!("  {} MB of index", size(&dir.join("index"))? / 1_000_000);
    println!("  {} MB of records", size(&dir.join("knowledge/source-bulk"))? / 1_000_000);
    report();
    Ok(())
}

fn size(path: &Path) -> std::io::Result<u64> {
    if path.is_file() {
        return path.metadata().map(|data| data.len());
    }
    fs::read_dir(path)?.flatten().map(|entry| size(&entry.path())).sum()
}

fn serve(count: usize, dir: &Path) -> Outcome {
    let begun = Instant::now();
    let library = open(dir)?;
    println!("  opened in {:?}", begun.elapsed());
    report();
    let records = library.held().records.ok_or("there are no records")?;
    let studies: Vec<Study> =
        (0..SEARCHES).map(|turn| Study::new(mixed(turn as u64) as usize % count)).collect();
    let source = |find: String| {
        let reply = library.reply(&Request::Source { find });
        usize::from(matches!(reply, Reply::Sources(found) if !found.sources.is_empty()))
    };
    time("/source, a number held", &studies, |study, _| source(study.number()));
    time("/source, a number not held", &studies, |_, turn| source(format!("NCT99{turn:06}")));
    time("/source, words", &studies, |study, turn| source(study.words(turn)));
    time("records alone, words", &studies, |study, turn| records.named(&study.words(turn), 5).len().min(1));
    time("records alone, frequent words", &studies, |_, turn| {
        records.named(FREQUENT[turn % FREQUENT.len()], 5).len().min(1)
    });
    time("suggest, a title begun", &studies, |study, turn| {
        records.suggest(&study.title().chars().take(2 + turn % 30).collect::<String>(), 25).len().min(1)
    });
    time("suggest, a number begun", &studies, |study, turn| {
        records.suggest(&study.number()[..4 + turn % 8], 25).len().min(1)
    });
    report();
    Ok(())
}

/// Words that stand in a large share of all records.
const FREQUENT: &[&str] = &[
    "stem cell trial",
    "mesenchymal stem cells",
    "safety and efficacy of cells",
    "randomized university",
    "chronic disease cells United States",
    "a study of cells in patients with chronic kidney disease in China",
];

fn time(what: &str, studies: &[Study], mut search: impl FnMut(&Study, usize) -> usize) {
    let mut found = 0;
    let mut times: Vec<Duration> = Vec::with_capacity(studies.len());
    for (turn, study) in studies.iter().enumerate() {
        let begun = Instant::now();
        found += search(study, turn);
        times.push(begun.elapsed());
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_micros();
    let (median, high, worst) = (at(0.5), at(0.99), at(1.0));
    println!(
        "  {what}: median {median} µs, p99 {high} µs, worst {worst} µs; {found} of {} found",
        studies.len()
    );
}

/// The processor's seconds so far, on all threads, where the system tells.
fn report_work() {
    let ticks: u64 = fs::read_to_string("/proc/self/stat")
        .unwrap_or_default()
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    println!("  {:.1} s of processor", ticks as f64 / 100.0);
}

/// The process's memory now and at its highest, where the system tells.
fn report() {
    report_work();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in
        status.lines().filter(|line| ["VmHWM", "VmRSS", "RssAnon"].iter().any(|key| line.starts_with(key)))
    {
        println!("  {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// A synthetic study.
struct Study {
    at: usize,
}

const CELLS: &[&str] = &[
    "Mesenchymal Stem Cells",
    "Marrow Cells",
    "Cord Blood",
    "Exosomes",
    "Islet Cells",
    "Platelet-rich Plasma",
    "Fat-derived Cells",
    "Hematopoietic Stem Cells",
    "Retinal Cells",
    "Neural Progenitors",
    "CAR-T Cells",
    "Natural Killer Cells",
    "Chondrocytes",
    "Keratinocytes",
    "Amniotic Products",
    "Gene-edited Cells",
];
const ORGANS: &[&str] = &[
    "Knee",
    "Heart",
    "Kidney",
    "Liver",
    "Lung",
    "Skin",
    "Eye",
    "Spinal Cord",
    "Brain",
    "Bone",
    "Hip",
    "Pancreas",
    "Bowel",
    "Blood",
    "Muscle",
    "Nerve",
    "Bladder",
    "Cornea",
    "Retina",
    "Thyroid",
];
const DISORDERS: &[&str] = &[
    "Arthritis",
    "Failure",
    "Fibrosis",
    "Injury",
    "Ischemia",
    "Cancer",
    "Infection",
    "Degeneration",
    "Ulcer",
    "Dystrophy",
    "Necrosis",
    "Stroke",
    "Sclerosis",
    "Anemia",
    "Leukemia",
    "Lymphoma",
    "Palsy",
    "Burn",
    "Fistula",
];
const WHOM: &[&str] =
    &["Adults", "Children", "Older Adults", "Women", "Men", "Infants", "Veterans", "Athletes"];
const STATES: &[&str] =
    &["RECRUITING", "COMPLETED", "TERMINATED", "UNKNOWN", "ACTIVE_NOT_RECRUITING", "WITHDRAWN"];
const COUNTRIES: &[&str] = &[
    "United States",
    "China",
    "Germany",
    "France",
    "Spain",
    "Iran",
    "Japan",
    "Korea",
    "India",
    "Brazil",
    "Italy",
    "Netherlands",
    "Belgium",
    "Egypt",
    "Turkey",
    "Mexico",
    "Poland",
    "Sweden",
    "Jordan",
    "Panama",
];
const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
    "xi", "yo", "zu", "tran", "stel", "brin", "mor",
];

impl Study {
    fn new(at: usize) -> Self {
        Study { at }
    }

    /// One of a list, the first ones more often, as words of real titles are.
    fn one<'a>(&self, list: &[&'a str], salt: u64) -> &'a str {
        let share = (mixed(self.at as u64 * 31 + salt) % 10_000) as f64 / 10_000.0;
        list[(share * share * list.len() as f64) as usize]
    }

    /// A made-up name, one of so many.
    fn name(&self, salt: u64, many: u64) -> String {
        let mut number = mixed(mixed(self.at as u64 * 31 + salt) % many);
        let mut name = String::new();
        for _ in 0..4 {
            name.push_str(SYLLABLES[(number % SYLLABLES.len() as u64) as usize]);
            number /= SYLLABLES.len() as u64;
        }
        name[..1].to_uppercase() + &name[1..]
    }

    fn number(&self) -> String {
        format!("NCT{:08}", self.at * BETWEEN_NUMBERS)
    }

    fn condition(&self) -> String {
        format!("{} {}", self.one(ORGANS, 1), self.one(DISORDERS, 2))
    }

    fn title(&self) -> String {
        let (cells, condition) = (self.one(CELLS, 3), self.condition());
        let (drug, whom) = (self.name(4, 20_000), self.one(WHOM, 5));
        match mixed(self.at as u64) % 4 {
            0 => format!("{cells} for {condition} in {whom}: {drug} Trial"),
            1 => format!("Safety and Efficacy of {drug} {cells} in {whom} With {condition}"),
            2 => format!("A Study of {drug} and {cells} in Chronic {condition}"),
            _ => format!("{drug}: Randomized {cells} Against Usual Care in {condition}"),
        }
    }

    fn sponsor(&self) -> String {
        format!("University of {}", self.name(6, 5_000))
    }

    /// What somebody may type to find it.
    fn words(&self, turn: usize) -> String {
        match turn % 5 {
            0 => format!("{} {}", self.one(CELLS, 3), self.condition()),
            1 => format!("{} {}", self.name(4, 20_000), self.condition()),
            2 => format!("{} {}", self.sponsor(), self.one(CELLS, 3)),
            3 => format!(
                "is there a trial of {} for {} in {}",
                self.one(CELLS, 3),
                self.condition(),
                self.one(COUNTRIES, 7)
            ),
            _ => self.title(),
        }
    }

    fn json(&self) -> serde_json::Value {
        let arm = self.name(4, 20_000);
        let text = format!("People with {} are given {arm}. ", self.condition());
        serde_json::json!({
            "protocolSection": {
                "identificationModule": {
                    "nctId": self.number(),
                    "orgStudyIdInfo": { "id": format!("S-{}", self.at) },
                    "organization": { "fullName": self.sponsor(), "class": "OTHER" },
                    "briefTitle": self.title(),
                    "officialTitle": format!("A Phase 2 {} at {}", self.title(), self.sponsor()),
                },
                "statusModule": {
                    "overallStatus": self.one(STATES, 8),
                    "studyFirstSubmitDate": format!("{}-03-01", 2000 + self.at % 26),
                    "lastUpdatePostDateStruct": { "date": "2026-10-01", "type": "ACTUAL" },
                },
                "sponsorCollaboratorsModule": { "leadSponsor": { "name": self.sponsor(), "class": "OTHER" } },
                "descriptionModule": { "briefSummary": text.repeat(8) },
                "conditionsModule": { "conditions": [self.condition()], "keywords": ["cells"] },
                "designModule": {
                    "studyType": "INTERVENTIONAL",
                    "phases": ["PHASE2"],
                    "designInfo": { "allocation": "RANDOMIZED" },
                    "enrollmentInfo": { "count": 20 + self.at % 400, "type": "ESTIMATED" },
                },
                "armsInterventionsModule": { "armGroups": [
                    { "label": arm, "type": "EXPERIMENTAL", "description": text },
                    { "label": "Usual care", "type": "ACTIVE_COMPARATOR" },
                ] },
                "outcomesModule": { "primaryOutcomes": [
                    { "measure": format!("Change in {} score", self.condition()), "timeFrame": "12 months" },
                ] },
                "eligibilityModule": { "eligibilityCriteria": text.repeat(12), "sex": "ALL" },
                "contactsLocationsModule": { "locations": [
                    { "facility": self.sponsor(), "city": self.name(9, 3_000), "country": self.one(COUNTRIES, 7) },
                ] },
            },
            "derivedSection": { "miscInfoModule": { "versionHolder": "2026-11-20" } },
            "hasResults": false,
        })
    }
}

/// SplitMix64: numbers that look random and are the same everywhere.
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
