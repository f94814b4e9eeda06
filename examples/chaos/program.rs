//! The real program as a process, with a folder of its own.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use super::stand_in::TOKEN;

pub struct Program {
    binary: PathBuf,
    dir: PathBuf,
    child: Option<Child>,
    /// What was measured, by the process that it was measured of.
    pub lives: Vec<Vec<Sample>>,
}

/// What a process holds at a moment.
#[derive(Clone, Copy)]
pub struct Sample {
    pub resident_kb: u64,
    pub descriptors: u64,
}

impl Program {
    /// The program in a folder that holds its settings, not yet started.
    pub fn new(binary: &Path, dir: &Path) -> Self {
        Program { binary: binary.to_owned(), dir: dir.to_owned(), child: None, lives: Vec::new() }
    }

    pub fn start(&mut self) -> io::Result<()> {
        let child = Command::new(&self.binary)
            .args(["serve", "--config", "config.toml"])
            .current_dir(&self.dir)
            .env("DISCORD_TOKEN", TOKEN)
            .stdout(self.log()?)
            .stderr(self.log()?)
            .spawn()?;
        self.child = Some(child);
        self.lives.push(Vec::new());
        Ok(())
    }

    fn log(&self) -> io::Result<File> {
        OpenOptions::new().create(true).append(true).open(self.log_path())
    }

    /// Where all processes write.
    pub fn log_path(&self) -> PathBuf {
        self.dir.join("log.txt")
    }

    /// Ends the process at once, with whatever it was about.
    pub fn kill(&mut self) -> io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill()?;
        child.wait().map(|_| ())
    }

    /// How the process ended, where nobody ended it.
    pub fn ended_by_itself(&mut self) -> io::Result<Option<ExitStatus>> {
        let ended = match &mut self.child {
            Some(child) => child.try_wait()?,
            None => None,
        };
        if ended.is_some() {
            self.child = None;
        }
        Ok(ended)
    }

    /// Sends the process a signal, if there is one.
    fn signal(&self, name: &str) -> io::Result<()> {
        let Some(child) = &self.child else { return Ok(()) };
        Command::new("kill").args([name, &child.id().to_string()]).status().map(|_| ())
    }

    /// Wishes that the files be read again. Within a second of its start the program must hear that.
    pub fn hang_up(&self) -> io::Result<()> {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(1) && !self.hears_hangups() {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal("-HUP")
    }

    /// Whether the signal, the first in the system's mask, is caught.
    fn hears_hangups(&self) -> bool {
        let Some(child) = &self.child else { return true };
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
    }

    /// Says stop, and waits for the end; `None` where it does not come.
    pub fn stop(&mut self) -> io::Result<Option<ExitStatus>> {
        self.signal("-TERM")?;
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.ended_by_itself()? {
                return Ok(Some(status));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(None)
    }

    /// Measures the process that there is.
    pub fn sample(&mut self) {
        let Some(sample) = self.child.as_ref().and_then(|child| Sample::of(child.id())) else { return };
        if let Some(life) = self.lives.last_mut() {
            life.push(sample);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

impl Sample {
    fn of(process: u32) -> Option<Sample> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        let resident_kb = line.split_whitespace().nth(1)?.parse().ok()?;
        let descriptors = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?.count() as u64;
        Some(Sample { resident_kb, descriptors })
    }
}
