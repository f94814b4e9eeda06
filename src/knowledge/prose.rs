//! The text of a card: paragraphs of sentences, each with its footnote marks.
//! Splitting is exact: joined again, the sentences are the card's own text.

use serde::{Deserialize, Serialize};

/// A footnote mark's opening, as it stands in a card's file: `[^reichman-2025]`.
const MARK_OPENS: &str = "[^";

/// Short forms whose full stop ends no sentence.
const SHORT_FORMS: &[&str] = &[
    "dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "u.s.", "u.k.", "e.g.", "i.e.", "al.", "vs.", "no.",
    "approx.", "inc.", "ltd.", "co.", "jr.", "fig.",
];

/// Text with its paragraphs, sentences and footnote marks told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prose {
    /// The paragraphs, in order; never without a sentence.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph, or one item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Whether it is an item of a list.
    pub item: bool,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// A sentence without its marks, and the marks that stood behind or in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The words, with single spaces.
    pub text: String,
    /// The slugs of the sources it names, in order.
    pub marks: Vec<String>,
}

impl Prose {
    /// Takes the text of a card apart. A line break counts as a space, an empty line
    /// ends a paragraph, a line that begins with `- ` is an item of a list.
    pub fn parse(text: &str) -> Self {
        let mut paragraphs: Vec<(bool, String)> = Vec::new();
        let mut open = false;
        for line in text.lines().map(str::trim) {
            let item = line.strip_prefix("- ");
            match (item, line.is_empty(), open) {
                (_, true, _) => open = false,
                (Some(rest), ..) => {
                    paragraphs.push((true, rest.to_owned()));
                    open = true;
                }
                (None, false, true) => {
                    if let Some((_, paragraph)) = paragraphs.last_mut() {
                        paragraph.push(' ');
                        paragraph.push_str(line);
                    }
                }
                (None, false, false) => {
                    paragraphs.push((false, line.to_owned()));
                    open = true;
                }
            }
        }
        let paragraphs = paragraphs
            .into_iter()
            .map(|(item, text)| Paragraph { item, sentences: sentences(&text) })
            .filter(|paragraph| !paragraph.sentences.is_empty())
            .collect();
        Prose { paragraphs }
    }

    /// Every sentence, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences)
    }

    /// The slugs of the sources it names, each once, in order of first use.
    pub fn marks(&self) -> Vec<&str> {
        let mut marks = Vec::new();
        for mark in self.sentences().flat_map(|sentence| &sentence.marks) {
            if !marks.contains(&mark.as_str()) {
                marks.push(mark.as_str());
            }
        }
        marks
    }

    /// The text without marks: paragraphs parted by an empty line, items by a line break.
    pub fn plain(&self) -> String {
        self.render(|_| String::new())
    }

    /// The text, with what `mark` makes of each mark behind its sentence.
    pub fn render(&self, mark: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            let follows_item = at > 0 && self.paragraphs[at - 1].item;
            text.push_str(match (at, paragraph.item && follows_item) {
                (0, _) => "",
                (_, true) => "\n",
                (_, false) => "\n\n",
            });
            if paragraph.item {
                text.push_str("- ");
            }
            text.push_str(&render_sentences(&paragraph.sentences, &mark));
        }
        text
    }
}

/// Sentences joined by single spaces, each with what `mark` makes of its marks.
pub fn render_sentences<'a>(
    sentences: impl IntoIterator<Item = &'a Sentence>,
    mark: impl Fn(&str) -> String,
) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence.text);
        for slug in &sentence.marks {
            text.push_str(&mark(slug));
        }
    }
    text
}

/// Parts a paragraph into sentences, the marks taken out.
fn sentences(paragraph: &str) -> Vec<Sentence> {
    let mut done: Vec<Sentence> = Vec::new();
    let mut current = Sentence { text: String::new(), marks: Vec::new() };
    for word in spaced_marks(paragraph).split_whitespace() {
        if let Some(slug) = word.strip_prefix(MARK_OPENS).and_then(|rest| rest.strip_suffix(']')) {
            let owner = if current.text.is_empty() { done.last_mut() } else { None };
            owner.unwrap_or(&mut current).marks.push(slug.to_owned());
            continue;
        }
        if ends_sentence(&current.text) && starts_sentence(word) {
            done.push(std::mem::replace(&mut current, Sentence { text: String::new(), marks: Vec::new() }));
        }
        if !current.text.is_empty() {
            current.text.push(' ');
        }
        current.text.push_str(word);
    }
    if !current.text.is_empty() {
        done.push(current);
    }
    done
}

/// The paragraph with a space around each mark, so that a mark is a word of its own.
fn spaced_marks(paragraph: &str) -> String {
    let mut spaced = String::with_capacity(paragraph.len() + 16);
    let mut rest = paragraph;
    while let Some(start) = rest.find(MARK_OPENS) {
        let Some(length) = rest[start..].find(']') else { break };
        let end = start + length + 1;
        spaced.push_str(&rest[..start]);
        spaced.push(' ');
        spaced.push_str(&rest[start..end]);
        spaced.push(' ');
        rest = &rest[end..];
    }
    spaced.push_str(rest);
    spaced
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', ')']);
    if !bare.ends_with(['.', '!', '?']) {
        return false;
    }
    let last = bare.rsplit(' ').next().unwrap_or(bare).trim_start_matches(['(', '"', '“']);
    !SHORT_FORMS.contains(&last.to_lowercase().as_str())
}

fn starts_sentence(word: &str) -> bool {
    let first = word.trim_start_matches(['"', '\'', '“', '‘', '(']).chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(prose: &Prose) -> Vec<&str> {
        prose.sentences().map(|sentence| sentence.text.as_str()).collect()
    }

    #[test]
    fn marks_belong_to_the_sentence_before_them() {
        let prose = Prose::parse("Cells talk. [^a-2020] [^b-2021] They also rest.[^c] \"Really?\" Yes.");
        assert_eq!(texts(&prose), ["Cells talk.", "They also rest.", "\"Really?\"", "Yes."]);
        let first = prose.sentences().next().expect("there is one");
        assert_eq!(first.marks, ["a-2020", "b-2021"]);
        assert_eq!(prose.marks(), ["a-2020", "b-2021", "c"]);
    }

    #[test]
    fn short_forms_and_figures_do_not_end_a_sentence() {
        let prose = Prose::parse("The U.S. FDA asked Dr. Lee about 2.5 cells. Then it left.");
        assert_eq!(texts(&prose), ["The U.S. FDA asked Dr. Lee about 2.5 cells.", "Then it left."]);
    }

    #[test]
    fn lines_fold_into_paragraphs_and_items_into_a_list() {
        let prose = Prose::parse("One\nline.\n\nTake along:\n- this,\n  folded\n- that. [^x]\n\nEnd.");
        assert_eq!(prose.plain(), "One line.\n\nTake along:\n\n- this, folded\n- that.\n\nEnd.");
        let shown = prose.render(|slug| format!("({slug})"));
        assert!(shown.contains("- that.(x)"), "{shown}");
    }

    #[test]
    fn an_unclosed_mark_stays_as_words() {
        assert_eq!(texts(&Prose::parse("Broken [^mark here")), ["Broken [^mark here"]);
    }
}
