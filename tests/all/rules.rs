//! Each rule of `caveat check`: a tree that breaks it, and the same tree mended.

use std::collections::BTreeSet;

use caveat::knowledge::check::RULES;
use caveat::knowledge::{Problem, Severity};

use super::support::{CARD, Files, SOURCE, and, problems, sound, with, with_pattern};

const CARD_FILE: &str = "basics/knees.toml";
const SOURCE_FILE: &str = "source/doe-2024.toml";
const SAFETY_FILE: &str = "safety/breathing.toml";

const TERM: &str = r#"[[term]]
names = ["meniscus"]
meaning = "A pad in the knee."
caveat = "It does not tell whether the pad is torn."
source = "doe-2024"
"#;

fn told(files: &Files) -> Vec<(&'static str, usize)> {
    problems(files).iter().map(|problem| (problem.rule, problem.line)).collect()
}

const ITEM: &str = "order = 1\nstates = [\"phase #\"]\n[text]\nplain = \"Look for a phase. [^doe-2024]\"\nwhy = \"It says how far they are. [^doe-2024]\"\nask = \"Which phase?\"";

const PRODUCT: &str = "[[product]]\nname = \"Knelo\"\nnames = [\"knelo\"]\nuses = [\"gonarthrosis\"]\nknown_for = \"Knees.\"\nsource = \"doe-2024\"\n";

/// A card of the checklist.
fn item() -> String {
    let (head, text) = CARD.split_once("[text]").expect("the card has a text");
    let caveat = text.lines().last().expect("the text ends with its caveat");
    format!("{head}{ITEM}\n{caveat}\n").replace("knee", "phase")
}

/// Another card with asks and caveat of its own.
fn elbows() -> String {
    CARD.replace("knee", "elbow").replace("What is a", "What is an").replace("Why do", "Why would")
}

