//! Where an archive is: a file, or a database of a PostgreSQL server.

use std::fmt;
use std::path::{Path, PathBuf};

/// Beginnings of addresses of servers.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where an archive is. Shown without the password.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    File(PathBuf),
    /// A database: `postgres://user:password@host:port/database`.
    Postgres(String),
}

impl Address {
    /// What somebody wrote where an archive is asked for: the address of a server, else the path of a file.
    #[must_use]
    pub fn of(path: &Path) -> Address {
        match path.to_str() {
            Some(text) if SCHEMES.iter().any(|s| text.starts_with(s)) => Address::Postgres(text.to_owned()),
            _ => Address::File(path.to_owned()),
        }
    }

    /// The path, where it is a file.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Address::File(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }

    /// Whether something is there. Of a server this cannot be told without asking it: it is taken to be there.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.file().is_none_or(Path::exists)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::File(path) => write!(to, "{}", path.display()),
            Address::Postgres(address) => to.write_str(&without_password(address)),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Address({self})")
    }
}

/// An address of a server with its password made unreadable.
fn without_password(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    // A password may hold what ends the part before the path, when it was not written as %2F: the last @ counts.
    let (whole, host) = rest.rsplit_once('@').map_or(("", rest), |(whole, host)| (whole, host));
    let user = whole.split(':').next().unwrap_or("");
    let mut shown = format!("{scheme}://");
    if !whole.is_empty() {
        shown.push_str(user);
        shown.push_str(if whole.contains(':') { ":***@" } else { "@" });
    }
    let (path, query) = host.split_once('?').map_or((host, None), |(path, query)| (path, Some(query)));
    shown.push_str(path);
    if let Some(query) = query {
        let parts = query.split('&').map(|part| match part.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=***"),
            _ => part.to_owned(),
        });
        shown.push('?');
        shown.push_str(&parts.collect::<Vec<_>>().join("&"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (address, shown) in [
            ("postgres://anna:secret@host:5433/news", "postgres://anna:***@host:5433/news"),
            ("postgresql://anna@host/news?sslmode=require", "postgresql://anna@host/news?sslmode=require"),
            ("postgres://host/news", "postgres://host/news"),
            ("postgres://anna:se@cr/et@host/news", "postgres://anna:***@host/news"),
            (
                "postgres:///news?user=anna&password=secret&port=1",
                "postgres:///news?user=anna&password=***&port=1",
            ),
        ] {
            let address = Address::of(Path::new(address));
            assert_eq!(address.to_string(), shown);
            assert!(!format!("{address:?}").contains("secret") && address.file().is_none());
        }
        assert_eq!(Address::of(Path::new("postgres.dateline")).to_string(), "postgres.dateline");
    }
}
