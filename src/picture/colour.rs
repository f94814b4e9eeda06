//! The colours of pictures. Their ground is opaque and their own, so that they read the
//! same on Discord's dark and light themes.

use std::fmt;

/// A colour by its red, green and blue.
#[derive(Clone, Copy)]
pub struct Colour(u8, u8, u8);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

// A light paper in both themes: dark letters on light are what people read on paper, and
// the edge parts it from a white page.

/// The ground of the picture.
pub const PAPER: Colour = Colour(0xe9, 0xee, 0xf3);
/// The edge of the picture, which parts it from a white page.
pub const EDGE: Colour = Colour(0x5b, 0x6f, 0x82);
/// The ground of a stage.
pub const ROW: Colour = Colour(0xff, 0xff, 0xff);
/// The ground of the stage that matters.
pub const MARKED_ROW: Colour = Colour(0xff, 0xf3, 0xd9);
/// Titles.
pub const INK: Colour = Colour(0x10, 0x1f, 0x2d);
/// Sentences.
pub const SOFT_INK: Colour = Colour(0x33, 0x44, 0x54);
/// The way, and the numbers on it.
pub const WAY: Colour = Colour(0x1f, 0x5a, 0x83);
/// The frame, the number and the tag of the stage that matters.
pub const MARK: Colour = Colour(0xa8, 0x3a, 0x00);
/// What stands on the two above.
pub const ON_DARK: Colour = Colour(0xff, 0xff, 0xff);

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, success criterion 1.4.3, for text.
    const TEXT: f64 = 4.5;
    /// WCAG 2.2, success criterion 1.4.11, for what is drawn.
    const DRAWN: f64 = 3.0;
    const DISCORD_DARK: Colour = Colour(0x31, 0x33, 0x38);
    const DISCORD_LIGHT: Colour = Colour(0xff, 0xff, 0xff);

    fn luminance(Colour(red, green, blue): Colour) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_stands_out_from_what_it_stands_on() {
        // The ratios as measured: on the paper, on a stage, on the one that matters.
        let pairs = [
            (INK, PAPER, TEXT, 14.3),
            (INK, ROW, TEXT, 16.7),
            (INK, MARKED_ROW, TEXT, 15.2),
            (SOFT_INK, PAPER, TEXT, 8.6),
            (SOFT_INK, ROW, TEXT, 10.0),
            (SOFT_INK, MARKED_ROW, TEXT, 9.1),
            (ON_DARK, WAY, TEXT, 7.4),
            (ON_DARK, MARK, TEXT, 6.4),
            (WAY, PAPER, DRAWN, 6.3),
            (WAY, ROW, DRAWN, 7.4),
            (MARK, PAPER, DRAWN, 5.5),
            (MARK, MARKED_ROW, DRAWN, 5.8),
            (EDGE, PAPER, DRAWN, 4.5),
            (EDGE, ROW, DRAWN, 5.2),
            (EDGE, DISCORD_LIGHT, DRAWN, 5.2),
            (PAPER, DISCORD_DARK, DRAWN, 10.8),
        ];
        for (front, ground, least, measured) in pairs {
            let ratio = contrast(front, ground);
            assert!(ratio >= least, "{front} on {ground} has {ratio:.1}, it needs {least}");
            assert!((ratio - measured).abs() < 0.06, "{front} on {ground} has {ratio:.2}, not {measured}");
        }
    }
}
