//! A source: a cited work, what it supports and what it does not.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::card::{Card, Certainty, Id, Section};
use super::kind;
use super::prose::{Paragraph, Prose, Sentence};

/// Who stands behind a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A paper that other scientists reviewed before it came out.
    PeerReviewed,
    /// A regulator, a court, a government.
    Regulator,
    /// A register of trials.
    Registry,
    /// A learned society, a charity, a university.
    Society,
    /// A newspaper, a trade paper, an encyclopaedia.
    News,
    /// A company with something to sell.
    Industry,
    /// A clinic with something to sell.
    Clinic,
}

impl Origin {
    /// Every origin with the word for it in a source's file.
    pub const WORDS: &[(&str, Origin)] = &[
        ("peer-reviewed", Origin::PeerReviewed),
        ("regulator", Origin::Regulator),
        ("registry", Origin::Registry),
        ("society", Origin::Society),
        ("news", Origin::News),
        ("industry", Origin::Industry),
        ("clinic", Origin::Clinic),
    ];

    /// Whether it sells what it writes about; then it is never evidence.
    pub fn sells(self) -> bool {
        matches!(self, Origin::Industry | Origin::Clinic)
    }
}

/// Where somebody read the work when they checked it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckedIn {
    /// In the work itself.
    Original,
    /// In a copy or an abstract of it.
    Copy,
}

impl CheckedIn {
    /// Both, with the word for each in a source's file.
    pub const WORDS: &[(&str, CheckedIn)] = &[("original", CheckedIn::Original), ("copy", CheckedIn::Copy)];
}

/// A text of a source, with its bytes in the file.
pub type Placed = (String, Range<usize>);

/// A cited work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `source:slug`, from its place.
    pub id: Id,
    /// The work's title.
    pub title: String,
    /// Its authors, or the body that published it.
    pub authors: String,
    /// The journal, the site, the book.
    pub container: String,
    /// The year it came out; none for a page that is kept up to date.
    pub year: Option<i64>,
    /// The journal's volume.
    pub volume: Option<String>,
    /// The journal's issue.
    pub issue: Option<String>,
    /// Its pages.
    pub pages: Option<String>,
    /// Its DOI, without address.
    pub doi: Option<Placed>,
    /// The registry numbers of the trials it reports.
    pub trial: Vec<Placed>,
    /// Where to read it.
    pub url: Placed,
    /// Who stands behind it.
    pub origin: Origin,
    /// What its authors or sponsors stand to gain.
    pub interest: Option<String>,
    /// How people ask for it.
    pub asks: Vec<Placed>,
    /// Other names of the work.
    pub also: Vec<Placed>,
    /// What it is cited for.
    pub supports: Placed,
    /// What it does not show.
    pub does_not_show: Placed,
    /// The figures that cards may quote from it.
    pub figures: Vec<String>,
    /// When somebody last opened it.
    pub checked: Date,
    /// The bytes of that date in the file.
    pub checked_at: Range<usize>,
    /// Whether the work itself was read, or a copy.
    pub checked_in: CheckedIn,
    /// Its file, below the knowledge folder.
    pub path: String,
}

impl Source {
    /// The reference in one line: authors, title, journal, year, numbers.
    pub fn citation(&self) -> String {
        let mut citation =
            format!("{}. {}.", self.authors.trim_end_matches('.'), self.title.trim_end_matches('.'));
        citation.push(' ');
        citation.push_str(&self.container);
        if let Some(year) = self.year {
            citation.push_str(&format!(", {year}"));
        }
        let numbers = [
            self.volume.clone(),
            self.issue.as_ref().map(|issue| format!("({issue})")),
            self.pages.as_ref().map(|pages| format!(":{pages}")),
        ];
        let numbers: String = numbers.into_iter().flatten().collect();
        if !numbers.is_empty() {
            citation.push_str("; ");
            citation.push_str(numbers.trim_start_matches(':'));
        }
        citation.push('.');
        citation
    }

    /// Who and when, for a list where the reference itself is one step away.
    pub fn short(&self) -> String {
        let first = self.authors.split(',').next().unwrap_or(&self.authors).trim_end_matches('.');
        let others = if self.authors.contains(',') { " et al." } else { "" };
        let year = self.year.map_or_else(String::new, |year| format!(" {year}"));
        format!("{first}{others}{year}")
    }

    /// The work as a card of its own, citing itself.
    pub fn to_card(&self) -> Card {
        let section = Section {
            kind: &kind::SOURCE.sections[0],
            prose: cite(&self.supports.0, self.id.slug()),
            at: self.supports.1.clone(),
        };
        Card {
            id: self.id.clone(),
            kind: &kind::SOURCE,
            title: self.title.clone(),
            asks: self.asks.clone(),
            also: self.also.clone(),
            reviewed: self.checked,
            reviewed_at: self.checked_at.clone(),
            certainty: Certainty::NotEvidence,
            sections: vec![section],
            caveat: cite(&self.does_not_show.0, self.id.slug()),
            caveat_at: self.does_not_show.1.clone(),
            see_also: Vec::new(),
            map: None,
            path: self.path.clone(),
        }
    }
}

/// The text with a mark to the source behind its last sentence.
pub(super) fn cite(text: &str, slug: &str) -> Prose {
    let mut prose = Prose::parse(text);
    if let Some(Paragraph { sentences, .. }) = prose.paragraphs.last_mut()
        && let Some(Sentence { marks, .. }) = sentences.last_mut()
    {
        marks.push(slug.to_owned());
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source {
            id: Id::new("source", "doe-2024"),
            title: "Cells in knees".into(),
            authors: "Doe J, Roe R, et al.".into(),
            container: "Journal of Knees".into(),
            year: Some(2024),
            volume: Some("7".into()),
            issue: Some("2".into()),
            pages: Some("11-19".into()),
            doi: None,
            trial: Vec::new(),
            url: ("https://doi.org/10.1000/1".into(), 0..0),
            origin: Origin::PeerReviewed,
            interest: None,
            asks: Vec::new(),
            also: Vec::new(),
            supports: ("12 people walked. They said so.".into(), 0..0),
            does_not_show: ("That they ran.".into(), 0..0),
            figures: vec!["12".into()],
            checked: jiff::civil::date(2026, 11, 21),
            checked_at: 0..0,
            checked_in: CheckedIn::Copy,
            path: "source/doe-2024.toml".into(),
        }
    }

    #[test]
    fn a_citation_reads_like_one() {
        assert_eq!(
            source().citation(),
            "Doe J, Roe R, et al. Cells in knees. Journal of Knees, 2024; 7(2):11-19."
        );
    }

    #[test]
    fn a_citation_leaves_out_what_the_work_does_not_have() {
        let page = Source { year: None, volume: None, issue: None, pages: None, ..source() };
        assert_eq!(page.citation(), "Doe J, Roe R, et al. Cells in knees. Journal of Knees.");
    }

    #[test]
    fn as_a_card_it_cites_itself_and_keeps_its_caveat() {
        let card = source().to_card();
        assert_eq!(card.marks(), ["doe-2024"]);
        assert_eq!(card.caveat.plain(), "That they ran.");
    }
}
