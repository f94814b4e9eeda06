//! How long to wait before dialling again.

use std::time::Duration;

/// The wait after the first failure, before jitter.
const FIRST: Duration = Duration::from_secs(1);
/// The longest wait, before jitter.
const LONGEST: Duration = Duration::from_secs(16);

/// Waits that double with every failure, up to a bound, each shortened by a random part
/// of up to a half so that many programs do not dial at the same moment.
#[derive(Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The next wait.
    pub fn next(&mut self) -> Duration {
        let whole = FIRST.saturating_mul(1 << self.failures.min(8)).min(LONGEST);
        self.failures += 1;
        whole.mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound() {
        let mut backoff = Backoff::default();
        let waits: Vec<Duration> = (0..10).map(|_| backoff.next()).collect();
        assert!(waits[0] <= FIRST && waits[0] >= FIRST / 2);
        assert!(waits.iter().all(|wait| *wait <= LONGEST));
        assert!(waits[5..].iter().all(|wait| *wait >= LONGEST / 2));
    }

    #[test]
    fn a_minute_of_failures_is_fewer_than_twenty_dials() {
        let mut backoff = Backoff::default();
        let mut spent = Duration::ZERO;
        let mut dials = 1;
        while spent < Duration::from_secs(60) {
            spent += backoff.next();
            dials += 1;
        }
        assert!(dials < 20, "{dials}");
    }
}
