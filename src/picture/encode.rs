//! Pixels → PNG, with a palette: a drawing of few colours takes half the room of one in
//! full colour, and everybody who looks at it fetches it over a phone's connection.

use std::cmp::Reverse;
use std::collections::HashMap;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::Pixmap;

/// As many colours as a byte can tell apart.
const MOST_COLOURS: usize = 256;

type Rgb = [u8; 3];

/// The pixels as a PNG. They are taken for opaque. Colours beyond the most frequent 256,
/// which only the rims of letters have, become the nearest of these.
///
/// # Errors
/// Where the encoder refuses, which no picture makes it.
pub fn png(pixels: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let colours: Vec<Rgb> =
        pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let palette = palette(&colours);
    let mut places: HashMap<Rgb, u8> = palette.iter().copied().zip(0..=u8::MAX).collect();
    let mut indexed: Vec<u8> = Vec::with_capacity(colours.len());
    for run in runs(&colours) {
        let place = *places.entry(run[0]).or_insert_with(|| nearest(&palette, run[0]));
        indexed.resize(indexed.len() + run.len(), place);
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indexed)?;
    Ok(file)
}

/// Neighbours of one colour, never none: a drawing is mostly such, and looking up a
/// colour takes longer than comparing two.
fn runs(colours: &[Rgb]) -> impl Iterator<Item = &[Rgb]> {
    colours.chunk_by(|one, other| one == other)
}

/// The most frequent colours, in an order that the pixels alone decide.
fn palette(colours: &[Rgb]) -> Vec<Rgb> {
    let mut counts: HashMap<Rgb, usize> = HashMap::new();
    for run in runs(colours) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let mut counts: Vec<(Rgb, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(colour, count)| (Reverse(*count), *colour));
    counts.into_iter().take(MOST_COLOURS).map(|(colour, _)| colour).collect()
}

fn nearest(palette: &[Rgb], colour: Rgb) -> u8 {
    let distance = |known: &Rgb| {
        let parts = known.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2));
        parts.sum::<u32>()
    };
    let places = (0..=u8::MAX).zip(palette);
    places.min_by_key(|(_, known)| distance(known)).map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarest_colours_give_way_to_their_nearest() {
        let mut colours: Vec<Rgb> = (0..=255).flat_map(|grey| [[grey, grey, grey]; 2]).collect();
        colours.push([200, 201, 200]);
        let palette = palette(&colours);
        assert_eq!(palette.len(), MOST_COLOURS);
        assert_eq!(palette[usize::from(nearest(&palette, [200, 201, 200]))], [200, 200, 200]);
    }
}
