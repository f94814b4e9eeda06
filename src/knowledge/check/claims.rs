//! Rules on what the claim checker looks for: each pattern's own examples tell whether
//! its cues do what their writer meant.

use super::super::Id;
use super::super::claims::{Claims, Item, Signs};
use super::{Context, Report};

/// Fewer examples than this do not show what a cue does.
const FEWEST_EXAMPLES: usize = 3;

pub fn patterns_have_cues(context: &Context<'_>, report: &mut Report) {
    for signs in &context.knowledge.claims.signs {
        if signs.cues.is_empty() && signs.always.is_empty() && (signs.is_pattern() || !signs.fires.is_empty())
        {
            let help = "add `cues = [...]`: the wordings by which sellers say it";
            report.tell(context, &signs.path, 0..0, "no wording fires this pattern", help);
        }
    }
}

pub fn patterns_have_examples(context: &Context<'_>, report: &mut Report) {
    for signs in context.knowledge.claims.signs.iter().filter(|signs| has_cues(signs)) {
        for (key, examples) in [("fires", &signs.fires), ("quiet", &signs.quiet)] {
            if examples.len() < FEWEST_EXAMPLES {
                let message = format!("the pattern has {} examples of `{key}`", examples.len());
                let help = format!("write at least {FEWEST_EXAMPLES}, so that its cues can be checked");
                report.tell(context, &signs.path, 0..0, message, help);
            }
        }
    }
}

fn has_cues(signs: &Signs) -> bool {
    !signs.cues.is_empty() || !signs.always.is_empty()
}

pub fn pattern_examples(context: &Context<'_>, report: &mut Report) {
    let claims = &context.knowledge.claims;
    for signs in claims.signs.iter().filter(|signs| has_cues(signs)) {
        for (example, at) in &signs.fires {
            if claims.see(example).places(signs).is_empty() {
                let message = format!("no cue fires on this example{}", why_quiet(claims, signs, example));
                let help = "add or widen a cue, or narrow what keeps it quiet";
                report.tell(context, &signs.path, at.clone(), message, help);
            }
        }
        for (example, at) in &signs.quiet {
            if let Some(place) = claims.see(example).places(signs).first() {
                let range = place.characters.clone();
                let words: String = example.chars().skip(range.start).take(range.len()).collect();
                let message = format!("the pattern fires on this example at \"{words}\"");
                report.tell(context, &signs.path, at.clone(), message, "narrow that cue, or add an `unless`");
            }
        }
    }
}

/// Where a cue does stand in the example, what keeps it quiet.
fn why_quiet(claims: &Claims, signs: &Signs, example: &str) -> String {
    claims.see(example).kept_quiet(signs).map_or_else(String::new, |why| format!(": {why}"))
}

pub fn products_sourced(context: &Context<'_>, report: &mut Report) {
    for product in &context.knowledge.claims.products {
        let (slug, at) = &product.source;
        if !context.knowledge.known.contains(&Id::new("source", slug)) {
            let message = format!("there is no source `{slug}`");
            report.tell(context, "products.toml", at.clone(), message, "add its file, or correct the name");
        }
    }
}

pub fn items_stated(context: &Context<'_>, report: &mut Report) {
    let path = |item: &Item| format!("{}/{}.toml", item.card.kind(), item.card.slug());
    for item in context.knowledge.claims.items.iter().filter(|item| item.states.is_empty()) {
        let help = "add `states = [...]`: the wordings by which a text states it";
        report.tell(context, &path(item), 0..0, "nothing states this item", help);
    }
}
