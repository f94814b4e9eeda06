//! The map laid out for a phone: a way from top to bottom with a row for each stage. Rows
//! grow with their text, so that nothing is cut and nothing overflows.

use super::colour::{Colour, EDGE, INK, MARK, MARKED_ROW, ON_DARK, PAPER, ROW, SOFT_INK, WAY};
use super::text::{Style, Type, element};
use crate::answer::wording::MAP_HERE;
use crate::answer::{Map, StageOnMap};

/// The picture's width. A phone shows it at 360 points: a size of 36 is read as 16, 28 as 12.6.
const WIDTH: u32 = 800;
/// From the picture's edge to what stands in it.
const MARGIN: u32 = 32;
/// From a row's edge to what stands in it.
const PADDING: u32 = 20;
/// Between rows: room for the way.
const GAP: u32 = 26;
/// Half the width of a number's disc.
const DISC: u32 = 32;
/// Where the numbers stand.
const NUMBER_X: u32 = MARGIN + PADDING + DISC;
/// Where the text of a row begins.
const TEXT_X: u32 = NUMBER_X + DISC + PADDING;
/// How wide the text of a row may be.
const TEXT_WIDTH: u32 = WIDTH - MARGIN - PADDING - TEXT_X;
/// How wide the text outside the rows may be.
const FULL_WIDTH: u32 = WIDTH - 2 * MARGIN;

const TITLE: Style = Style { size: 50, bold: true };
const NOTE: Style = Style { size: 29, bold: false };
const NUMBER: Style = Style { size: 38, bold: true };
const NAME: Style = Style { size: 37, bold: true };
const LINE: Style = Style { size: 28, bold: false };
const TAG: Style = Style { size: 26, bold: true };

/// What is drawn so far, and how far down it reaches.
struct Sheet<'a> {
    letters: &'a Type,
    body: String,
    y: u32,
}

/// The map as an SVG.
pub fn svg(map: &Map, letters: &Type) -> String {
    let mut sheet = Sheet { letters, body: String::new(), y: MARGIN };
    sheet.lines(map.title, TITLE, INK, (MARGIN, FULL_WIDTH));
    sheet.lines(map.note.as_deref().unwrap_or_default(), NOTE, SOFT_INK, (MARGIN, FULL_WIDTH));
    for stage in &map.stages {
        if stage.number > 1 {
            sheet.way();
        } else {
            sheet.y += GAP;
        }
        sheet.stage(stage, Some(stage.number) == map.marked);
    }
    sheet.y += GAP;
    sheet.lines(&map.end, NOTE, SOFT_INK, (MARGIN, FULL_WIDTH));
    sheet.finished()
}

