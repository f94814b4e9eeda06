//! The measures of ranked retrieval, as BEIR's own evaluation counts them.

/// As far down a ranking as anybody looks.
const DEPTH: usize = 10;

/// What came of one question.
pub struct Judged {
    /// The grade of each document found, best first; 0 where it is not relevant.
    pub found: Vec<f64>,
    /// The grades of all documents that are relevant, above 0.
    pub relevant: Vec<f64>,
    /// How long the search took.
    pub microseconds: f64,
}

impl Judged {
    /// Discounted cumulative gain at 10, beside that of the best possible ranking.
    pub fn ndcg(&self) -> f64 {
        let mut ideal = self.relevant.clone();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let best = gain(&ideal);
        if best > 0.0 { gain(&self.found) / best } else { 0.0 }
    }

    /// One by the place of the first relevant document among the first 10, else 0.
    pub fn reciprocal_rank(&self) -> f64 {
        let place = self.found.iter().take(DEPTH).position(|grade| *grade > 0.0);
        place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
    }

    /// 1 where any of the first `depth` documents is relevant, else 0.
    pub fn success(&self, depth: usize) -> f64 {
        f64::from(u8::from(self.found.iter().take(depth).any(|grade| *grade > 0.0)))
    }
}

/// The gain of a ranking: each grade, discounted by the logarithm of its place.
fn gain(grades: &[f64]) -> f64 {
    let discount = |place: usize| ((place + 2) as f64).log2();
    grades.iter().take(DEPTH).enumerate().map(|(place, grade)| grade / discount(place)).sum()
}

/// Mean scores over many questions, and percentiles of their times in microseconds.
pub fn scores(judged: &[Judged]) -> Vec<(&'static str, f64)> {
    let mean = |measure: fn(&Judged) -> f64| {
        rounded(judged.iter().map(measure).sum::<f64>() / judged.len().max(1) as f64, 4)
    };
    let mut times: Vec<f64> = judged.iter().map(|one| one.microseconds).collect();
    times.sort_by(f64::total_cmp);
    vec![
        ("ndcg@10", mean(Judged::ndcg)),
        ("mrr@10", mean(Judged::reciprocal_rank)),
        ("success@1", mean(|one| one.success(1))),
        ("success@3", mean(|one| one.success(3))),
        ("success@10", mean(|one| one.success(10))),
        ("p50_us", percentile(&times, 0.50)),
        ("p90_us", percentile(&times, 0.90)),
        ("p99_us", percentile(&times, 0.99)),
    ]
}

fn rounded(value: f64, places: i32) -> f64 {
    let factor = 10_f64.powi(places);
    (value * factor).round() / factor
}

/// The value below which that share of the sorted values lies; 0 of none.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share) as usize;
    rounded(sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(found: &[f64], relevant: &[f64]) -> Judged {
        Judged { found: found.to_vec(), relevant: relevant.to_vec(), microseconds: 0.0 }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-4
    }

    #[test]
    fn gain_is_discounted_by_place_and_beside_the_best_ranking() {
        // By hand: (1 + 3/log2 3) / (3 + 1/log2 3) = 2.8928 / 3.6309.
        assert!(near(judged(&[1.0, 3.0], &[3.0, 1.0]).ndcg(), 0.7967));
        // The third of three: 1/log2 4 beside 1.
        assert!(near(judged(&[0.0, 0.0, 1.0], &[1.0]).ndcg(), 0.5));
        // A relevant document that was not found lowers it: 1 / (1 + 1/log2 3).
        assert!(near(judged(&[1.0, 0.0], &[1.0, 1.0]).ndcg(), 0.6131));
        assert!(near(judged(&[], &[1.0]).ndcg(), 0.0));
    }

    #[test]
    fn what_stands_below_the_tenth_place_counts_nothing() {
        let late = judged(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], &[1.0]);
        assert!(near(late.ndcg(), 0.0) && near(late.reciprocal_rank(), 0.0) && near(late.success(10), 0.0));
    }

    #[test]
    fn ranks_and_successes_look_for_the_first_relevant_one() {
        let second = judged(&[0.0, 2.0, 1.0], &[2.0, 1.0]);
        assert!(near(second.reciprocal_rank(), 0.5));
        assert!(near(second.success(1), 0.0) && near(second.success(3), 1.0));
    }

    #[test]
    fn scores_are_means_and_times_percentiles() {
        let mut all: Vec<Judged> =
            (1..=100).map(|n| Judged { microseconds: f64::from(n), ..judged(&[1.0], &[1.0]) }).collect();
        all.iter_mut().take(25).for_each(|one| one.found.clear());
        let scores = scores(&all);
        assert!(scores.contains(&("ndcg@10", 0.75)) && scores.contains(&("p90_us", 91.0)));
    }
}
