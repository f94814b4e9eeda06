//! What a run showed.

use std::collections::BTreeMap;
use std::fmt;

use super::program::Sample;

/// Fewer measurements than these say nothing of growth.
const FEWEST: usize = 200;
/// Memory that a reload or a large frame may take for a while.
const MARGIN_KB: u64 = 32 * 1_024;
/// Files and connections that may be open for a while.
const MARGIN_DESCRIPTORS: u64 = 32;

pub struct Summary {
    pub seed: u64,
    pub seconds: f64,
    pub faults: BTreeMap<&'static str, usize>,
    pub sent: u64,
    pub answered: u64,
    pub cut: u64,
    /// Answers sent again, after a first one whose receipt was not heard or that was asked for twice.
    pub again: usize,
    pub dials: usize,
    pub starts: usize,
    /// What was measured of the process that lived longest.
    pub life: Vec<Sample>,
    pub violations: Vec<String>,
}

impl Summary {
    /// Growth from the second to the last quarter is a violation; the first warms up.
    pub fn watch_growth(&mut self) {
        let Some((first, last)) = self.quarters().filter(|_| self.life.len() >= FEWEST) else { return };
        if last.resident_kb > first.resident_kb + first.resident_kb / 5 + MARGIN_KB {
            self.violations.push("resident memory grew".into());
        }
        if last.descriptors > first.descriptors + MARGIN_DESCRIPTORS {
            self.violations.push("open files and connections grew".into());
        }
    }

    pub fn all_faults(&self) -> usize {
        self.faults.values().sum()
    }

    /// The medians of the second quarter and of the last.
    fn quarters(&self) -> Option<(Sample, Sample)> {
        let long = self.life.len() / 4;
        let median = |samples: &[Sample]| {
            let of = |value: fn(&Sample) -> u64| {
                let mut values: Vec<u64> = samples.iter().map(value).collect();
                values.sort_unstable();
                values.get(values.len() / 2).copied()
            };
            Some(Sample { resident_kb: of(|one| one.resident_kb)?, descriptors: of(|one| one.descriptors)? })
        };
        Some((median(&self.life[long..2 * long])?, median(&self.life[3 * long..])?))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:.0} s with seed {}: {} faults", self.seconds, self.seed, self.all_faults())?;
        for (name, count) in &self.faults {
            writeln!(f, "  {count:>4} {name}")?;
        }
        let Summary { sent, answered, cut, again, .. } = self;
        writeln!(
            f,
            "interactions: {sent} sent, {answered} answered, {cut} cut before delivery, {again} sent again"
        )?;
        writeln!(f, "the program: {} starts, {} dials", self.starts, self.dials)?;
        if let Some((first, last)) = self.quarters() {
            let mb = |sample: Sample| sample.resident_kb as f64 / 1_024.0;
            write!(
                f,
                "the longest life: resident {:.1} MB in its second quarter, {:.1} MB in its last; ",
                mb(first),
                mb(last)
            )?;
            writeln!(f, "{} and {} open files", first.descriptors, last.descriptors)?;
        }
        self.violations.iter().take(20).try_for_each(|what| writeln!(f, "VIOLATED: {what}"))?;
        match self.violations.len() {
            0 => write!(f, "all held"),
            count => write!(f, "{count} violations; to repeat the faults: --seed {}", self.seed),
        }
    }
}
