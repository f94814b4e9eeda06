//! The sorts of card, as one table. A new kind is a new row here; nothing else
//! in the program lists kinds. What a card of a kind says stands in its file.

/// A section that a card of some kind may have, and the label people see over it.
#[derive(Debug, PartialEq, Eq)]
pub struct SectionKind {
    /// The key under `[text]` in the card's file.
    pub key: &'static str,
    /// What a reader sees over the section.
    pub label: &'static str,
    /// Whether a card of the kind must have it.
    pub required: bool,
}

/// A sort of card.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The folder's name, and the first half of an id.
    pub name: &'static str,
    /// What a list of such cards is called.
    pub plural: &'static str,
    /// A mark that tells the kind apart at a glance, never alone: the label says it too.
    pub mark: &'static str,
    /// The label over the caveat.
    pub caveat_label: &'static str,
    /// Its sections, in the order in which they are read.
    pub sections: &'static [SectionKind],
}

impl Kind {
    /// The kind of that name, if there is one.
    pub fn named(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The section kept under that key in a card's file.
    pub fn section(&self, key: &str) -> Option<&'static SectionKind> {
        self.sections.iter().find(|section| section.key == key)
    }
}

/// Kinds as they are written down: by their names.
pub(super) mod by_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Kind;

    pub(in super::super) fn serialize<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.name)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<&'static Kind, D::Error> {
        let name = <&str>::deserialize(from)?;
        super::all().find(|kind| kind.name == name).ok_or_else(|| D::Error::custom("no such kind"))
    }
}

/// Sections as they are written down: by the names of their kinds and their keys.
pub(super) mod section_by_key {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::SectionKind;

    pub(in super::super) fn serialize<S: Serializer>(
        section: &SectionKind,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let holds = |sections: &[SectionKind]| sections.iter().any(|held| std::ptr::eq(held, section));
        let kind = super::all().find(|kind| holds(kind.sections)).map_or("", |kind| kind.name);
        (kind, section.key).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<&'static SectionKind, D::Error> {
        let (name, key) = <(&str, &str)>::deserialize(from)?;
        let kind = super::all().find(|kind| kind.name == name);
        kind.and_then(|kind| kind.section(key)).ok_or_else(|| D::Error::custom("no such section"))
    }
}

/// Every kind, also of what is shown as a card and has no folder of cards.
fn all() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().chain([&SOURCE, &TERM])
}

const fn needs(key: &'static str, label: &'static str) -> SectionKind {
    SectionKind { key, label, required: true }
}

const fn may(key: &'static str, label: &'static str) -> SectionKind {
    SectionKind { key, label, required: false }
}

const ASK_THIS: SectionKind = needs("ask", "Question to ask");
const MAY_ASK: SectionKind = may("ask", "Question to ask");
const SHOWS_NOT: &str = "What this does not show";
const PROVES_NOT: &str = "Does not prove";
const MEANS_NOT: &str = "What this does not mean";

/// The kind that a [`Source`](super::Source) takes when it is shown as a card of its own.
pub static SOURCE: Kind = Kind {
    name: "source",
    plural: "Sources",
    mark: "📄",
    caveat_label: SHOWS_NOT,
    sections: &[needs("plain", "What it supports")],
};

/// The kind that a [`Term`](super::Term) takes when it is shown as a card of its own.
pub static TERM: Kind = Kind {
    name: "term",
    plural: "Words explained",
    mark: "🔤",
    caveat_label: "What the word does not tell",
    sections: &[needs("plain", "What it means")],
};

