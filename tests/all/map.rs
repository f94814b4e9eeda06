//! The map of stages: its words and its pictures, over the shipped knowledge.

use std::sync::LazyLock;

use caveat::answer::{Map, StageOnMap};
use caveat::knowledge::load::{Tree, parse};
use caveat::knowledge::{Id, Knowledge};
use caveat::picture::{Picture, Pictures};

use super::support::{shipped, sound};

/// The seven stages in the order in which a treatment passes them.
const STAGES: [&str; 7] = [
    "stage:discovery",
    "stage:lab-model",
    "stage:early-trial",
    "stage:defined-product",
    "stage:controlled-trial",
    "stage:authorization",
    "stage:standard-care",
];

/// Discord's limit for the description of an attachment.
const LONGEST_ALT: usize = 1_024;
/// So that a phone loads it at once, in bytes.
const LARGEST: usize = 100_000;

static PICTURES: LazyLock<Pictures> = LazyLock::new(|| Pictures::of(shipped().held().knowledge));

fn shipped_map() -> Map {
    Map::of(shipped().held().knowledge).expect("the shipped knowledge has stages")
}

fn picture(marked: Option<&str>) -> Picture<'static> {
    PICTURES.map(marked.map(Id::from_text).as_ref()).expect("the shipped knowledge has stages")
}

/// Without a mark, then with each stage marked.
fn all_pictures() -> Vec<Picture<'static>> {
    std::iter::once(None).chain(STAGES.iter().copied().map(Some)).map(picture).collect()
}

/// Width, height and the row of pixels after row, each a place in the palette.
fn decoded(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("it is a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
    let frame = reader.next_frame(&mut pixels).expect("it decodes");
    (frame.width, frame.height, pixels)
}

/// A knowledge whose one card, of whatever kind, stands on the map.
fn with_one_stage(name: &str) -> Knowledge {
    let mut files = sound();
    files[0].1 = files[0].1.replace("[text]", &format!("[map]\nplace = 1\nname = \"{name}\"\n[text]"));
    parse(&Tree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))).0
}

#[test]
fn the_seven_stages_stand_on_the_map_in_order_with_what_each_means() {
    let stages = shipped_map().stages;
    assert_eq!(stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>(), STAGES);
    for (StageOnMap { number, title, name, line, .. }, expected) in stages.iter().zip(1..) {
        assert_eq!(*number, expected);
        assert!(title.starts_with(&format!("Stage {number}: ")), "{title}");
        assert!(!name.is_empty() && line.ends_with(['.', '?']), "{name}: {line}");
    }
}

#[test]
fn the_alternative_text_says_what_the_picture_says_within_the_limit() {
    let map = shipped_map();
    assert!(map.alt.chars().count() <= LONGEST_ALT, "{}", map.alt);
    let mut rest = map.alt.as_str();
    let note = map.note.as_deref().expect("the first stage says why it matters");
    let shown = [map.title, note].into_iter().chain(map.stages.iter().flat_map(|s| [&*s.name, &*s.line]));
    for words in shown.chain([map.end.as_str()]) {
        rest = rest.split_once(words).unwrap_or_else(|| panic!("{words} should follow: {rest}")).1;
    }
    assert!(!map.alt.contains("You are looking at"), "{}", map.alt);
}

#[test]
fn a_marked_stage_is_told_in_words() {
    let map = shipped_map();
    for (number, id) in (1..).zip(STAGES) {
        let marked = map.marking(&Id::from_text(id)).expect("it is a stage");
        let told = format!("You are looking at stage {number} of 7: {}.", marked.stages[number - 1].name);
        assert!(marked.alt.contains(&told), "{}", marked.alt);
        assert!(marked.alt.chars().count() <= LONGEST_ALT, "{}", marked.alt);
        assert_eq!(picture(Some(id)).alt, marked.alt);
    }
    assert!(map.marking(&Id::from_text("signal:t1d")).is_none());
}

#[test]
fn pictures_are_upright_small_and_each_its_own() {
    let pictures = all_pictures();
    for (at, Picture { png, alt }) in pictures.iter().enumerate() {
        let (width, height, _) = decoded(png);
        assert_eq!(width, 800, "{alt}");
        assert!((1_000..=1_600).contains(&height), "{height}: {alt}");
        assert!(png.len() < LARGEST, "{} bytes: {alt}", png.len());
        assert!(pictures[at + 1..].iter().all(|other| other.png != *png), "{alt}");
    }
}

#[test]
fn the_same_map_gives_the_same_bytes_and_is_drawn_once() {
    let again = Pictures::of(shipped().held().knowledge);
    for id in [None, Some("stage:early-trial")] {
        let first = picture(id);
        assert_eq!(again.map(id.map(Id::from_text).as_ref()).map(|other| other.png), Some(first.png));
        assert!(std::ptr::eq(first.png, picture(id).png), "it was drawn twice");
    }
}

#[test]
fn several_may_ask_at_once() {
    let pictures = Pictures::of(&with_one_stage("Knees"));
    let drawn: Vec<_> = std::thread::scope(|scope| {
        let ask = || pictures.map(None).map(|picture| picture.png);
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|one| one.join().expect("it ends")).collect()
    });
    assert!(drawn[0].is_some() && drawn.iter().all(|png| *png == drawn[0]));
}

#[test]
fn a_card_that_is_no_stage_leaves_the_map_without_a_mark() {
    assert!(std::ptr::eq(picture(Some("signal:t1d")).png, picture(None).png));
}

#[test]
fn a_knowledge_without_stages_has_no_map() {
    let files = sound();
    let (knowledge, _) =
        parse(&Tree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    assert!(Map::of(&knowledge).is_none());
    assert!(Pictures::of(&knowledge).map(None).is_none());
}

#[test]
fn what_is_too_long_for_the_limit_is_left_out_whole() {
    let told = |name: &str| Map::of(&with_one_stage(name)).expect("it has a stage").alt;
    assert!(told("Knees").contains("1. Knees: A knee is a joint. "));
    let long = "so ".repeat(330);
    let alt = told(long.trim());
    assert!(alt.chars().count() <= LONGEST_ALT && !alt.contains("A knee is a joint"), "{alt}");
}