impl Sheet<'_> {
    /// Text from the left, wrapped.
    fn lines(&mut self, text: &str, style: Style, colour: Colour, (x, width): (u32, u32)) {
        for line in self.letters.wrap(text, style, width) {
            self.body.push_str(&element(&line, style, "start", (x, self.y + style.ascent()), colour));
            self.y += style.leading();
        }
    }

    /// The way on from one row to the next.
    fn way(&mut self) {
        let (left, right) = (NUMBER_X - 14, NUMBER_X + 14);
        let (top, tip) = (self.y + 6, self.y + GAP - 6);
        self.body.push_str(&format!("<path d='M{left} {top}H{right}L{NUMBER_X} {tip}z' fill='{WAY}'/>\n"));
        self.y += GAP;
    }

    /// A stage: its number, its name and what it means.
    fn stage(&mut self, stage: &StageOnMap, marked: bool) {
        let (top, before) = (self.y, std::mem::take(&mut self.body));
        self.y += PADDING - 4;
        if marked {
            self.tag();
        }
        self.lines(&stage.name, NAME, INK, (TEXT_X, TEXT_WIDTH));
        self.lines(&stage.line, LINE, SOFT_INK, (TEXT_X, TEXT_WIDTH));
        self.y = (self.y + PADDING - 4).max(top + 2 * (DISC + PADDING));
        let text = std::mem::replace(&mut self.body, before);
        self.row(stage.number, (top, self.y), marked);
        self.body.push_str(&text);
        self.body.push_str("</g>\n");
    }

    /// The ground of a row, and its number.
    fn row(&mut self, number: usize, (top, bottom): (u32, u32), marked: bool) {
        let (ground, frame, disc, stroke) =
            if marked { (MARKED_ROW, MARK, MARK, 8) } else { (ROW, EDGE, WAY, 2) };
        let (height, middle) = (bottom - top, top.midpoint(bottom));
        self.body.push_str(&format!(
            "<g id='stage-{number}'>\n\
             <rect x='{MARGIN}' y='{top}' width='{FULL_WIDTH}' height='{height}' rx='18' fill='{ground}' \
             stroke='{frame}' stroke-width='{stroke}'/>\n\
             <circle cx='{NUMBER_X}' cy='{middle}' r='{DISC}' fill='{disc}'/>\n"
        ));
        let baseline = middle + NUMBER.size * 7 / 20;
        self.body.push_str(&element(&number.to_string(), NUMBER, "middle", (NUMBER_X, baseline), ON_DARK));
    }

    /// The words that mark a stage: colour alone would not tell everybody.
    fn tag(&mut self) {
        let width = self.letters.width(MAP_HERE, TAG).ceil() as u32 + 2 * PADDING;
        let (top, height) = (self.y + 4, TAG.size * 3 / 2);
        self.body.push_str(&format!(
            "<rect x='{TEXT_X}' y='{top}' width='{width}' height='{height}' rx='{}' fill='{MARK}'/>\n",
            height / 2
        ));
        let baseline = top + height / 2 + TAG.size * 7 / 20;
        self.body.push_str(&element(MAP_HERE, TAG, "start", (TEXT_X + PADDING, baseline), ON_DARK));
        self.y = top + height + 6;
    }

    /// The whole picture: what was drawn, on its paper.
    fn finished(self) -> String {
        let height = self.y + MARGIN;
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}'>\n\
             <rect width='{WIDTH}' height='{height}' fill='{PAPER}'/>\n\
             <rect x='2' y='2' width='{}' height='{}' fill='none' stroke='{EDGE}' stroke-width='4'/>\n\
             {}</svg>\n",
            WIDTH - 4,
            height - 4,
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use resvg::usvg::{Group, Node, Rect, Tree};

    use super::*;
    use crate::knowledge::Id;

    const LONG: &str = "Immunosuppressionsnachsorgeuntersuchungen & <tests> of many, many sorts of cells";

    fn map(name: &str, line: &str, marked: usize) -> Map {
        let stage = |number| StageOnMap {
            number,
            id: Id::new("stage", &number.to_string()),
            title: String::new(),
            name: name.to_owned(),
            line: line.to_owned(),
        };
        Map {
            title: "Stages from lab to clinic",
            note: Some(LONG.to_owned()),
            stages: (1..=7).map(stage).collect(),
            marked: Some(marked),
            end: LONG.to_owned(),
            alt: String::new(),
        }
    }

    fn tree(map: &Map) -> Tree {
        let letters = Type::new();
        Tree::from_str(&svg(map, &letters), letters.options()).expect("the map is an SVG")
    }

    fn holds(outer: Rect, inner: Rect) -> bool {
        outer.left() <= inner.left()
            && outer.top() <= inner.top()
            && outer.right() >= inner.right()
            && outer.bottom() >= inner.bottom()
    }

    fn texts(group: &Group, found: &mut Vec<Rect>) {
        for node in group.children() {
            match node {
                Node::Text(text) => found.push(text.abs_bounding_box()),
                Node::Group(group) => texts(group, found),
                _ => {}
            }
        }
    }

    #[test]
    fn all_text_stands_inside_its_stage_and_the_picture_however_long_it_is() {
        for (name, line) in [("Early human trial", "It is small."), (LONG, LONG), ("", "")] {
            let tree = tree(&map(name, line, 3));
            let page = Rect::from_xywh(0.0, 0.0, tree.size().width(), tree.size().height()).expect("a page");
            let mut all = Vec::new();
            texts(tree.root(), &mut all);
            assert!(all.iter().all(|text| holds(page, *text)), "{name}");
            for number in 1..=7 {
                let id = format!("stage-{number}");
                let Some(Node::Group(row)) = tree.node_by_id(&id) else { panic!("{id} is missing") };
                let ground = row.children()[0].abs_bounding_box();
                let mut inside = Vec::new();
                texts(row, &mut inside);
                assert!(inside.iter().all(|text| holds(ground, *text)), "{id}: {name}");
            }
        }
    }

    #[test]
    fn no_two_lines_of_text_overlap() {
        let mut lines = Vec::new();
        texts(tree(&map(LONG, LONG, 3)).root(), &mut lines);
        for (at, one) in lines.iter().enumerate() {
            for other in &lines[at + 1..] {
                let apart = one.right() <= other.left()
                    || other.right() <= one.left()
                    || one.bottom() <= other.top() + LEADING
                    || other.bottom() <= one.top() + LEADING;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }

    /// What the boxes of two lines may share: they are as high as the highest letter of
    /// the whole font and as deep as its deepest.
    const LEADING: f32 = 12.0;

    #[test]
    fn the_marked_stage_says_so_in_words_and_no_other_does() {
        let drawn = svg(&map("A", "B.", 3), &Type::new());
        assert_eq!(drawn.matches(MAP_HERE).count(), 1);
        let (before, _) = drawn.split_once(MAP_HERE).expect("it is there");
        assert!(before.contains("id='stage-3'") && !before.contains("id='stage-4'"));
    }
}
