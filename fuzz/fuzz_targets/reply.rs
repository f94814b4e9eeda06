//! Any words in every request that takes them, over the shipped knowledge.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use caveat::answer::{Reply, Request};
use caveat::library::Library;
use libfuzzer_sys::fuzz_target;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("../knowledge");
    Library::in_memory(&knowledge, jiff::civil::date(2026, 11, 21)).expect("the shipped knowledge is sound")
});

fuzz_target!(|text: &str| {
    let words = || text.to_owned();
    let requests = [
        Request::Ask { question: words() },
        Request::Source { find: words() },
        Request::Card { id: words() },
        Request::Topic { kind: words() },
        Request::Map { stage: Some(words()) },
        Request::Claim { text: words() },
    ];
    for request in requests {
        let reply = LIBRARY.reply(&request);
        assert_eq!(reply, LIBRARY.reply(&request));
        match reply {
            Reply::Card(shown) => assert!(!shown.card.caveat.text.is_empty()),
            Reply::Report(report) => {
                let characters: Vec<char> = text.chars().collect();
                for found in report.patterns.iter().chain(&report.borrowed) {
                    let exact: String = characters[found.place.start..found.place.end].iter().collect();
                    assert_eq!(exact, found.place.quote);
                }
            }
            _ => {}
        }
    }
});
