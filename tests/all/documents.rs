//! Searching documents that are no entries of a knowledge.

use caveat::search::{Collection, Document, Index};

const TEXTS: &[(&str, &str)] = &[
    ("Gout", "Gout is a form of arthritis. Crystals of uric acid gather in a joint."),
    ("Gout", "Treatment of gout is by medicines that lower uric acid, and by diet."),
    ("Gout", "Signs of gout are a red, hot and swollen joint, often the big toe."),
    ("Migraine", "Migraine is a headache on one side. Treatment is by rest in a dark room."),
];

fn index() -> Index {
    let documents = TEXTS.iter().map(|(title, text)| Document::plain(title, text)).collect();
    Index::over(&Collection { documents, ..Collection::default() }).expect("the index fits in memory")
}

#[track_caller]
fn finds_first(question: &str, place: usize) {
    let found = index().find(question);
    assert_eq!(found.hits.first().map(|hit| hit.entry), Some(place), "{question}");
}

#[test]
fn a_title_finds_its_document() {
    finds_first("What is migraine?", 3);
}

#[test]
fn of_documents_on_one_thing_the_one_that_tells_what_is_wanted_comes_first() {
    finds_first("What is gout?", 0);
    finds_first("How is gout treated?", 1);
    finds_first("What are the symptoms of gout?", 2);
}

#[test]
fn a_misspelt_title_finds_its_document_too() {
    finds_first("what is migrane", 3);
}

#[test]
fn other_names_and_synonyms_find_a_document() {
    let also = Document { also: vec!["podagra".into()], ..Document::plain("Gout", "An arthritis.") };
    let documents = vec![Document::plain("Migraine", "A headache."), also];
    let synonyms = vec![vec!["migraine", "hemicrania"]];
    let index = Index::over(&Collection { documents, synonyms, ..Collection::default() }).expect("it fits");
    let first = |question: &str| index.find(question).hits.first().map(|hit| hit.entry);
    assert_eq!((first("podagra"), first("hemicrania")), (Some(1), Some(0)));
}

#[test]
fn nothing_in_common_finds_nothing() {
    assert_eq!(index().find("bicycle").hits, []);
    assert_eq!(index().find("").hits, []);
}
