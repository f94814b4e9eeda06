//! Checking a seller's words, from the text to the report.

use caveat::answer::{ClaimReport, Reply, Request, State, claim, wording};
use caveat::transport::console::{Look, render};
use proptest::prelude::*;

use super::support::shipped;

/// What a text is answered with.
struct Checked {
    text: String,
    reply: Reply,
}

fn checking(text: &str) -> Checked {
    let reply = shipped().reply(&Request::Claim { text: text.to_owned() });
    Checked { text: text.to_owned(), reply }
}

impl Checked {
    fn report(&self) -> &ClaimReport {
        match &self.reply {
            Reply::Report(report) => report,
            other => unreachable!("{}: no report but {other:?}", self.text),
        }
    }

    fn patterns(&self) -> Vec<&str> {
        self.report().patterns.iter().map(|found| found.id.slug()).collect()
    }

    fn finds(&self, pattern: &str) -> &Self {
        assert!(self.patterns().contains(&pattern), "{}: {:?}", self.text, self.patterns());
        self
    }

    fn finds_nothing(&self) -> &Self {
        assert_eq!(self.patterns(), [] as [&str; 0], "{}", self.text);
        self
    }

    fn quotes(&self, pattern: &str, words: &str) -> &Self {
        let found = self.report().patterns.iter().find(|found| found.id.slug() == pattern);
        assert_eq!(found.map(|found| found.place.quote.as_str()), Some(words), "{}", self.text);
        self
    }

    fn judges(&self, item: &str, state: State) -> &Self {
        let found = self.report().checklist.iter().find(|found| found.item == item);
        assert_eq!(found.map(|found| found.state), Some(state), "{}: {item}", self.text);
        self
    }

    fn shown(&self) -> String {
        render(&self.reply, Look::default())
    }
}

#[test]
fn a_claim_is_quoted_as_it_stands_with_why_and_what_to_ask() {
    let checked = checking("At our clinic there are no side effects!");
    checked.finds("no-side-effects");
    let found = &checked.report().patterns[0];
    let quoted: String =
        checked.text.chars().skip(found.place.start).take(found.place.end - found.place.start).collect();
    assert_eq!(found.place.quote, quoted);
    assert!(!found.why.is_empty() && found.ask.ends_with('?') && !found.sources.is_empty());
    let card = shipped().held().knowledge.entry(&found.id).expect("the pattern has a card");
    let without_marks = |text: &str| {
        text.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect::<String>()
    };
    assert_eq!(without_marks(&found.caveat.text).trim(), card.caveat.plain().trim());
}

#[test]
fn markup_look_alikes_and_invisible_letters_hide_nothing() {
    for text in [
        "Our therapy has **no** <b>side</b> effects.",
        "Our therapy has n\u{200b}o s\u{456}de effects.",
        "Our therapy has 𝗻𝗼 𝘀𝗶𝗱𝗲 𝗲𝗳𝗳𝗲𝗰𝘁𝘀.",
        "Our therapy has ｎｏ ｓｉｄｅ ｅｆｆｅｃｔｓ 💉",
    ] {
        checking(text).finds("no-side-effects");
    }
}

#[test]
fn a_place_counts_characters_of_the_text_as_typed() {
    let checked = checking("💉💉 Naïve? Our therapy has nо side effects.");
    checked.quotes("no-side-effects", "nо side effects");
    assert_eq!(checked.report().patterns[0].place.start, 26);
}

#[test]
fn warnings_reports_negations_and_questions_are_no_claims() {
    for text in [
        "The regulator warned patients about clinics that promise no side effects.",
        "Some clinics claim that own cells can't be rejected.",
        "There is no cure for Parkinson's disease.",
        "The doctor cannot guarantee a result.",
        "Can my own cells be rejected by my body?",
        "Stem cells do not cure, reverse or slow the disease.",
        "The athlete missed the match because of a knee injury.",
    ] {
        checking(text).finds_nothing();
    }
}

#[test]
fn offers_of_other_trades_are_no_claims() {
    checking("Only three seats are left for the village pantomime. Book now.").finds_nothing();
    checking("The bakery's half-price offer ends on Friday: order today.").finds_nothing();
    checking("Cheaper than a dishwasher: half price on our stem cell drip, only until Friday.")
        .finds("urgency-discount");
}

#[test]
fn a_no_of_the_seller_is_still_a_claim() {
    checking("No surgery and no downtime: our stem cell injections.").finds("minimally-invasive");
    checking("You don't need surgery, our cells repair your knee.").finds("avoid-surgery");
}

