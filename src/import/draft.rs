//! A record that a format has filled in, before it is made clean, named and checked.

use jiff::civil::Date;

use super::Why;
use crate::knowledge::Record;
use crate::knowledge::record::{Registration, wrong};

/// More authors than this are not printed.
const MOST_AUTHORS: usize = 10;
/// Marks of layout that catalogs leave in titles.
const TAGS: &[&str] = &["i", "b", "u", "em", "strong", "sub", "sup", "scp"];

/// What a format says of a record.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What is known so far; id, address and dates may be missing.
    pub record: Record,
    /// The authors, one by one.
    pub authors: Vec<String>,
    /// The day of the export, where the export says it.
    pub exported: Option<Date>,
}

impl Draft {
    /// The record, cleaned and named.
    ///
    /// # Errors
    /// Where it lacks what every record needs.
    pub fn finish(self, exported: Date) -> Result<Record, Why> {
        let Draft { mut record, authors, exported: own } = self;
        record.exported = own.unwrap_or(exported);
        record.authors = author_line(&authors);
        tidy(&mut record);
        if record.title.is_empty() {
            return Err(Why::new("it has no title", "add its title to the file, or leave the record out"));
        }
        record.doi = record.doi.take().and_then(|doi| bare_doi(&doi));
        record.url = address(&record);
        let Some(id) = record.slug() else {
            let help = "add one of them to the file, or leave the record out";
            return Err(Why::new("it has no DOI, no PubMed number and no https address", help));
        };
        record.id = id;
        match wrong(&record) {
            Some(message) => Err(Why::new(message, "mend it in the file, or leave the record out")),
            None => Ok(record),
        }
    }
}

fn author_line(authors: &[String]) -> String {
    let named = authors.iter().map(|author| clean(author)).filter(|author| !author.is_empty());
    let mut named: Vec<String> = named.take(MOST_AUTHORS + 1).collect();
    if named.len() > MOST_AUTHORS {
        named[MOST_AUTHORS] = "et al.".into();
    }
    named.join(", ")
}

/// The DOI without address or name before it; `None` for what is no DOI at all.
fn bare_doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let doi = text[at..].trim().trim_end_matches('.').to_owned();
    Some(doi).filter(|doi| crate::knowledge::number::is_doi(doi))
}

/// Where to read it: the DOI's address, PubMed's page, or the file's own address.
fn address(record: &Record) -> String {
    if let (None, Some(doi)) = (&record.registration, &record.doi) {
        return format!("https://doi.org/{}", escaped(doi));
    }
    match &record.pmid {
        Some(pmid) if record.url.is_empty() => format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"),
        _ => record.url.replacen("http://", "https://", 1),
    }
}

/// Signs that may stand in a DOI and not in an address.
fn escaped(doi: &str) -> String {
    let signs = [('<', "%3C"), ('>', "%3E"), ('"', "%22"), ('`', "%60"), ('#', "%23"), ('%', "%25")];
    let escape = |c: char| signs.iter().find(|(sign, _)| *sign == c).map(|(_, code)| (*code).to_owned());
    doi.chars().map(|c| escape(c).unwrap_or_else(|| c.to_string())).collect()
}

fn tidy(record: &mut Record) {
    record.title = translated(&clean(&record.title));
    record.container = clean(&record.container);
    record.url = record.url.trim().to_owned();
    for list in [&mut record.also, &mut record.trial] {
        tidy_list(list);
    }
    let title = record.title.clone();
    record.also.retain(|other| *other != title);
    for text in [&mut record.volume, &mut record.issue, &mut record.pages, &mut record.doi, &mut record.pmid]
    {
        *text = text.take().map(|text| clean(&text)).filter(|text| !text.is_empty());
    }
    if let Some(registration) = &mut record.registration {
        tidy_registration(registration);
    }
}

/// A title without the brackets that PubMed puts around translated ones.
fn translated(title: &str) -> String {
    let inner = title.strip_prefix('[').and_then(|rest| rest.trim_end_matches('.').strip_suffix(']'));
    inner.unwrap_or(title).trim().to_owned()
}

fn tidy_registration(registration: &mut Registration) {
    registration.sponsor = clean(&registration.sponsor);
    for list in [&mut registration.primary, &mut registration.countries, &mut registration.conditions] {
        tidy_list(list);
    }
    for arm in &mut registration.arms {
        arm.label = clean(&arm.label);
    }
}

/// Cleans each text of a list, and leaves out what says nothing or says it again.
fn tidy_list(list: &mut Vec<String>) {
    let mut kept: Vec<String> = Vec::with_capacity(list.len());
    for text in list.iter().map(|text| clean(text)) {
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    *list = kept;
}

/// The text in one line, without layout and invisible signs.
pub fn clean(text: &str) -> String {
    let plain = if text.contains('<') { without_tags(text) } else { text.to_owned() };
    let visible = plain.chars().filter(|c| !c.is_control() || c.is_whitespace());
    let visible: String = visible.filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_tags(text: &str) -> String {
    let mut text = text.to_owned();
    for tag in TAGS {
        text = text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    text
}

/// "Claude E." as "CE".
pub fn initials(given: &str) -> String {
    given
        .split([' ', '-', '.'])
        .filter_map(|name| name.chars().next())
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// "Shannon, Claude E." as "Shannon CE"; a name without comma stays as it is.
pub fn surname_first(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) => format!("{} {}", family.trim(), initials(given)).trim().to_owned(),
        None => name.trim().to_owned(),
    }
}

/// The first year in a text: "2024 Mar 5", "2024/03".
pub fn year(text: &str) -> Option<i16> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.filter(|part| part.len() == 4).find_map(|part| part.parse().ok())
}

/// A date written as "2024-03-05", "20240305", "2024-03" or "2024".
pub fn date(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i8>().ok());
    Date::new(digits.get(..4)?.parse().ok()?, part(4, 6).unwrap_or(1), part(6, 8).unwrap_or(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned_of_layout() {
        assert_eq!(clean(" <i>In\u{200b} vivo</i>\n  cells <2 mm "), "In vivo cells <2 mm");
        assert_eq!(surname_first("Shannon, Claude E."), "Shannon CE");
        assert_eq!(surname_first("The Knee Group"), "The Knee Group");
    }

    #[test]
    fn dates_may_lack_day_and_month() {
        assert_eq!(date("2024-03"), date("20240301"));
        assert_eq!((date("soon"), year("Spring 2024"), year("n.d.")), (None, Some(2024), None));
    }

    #[test]
    fn old_dois_make_addresses_that_can_be_followed() {
        let doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2";
        let record = Record { title: "Old".into(), doi: Some(format!("doi:{doi}")), ..Record::default() };
        let record = Draft { record, ..Draft::default() }.finish(jiff::civil::date(2026, 1, 1));
        assert_eq!(record.expect("it has all it needs").doi.as_deref(), Some(doi));
    }
}
