//! Letters: the fonts that the program carries, how wide a text is in them, and where
//! its lines break.

use std::sync::Arc;

use resvg::usvg::{Node, Options, Tree, fontdb};

/// The family's name, as its files give it. `assets/font/README.md` says where it is from.
const FAMILY: &str = "Atkinson Hyperlegible Next";
const REGULAR: &[u8] = include_bytes!("../../assets/font/AtkinsonHyperlegibleNext-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/font/AtkinsonHyperlegibleNext-Bold.ttf");

/// How large and heavy letters are.
#[derive(Clone, Copy)]
pub struct Style {
    /// The size, in pixels.
    pub size: u32,
    /// Whether they are bold.
    pub bold: bool,
}

impl Style {
    /// From one baseline to the next, in pixels.
    pub fn leading(self) -> u32 {
        self.size * 5 / 4
    }

    /// From the top of a line to its baseline, in pixels.
    pub fn ascent(self) -> u32 {
        self.size * 19 / 20
    }

    fn weight(self) -> &'static str {
        if self.bold { "bold" } else { "normal" }
    }
}

/// The fonts, ready for reading an SVG.
pub struct Type(Options<'static>);

impl Type {
    /// The fonts that the program carries. Those of the machine are not looked at, so
    /// that pictures are the same everywhere.
    pub fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Type(Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..Options::default() })
    }

    /// What reading an SVG takes.
    pub fn options(&self) -> &Options<'static> {
        &self.0
    }

    /// How wide the text is, in pixels, by the engine that draws it.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>{}</svg>",
            element(text, style, "start", (0, 0), "#000")
        );
        let tree = Tree::from_str(&svg, self.options()).ok();
        let text = tree.as_ref().and_then(|tree| tree.root().children().first());
        text.map_or(0.0, |node| match node {
            Node::Text(text) => text.bounding_box().width(),
            _ => 0.0,
        })
    }

    /// The text in lines of at most that width. Breaks at spaces, and within a word only
    /// where the word alone is wider than a line.
    pub fn wrap(&self, text: &str, style: Style, width: u32) -> Vec<String> {
        let fits = |line: &str| self.width(line, style) <= width as f32;
        let mut lines: Vec<String> = Vec::new();
        for piece in text.split_whitespace().flat_map(|word| pieces(word, &fits)) {
            let joined = lines.last().map(|line| format!("{line} {piece}")).filter(|line| fits(line));
            match (joined, lines.last_mut()) {
                (Some(joined), Some(line)) => *line = joined,
                _ => lines.push(piece),
            }
        }
        lines
    }
}

/// The word in as few pieces as fit.
fn pieces(word: &str, fits: &impl Fn(&str) -> bool) -> Vec<String> {
    if fits(word) {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let longer = pieces.last().map_or_else(String::new, |piece| format!("{piece}{letter}"));
        match pieces.last_mut() {
            Some(piece) if piece.is_empty() || fits(&longer) => *piece = longer,
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}

/// A line of text as an SVG element; `anchor` says which end of it is at `x`.
pub fn element(
    text: &str,
    style: Style,
    anchor: &str,
    (x, baseline): (u32, u32),
    fill: impl std::fmt::Display,
) -> String {
    let (size, weight) = (style.size, style.weight());
    format!(
        "<text x='{x}' y='{baseline}' font-size='{size}' font-weight='{weight}' text-anchor='{anchor}' \
         fill='{fill}'>{}</text>\n",
        escaped(text)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 30, bold: false };

    #[test]
    fn lines_break_at_spaces_and_fit() {
        let letters = Type::new();
        let text = "This is the first step: scientists learn how a cell behaves.";
        let lines = letters.wrap(text, STYLE, 300);
        assert!(lines.len() > 2, "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| letters.width(line, STYLE) <= 300.0));
    }

    #[test]
    fn a_word_wider_than_a_line_breaks_and_loses_nothing() {
        let word = "Immunosuppressionsnachsorge".repeat(3);
        let lines = Type::new().wrap(&word, STYLE, 300);
        assert!(lines.len() > 2, "{lines:?}");
        assert_eq!(lines.concat(), word);
    }

    #[test]
    fn letters_that_mean_something_to_svg_are_measured_as_they_look() {
        let letters = Type::new();
        assert!(letters.width("a < b & c", STYLE) > letters.width("a  b  c", STYLE));
        assert!(letters.wrap("", STYLE, 300).is_empty());
    }
}
