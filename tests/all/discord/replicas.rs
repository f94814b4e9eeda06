//! Two replicas behind a load balancer: one dies while people ask, and both end on the
//! same knowledge.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::RwLock;

use super::by_itself::Served;
use crate::reload::Folders;

/// A load balancer as simple as they get: one replica after the other, and the next one
/// where one does not answer.
#[derive(Clone)]
struct Balancer {
    replicas: Arc<Vec<RwLock<Served>>>,
    turn: Arc<AtomicUsize>,
}

impl Balancer {
    async fn start(replicas: usize) -> Balancer {
        let folders = Arc::new(Folders::new());
        let mut started = Vec::new();
        for _ in 0..replicas {
            started.push(RwLock::new(Served::over(folders.clone(), false).await));
        }
        Balancer { replicas: Arc::new(started), turn: Arc::default() }
    }

    /// What whoever answers says.
    async fn asks(&self) -> Option<String> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        for place in first..first + self.replicas.len() {
            let replica = self.replicas[place % self.replicas.len()].read().await;
            if let Some(said) = replica.asks().await.filter(|said| !said.is_empty()) {
                return Some(said);
            }
        }
        None
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_killed_while_people_ask_and_nobody_goes_without_an_answer() {
    let balancer = Balancer::start(2).await;
    let people = (0..4).map(|_| {
        let balancer = balancer.clone();
        tokio::spawn(async move {
            for _ in 0..50 {
                let said = balancer.asks().await.expect("somebody answers");
                assert!(said.contains("It bends."), "{said}");
            }
        })
    });
    let people: Vec<_> = people.collect();
    let folders = {
        let mut dying = balancer.replicas[0].write().await;
        dying.kill();
        dying.folders.clone()
    };
    for person in people {
        person.await.expect("everybody was answered");
    }
    *balancer.replicas[0].write().await = Served::over(folders.clone(), false).await;
    folders.says("It can bend.");
    balancer.replicas[1].read().await.hang_up();
    for replica in balancer.replicas.iter() {
        replica.read().await.says("It can bend.").await;
    }
    let last = |said: Option<String>| said.expect("it answers");
    let (one, other) = (&balancer.replicas[0], &balancer.replicas[1]);
    assert_eq!(last(one.read().await.asks().await), last(other.read().await.asks().await));
}
