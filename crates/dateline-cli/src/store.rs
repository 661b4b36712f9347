//! `--store ADDRESS` in place of the archive: the address moves to where the archive's file would stand.

use std::ffi::{OsStr, OsString};

/// The option.
const OPTION: &str = "--store";
/// Subcommands whose first argument is an archive.
const TAKING: [&str; 9] =
    ["add", "recode", "query", "search", "incidents", "ledger", "serve", "export", "archive"];

/// Arguments without the option: its value stands behind the subcommand, or is the value of `--archive` where that names the
/// archive.
pub(crate) fn placed(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let Some(command) = args.get(1).and_then(|c| c.to_str()).map(str::to_owned) else { return args };
    let end = args.iter().position(|a| a == "--").unwrap_or(args.len());
    let Some(at) = args[..end].iter().position(|a| a == OPTION || value(a).is_some()) else { return args };
    if command == "watch" {
        args[at] = match value(&args[at]) {
            Some(address) => format!("--archive={address}").into(),
            None => "--archive".into(),
        };
        return args;
    }
    if !TAKING.contains(&command.as_str()) || (value(&args[at]).is_none() && at + 1 >= end) {
        // Left for the parser to refuse.
        return args;
    }
    let option = args.remove(at);
    let address = match value(&option) {
        Some(address) => OsString::from(address),
        None => args.remove(at),
    };
    // `archive` has a subcommand of its own before the archive.
    let place = if command == "archive" { 3 } else { 2 };
    args.insert(place.min(args.len()), address);
    args
}

/// The value in `--store=VALUE`.
fn value(arg: &OsStr) -> Option<&str> {
    arg.to_str()?.strip_prefix(OPTION)?.strip_prefix('=')
}

#[cfg(test)]
mod tests {
    use super::placed;

    #[test]
    fn the_store_stands_where_the_archive_would() {
        for (given, wanted) in [
            ("dateline add --store postgres://h/d a.txt", "dateline add postgres://h/d a.txt"),
            (
                "dateline add a.txt --date 2020 --store=postgres://h/d",
                "dateline add postgres://h/d a.txt --date 2020",
            ),
            ("dateline archive check --store postgres://h/d", "dateline archive check postgres://h/d"),
            ("dateline archive show r1 --store x", "dateline archive show x r1"),
            ("dateline watch feeds.toml --store x", "dateline watch feeds.toml --archive x"),
            ("dateline watch feeds.toml --store=x", "dateline watch feeds.toml --archive=x"),
            ("dateline query news.dateline", "dateline query news.dateline"),
            ("dateline search a.dateline -- --store", "dateline search a.dateline -- --store"),
            ("dateline query --store", "dateline query --store"),
            ("dateline code --store x", "dateline code --store x"),
        ] {
            let args = given.split(' ').map(Into::into);
            assert_eq!(placed(args).join(std::ffi::OsStr::new(" ")), wanted, "{given}");
        }
    }
}
