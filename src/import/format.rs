//! The formats, and telling them apart.

use std::io::{self, BufRead};

use super::{Item, bibtex, clinicaltrials, csl, json, pubmed, ris};

/// A format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON: ClinicalTrials.gov's or CSL's, told apart record by record.
    Json,
    /// ClinicalTrials.gov's JSON, version 2: pages, studies, or a study a line.
    ClinicalTrials,
    /// PubMed's nbib, also called MEDLINE.
    PubMed,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
    /// BibTeX and BibLaTeX.
    BibTex,
}

impl Format {
    /// Every format that can be asked for, with its name.
    pub const NAMES: &[(&str, Format)] = &[
        ("clinicaltrials", Format::ClinicalTrials),
        ("pubmed", Format::PubMed),
        ("ris", Format::Ris),
        ("csl", Format::Csl),
        ("bibtex", Format::BibTex),
    ];

    /// The format that a file's first bytes show.
    pub fn of(start: &[u8]) -> Option<Self> {
        let start = String::from_utf8_lossy(start);
        let text = start.trim_start_matches('\u{feff}').trim_start();
        match text.chars().next()? {
            '{' | '[' => Some(Format::Json),
            '@' | '%' => Some(Format::BibTex),
            _ if text.starts_with("PMID-") => Some(Format::PubMed),
            _ if text.starts_with("TY  -") => Some(Format::Ris),
            _ => None,
        }
    }

    /// Hands on each record of the input.
    pub(super) fn read(self, input: &mut dyn BufRead, each: &mut dyn FnMut(Item)) -> io::Result<()> {
        let from_json = match self {
            Format::PubMed => return pubmed::read(input, each),
            Format::Ris => return ris::read(input, each),
            Format::BibTex => return bibtex::read(input, each),
            Format::ClinicalTrials => clinicaltrials::draft,
            Format::Csl => csl::draft,
            Format::Json => |record: &str| match record.contains("\"protocolSection\"") {
                true => clinicaltrials::draft(record),
                false => csl::draft(record),
            },
        };
        json::read(input, &mut |line, record| {
            each(Item { line, draft: record.and_then(from_json) });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        for (start, format) in [
            ("\u{feff}\r\n [", Some(Format::Json)),
            ("\nPMID- 1", Some(Format::PubMed)),
            ("TY  - JOUR", Some(Format::Ris)),
            ("% made by hand\n@article{", Some(Format::BibTex)),
            ("dear all", None),
        ] {
            assert_eq!(Format::of(start.as_bytes()), format, "{start}");
        }
    }
}
