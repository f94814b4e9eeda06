//! A record: a registration or a paper taken over from an export, a line of JSON each.
//! No moderator has read it; what is shown of it is what the export says, nothing more.

mod line;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use line::{Fault, read_line, wrong};

use super::card::Id;

/// The folder of the records, beside those of cards and sources.
pub const FOLDER: &str = "source-bulk";
/// The ending of a file of records.
pub const ENDING: &str = "jsonl";

/// A registration or a paper, as an export gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What it is called behind `source:`; made from its number, see [`Record::slug`].
    pub id: String,
    /// Its title.
    pub title: String,
    /// Other titles: the official one, an acronym.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The authors of a paper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authors: String,
    /// The journal, or the register.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub container: String,
    /// The year it came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// The journal's volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The journal's issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Its pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Its DOI, without address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// PubMed's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// The registry numbers; a registration's own one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trial: Vec<String>,
    /// Where to read it.
    pub url: String,
    /// What the register says, where it is a registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// Whether its journal took it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retracted: bool,
    /// When the register or catalog last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// When the export was made.
    pub exported: Date,
}

/// What a register says of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// How far it is: "recruiting", "completed".
    pub status: String,
    /// Interventional or observational.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub study: String,
    /// Its phase; empty where the register names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phase: String,
    /// How people are put into groups: "randomized".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub allocation: String,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrollment: Option<Enrollment>,
    /// Its groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<Arm>,
    /// What is measured first of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primary: Vec<String>,
    /// Who runs it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sponsor: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// What the people in it have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// Whether results stand in the register.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_results: bool,
}

/// How many people a trial has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrollment {
    /// The count.
    pub count: u64,
    /// Whether they were counted, or are only planned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub actual: bool,
}

/// A group of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Its name.
    pub label: String,
    /// What it is for: "experimental", "placebo comparator".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

impl Arm {
    /// Whether the treatment is compared with this group.
    pub fn compares(&self) -> bool {
        self.kind.ends_with("comparator") || self.kind == "no intervention"
    }
}

/// Letters of a DOI or address that its id shows.
const SHOWN_OF_NUMBER: usize = 40;

impl Record {
    /// The id that its numbers give it: a registration's number, a DOI, PubMed's number,
    /// or the address; `None` where it has none of them.
    pub fn slug(&self) -> Option<String> {
        if self.registration.is_some() {
            return self.trial.first().map(|number| compact(number));
        }
        if let Some(doi) = &self.doi {
            return Some(hashed("doi", &doi.to_lowercase()));
        }
        let pubmed = self.pmid.as_ref().map(|pmid| format!("pmid-{pmid}"));
        pubmed.or_else(|| Some(hashed("url", &self.url)).filter(|_| !self.url.is_empty()))
    }

    /// The id under which it is shown.
    pub fn source_id(&self) -> Id {
        Id::new("source", &self.id)
    }

    /// The reference in one line.
    pub fn citation(&self) -> String {
        let by = match &self.registration {
            Some(registration) => &registration.sponsor,
            None => &self.authors,
        };
        let ended = |text: &str| text.trim_end_matches('.').to_owned() + ".";
        let mut parts: Vec<String> =
            [by, &self.title].into_iter().filter(|part| !part.is_empty()).map(|part| ended(part)).collect();
        let place = [self.container.clone(), self.year.map_or_else(String::new, |year| year.to_string())];
        let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let place = [place, self.pages_of()].into_iter().filter(|part| !part.is_empty());
        parts.push(ended(&place.collect::<Vec<_>>().join("; ")));
        parts.retain(|part| part != ".");
        parts.join(" ")
    }

    /// The trial's number, or who and when, for a list where the reference is one step away.
    pub fn short(&self) -> String {
        let first = self.authors.split([',', ';']).next().unwrap_or_default();
        let year = self.year.map_or_else(String::new, |year| format!(" {year}"));
        match (&self.registration, self.trial.first()) {
            (Some(_), Some(number)) => number.clone(),
            _ if first.is_empty() => self.container.clone(),
            _ => format!("{first}{year}"),
        }
    }

    /// Volume, issue and pages: "7(2):11-19".
    fn pages_of(&self) -> String {
        let issue = self.issue.as_ref().map(|issue| format!("({issue})"));
        let pages = self.pages.as_ref().map(|pages| format!(":{pages}"));
        let numbers = [self.volume.clone(), issue, pages].into_iter().flatten().collect::<String>();
        numbers.trim_start_matches(':').to_owned()
    }

    /// Whether it says the same, whenever it was exported.
    pub fn says_the_same(&self, other: &Record) -> bool {
        Record { exported: other.exported, ..self.clone() } == *other
    }

    /// Whether it is older than the other: by the register's date, or else the export's.
    pub fn is_older(&self, other: &Record) -> bool {
        match (self.updated, other.updated) {
            (Some(own), Some(others)) if own != others => own < others,
            _ => self.exported < other.exported,
        }
    }
}

/// The letters and digits of a number, in lower case.
pub fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A readable start of the text and a hash of all of it: two DOIs may differ in a sign.
fn hashed(kind: &str, text: &str) -> String {
    let bare = text.trim_start_matches("https://");
    let shown: String = bare.chars().take(SHOWN_OF_NUMBER).collect();
    let words = shown.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    format!("{kind}-{words}-{:012x}", spread(text) >> 16)
}

/// FNV-1a in 64 bits: the same on every machine and in every version.
pub fn spread(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Record {
        Record {
            title: "Cells in knees".into(),
            authors: "Doe J, Roe R".into(),
            container: "J Knees".into(),
            year: Some(2024),
            volume: Some("7".into()),
            pages: Some("11-19".into()),
            doi: Some("10.1000/Knees.1".into()),
            url: "https://doi.org/10.1000/knees.1".into(),
            ..Record::default()
        }
    }

    #[test]
    fn a_citation_leaves_out_what_the_record_does_not_have() {
        assert_eq!(paper().citation(), "Doe J, Roe R. Cells in knees. J Knees, 2024; 7:11-19.");
        let bare = Record { title: "Knees".into(), ..Record::default() };
        assert_eq!(bare.citation(), "Knees.");
    }

    #[test]
    fn ids_come_from_numbers_and_tell_near_numbers_apart() {
        let other = Record { doi: Some("10.1000/knees-1".into()), ..paper() };
        let slug = paper().slug().expect("it has a DOI");
        assert!(slug.starts_with("doi-10-1000-knees-1-"), "{slug}");
        assert_ne!(Some(slug), other.slug());
        assert_eq!(Record::default().slug(), None);
    }

    #[test]
    fn another_day_of_export_says_nothing_new() {
        let later = Record { exported: jiff::civil::date(2026, 11, 21), ..paper() };
        assert!(later.says_the_same(&paper()) && paper().is_older(&later));
    }
}
