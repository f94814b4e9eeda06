//! What goes wrong, and how often.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::ws::Message;
use axum::http::StatusCode;
use serde_json::json;

use super::Done;
use super::damage;
use super::random::Random;
use super::run::World;
use super::stand_in::{StandIn, Trouble};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Dropped,
    AllDropped,
    DialsRefused,
    Reconnect,
    InvalidResumable,
    InvalidForGood,
    SessionForgotten,
    HeartbeatUnheard,
    Oversized,
    Garbage,
    Binary,
    Undecodable,
    Doubled,
    CallbackRefused,
    CallbackHangs,
    CallbackLate,
    CallbackLost,
    RestRefused,
    ReloadSound,
    ReloadBroken,
    Damaged,
    Killed,
    KilledAndDamaged,
}

use Fault::*;

/// Each fault with its name, and how often it is drawn.
const TABLE: &[(Fault, &str, u64)] = &[
    (Dropped, "connection dropped", 3),
    (AllDropped, "every connection dropped", 1),
    (DialsRefused, "dials refused", 1),
    (Reconnect, "RECONNECT", 2),
    (InvalidResumable, "INVALID_SESSION, resumable", 2),
    (InvalidForGood, "INVALID_SESSION, for good", 2),
    (SessionForgotten, "session forgotten while away", 1),
    (HeartbeatUnheard, "heartbeat not acknowledged", 2),
    (Oversized, "frame too large", 1),
    (Garbage, "frame of garbage", 6),
    (Binary, "binary frame", 3),
    (Undecodable, "event that can't be decoded", 6),
    (Doubled, "events sent twice", 6),
    (CallbackRefused, "callbacks refused", 10),
    (CallbackHangs, "callback hangs", 5),
    (CallbackLate, "callback answered late", 5),
    (CallbackLost, "callback's answer lost", 6),
    (RestRefused, "other calls refused", 5),
    (ReloadSound, "reload of sound files", 8),
    (ReloadBroken, "reload of broken files", 6),
    (Damaged, "generation damaged", 4),
    (Killed, "killed", 5),
    (KilledAndDamaged, "killed, and a generation damaged", 3),
];

impl Fault {
    /// The next fault.
    pub fn draw(random: &mut Random) -> Fault {
        let all = TABLE.iter().map(|(_, _, weight)| weight).sum();
        let mut left = random.below(all);
        for (fault, _, weight) in TABLE {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *fault,
            }
        }
        Dropped
    }

    pub fn name(self) -> &'static str {
        TABLE.iter().find(|(fault, _, _)| *fault == self).map_or("", |(_, name, _)| name)
    }

    /// Whether it would change nothing without a connection.
    pub fn needs_connection(self) -> bool {
        let cuts = [Dropped, Reconnect, InvalidResumable, InvalidForGood, SessionForgotten, HeartbeatUnheard];
        cuts.contains(&self) || [Oversized, Garbage, Binary].contains(&self)
    }

    /// Whether it ends the process.
    pub fn kills(self) -> bool {
        matches!(self, Killed | KilledAndDamaged)
    }

    /// Has it happen.
    pub async fn happen(self, world: &Arc<World>, random: &mut Random) -> Done {
        let stand_in = &world.stand_in;
        match self {
            Dropped => stand_in.kill_connection(),
            AllDropped | DialsRefused => outage(world, self, random),
            Reconnect => stand_in.interject(op(json!({ "op": 7, "d": null })), true),
            InvalidResumable => stand_in.interject(op(json!({ "op": 9, "d": true })), true),
            InvalidForGood => stand_in.interject(op(json!({ "op": 9, "d": false })), true),
            SessionForgotten => {
                stand_in.refuses_resume.store(true, Ordering::SeqCst);
                stand_in.kill_connection();
            }
            HeartbeatUnheard => stand_in.ignores_heartbeats.store(1, Ordering::SeqCst),
            Oversized => stand_in.interject(Message::text("[".repeat(20 << 20)), true),
            Garbage => garbage(stand_in, random),
            Binary => stand_in.interject(Message::binary(vec![random.next() as u8; 4_096]), false),
            Undecodable => undecodable(stand_in, random),
            Doubled => world.doubles.store(3, Ordering::SeqCst),
            CallbackRefused | CallbackHangs | CallbackLate | CallbackLost => {
                callbacks(stand_in, self, random)
            }
            RestRefused => rest(stand_in, random),
            ReloadSound | ReloadBroken => reload(world, self, random)?,
            Damaged => damaged(world, random)?,
            Killed | KilledAndDamaged => killed(world, self, random).await?,
        }
        Ok(())
    }
}

