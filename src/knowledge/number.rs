//! Numbers by which works and trials are looked up: registry numbers, DOIs, PubMed's
//! numbers. Their forms, and where each is looked up outside of Caveat.

/// A register of trials.
pub struct Register {
    /// The shape of its numbers: `9` is a digit, `A` a capital letter.
    pub shape: &'static str,
    /// Where its numbers are looked up.
    pub site: &'static str,
}

/// The portal that searches most registers at once.
const ALL_REGISTERS: &str = "trialsearch.who.int";

/// The registers whose numbers sources give.
pub const REGISTERS: &[Register] = &[
    Register { shape: "NCT99999999", site: "clinicaltrials.gov" },
    Register { shape: "ISRCTN99999999", site: "isrctn.com" },
    Register { shape: "ISRCTN9999999", site: "isrctn.com" },
    Register { shape: "ACTRN99999999999999", site: "anzctr.org.au" },
    Register { shape: "9999-999999-99", site: "clinicaltrialsregister.eu" },
    Register { shape: "9999-999999-99-99", site: "euclinicaltrials.eu" },
    Register { shape: "jRCT9999999999", site: "jrct.mhlw.go.jp" },
    Register { shape: "jRCTs999999999", site: "jrct.mhlw.go.jp" },
    Register { shape: "ChiCTR9999999999", site: "chictr.org.cn" },
    Register { shape: "ChiCTR-AAA-99999999", site: "chictr.org.cn" },
    Register { shape: "UMIN999999999", site: "umin.ac.jp" },
    Register { shape: "CTRI/9999/99/999999", site: "ctri.nic.in" },
    Register { shape: "DRKS99999999", site: "drks.de" },
    Register { shape: "NTR9999", site: ALL_REGISTERS },
    Register { shape: "NL9999", site: ALL_REGISTERS },
    Register { shape: "KCT9999999", site: "cris.nih.go.kr" },
    Register { shape: "TCTR99999999999", site: "thaiclinicaltrials.org" },
    Register { shape: "H999999", site: ALL_REGISTERS },
    Register { shape: "STRATA9999", site: ALL_REGISTERS },
    Register { shape: "2999-999999-99-99", site: "euclinicaltrials.eu" },
];

/// Shapes with fewer digits than this also stand for other things in a person's words.
const FEWEST_DIGITS: usize = 7;

/// A number in the right form, found in somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// As its register writes it.
    pub text: String,
    /// Where it is looked up.
    pub site: &'static str,
}

/// The registry numbers, DOIs and PubMed numbers in a text, in order, each once.
pub fn in_text(text: &str) -> Vec<Number> {
    taken_out(text).0
}

/// The numbers in a text, and the text without them.
pub fn taken_out(text: &str) -> (Vec<Number>, String) {
    let mut numbers: Vec<Number> = Vec::new();
    let mut rest = String::new();
    let mut at = 0;
    while let Some(here) = text.get(at..).filter(|here| !here.is_empty()) {
        let begins = !text[..at].ends_with(char::is_alphanumeric);
        if let Some((number, length)) = begins.then(|| at_start(here)).flatten() {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
            rest.push(' ');
            at += length;
            continue;
        }
        let c = here.chars().next().unwrap_or(' ');
        rest.push(c);
        at += c.len_utf8();
    }
    (numbers, rest)
}

/// The number that the text starts with, and its length in bytes.
fn at_start(text: &str) -> Option<(Number, usize)> {
    doi_at_start(text).or_else(|| pubmed_at_start(text)).or_else(|| {
        // The longer shape first: one European shape begins another.
        let registers = REGISTERS.iter().filter(|register| telling(register.shape));
        let found = registers.filter_map(|register| {
            let (text, length) = shaped_at_start(register.shape, text)?;
            Some((Number { text, site: register.site }, length))
        });
        found.max_by_key(|(_, length)| *length)
    })
}

fn telling(shape: &str) -> bool {
    shape.bytes().filter(|b| *b == b'9').count() >= FEWEST_DIGITS
}

