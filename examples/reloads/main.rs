//! Whether answers stay whole while the knowledge changes under load, while processes are
//! killed, and where the disk is full or may only be read. On the shipped knowledge.
//!
//! ```sh
//! cargo run --release --example reloads                  # all of it, some five minutes
//! cargo run --release --example reloads -- storm 500     # 500 reloads under 2,000 questions a second
//! cargo run --release --example reloads -- kills 100     # kill -9 at 100 moments
//! cargo run --release --example reloads -- disk          # a full and a read-only disk; mounts, so as root
//! cargo run --release --example reloads -- live          # from a saved file to an answer
//! ```

mod disk;
mod kills;
mod live;
mod storm;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use caveat::answer::{Reply, Request};
use caveat::knowledge::load::read_tree;
use caveat::library::{Keeping, Store};
use caveat::transport::trial;
use jiff::civil::date;

/// What goes wrong ends the program.
type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The card that is edited, and its id.
const CARD: &str = "basics/duration.toml";
const ID: &str = "basics:duration";

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |default| arguments.get(1).and_then(|text| text.parse().ok()).unwrap_or(default);
    match arguments.first().map(String::as_str) {
        None => {
            storm::run(500)?;
            kills::run(100)?;
            disk::run()?;
            live::run(10)
        }
        Some("storm") => storm::run(number(500)),
        Some("kills") => kills::run(number(100)),
        Some("disk") => disk::run(),
        Some("live") => live::run(number(10)),
        Some("victim") => kills::victim(Path::new(arguments.get(1).ok_or("a folder")?)),
        Some(other) => Err(format!("{other} is none of storm, kills, disk, live").into()),
    }
}

/// A copy of the shipped knowledge and a folder for its generations.
struct Folders {
    knowledge: PathBuf,
    index: PathBuf,
    /// The card as it is shipped.
    card: String,
}

impl Folders {
    /// Below that folder, where the copy may be there already.
    fn below(dir: &Path) -> Done<Folders> {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
        let knowledge = dir.join("knowledge");
        if !knowledge.exists() {
            for (path, file) in read_tree(&shipped).0.files {
                let path = knowledge.join(path);
                fs::create_dir_all(path.parent().ok_or("a folder")?)?;
                fs::write(path, file.text)?;
            }
        }
        let card = fs::read_to_string(shipped.join(CARD))?;
        Ok(Folders { knowledge, index: dir.join("index"), card })
    }

    fn store(&self) -> Done<Store> {
        Ok(Store::open(Keeping {
            knowledge: self.knowledge.clone(),
            index: self.index.clone(),
            keep: 5,
            refuse_lost_golden: true,
            today: || date(2026, 11, 21),
            trial: trial::problems,
        })?)
    }

    /// Has the card's title and its first section both say which edition it is.
    fn says(&self, edition: usize) -> Done {
        let (title, rest) = self.card.split_once("\"\n").ok_or("the card has a title")?;
        let (head, text) = rest.split_once("\"\"\"\n").ok_or("the card has a text")?;
        let edition = word(edition);
        let card = format!("{title} ({edition})\"\n{head}\"\"\"\nThis is {edition}. {text}");
        Ok(fs::write(self.knowledge.join(CARD), card)?)
    }

    fn breaks(&self) -> Done {
        Ok(fs::write(self.knowledge.join(CARD), self.card.replacen("title", "titel", 1))?)
    }
}

/// A number as a word, since a card's figures must have a source.
fn word(number: usize) -> String {
    let letter = |digit: char| char::from(b'a' + digit as u8 - b'0');
    format!("edition q{}", number.to_string().chars().map(letter).collect::<String>())
}

/// The edition that a store answers with, and whether title and text are of one.
fn edition(store: &Store) -> Done<String> {
    let now = store.now();
    let Reply::Card(shown) = now.library.reply(&Request::Card { id: ID.into() }) else {
        return Err("the card is not there".into());
    };
    let of = |text: &str| text.split_once("edition ").map(|(_, rest)| letters(rest)).unwrap_or_default();
    let (title, text) = (of(&shown.card.title), of(&shown.card.sections[0].text));
    match title == text && shown.generation == now.name() {
        true => Ok(title),
        false => Err(format!("two generations in one reply: {title:?} and {text:?}").into()),
    }
}

fn letters(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphabetic()).collect()
}

/// Times, to be told in milliseconds.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn told(&mut self) -> String {
        self.0.sort();
        let at = |share: f64| {
            let place = (self.0.len() as f64 * share) as usize;
            self.0.get(place.min(self.0.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        let ms = |share| at(share).as_secs_f64() * 1000.0;
        format!(
            "median {:.2} ms, 99 in 100 within {:.2} ms, longest {:.2} ms ({} in all)",
            ms(0.5),
            ms(0.99),
            ms(1.0),
            self.0.len()
        )
    }
}