fn op(frame: serde_json::Value) -> Message {
    Message::text(frame.to_string())
}

/// Nobody gets a connection for a while.
fn outage(world: &Arc<World>, fault: Fault, random: &mut Random) {
    let switch = move |stand_in: &StandIn, on| match fault {
        AllDropped => stand_in.drops_all.store(on, Ordering::SeqCst),
        _ => stand_in.refuses_dials.store(on, Ordering::SeqCst),
    };
    switch(&world.stand_in, true);
    world.stand_in.kill_connection();
    let (stand_in, long) = (world.stand_in.clone(), Duration::from_millis(random.between(1_000, 4_000)));
    tokio::spawn(async move {
        tokio::time::sleep(long).await;
        switch(&stand_in, false);
    });
}

fn garbage(stand_in: &StandIn, random: &mut Random) {
    let deep = "[".repeat(100_000);
    let frames =
        ["", "{", "[]", "null", "{}", "{\"op\":\"0\"}", "{\"op\":250}", "{\"op\":-1}", "\u{0}\u{7f}", &deep];
    let frame = random.pick(&frames).copied().unwrap_or_default();
    stand_in.interject(Message::text(frame), false);
}

/// Events of other sorts, and interactions that nobody knows.
fn undecodable(stand_in: &StandIn, random: &mut Random) {
    let id = (4_000_000_000 + random.below(1 << 30)).to_string();
    let (name, data) = match random.below(5) {
        0 => ("INTERACTION_CREATE", json!({ "id": id, "token": "t", "type": 2, "data": "of tomorrow" })),
        1 => ("INTERACTION_CREATE", json!({ "type": 2 })),
        2 => ("INTERACTION_CREATE", json!(null)),
        3 => ("OF_TOMORROW", json!({ "op": 7 })),
        _ => ("GUILD_CREATE", json!("no server")),
    };
    stand_in.dispatch(name, &data);
}

/// The next callbacks go wrong. What went wrong with nobody's before is over.
fn callbacks(stand_in: &StandIn, fault: Fault, random: &mut Random) {
    let long = Duration::from_millis(random.between(300, 4_000));
    let codes = [429, 500, 502, 503, 504].map(|code| StatusCode::from_u16(code).expect("a status"));
    let code = random.pick(&codes).copied().unwrap_or_default();
    let mut refuses = stand_in.refuses_callbacks.lock().expect("lock");
    let mut troubles = stand_in.troubles.lock().expect("lock");
    refuses.clear();
    troubles.clear();
    match fault {
        CallbackRefused => refuses.extend(vec![code; 1 + random.below(2) as usize]),
        CallbackHangs => troubles.push_back(Trouble::Hangs(long)),
        CallbackLate => troubles.push_back(Trouble::Late(long)),
        _ => troubles.push_back(Trouble::Lost(code)),
    }
}

fn rest(stand_in: &StandIn, random: &mut Random) {
    let codes = [429, 500, 503].map(|code| StatusCode::from_u16(code).expect("a status"));
    let code = random.pick(&codes).copied().unwrap_or_default();
    let mut refuses = stand_in.refuses.lock().expect("lock");
    refuses.clear();
    refuses.extend(vec![code; 1 + random.below(3) as usize]);
}

fn reload(world: &World, fault: Fault, random: &mut Random) -> Done {
    match fault {
        ReloadSound => world.editions.publish(world.editions.another(random.next()))?,
        _ => world.editions.break_it()?,
    }
    Ok(world.program.lock().expect("lock").hang_up()?)
}

/// While the program runs: a file is exchanged, since it holds the old one mapped.
fn damaged(world: &World, random: &mut Random) -> Done {
    // From broken files a start needs what is kept: both at once nobody survives.
    if world.editions.are_broken() {
        reload(world, ReloadSound, random)?;
    }
    // A reload may take the generation away meanwhile; then there is nothing to damage.
    let _ = damage::one(&world.index(), random, |path, bytes| {
        let scratch = path.with_extension("scratch");
        fs::write(&scratch, bytes)?;
        fs::rename(scratch, path)
    });
    Ok(())
}

/// Killed at any moment, and started again after a while, as a supervisor does.
async fn killed(world: &World, fault: Fault, random: &mut Random) -> Done {
    world.program.lock().expect("lock").kill()?;
    world.stand_in.died();
    if fault == KilledAndDamaged {
        damage::one(&world.index(), random, |path, bytes| fs::write(path, bytes))?;
    }
    if world.editions.are_broken() && !damage::some_are_whole(&world.index()) {
        world.editions.publish(0)?;
    }
    tokio::time::sleep(Duration::from_millis(random.between(100, 1_000))).await;
    world.start()
}