/// Each pattern of texts that nobody wrote cues with and nothing was learnt from, which no cue
/// finds and likeness does, with its text, and whether it is one.
fn found_by_likeness() -> Vec<(String, String, bool)> {
    let claims = &shipped().held().knowledge.claims;
    let mut found = Vec::new();
    for line in include_str!("../evaluation/claims-unseen.jsonl").lines() {
        let labelled: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let text = labelled["text"].as_str().expect("it has a text");
        let shows =
            |slug: &str| labelled["patterns"].as_array().is_some_and(|all| all.iter().any(|p| p == slug));
        let seen = claims.see(text);
        let alike = seen.signs().into_iter().filter(|(signs, _)| seen.places(signs).is_empty());
        found.extend(alike.map(|(signs, _)| {
            let slug = signs.card.slug();
            (text.to_owned(), slug.to_owned(), shows(slug))
        }));
    }
    found
}

#[test]
fn what_no_cue_finds_is_found_by_its_likeness_to_examples() {
    let found = found_by_likeness();
    let right = found.iter().filter(|(.., is_one)| *is_one).count();
    assert!(right >= 5 && right > 2 * (found.len() - right), "{right} of {found:#?}");
}

#[test]
fn a_warning_of_it_is_not_like_a_claim() {
    for (text, pattern, _) in found_by_likeness() {
        let warning = format!("Beware of clinics that tell people the following: {text}");
        let first = warning.split_inclusive(['.', '!', '?']).next().unwrap_or(&warning);
        assert!(!checking(first).patterns().contains(&pattern.as_str()), "{first}");
    }
}

#[test]
fn the_nine_facts_are_judged_each_on_its_own() {
    checking("In our phase 3 trial, 210 people with lupus got cells or placebo. At 12 months the pain score fell by 2 points.")
        .judges("trial", State::Stated)
        .judges("disease", State::Stated)
        .judges("endpoint", State::Stated)
        .judges("human_animal", State::Stated)
        .judges("manufacturer", State::Missing);
    checking("Exosomes for arthritis, lupus, autism and asthma from our certified lab.")
        .judges("cell_product", State::Partial)
        .judges("disease", State::Partial)
        .judges("manufacturer", State::Partial)
        .judges("regulator", State::Missing);
    checking("Not FDA approved.").judges("regulator", State::Stated);
}

#[test]
fn there_are_always_nine_facts_in_the_checklists_order() {
    let checked = checking("Hello.");
    let items: Vec<&str> = checked.report().checklist.iter().map(|found| found.item.as_str()).collect();
    let order = [
        "cell_product",
        "disease",
        "human_animal",
        "trial",
        "endpoint",
        "safety",
        "manufacturer",
        "regulator",
        "availability",
    ];
    assert_eq!(items, order);
    assert!(checked.shown().contains(wording::NO_PATTERN));
}

#[test]
fn works_named_by_number_are_looked_up() {
    let checked = checking("See NCT04786262, doi:10.1056/NEJMoa2506549 and NCT09999999.");
    let found: Vec<(&str, bool)> = checked
        .report()
        .registered
        .iter()
        .map(|work| (work.number.as_str(), work.source.is_some()))
        .collect();
    assert_eq!(found, [("NCT04786262", true), ("10.1056/NEJMoa2506549", true), ("NCT09999999", false)]);
    assert!(checked.shown().contains("trialsearch.who.int"));
}

#[test]
fn a_product_beside_another_disease_is_pointed_out() {
    let checked = checking("Our cells work like MACI, now also for lupus.");
    let found: Vec<(&str, &str)> =
        checked.report().products.iter().map(|p| (p.name.as_str(), p.beside.quote.as_str())).collect();
    assert_eq!(found, [("MACI", "lupus")]);
    assert_eq!(checking("MACI treats cartilage defects of the knee.").report().products, []);
}

#[test]
fn an_emergency_comes_before_any_report() {
    assert!(matches!(checking("I cannot breathe since the infusion").reply, Reply::Emergency(_)));
    checking("Of 14 patients, one had a seizure and three a fever.");
}

#[test]
fn harms_of_other_people_in_a_pasted_text_are_no_emergency() {
    let text = "In our trial six patients had swelling for two days and one had an infection.";
    assert!(matches!(checking(text).reply, Reply::Report(_)));
}

