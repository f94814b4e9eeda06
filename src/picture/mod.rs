//! The map of stages as a picture: a PNG that a phone shows, always with its alternative
//! text. Holds no word of its own: what stands in a picture comes from [`Map`].

mod colour;
mod encode;
mod sheet;
mod text;

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use crate::answer::Map;
use crate::knowledge::{Id, Knowledge};
use text::Type;

/// A picture and the same in words: whoever sends the one has the other at hand.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The picture, encoded as PNG.
    pub png: &'a [u8],
    /// Its alternative text.
    pub alt: &'a str,
}

/// The pictures of one knowledge: its map without a mark, and with each stage marked.
///
/// Each is drawn when it is first asked for and kept from then on. Drawing takes about
/// a tenth of a second: too long to hold up the opening of a library for pictures
/// that nobody may look at, and too long to do it again for each who does. Where two
/// ask at once, one draws and the other waits.
#[derive(Debug)]
pub struct Pictures {
    maps: Vec<Drawn>,
}

#[derive(Debug)]
struct Drawn {
    map: Map,
    png: Arc<OnceLock<Option<Vec<u8>>>>,
}

impl Pictures {
    /// The pictures of that knowledge, none drawn yet.
    pub fn of(knowledge: &Knowledge) -> Self {
        let Some(map) = Map::of(knowledge) else { return Pictures { maps: Vec::new() } };
        let marked: Vec<Map> = map.stages.iter().filter_map(|stage| map.marking(&stage.id)).collect();
        let maps = std::iter::once(map).chain(marked);
        Pictures { maps: maps.map(|map| Drawn { map, png: Arc::default() }).collect() }
    }

    /// Takes what was drawn for another knowledge, where the map says the same.
    pub fn take_over(&mut self, others: &Pictures) {
        for drawn in &mut self.maps {
            if let Some(same) = others.maps.iter().find(|other| other.map == drawn.map) {
                drawn.png = same.png.clone();
            }
        }
    }

    /// Draws every picture, so that nobody waits for one.
    pub fn draw_all(&self) {
        for drawn in &self.maps {
            drawn.png.get_or_init(|| png(&drawn.map));
        }
    }

    /// The map with that stage marked, or without a mark where none is asked for or the
    /// card is no stage. `None` where the knowledge holds no stages.
    pub fn map(&self, marked: Option<&Id>) -> Option<Picture<'_>> {
        let is_asked = |drawn: &&Drawn| marked.is_some_and(|id| drawn.map.marks(id));
        let drawn = self.maps.iter().find(is_asked).or(self.maps.first())?;
        let png = drawn.png.get_or_init(|| png(&drawn.map));
        Some(Picture { png: png.as_deref()?, alt: &drawn.map.alt })
    }
}

/// `None` only where the SVG could not be read, which no map makes it.
fn png(map: &Map) -> Option<Vec<u8>> {
    let letters = Type::new();
    let svg = sheet::svg(map, &letters);
    let tree = Tree::from_str(&svg, letters.options()).ok()?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    encode::png(&pixels).ok()
}
