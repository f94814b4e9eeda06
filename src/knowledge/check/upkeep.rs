//! Rules on what surrounds the cards: dates, safety groups, golden questions, word lists.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::super::Id;
use super::{Context, Report};

/// A review or check older than this is overdue (DISCERN, HONcode: dated and current).
const MONTHS: i64 = 12;
/// More lines than this are not read in an emergency.
const MOST_LINES: usize = 5;

pub fn safety_lines(context: &Context<'_>, report: &mut Report) {
    for group in &context.knowledge.safety {
        let count = group.lines.len();
        if count == 0 || count > MOST_LINES {
            let message = format!("the group answers in {count} lines");
            report.tell(
                context,
                &group.path,
                0..0,
                message,
                "write one to five `lines`, the first one saying where to get help now",
            );
        }
        if group.sources.is_empty() {
            report.tell(context, &group.path, 0..0, "the group names no source", "add `sources = [...]`");
        }
        for (slug, at) in &group.sources {
            if !context.knowledge.known.contains(&Id::new("source", slug)) {
                let message = format!("there is no source `{slug}`");
                report.tell(context, &group.path, at.clone(), message, "add its file, or correct the name");
            }
        }
    }
}

pub fn safety_examples(context: &Context<'_>, report: &mut Report) {
    for group in &context.knowledge.safety {
        if group.fires.is_empty() || group.quiet.is_empty() {
            let help = "add `fires` and `quiet` examples, so that its cues can be checked";
            report.tell(context, &group.path, 0..0, "the group has no examples of both sorts", help);
        }
        for (example, at) in &group.fires {
            if group.fired_by(&context.knowledge.emergencies.hear(example)).is_none() {
                let help = "add or widen a cue, or narrow an `unless`";
                report.tell(context, &group.path, at.clone(), "no cue fires on this example", help);
            }
        }
        for (example, at) in &group.quiet {
            let heard = context.knowledge.emergencies.hear(example);
            let fired =
                context.knowledge.safety.iter().find_map(|group| Some((group, group.fired_by(&heard)?)));
            if let Some((firing, cue)) = fired {
                let file = context.tree.file(&firing.path);
                let cue = file.text.get(cue.at.clone()).unwrap_or_default();
                let message = format!("`{}` fires on this example by its cue {cue}", firing.slug);
                report.tell(context, &group.path, at.clone(), message, "narrow that cue, or add an `unless`");
            }
        }
    }
}

pub fn golden_cards(context: &Context<'_>, report: &mut Report) {
    for golden in &context.knowledge.golden {
        if !context.knowledge.known.contains(&golden.card) {
            let message = format!("there is no card `{}`", golden.card);
            report.tell(
                context,
                "golden.toml",
                golden.at.clone(),
                message,
                "write a card's id, kind:file-name",
            );
        }
    }
}

pub fn not_held(context: &Context<'_>, report: &mut Report) {
    let held: BTreeSet<String> = context
        .knowledge
        .cards()
        .flat_map(|card| card.also.iter().map(|(name, _)| name.to_lowercase()))
        .collect();
    for (name, at) in context.knowledge.not_held.iter().flat_map(|subject| &subject.names) {
        if held.contains(&name.to_lowercase()) {
            let message = format!("\"{name}\" is listed as not held, but a card answers to it");
            report.tell(context, "not-held.toml", at.clone(), message, "take it out of this list");
        }
    }
}

pub fn terms_sound(context: &Context<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for term in &context.knowledge.glossary {
        let (slug, at) = &term.source;
        if !context.knowledge.known.contains(&Id::new("source", slug)) {
            let message = format!("there is no source `{slug}`");
            report.tell(context, &term.path, at.clone(), message, "add its file, or correct the name");
        }
        for (name, at) in &term.names {
            if !seen.insert(name.to_lowercase()) {
                let message = format!("\"{name}\" is explained twice");
                report.tell(context, &term.path, at.clone(), message, "keep it in one place");
            }
        }
        if term.names.is_empty() {
            report.tell(
                context,
                &term.path,
                term.meaning.1.clone(),
                "the term has no name",
                "add `names = [...]`",
            );
        }
    }
}

pub fn synonyms_several(context: &Context<'_>, report: &mut Report) {
    for group in &context.knowledge.synonyms {
        if let [(name, at)] = group.names.as_slice() {
            let message = format!("\"{name}\" stands alone in its group");
            report.tell(context, "synonyms.toml", at.clone(), message, "add another name for the same thing");
        }
    }
}

pub fn dates_past(context: &Context<'_>, report: &mut Report) {
    for card in context.knowledge.entries.iter().filter(|card| card.reviewed > context.today) {
        let message = format!("{} lies in the future", card.reviewed);
        report.tell(
            context,
            &card.path,
            card.reviewed_at.clone(),
            message,
            "write the day on which somebody last looked",
        );
    }
}

pub fn reviews_due(context: &Context<'_>, report: &mut Report) {
    for card in context.knowledge.cards().filter(|card| is_overdue(card.reviewed, context.today)) {
        let message = format!("nobody has reviewed this card since {}", card.reviewed);
        report.tell(
            context,
            &card.path,
            card.reviewed_at.clone(),
            message,
            "read it against its sources, then set `reviewed`",
        );
    }
}

pub fn checks_due(context: &Context<'_>, report: &mut Report) {
    for source in context.knowledge.sources.iter().filter(|source| is_overdue(source.checked, context.today))
    {
        let message = format!("nobody has opened this source since {}", source.checked);
        report.tell(
            context,
            &source.path,
            source.checked_at.clone(),
            message,
            "open it, look for a newer version, then set `checked`",
        );
    }
}

/// Whether a review or check of that date is too long ago.
pub fn is_overdue(date: jiff::civil::Date, today: jiff::civil::Date) -> bool {
    date.checked_add(MONTHS.months()).is_ok_and(|due| due < today)
}
