//! PubMed's nbib files, also called MEDLINE: the "PubMed" choice under Save or Send to.
//! The tags are those of <https://www.nlm.nih.gov/bsd/mms/medlineelements.html>.

use std::io::{self, BufRead};

use super::draft::{Draft, date, year};
use super::tagged::{self, Lines};
use super::{Item, Why};
use crate::knowledge::{Record, number};

/// Hands on each record of the input.
pub fn read(input: &mut dyn BufRead, each: &mut dyn FnMut(Item)) -> io::Result<()> {
    tagged::read(input, "PMID", None, &mut |lines| {
        each(Item { line: lines.line, draft: draft(&lines) });
    })
}

fn draft(lines: &Lines) -> Result<Draft, Why> {
    if let Some(why) = lines.unreadable() {
        return Err(why);
    }
    let text = |tags: &[&str]| lines.first(tags).map(str::to_owned);
    let record = Record {
        title: text(&["TI", "BTI"]).unwrap_or_default(),
        also: text(&["TT"]).into_iter().collect(),
        container: text(&["JT", "TA", "CTI", "PB"]).unwrap_or_default(),
        year: lines.first(&["DP", "DEP"]).and_then(|date| year(date).or_else(|| year(date.get(..4)?))),
        volume: text(&["VI"]),
        issue: text(&["IP"]),
        pages: text(&["PG"]),
        doi: lines
            .all(&["LID", "AID"])
            .find_map(|id| id.strip_suffix("[doi]"))
            .map(|doi| doi.trim().to_owned()),
        pmid: text(&["PMID"]).filter(|pmid| pmid.bytes().all(|b| b.is_ascii_digit())),
        trial: trials(lines),
        retracted: lines.all(&["PT"]).any(|kind| kind == "Retracted Publication"),
        updated: lines.first(&["LR", "DCOM"]).and_then(date),
        ..Record::default()
    };
    let authors = lines.all(&["AU", "CN"]).map(str::to_owned).collect();
    Ok(Draft { record, authors, exported: None })
}

/// The trials in registers that the record names: `SI  - ClinicalTrials.gov/NCT01234567`.
fn trials(lines: &Lines) -> Vec<String> {
    let numbers = lines.all(&["SI"]).filter_map(|bank| bank.split_once('/')).map(|(_, number)| number);
    numbers.filter(|number| number::is_registry_number(number)).map(str::to_owned).collect()
}
