//! How often one person, and one channel, may ask. Numbers of people and channels are
//! held in memory for the minute that they count, and nowhere else.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::from_discord::Caller;
use crate::config;

/// After this many requests, people and channels that have been quiet are forgotten.
const SWEEP_EVERY: u32 = 1_000;

/// Both limits.
pub struct Limits {
    users: DefaultKeyedRateLimiter<u64>,
    channels: DefaultKeyedRateLimiter<u64>,
    until_sweep: std::sync::atomic::AtomicU32,
}

impl Limits {
    /// Limits that start now.
    pub fn new(limits: config::Limits) -> Self {
        let quota = |a_minute| Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        Limits {
            users: RateLimiter::keyed(quota(limits.per_user)),
            channels: RateLimiter::keyed(quota(limits.per_channel)),
            until_sweep: SWEEP_EVERY.into(),
        }
    }

    /// Whether the caller may be answered now; counts as one request.
    pub fn allow(&self, caller: Caller) -> bool {
        self.sweep_now_and_then();
        self.users.check_key(&caller.user.get()).is_ok()
            && self.channels.check_key(&caller.channel.get()).is_ok()
    }

    fn sweep_now_and_then(&self) {
        use std::sync::atomic::Ordering::Relaxed;
        if self.until_sweep.fetch_sub(1, Relaxed) == 1 {
            self.until_sweep.store(SWEEP_EVERY, Relaxed);
            for limiter in [&self.users, &self.channels] {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}
