//! A reply as text for a terminal.

use anstyle::{AnsiColor, Style};
use textwrap::{Options, wrap};

use crate::answer::{
    CardReply, Checklist, EmergencyReply, MapReply, Named, NothingHeld, RecordShown, Reply, Shown,
    SourceFound, SourcesReply, Topic, wording,
};

/// How the text should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour it.
    pub colour: bool,
    /// How many columns it may take.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Look { colour: false, width: 80 }
    }
}

pub(super) const TITLE: Style = Style::new().bold();
pub(super) const LABEL: Style = AnsiColor::Cyan.on_default().bold();
pub(super) const CAVEAT: Style = AnsiColor::Yellow.on_default().bold();
const ALARM: Style = AnsiColor::Red.on_default().bold();
pub(super) const QUIET: Style = Style::new().dimmed();

/// The reply as lines of text.
pub fn render(reply: &Reply, look: Look) -> String {
    let mut page = Page { look, text: String::new() };
    page.gap();
    match reply {
        Reply::Card(shown) => page.shown(shown),
        Reply::NothingHeld(nothing) => page.nothing_held(nothing),
        Reply::Emergency(emergency) => page.emergency(emergency),
        Reply::Sources(sources) => page.sources(sources),
        Reply::Topic(topic) => page.topic(topic),
        Reply::Checklist(checklist) => page.checklist(checklist),
        Reply::Map(map) => page.map(map),
        Reply::About(about) => {
            page.paragraphs(&wording::about(about.cards, about.sources, &about.generation))
        }
        Reply::Gone(_) => page.plain(Style::new(), wording::GONE),
        Reply::Report(report) => page.report(report),
        Reply::TooLong(long) => page.plain(Style::new(), &wording::too_long(long.length, long.longest)),
    }
    page.gap();
    page.text
}