/// For each rule: the broken tree, the lines at which it is told, and the mended tree.
fn cases() -> Vec<(&'static str, Files, Vec<usize>, Files)> {
    let in_card = |from: &str, to: &str| with(CARD_FILE, from, to);
    let with_elbows = |text: String| and(sound(), "basics/elbows.toml", &text);
    let long = |words: usize| vec!["so"; words].join(" ");
    vec![
        (
            "mark-resolves",
            in_card("joint. It", "joint. [^roe] It"),
            vec![8],
            in_card("joint. It", "joint. [^doe-2024] It"),
        ),
        (
            "link-resolves",
            in_card("[text]", "[links]\nsee_also = [\"basics:knees\"]\n[text]"),
            vec![8],
            and(
                in_card("[text]", "[links]\nsee_also = [\"basics:elbows\"]\n[text]"),
                "basics/elbows.toml",
                &elbows(),
            ),
        ),
        ("source-cited", and(sound(), "source/roe-2020.toml", SOURCE), vec![1], sound()),
        ("section-cited", in_card("It bends. [^doe-2024]", "It bends."), vec![8], sound()),
        (
            "figure-backed",
            in_card("It bends", "It bends in 13 people"),
            vec![8],
            in_card("It bends", "It bends in 12 people"),
        ),
        (
            "figure-in-digits",
            in_card("It bends", "It bends in twelve people"),
            vec![8],
            in_card("It bends", "It bends in 12 people"),
        ),
        (
            "interest-stated",
            with(SOURCE_FILE, "origin = \"peer-reviewed\"", "origin = \"news\""),
            vec![],
            with(SOURCE_FILE, "origin = \"peer-reviewed\"", "origin = \"news\"\ninterest = \"none\""),
        ),
        (
            "seller-not-evidence",
            with(
                SOURCE_FILE,
                "origin = \"peer-reviewed\"",
                "origin = \"clinic\"\ninterest = \"Sells knees.\"",
            ),
            vec![8, 9],
            sound(),
        ),
        (
            "ask-unique",
            with_elbows(elbows().replace("What is an elbow?", "what is a KNEE")),
            vec![2],
            with_elbows(elbows()),
        ),
        ("has-asks", in_card("[\"What is a knee?\", \"Why do knees bend?\"]", "[]"), vec![1], sound()),
        ("fits", in_card("What is a knee?", &format!("What is {}?", "k".repeat(100))), vec![2], sound()),
        (
            "list-length",
            in_card("plain = \"A knee", &format!("plain = \"\"\"{}\n\nA knee", "\n- A knee.".repeat(8)))
                .into_iter()
                .map(|(path, text)| (path, text.replace("bends. [^doe-2024]\"", "bends. [^doe-2024]\"\"\"")))
                .collect(),
            vec![8],
            sound(),
        ),
        ("identifier", with(SOURCE_FILE, "NCT01234567", "NCT1"), vec![6], sound()),
        (
            "caveat-own",
            with_elbows(elbows().replace("your elbow is well", "your knee is well")),
            vec![9],
            with_elbows(elbows()),
        ),
        (
            "reading-grade",
            in_card(
                "A knee is a joint. It bends.",
                "Articulation necessitates considerable physiological coordination.",
            ),
            vec![1],
            sound(),
        ),
        (
            "sentence-length",
            in_card("It bends", &format!("It bends {}", long(24))),
            vec![8],
            in_card("It bends", &format!("It bends {}", long(23))),
        ),
        (
            "plain-claims",
            in_card("It bends", "It is proven"),
            vec![8],
            in_card("It bends", "It is not proven"),
        ),
        ("safety-lines", with(SAFETY_FILE, "[\"doe-2024\"]", "[]"), vec![1], sound()),
        ("safety-examples", with(SAFETY_FILE, "I cannot breathe", "I feel ill"), vec![6], sound()),
        (
            "safety-examples",
            with(SAFETY_FILE, "What is breath?", "Why can I not, or cannot breathe?"),
            vec![7],
            sound(),
        ),
        (
            "pattern-cues",
            with_pattern("cues = [\"(knee|knees) like new\"]\n", ""),
            vec![1],
            with_pattern("", ""),
        ),
        ("pattern-tried", with_pattern("\"A new knee\", ", ""), vec![1], with_pattern("", "")),
        (
            "pattern-examples",
            with_pattern("Get a knee like new", "Get a new knee"),
            vec![8],
            with_pattern("", ""),
        ),
        (
            "pattern-examples",
            with_pattern("We do not promise knees like new", "We promise knees like new"),
            vec![9],
            with_pattern("We do not promise knees like new", "Beware of knees like new"),
        ),
        (
            "item-stated",
            and(sound(), "checklist/trial.toml", &item().replace("states = [\"phase #\"]\n", "")),
            vec![1],
            and(sound(), "checklist/trial.toml", &item()),
        ),
        (
            "product-sourced",
            and(sound(), "products.toml", &PRODUCT.replace("doe-2024", "roe")),
            vec![6],
            and(sound(), "products.toml", PRODUCT),
        ),
        (
            "golden-card",
            and(sound(), "golden.toml", "[[golden]]\nquestion = \"knee?\"\ncard = \"basics:toes\"\n"),
            vec![3],
            and(sound(), "golden.toml", "[[golden]]\nquestion = \"knee?\"\ncard = \"basics:knees\"\n"),
        ),
        (
            "not-held",
            and(sound(), "not-held.toml", "[[subject]]\nnames = [\"Knee joint\"]\n"),
            vec![2],
            and(sound(), "not-held.toml", "[[subject]]\nnames = [\"tinnitus\"]\n"),
        ),
        (
            "names-several",
            and(sound(), "synonyms.toml", "[[group]]\nnames = [\"knee\"]\n"),
            vec![2],
            and(sound(), "synonyms.toml", "[[group]]\nnames = [\"knee\", \"genu\"]\n"),
        ),
        (
            "term-sound",
            and(sound(), "glossary.toml", &TERM.replace("doe-2024", "roe")),
            vec![5],
            and(sound(), "glossary.toml", TERM),
        ),
        (
            "term-sound",
            and(sound(), "glossary.toml", &format!("{TERM}\n{TERM}")),
            vec![8],
            and(sound(), "glossary.toml", TERM),
        ),
        (
            "map-place",
            in_card("[text]", "[map]\nplace = 2\nname = \"Knees\"\n[text]"),
            vec![9],
            in_card("[text]", "[map]\nplace = 1\nname = \"Knees\"\n[text]"),
        ),
        ("date-past", in_card("2026-11-20", "2026-11-22"), vec![4], in_card("2026-11-20", "2026-11-21")),
        ("review-due", in_card("2026-11-20", "2025-11-20"), vec![4], in_card("2026-11-20", "2025-11-21")),
        (
            "check-due",
            with(SOURCE_FILE, "checked = 2026-11-20", "checked = 2025-11-20"),
            vec![12],
            with(SOURCE_FILE, "checked = 2026-11-20", "checked = 2025-11-21"),
        ),
    ]
}

#[test]
fn each_rule_tells_what_breaks_it_and_nothing_else() {
    for (rule, broken, lines, mended) in cases() {
        let wanted: Vec<_> = lines.iter().map(|line| (rule, *line)).collect();
        assert_eq!(told(&broken), wanted, "{rule}: {:#?}", problems(&broken));
        assert_eq!(told(&mended), [], "{rule} mended: {:#?}", problems(&mended));
    }
}

#[test]
fn every_rule_of_the_table_is_tried() {
    let tried: BTreeSet<_> = cases().into_iter().map(|(rule, ..)| rule).collect();
    let table: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(tried, table);
}

#[test]
fn a_seller_must_say_what_it_sells() {
    let files = with(SOURCE_FILE, "origin = \"peer-reviewed\"", "origin = \"industry\"");
    assert!(told(&files).contains(&("interest-stated", 1)), "{:#?}", problems(&files));
}

#[test]
fn a_seller_may_be_quoted_as_a_seller() {
    let selling =
        with(SOURCE_FILE, "origin = \"peer-reviewed\"", "origin = \"clinic\"\ninterest = \"Sells knees.\"");
    let quoted = selling.into_iter().map(|(path, text)| {
        let text = text.replace("It bends.", "A clinic says that it bends.");
        (path, text.replace("This does not show", "The clinic does not show"))
    });
    assert_eq!(told(&quoted.collect()), []);
}

#[test]
fn overdue_dates_are_warnings_and_all_else_is_an_error() {
    let overdue = with(CARD_FILE, "2026-11-20", "2024-01-01");
    let severities: Vec<_> = problems(&overdue).iter().map(|problem: &Problem| problem.severity).collect();
    assert_eq!(severities, [Severity::Warning]);
}
