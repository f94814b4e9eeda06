//! A disk that is full, and one that may only be read: a reload says so, and what answered
//! goes on answering, over a restart too.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use caveat::library::{By, ReloadError, Store};

use super::{Done, Folders, edition};

pub fn run() -> Done {
    let dir = tempfile::tempdir()?;
    let mut folders = Folders::below(dir.path())?;
    folders.index = dir.path().join("small");
    fs::create_dir_all(&folders.index)?;
    if !mount(&folders.index, "size=24m")? {
        println!("disk: left out, since mounting a small disk is not allowed here");
        return Ok(());
    }
    let tried = tried(&folders);
    Command::new("umount").arg("-l").arg(&folders.index).status()?;
    tried
}

fn tried(folders: &Folders) -> Done {
    folders.says(1)?;
    let store = folders.store()?;
    let filler = folders.index.join("filler");
    fill(&filler)?;
    folders.says(2)?;
    refused(&store, "full")?;
    drop(store);
    let store = folders.store()?;
    println!("disk: started again on the full disk, it answers with edition {}", edition(&store)?);
    fs::remove_file(&filler)?;
    store.reload(By::Command)?;
    println!("disk: with room again, a reload has edition {} answer", edition(&store)?);
    mount(&folders.index, "remount,ro")?;
    folders.says(3)?;
    refused(&store, "read-only")?;
    drop(store);
    println!(
        "disk: started again on the read-only disk, it answers with edition {}",
        edition(&folders.store()?)?
    );
    Ok(())
}

fn refused(store: &Store, disk: &str) -> Done {
    let before = edition(store)?;
    let Err(error @ ReloadError::Index(_)) = store.reload(By::Command) else {
        return Err(format!("a reload on a {disk} disk was not refused").into());
    };
    match edition(store)? == before {
        true => println!("disk: {disk}: edition {before} goes on answering; it says: {error}"),
        false => return Err("what answers changed".into()),
    }
    Ok(())
}

/// Writes until nothing more fits.
fn fill(path: &Path) -> Done {
    let (mut file, block) = (File::create(path)?, vec![1; 1 << 16]);
    while file.write_all(&block).is_ok() {}
    Ok(())
}

fn mount(at: &Path, options: &str) -> Done<bool> {
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(at).status();
    Ok(mounted.is_ok_and(|status| status.success()))
}
