//! A process that saves and reloads without a pause, killed at random moments and started
//! again: what answers then is whole, and the last or the one that was being made.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use caveat::library::By;

use super::{Done, Folders, Times, edition, letters, word};

/// A process lives no longer than this after its first answer.
const LONGEST_LIFE: u64 = 900;

pub fn run(rounds: usize) -> Done {
    let dir = tempfile::tempdir()?;
    Folders::below(dir.path())?.says(0)?;
    let (mut times, mut last) = (Times::default(), 0);
    for _ in 0..rounds {
        let since = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .arg("victim")
            .arg(dir.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("its output")?).lines();
        let first: usize = lines.next().ok_or("it did not start again")??.parse()?;
        times.0.push(since.elapsed());
        if first != last && first != last + 1 {
            return Err(format!("after edition {last} it answered with {first}").into());
        }
        std::thread::sleep(Duration::from_millis(fastrand::u64(..LONGEST_LIFE)));
        child.kill()?;
        child.wait()?;
        last = lines.map_while(Result::ok).last().and_then(|line| line.parse().ok()).unwrap_or(first);
    }
    println!(
        "kills: {rounds} processes were killed, the last at edition {last}; from start to answer: {}",
        times.told()
    );
    Ok(())
}

/// Answers, then saves and reloads until it is killed. Prints each edition that answers.
pub fn victim(dir: &Path) -> Done {
    let folders = Folders::below(dir)?;
    let store = folders.store()?;
    let said = edition(&store)?;
    let is_said =
        |number: &usize| word(*number).split_once(' ').map(|(_, word)| letters(word)) == Some(said.clone());
    let first = (0..100_000).find(is_said).ok_or("an edition of this program")?;
    println!("{first}");
    for number in first + 1.. {
        folders.says(number)?;
        store.reload(By::Watch)?;
        edition(&store)?;
        println!("{number}");
    }
    Ok(())
}
