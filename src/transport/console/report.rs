//! A report on a seller's words as text for a terminal.

use super::render::{CAVEAT, LABEL, Page, QUIET, TITLE};
use crate::answer::{ClaimReport, ItemFound, PatternFound, ProductFound, Registered, State, wording};

/// As many patterns as are shown in full; of the others, the names.
const MOST: usize = 5;

impl Page {
    pub(super) fn report(&mut self, report: &ClaimReport) {
        self.line(TITLE, wording::CLAIM);
        self.gap();
        match report.patterns.len() {
            0 => self.plain(LABEL, wording::NO_PATTERN),
            count => self.plain(LABEL, &wording::patterns_found(count)),
        }
        report.patterns.iter().take(MOST).for_each(|pattern| self.pattern(pattern));
        if report.patterns.len() > MOST {
            self.gap();
            let names: Vec<&str> =
                report.patterns[MOST..].iter().map(|pattern| pattern.title.as_str()).collect();
            self.hanging("", &format!("{}: {}", wording::and_more(names.len()), names.join(" · ")));
        }
        self.borrowed(&report.borrowed);
        self.nine_facts(&report.checklist);
        self.registered(&report.registered);
        self.products(&report.products);
        self.gap();
        self.plain(CAVEAT, wording::NO_CLEARANCE);
        self.plain(QUIET, wording::NOT_ADVICE);
    }

    fn pattern(&mut self, pattern: &PatternFound) {
        self.gap();
        self.plain(TITLE, &pattern.title);
        self.hanging("  ", &format!("\"{}\"", one_line(&pattern.place.quote)));
        self.hanging("  ", &format!("{}: {}", wording::WHY_WEAK, pattern.why));
        self.hanging("  ", &format!("{}: {}", wording::ASK_INSTEAD, pattern.ask));
        self.hanging("  ", &format!("{}: {}", pattern.caveat.label, pattern.caveat.text));
        for source in &pattern.sources {
            let line = format!("{} {} (checked {})", source.citation, source.url, source.checked);
            self.hanging(&format!("  [{}] ", source.number), &line);
        }
    }

    fn borrowed(&mut self, borrowed: &[PatternFound]) {
        if !borrowed.is_empty() {
            self.gap();
            self.line(LABEL, wording::BORROWED);
            borrowed.iter().for_each(|pattern| self.pattern(pattern));
        }
    }

    fn nine_facts(&mut self, items: &[ItemFound]) {
        self.gap();
        self.line(LABEL, wording::NINE_FACTS);
        for (state, word) in [
            (State::Stated, wording::STATED),
            (State::Partial, wording::IN_PART),
            (State::Missing, wording::LEFT_OUT),
        ] {
            let named: Vec<String> = items.iter().filter(|item| item.state == state).map(item_text).collect();
            if !named.is_empty() {
                self.hanging("- ", &format!("{word}: {}", named.join("; ")));
            }
        }
    }

    fn products(&mut self, products: &[ProductFound]) {
        if products.is_empty() {
            return;
        }
        self.gap();
        self.line(LABEL, wording::PRODUCTS);
        for product in products {
            let beside = one_line(&product.beside.quote);
            self.hanging("- ", &wording::named_beside(&product.name, &beside, &product.known_for));
            for source in &product.sources {
                self.hanging(
                    "  ",
                    &format!("{} {} (checked {})", source.citation, source.url, source.checked),
                );
            }
        }
    }

    fn registered(&mut self, works: &[Registered]) {
        if works.is_empty() {
            return;
        }
        self.gap();
        self.line(LABEL, wording::REGISTERED);
        for work in works {
            match (&work.citation, &work.supports, &work.does_not_show) {
                (Some(citation), Some(supports), Some(does_not_show)) => {
                    self.hanging("- ", &format!("{}: {citation}", work.number));
                    self.hanging("  ", &format!("{}: {supports}", wording::SUPPORTS));
                    self.hanging("  ", &format!("{}: {does_not_show}", wording::DOES_NOT_SHOW));
                }
                _ => self.hanging("- ", &format!("{}: {}", work.number, wording::NOT_HELD_NUMBER)),
            }
        }
    }
}

/// The item's name, with the words that state it.
fn item_text(item: &ItemFound) -> String {
    let name = wording::item(&item.item);
    match &item.quote {
        Some(quote) => format!("{name} (\"{}\")", one_line(quote)),
        None => name.to_owned(),
    }
}

fn one_line(quote: &str) -> String {
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}
