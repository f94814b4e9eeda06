//! Any files as a knowledge tree, and as settings: problems, never a panic.
#![no_main]

use caveat::knowledge::File;
use caveat::knowledge::check::check;
use caveat::knowledge::load::Tree;
use libfuzzer_sys::fuzz_target;

const PLACES: &[&str] = &[
    "faq/a.toml", "source/b.toml", "safety/c.toml", "pattern/d.toml", "lists.toml", "claims.toml", "products.toml",
    "synonyms.toml", "golden.toml", "glossary.toml", "not-held.toml",
];

fuzz_target!(|text: &str| {
    for place in PLACES {
        let tree = Tree::from_texts([(*place, text)]);
        let (_, problems) = check(&tree, jiff::civil::date(2026, 11, 21));
        assert!(problems.iter().all(|problem| !problem.message.is_empty() && !problem.help.is_empty()));
    }
    let file = File { path: "config.toml".into(), text: text.to_owned() };
    let _ = caveat::config::parse(&file, std::path::Path::new(""));
});
