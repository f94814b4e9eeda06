//! What a question wants to be told of its subject: what causes it, how it is treated.
//! Such words stand in few titles and in most texts somewhere; but the text that answers
//! opens with them, or with others of the same sort.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::phrases::Phrases;

/// A set of sorts, a bit each.
pub type Wants = u16;

/// How many words of a text count as its opening.
pub const OPENING: usize = 40;
/// So many words into a text, an opening tells half as much.
const HALF: f32 = 8.0;
/// A definition names its subject within so many words.
const AT_ONCE: usize = 2;
/// How much a definition counts beside the other sorts: many texts begin like one.
const DEFINITION: f32 = 0.35;

/// A sort of thing that people want to be told.
struct Want {
    /// Wordings that ask for it.
    asked: &'static [&'static str],
    /// Words with which texts tell it.
    told: &'static [&'static str],
}

/// The sorts that questions on health ask for.
const WANTS: &[Want] = &[
    Want { asked: &["symptom", "sign"], told: &["symptom", "sign", "feature", "characteristic"] },
    Want {
        asked: &["cause", "reason", "due"],
        told: &["cause", "reason", "due", "trigger", "result", "mutation"],
    },
    Want {
        asked: &["treat", "treatment", "therapy", "cure", "manage", "medicine"],
        told: &["treat", "treatment", "therapy", "manage", "management", "medicine", "cure", "surgery"],
    },
    Want {
        asked: &["diagnose", "diagnosis", "test", "screening", "detect"],
        told: &["diagnose", "diagnosis", "test", "screening", "exam", "detect"],
    },
    Want { asked: &["prevent", "prevention", "avoid"], told: &["prevent", "prevention", "avoid", "reduce"] },
    Want {
        asked: &["outlook", "prognosis", "survive", "survival", "recover", "recovery"],
        told: &["outlook", "prognosis", "expect", "survive", "survival", "recover", "recovery"],
    },
    Want {
        asked: &["how many", "how common", "how often", "how rare", "prevalence", "incidence"],
        told: &[
            "prevalence",
            "incidence",
            "frequency",
            "estimate",
            "approximately",
            "common",
            "rare",
            "affect",
        ],
    },
    Want {
        asked: &["inherit", "inherited", "hereditary", "run in families", "passed on"],
        told: &["inherit", "inherited", "hereditary", "autosomal", "recessive", "dominant"],
    },
    Want { asked: &["gene", "genetic", "mutation"], told: &["gene", "genetic", "mutation", "chromosome"] },
    Want { asked: &["research", "trial", "study"], told: &["research", "trial", "study", "clinical"] },
    Want { asked: &["risk", "who gets"], told: &["risk", "likely"] },
    Want { asked: &["complication", "side effect"], told: &["complication", "problem"] },
    Want { asked: &["stage"], told: &["stage"] },
];

/// How far a text tells each sort of thing, 0 to 1, by where in its opening it begins to.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Told {
    sorts: [f32; WANTS.len()],
    defines: bool,
}

impl Told {
    /// From the words of an opening, each with whether it names the subject, and with the
    /// sorts that it tells; words of the name tell none.
    pub fn of(opening: impl Iterator<Item = (bool, Wants)>) -> Self {
        let mut told = Told::default();
        for (at, (names, wants)) in opening.take(OPENING).enumerate() {
            told.defines |= names && at < AT_ONCE;
            let nearness = 1.0 / (1.0 + at as f32 / HALF);
            for (sort, so_far) in told.sorts.iter_mut().enumerate() {
                if !names && wants & (1 << sort) != 0 && *so_far == 0.0 {
                    *so_far = nearness;
                }
            }
        }
        told
    }

    /// How far the text tells what is wanted; a definition where it is nothing special.
    pub fn meets(&self, wants: Wants) -> f32 {
        if wants == 0 {
            return if self.defines { DEFINITION } else { 0.0 };
        }
        let wanted = self.sorts.iter().enumerate().filter(|(sort, _)| wants & (1 << sort) != 0);
        wanted.map(|(_, told)| *told).fold(0.0, f32::max)
    }
}

/// The sorts by the stems with which they are asked and told.
#[derive(Serialize, Deserialize)]
pub struct Vocabulary {
    asked: Phrases,
    told: HashMap<String, Wants>,
}

impl Vocabulary {
    /// The vocabulary of all sorts.
    pub fn new(analysis: &Analysis) -> Self {
        let mut vocabulary = Vocabulary { asked: Phrases::default(), told: HashMap::new() };
        for (sort, want) in WANTS.iter().enumerate() {
            want.asked.iter().for_each(|wording| vocabulary.asked.add(analysis.stems(wording), sort));
            for word in want.told {
                *vocabulary.told.entry(analysis.stem(word)).or_default() |= 1 << sort;
            }
        }
        vocabulary
    }

    /// What a question of these stems wants to be told.
    pub fn asked(&self, stems: &[&str]) -> Wants {
        self.asked.find(stems).fold(0, |wants, (_, sort)| wants | 1 << sort)
    }

    /// What a text tells with this stem.
    pub fn told(&self, stem: &str) -> Wants {
        self.told.get(stem).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(question: &str, opening: &str) -> f32 {
        let analysis = Analysis::default();
        let vocabulary = Vocabulary::new(&analysis);
        let asked = analysis.stems(question);
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let opening =
            analysis.stems(opening).into_iter().map(|stem| (stem == "gout", vocabulary.told(&stem)));
        Told::of(opening).meets(vocabulary.asked(&asked))
    }

    #[test]
    fn the_text_that_opens_with_what_is_wanted_meets_it() {
        let treatment = "Management of gout begins with a change of diet.";
        let symptoms = "Signs of gout include pain. Later in the text stands its treatment.";
        assert!(meets("How is gout treated?", treatment) > meets("How is gout treated?", symptoms));
        assert!(meets("symptoms of gout", symptoms) > meets("symptoms of gout", treatment));
    }

    #[test]
    fn where_nothing_special_is_wanted_a_definition_meets_it() {
        assert!(meets("What is gout?", "Gout is an arthritis.") > 0.0);
        assert!(meets("What is gout?", "Signs of it are pain in gout.") == 0.0);
    }
}