pub(super) struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn shown(&mut self, shown: &Shown) {
        let card = &shown.card;
        self.line(TITLE, &format!("{} {}", card.mark, card.title));
        self.gap();
        self.paragraphs(&card.excerpt);
        for section in more_sections(card) {
            self.section(LABEL, section.label, &section.text);
        }
        self.section(CAVEAT, card.caveat.label, &card.caveat.text);
        if !card.terms.is_empty() {
            self.gap();
            self.line(LABEL, wording::TERMS);
            for gloss in &card.terms {
                self.hanging("- ", &format!("{}: {}", gloss.term, gloss.meaning));
            }
        }
        self.gap();
        self.line(LABEL, wording::SOURCES);
        for source in &card.sources {
            self.hanging(
                &format!("[{}] ", source.number),
                &format!("{} {} (checked {})", source.citation, source.url, source.checked),
            );
            if let Some(interest) = &source.interest {
                self.hanging("    ", &wording::interest(interest));
            }
        }
        self.related(wording::RELATED, &shown.related);
        self.gap();
        if let Some(certainty) = wording::certainty(card.certainty) {
            self.plain(QUIET, certainty);
        }
        self.plain(QUIET, &format!("{}: {}", wording::I_MATCHED, shown.matched_titles.join(" · ")));
        self.plain(QUIET, &wording::reviewed(card.reviewed, &shown.generation));
        self.plain(QUIET, wording::NOT_ADVICE);
    }

    fn nothing_held(&mut self, nothing: &NothingHeld) {
        match &nothing.about {
            Some(subject) => self.line(TITLE, &wording::nothing_held_about(subject)),
            None => self.line(TITLE, wording::NOTHING_HELD),
        }
        self.plain(Style::new(), wording::NOTHING_HELD_MEANS);
        self.plain(Style::new(), wording::NOTHING_HELD_NEXT);
        self.related(wording::NEAREST, &nothing.nearest);
        self.gap();
        self.plain(QUIET, wording::NOT_ADVICE);
    }

    fn emergency(&mut self, reply: &EmergencyReply) {
        let mut lines = reply.emergency.lines.iter();
        if let Some(first) = lines.next() {
            self.plain(ALARM, first);
        }
        for line in lines {
            self.plain(Style::new(), line);
        }
    }

    fn sources(&mut self, reply: &SourcesReply) {
        for number in &reply.not_held {
            self.plain(Style::new(), &wording::no_record(&number.number, number.site));
        }
        if reply.sources.is_empty() && reply.not_held.is_empty() {
            self.plain(Style::new(), wording::NO_SOURCE);
        }
        for (at, source) in reply.sources.iter().enumerate() {
            if at > 0 || !reply.not_held.is_empty() {
                self.gap();
            }
            self.source(source);
        }
    }

    fn source(&mut self, source: &SourceFound) {
        self.plain(TITLE, &source.citation);
        let numbers: Vec<&str> = source.doi.iter().chain(&source.trial).map(String::as_str).collect();
        if !numbers.is_empty() {
            self.plain(Style::new(), &numbers.join(" · "));
        }
        self.plain(Style::new(), &source.url);
        if let Some(record) = &source.record {
            return self.record(source, record);
        }
        self.section(LABEL, wording::SUPPORTS, &source.supports);
        self.section(CAVEAT, wording::DOES_NOT_SHOW, &source.does_not_show);
        if let Some(interest) = &source.interest {
            self.plain(Style::new(), &wording::interest(interest));
        }
        let cards: Vec<&str> = source.cards.iter().map(crate::knowledge::Id::as_str).collect();
        self.plain(QUIET, &wording::used_by(&cards, source.checked));
    }

    /// What a register or catalog says, and that nobody here has read it.
    fn record(&mut self, source: &SourceFound, record: &RecordShown) {
        self.gap();
        self.paragraphs(&source.supports);
        let facts = wording::facts(record);
        if !facts.is_empty() {
            self.gap();
            self.line(LABEL, &wording::says(&record.container));
            for fact in facts {
                self.hanging("- ", &fact);
            }
        }
        self.section(CAVEAT, wording::DOES_NOT_SHOW, &source.does_not_show);
        self.plain(QUIET, &wording::copied(record.exported));
    }

    fn checklist(&mut self, checklist: &Checklist) {
        self.line(TITLE, wording::CHECKLIST);
        for (at, (named, question)) in checklist.items.iter().enumerate() {
            self.hanging(&format!("{}. ", at + 1), &format!("{}. {question}", named.title));
        }
        self.gap();
        self.plain(Style::new(), wording::CHECKLIST_END);
    }

    fn topic(&mut self, topic: &Topic) {
        self.line(TITLE, &format!("{} {}", topic.mark, topic.plural));
        for card in &topic.cards {
            self.hanging("- ", &format!("{} ({})", card.title, card.id));
        }
    }

    fn map(&mut self, reply: &MapReply) {
        self.line(TITLE, reply.map.title);
        for stage in &reply.map.stages {
            let sign = if reply.map.marks(&stage.id) { "> " } else { "  " };
            self.hanging(sign, &format!("{}. {}: {}", stage.number, stage.name, stage.line));
        }
        self.plain(QUIET, &reply.map.end);
        if let Some(card) = &reply.card {
            self.gap();
            self.shown(card);
        }
    }

    fn related(&mut self, label: &str, cards: &[Named]) {
        if cards.is_empty() {
            return;
        }
        self.gap();
        self.line(LABEL, label);
        for card in cards {
            self.hanging("- ", &format!("{} ({})", card.title, card.id));
        }
    }

    fn section(&mut self, style: Style, label: &str, text: &str) {
        self.gap();
        self.line(style, label);
        self.paragraphs(text);
    }

    fn paragraphs(&mut self, text: &str) {
        for line in text.lines() {
            match line.strip_prefix("- ") {
                Some(item) => self.hanging("- ", item),
                None if line.is_empty() => self.gap(),
                None => self.plain(Style::new(), line),
            }
        }
    }

    /// A line that is never wrapped.
    pub(super) fn line(&mut self, style: Style, text: &str) {
        let (on, off) = if self.look.colour {
            (style.render().to_string(), style.render_reset().to_string())
        } else {
            Default::default()
        };
        self.text.push_str(&format!("{on}{text}{off}\n"));
    }

    /// Text, wrapped.
    pub(super) fn plain(&mut self, style: Style, text: &str) {
        for line in wrap(text, self.options()) {
            self.line(style, &line);
        }
    }

    /// Text behind a sign, wrapped under itself.
    pub(super) fn hanging(&mut self, sign: &str, text: &str) {
        let indent = " ".repeat(sign.chars().count());
        let options = self.options().initial_indent(sign).subsequent_indent(&indent);
        for line in wrap(text, options) {
            self.line(Style::new(), &line);
        }
    }

    fn options(&self) -> Options<'static> {
        // An address must stay whole to be followed.
        Options::new(self.look.width).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation)
    }

    pub(super) fn gap(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

/// The sections that the excerpt does not already hold whole.
fn more_sections(card: &CardReply) -> impl Iterator<Item = &crate::answer::SectionText> {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "");
    let excerpt = folded(&card.excerpt);
    card.sections.iter().filter(move |section| !excerpt.contains(&folded(&section.text)))
}