#[test]
fn a_text_that_is_too_long_is_refused_with_the_limit() {
    let checked = checking(&"a ".repeat(claim::LONGEST));
    assert!(matches!(checked.reply, Reply::TooLong(_)));
    assert!(checked.shown().contains("6000"));
    assert!(matches!(checking(&"é".repeat(claim::LONGEST)).reply, Reply::Report(_)));
}

#[test]
fn every_report_ends_with_what_it_does_not_mean() {
    for text in ["Hello.", "Our therapy has no side effects."] {
        let shown = checking(text).shown();
        assert!(shown.replace('\n', " ").contains("Finding nothing is not a clearance"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80 || line.contains("https://")), "{shown}");
    }
}

/// Words that no report may hold: it judges wordings, never people.
const NEVER: &[&str] = &["scam", "false", "illegal", "fraud"];

#[test]
fn no_report_judges_a_seller() {
    let knowledge = shipped().held().knowledge;
    let patterns = knowledge.cards().filter(|card| card.kind.name == "pattern");
    for card in patterns {
        let texts = card.names().map(str::to_owned).chain(card.texts().map(|(_, prose, _)| prose.plain()));
        for text in texts {
            let text = text.to_lowercase();
            assert!(NEVER.iter().all(|word| !text.contains(word)), "{}: {text}", card.id);
        }
    }
    let bot = checking("Our therapy has no side effects. NCT09999999 MACI for lupus").shown().to_lowercase();
    assert!(NEVER.iter().all(|word| !bot.contains(word)), "{bot}");
}

#[test]
fn there_are_fifty_five_patterns_and_each_finds_its_own_examples() {
    let claims = &shipped().held().knowledge.claims;
    assert_eq!(claims.signs.iter().filter(|signs| signs.is_pattern()).count(), 55);
    for signs in claims.signs.iter().filter(|signs| signs.is_pattern()) {
        for (example, _) in &signs.fires {
            assert!(!claims.see(example).places(signs).is_empty(), "{}: {example}", signs.card);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_a_reply_whose_quotes_stand_in_it(
        parts in proptest::collection::vec(
            prop_oneof![".{0,12}", Just("no side effects ".to_owned()), Just("<b>cure</b> ".to_owned()),
                Just("our stem cells cure lupus. ".to_owned()), Just("\u{200d}\u{301}💉".to_owned())],
            0..20,
        )
    ) {
        let text = parts.concat();
        if let Reply::Report(report) = checking(&text).reply {
            let spans = report.patterns.iter().flat_map(|found| std::iter::once(&found.place).chain(&found.again));
            for span in spans {
                let quoted: String = text.chars().skip(span.start).take(span.end - span.start).collect();
                prop_assert_eq!(&span.quote, &quoted);
            }
        }
    }
}

/// What each reference text must be found to use; `most` bounds one that warns of such claims.
const REFERENCES: &[(&str, &[&str], Option<usize>)] = &[
    (
        "clinic-overview.txt",
        &["mechanism-leap", "bundled-wellness", "expert-endorsement", "breakthrough-hype", "call-to-action"],
        None,
    ),
    (
        "benefits-article.txt",
        &["homing", "activates-healing", "anti-aging", "minimally-invasive", "no-rejection", "root-cause"],
        None,
    ),
    (
        "pain-clinic-guide.txt",
        &["superlative", "no-side-effects", "success-rate", "homing", "regenerates-tissue", "fast-results"],
        None,
    ),
    ("field-map.txt", &[], Some(3)),
];

/// The patterns found in a long text, checked in pieces that end between lines.
fn found_in_pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.lines() {
        let last = pieces.last().map_or(0, |piece| piece.chars().count());
        if last + line.chars().count() + 1 > claim::LONGEST {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    let found = pieces
        .iter()
        .flat_map(|piece| checking(piece).patterns().into_iter().map(str::to_owned).collect::<Vec<_>>());
    found.collect()
}

/// Runs where `CAVEAT_REFERENCES` names the folder of the reference texts.
#[test]
fn reference_texts_show_their_patterns() {
    let Some(dir) = std::env::var_os("CAVEAT_REFERENCES") else { return };
    for (file, patterns, most) in REFERENCES {
        let path = std::path::Path::new(&dir).join(file);
        let text = std::fs::read_to_string(&path).expect("the reference text can be read");
        let found = found_in_pieces(&text);
        for pattern in *patterns {
            assert!(found.iter().any(|slug| slug == pattern), "{file} lacks {pattern}: {found:?}");
        }
        assert!(most.is_none_or(|most| found.len() <= most), "{file}: {found:?}");
    }
}
