//! Downloads through the user's own pip, so that its mirrors, proxies and credentials apply.

use super::error::StoreError;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The commands that may start pip, tried in order.
#[derive(Clone, Debug)]
pub(super) struct Pip {
    commands: Vec<Vec<OsString>>,
}

impl Default for Pip {
    fn default() -> Pip {
        let commands = [vec!["python3", "-m", "pip"], vec!["pip3"], vec!["pip"], vec!["python", "-m", "pip"]];
        Pip { commands: commands.map(|c| c.into_iter().map(OsString::from).collect()).to_vec() }
    }
}

impl Pip {
    #[cfg(test)]
    pub fn of(program: &Path) -> Pip {
        Pip { commands: vec![vec![program.into()]] }
    }

    /// Downloads one wheel, without what it depends on and without building anything, into an empty folder.
    pub fn download(&self, what: &str, folder: &Path) -> Result<PathBuf, StoreError> {
        let works = |c: &&Vec<OsString>| {
            let mut probe = Command::new(&c[0]);
            probe
                .args(&c[1..])
                .arg("--version")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            probe.status().is_ok_and(|s| s.success())
        };
        let shown = |c: &Vec<OsString>| {
            c.iter().map(|p| p.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        let Some(command) = self.commands.iter().find(works) else {
            let tried = self.commands.iter().map(shown).collect::<Vec<_>>().join(", ");
            return Err(StoreError::NoPip { tried, what: what.to_owned() });
        };
        let line = format!("{} download --no-deps {what}", shown(command));
        let failed = |why: String| StoreError::Pip { command: line.clone(), why };
        let output = Command::new(&command[0])
            .args(&command[1..])
            .args([
                "download",
                "--no-deps",
                "--only-binary=:all:",
                "--no-input",
                "--disable-pip-version-check",
            ])
            .arg("--dest")
            .arg(folder)
            .arg(what)
            .stdin(Stdio::null())
            .output()
            .map_err(|e| failed(e.to_string()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let lines: Vec<&str> = said.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            let last = lines[lines.len().saturating_sub(4)..].join("; ");
            return Err(failed(if last.is_empty() { output.status.to_string() } else { last }));
        }
        one_wheel(folder)
    }
}

fn one_wheel(folder: &Path) -> Result<PathBuf, StoreError> {
    let entries = std::fs::read_dir(folder)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| StoreError::Io { path: folder.to_owned(), source })?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|e| e.path()).collect();
    paths.sort();
    match &paths[..] {
        [one] if one.extension().is_some_and(|e| e == "whl") => Ok(one.clone()),
        _ => {
            let names: Vec<_> =
                paths.iter().filter_map(|p| Some(p.file_name()?.to_string_lossy().into_owned())).collect();
            let found = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            Err(StoreError::NoWheel { found })
        }
    }
}