/// The text's start written in the shape, letters in any case; between letters and
/// digits there may be blanks and hyphens where the shape begins with a letter.
fn shaped_at_start(shape: &str, text: &str) -> Option<(String, usize)> {
    let lenient = shape.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut number = String::new();
    let mut rest = text;
    for wanted in shape.chars() {
        if lenient && wanted == '9' {
            rest = rest.trim_start_matches([' ', '-', ':']);
        }
        let c = rest.chars().next().filter(char::is_ascii)?;
        number.push(match wanted {
            '9' => Some(c).filter(char::is_ascii_digit)?,
            // In a shape, a digit other than 9 is that digit.
            'A' if shape.contains("AAA") => Some(c.to_ascii_uppercase()).filter(char::is_ascii_uppercase)?,
            _ => Some(wanted).filter(|wanted| wanted.eq_ignore_ascii_case(&c))?,
        });
        rest = &rest[1..];
    }
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
    ends.then(|| (number, text.len() - rest.len()))
}

fn doi_at_start(text: &str) -> Option<(Number, usize)> {
    if !text.starts_with("10.") {
        return None;
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let doi = text[..end].trim_end_matches(['.', ',', ';', ':', '?', '!', ')', ']', '}', '>', '"', '\'']);
    is_doi(doi).then(|| (Number { text: doi.to_owned(), site: "doi.org" }, doi.len()))
}

fn pubmed_at_start(text: &str) -> Option<(Number, usize)> {
    let word = text.get(..4).filter(|word| word.eq_ignore_ascii_case("pmid"))?;
    let rest = text[word.len()..].trim_start_matches([' ', ':']);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let found = (1..=8).contains(&digits);
    let number = Number { text: format!("PMID {}", &rest[..digits]), site: "pubmed.ncbi.nlm.nih.gov" };
    found.then(|| (number, text.len() - rest.len() + digits))
}

/// `10.`, four to nine digits, `/`, and anything without spaces (DOI Handbook, 3.2).
pub fn is_doi(text: &str) -> bool {
    text.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(prefix, suffix)| {
        (4..=9).contains(&prefix.len())
            && prefix.bytes().all(|b| b.is_ascii_digit())
            && !suffix.is_empty()
            && !suffix.contains(char::is_whitespace)
    })
}

/// Whether it is written as its register writes it.
pub fn is_registry_number(text: &str) -> bool {
    REGISTERS.iter().any(|Register { shape, .. }| {
        shape.len() == text.len()
            && shape.bytes().zip(text.bytes()).all(|(shape, b)| match shape {
                b'9' => b.is_ascii_digit(),
                b'A' if shape != b => b.is_ascii_uppercase(),
                _ => shape == b || (shape.is_ascii_digit() && b.is_ascii_digit()),
            })
    })
}

/// Whether it is an address that begins with `https://`.
pub fn is_url(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| {
        rest.split('/').next().is_some_and(|host| host.contains('.'))
            && !text.contains([' ', '<', '>', '"', '`'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_from_what_only_looks_like_one() {
        assert!(is_doi("10.1056/NEJMoa2506549"));
        assert!(!is_doi("doi:10.1056/NEJMoa2506549") && !is_doi("10.1056/") && !is_doi("10.1/x"));
        assert!(is_registry_number("NCT04786262") && is_registry_number("jRCT2090220384"));
        assert!(!is_registry_number("NCT0478626") && !is_registry_number("VX-880"));
        assert!(is_url("https://www.fda.gov/x") && !is_url("http://www.fda.gov") && !is_url("https://fda"));
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        let found = |text: &str| in_text(text).into_iter().map(|number| number.text).collect::<Vec<_>>();
        assert_eq!(found("what of nct 0478-6262, and NCT04786262?"), ["NCT04786262"]);
        assert_eq!(found("(https://doi.org/10.1056/NEJMoa2506549)."), ["10.1056/NEJMoa2506549"]);
        assert_eq!(found("PMID: 12345678 or isrctn12345678"), ["PMID 12345678", "ISRCTN12345678"]);
        assert_eq!(found("2023-501234-12-00 and 2004-000446-20"), ["2023-501234-12-00", "2004-000446-20"]);
        assert_eq!(found("NCT0478626, NL2024, 10.5/2 of 100 in 2024"), Vec::<String>::new());
    }

    #[test]
    fn what_is_left_is_the_text_without_its_numbers() {
        assert_eq!(taken_out("islets NCT04786262 ok").1, "islets   ok");
    }
}