/// Every kind of card, in the order in which lists show them.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "condition",
        plural: "Conditions",
        mark: "🩺",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "Short answer"),
            needs("tried", "What has been tried"),
            needs("found", "What was found"),
            needs("harms", "Harms seen"),
            needs("usual", "Usual care"),
            ASK_THIS,
        ],
    },
    Kind {
        name: "product",
        plural: "Products",
        mark: "💉",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "What it is"),
            needs("found", "What studies found"),
            needs("harms", "Harms seen"),
            ASK_THIS,
        ],
    },
    Kind {
        name: "harm",
        plural: "Harms",
        mark: "⚠️",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "What can happen"),
            needs("found", "What has been seen"),
            needs("act", "What to do"),
            MAY_ASK,
        ],
    },
    Kind {
        name: "signal",
        plural: "Strongest human signals",
        mark: "📈",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "What is being tested"),
            needs("shows", "What this shows"),
            needs("harms", "Harms seen"),
            may("since", "What has happened since"),
            ASK_THIS,
        ],
    },
    Kind {
        name: "frontier",
        plural: "Research frontiers",
        mark: "🔭",
        caveat_label: "Not the same as",
        sections: &[needs("plain", "In plain words"), needs("why", "Why it matters"), MAY_ASK],
    },
    Kind {
        name: "stage",
        plural: "Stages from lab to clinic",
        mark: "🧭",
        caveat_label: "Does not mean yet",
        sections: &[needs("plain", "What it means"), may("why", "Why it matters"), ASK_THIS],
    },
    Kind {
        name: "layer",
        plural: "What makes a real product",
        mark: "🧱",
        caveat_label: SHOWS_NOT,
        sections: &[needs("plain", "What it means"), needs("why", "Why it matters"), ASK_THIS],
    },
    Kind {
        name: "faq",
        plural: "Common questions",
        mark: "💬",
        caveat_label: SHOWS_NOT,
        sections: &[needs("plain", "Short answer"), may("why", "More on this"), MAY_ASK],
    },
    Kind {
        name: "basics",
        plural: "Basics",
        mark: "📘",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "In plain words"),
            may("why", "More on this"),
            may("harms", "Risks"),
            MAY_ASK,
        ],
    },
    Kind {
        name: "checklist",
        plural: "Nine questions for a headline",
        mark: "✅",
        caveat_label: "A good answer does not prove",
        sections: &[needs("plain", "What to look for"), needs("why", "Why it matters"), ASK_THIS],
    },
    Kind {
        name: "borrowed",
        plural: "Borrowed science",
        mark: "🪞",
        caveat_label: PROVES_NOT,
        sections: &[
            needs("plain", "What gets borrowed"),
            needs("why", "Why it does not carry over"),
            ASK_THIS,
        ],
    },
    Kind {
        name: "pattern",
        plural: "Selling patterns",
        mark: "🔎",
        caveat_label: PROVES_NOT,
        sections: &[needs("plain", "What the words do"), needs("why", "Why it is weak"), ASK_THIS],
    },
    Kind {
        name: "regulation",
        plural: "Rules by country",
        mark: "⚖️",
        caveat_label: PROVES_NOT,
        sections: &[
            needs("plain", "The rule"),
            needs("why", "What it means for you"),
            may("since", "What has changed"),
            MAY_ASK,
        ],
    },
    Kind {
        name: "evidence",
        plural: "Reading evidence",
        mark: "🔬",
        caveat_label: SHOWS_NOT,
        sections: &[needs("plain", "In plain words"), needs("why", "Why it matters"), ASK_THIS],
    },
    Kind {
        name: "practical",
        plural: "Money, travel and help",
        mark: "🧾",
        caveat_label: SHOWS_NOT,
        sections: &[
            needs("plain", "In plain words"),
            may("why", "More on this"),
            may("act", "What you can do"),
            MAY_ASK,
        ],
    },
    Kind {
        name: "guide",
        plural: "Guides to take along",
        mark: "🗒️",
        caveat_label: "What this page cannot tell you",
        sections: &[
            needs("plain", "In short"),
            needs("points", "Point by point"),
            may("why", "More on this"),
            needs("ask", "Questions to take along"),
        ],
    },
    Kind {
        name: "institution",
        plural: "Institutions",
        mark: "🏛️",
        caveat_label: PROVES_NOT,
        sections: &[
            needs("plain", "What it helps you understand"),
            needs("why", "Why people read it"),
            MAY_ASK,
        ],
    },
    Kind {
        name: "lane",
        plural: "Who does this work",
        mark: "🛤️",
        caveat_label: PROVES_NOT,
        sections: &[needs("plain", "What they do"), may("why", "Why it matters")],
    },
    Kind {
        name: "reading",
        plural: "Where results are published",
        mark: "📰",
        caveat_label: PROVES_NOT,
        sections: &[needs("plain", "What it is good for"), may("why", "Why it matters"), MAY_ASK],
    },
    Kind {
        name: "concept",
        plural: "Ideas to hold on to",
        mark: "💡",
        caveat_label: MEANS_NOT,
        sections: &[needs("plain", "The idea"), may("why", "Why it matters"), MAY_ASK],
    },
    Kind {
        name: "scope",
        plural: "What Caveat is not",
        mark: "🚧",
        caveat_label: MEANS_NOT,
        sections: &[
            needs("plain", "What Caveat does"),
            may("why", "Why"),
            may("ask", "Questions to take to your doctor"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_folder() {
        assert_eq!(Kind::named("signal").map(|kind| kind.plural), Some("Strongest human signals"));
        assert!(Kind::named("rumour").is_none());
    }

    #[test]
    fn every_kind_opens_with_its_plain_section_and_names_are_unique() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert_eq!(kind.sections[0].key, "plain", "{}", kind.name);
            assert!(KINDS[at + 1..].iter().all(|other| other.name != kind.name), "{}", kind.name);
        }
    }
}
