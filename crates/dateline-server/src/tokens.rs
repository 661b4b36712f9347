//! Who may ask: a file of names, scopes and hashes of tokens, read again whenever it changes.

use crate::ServerError;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

/// How a line of the file is written.
const FORM: &str = "NAME read|write SHA256-OF-THE-TOKEN";

/// What the holder of a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read the archive.
    Read,
    /// Also post texts to be coded, and corrections.
    Write,
}

impl Scope {
    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
        }
    }
}

/// A token: only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whose it is; corrections bear this name.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    hash: [u8; 32],
}

/// A list of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens(Vec<Token>);

impl Tokens {
    /// Reads a list: a line each with name, read or write, and the SHA-256 of the token in hexadecimal digits. Lines that
    /// begin with `#` are comments. `file` stands in messages.
    ///
    /// # Errors
    /// A line is not of that form, or a name stands twice.
    pub fn parse(text: &str, file: &str) -> Result<Tokens, ServerError> {
        let mut tokens: Vec<Token> = Vec::new();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |why: &str| ServerError::Tokens(format!("{file}:{}: {why}; write: {FORM}", i + 1));
            let [name, scope, digits] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                return Err(fault("not three words"));
            };
            let scope = match scope {
                "read" => Scope::Read,
                "write" => Scope::Write,
                _ => return Err(fault("the second word is neither read nor write")),
            };
            if tokens.iter().any(|t| t.name == name) {
                return Err(fault(&format!("`{name}` has a token already")));
            }
            let hash = bytes(digits).ok_or_else(|| fault("no hash of 64 digits"))?;
            tokens.push(Token { name: name.to_owned(), scope, hash });
        }
        Ok(Tokens(tokens))
    }

    /// Reads a file; one that does not exist holds no token.
    ///
    /// # Errors
    /// The file cannot be read, or is not of the form of [`Tokens::parse`].
    #[allow(clippy::disallowed_methods, reason = "the list of tokens is a file")]
    pub fn read(path: &Path) -> Result<Tokens, ServerError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Tokens::parse(&text, &name),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Tokens::default()),
            Err(e) => Err(ServerError::Tokens(format!("cannot read {name}: {e}"))),
        }
    }

    /// Makes a token for a name and gives it back; it is kept nowhere.
    ///
    /// # Errors
    /// The name is not one word, or has a token already; the system gives no randomness.
    pub fn add(&mut self, name: &str, scope: Scope) -> Result<String, ServerError> {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
        if name.is_empty() || name.len() > 100 || !name.chars().all(word) {
            return Err(ServerError::Tokens(format!("`{name}` is no name: one word of letters and digits")));
        }
        if self.0.iter().any(|t| t.name == name) {
            return Err(ServerError::Tokens(format!("`{name}` has a token already; revoke it first")));
        }
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|e| ServerError::Tokens(format!("no randomness: {e}")))?;
        let token = format!("dateline_{}", digits(&secret));
        self.0.push(Token { name: name.to_owned(), scope, hash: Sha256::digest(&token).into() });
        Ok(token)
    }

    /// Takes the token of a name away; whether there was one.
    pub fn revoke(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|t| t.name != name);
        self.0.len() < before
    }

    /// All tokens, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Token] {
        &self.0
    }

    /// Writes the file, for its owner alone; whoever reads it meanwhile sees the old list or the new one.
    ///
    /// # Errors
    /// The file cannot be written.
    #[allow(clippy::disallowed_methods, reason = "the list of tokens is a file")]
    pub fn write(&self, path: &Path) -> Result<(), ServerError> {
        let mut text = format!("# {FORM}\n");
        for t in &self.0 {
            let _ = writeln!(text, "{} {} {}", t.name, t.scope.name(), digits(&t.hash));
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let write = || -> std::io::Result<()> {
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, path)
        };
        write().map_err(|e| ServerError::Tokens(format!("cannot write {}: {e}", path.display())))
    }

    /// Whose a token is.
    fn holder(&self, token: &str) -> Option<&Token> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        // All are looked at, and compared whole, whatever fits.
        let mut found = None;
        for own in &self.0 {
            let differ = own.hash.iter().zip(&hash).fold(0, |d, (a, b)| d | (a ^ b));
            if differ == 0 {
                found = Some(own);
            }
        }
        found
    }
}

/// What tells one state of a file from another.
type Stamp = Option<(u64, Option<SystemTime>)>;

/// Who may ask: everybody who can reach the server, or the holders of tokens.
#[derive(Debug, Default)]
pub struct Access {
    file: Option<PathBuf>,
    guarded: bool,
    held: RwLock<(Stamp, Tokens)>,
}

impl Access {
    /// Asks for one of these tokens.
    #[must_use]
    pub fn holders(tokens: Tokens) -> Access {
        Access { file: None, guarded: true, held: RwLock::new((None, tokens)) }
    }

    /// Asks for a token of a file, which is read again when it changes.
    ///
    /// # Errors
    /// The file cannot be read, or holds no token.
    pub fn file(path: &Path) -> Result<Access, ServerError> {
        let tokens = Tokens::read(path)?;
        if tokens.all().is_empty() {
            return Err(ServerError::Tokens(format!(
                "{0} holds no token; make one with: dateline tokens add {0} NAME",
                path.display()
            )));
        }
        let held = RwLock::new((stamp(path), tokens));
        Ok(Access { file: Some(path.to_owned()), guarded: true, held })
    }

    /// Whether tokens are asked for.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// Whose a token is, by the file of now. While the file cannot be read, nobody has one.
    pub(crate) fn holder(&self, token: &str) -> Option<Token> {
        if let Some(path) = &self.file {
            let now = stamp(path);
            let known = self.held.read().unwrap_or_else(PoisonError::into_inner).0;
            if now != known {
                let tokens = Tokens::read(path).unwrap_or_else(|e| {
                    eprintln!("{e}; nobody is let in until it is mended");
                    Tokens::default()
                });
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = (now, tokens);
            }
        }
        self.held.read().unwrap_or_else(PoisonError::into_inner).1.holder(token).cloned()
    }
}

#[allow(clippy::disallowed_methods, reason = "only the length and the time are looked at")]
fn stamp(path: &Path) -> Stamp {
    std::fs::metadata(path).ok().map(|m| (m.len(), m.modified().ok()))
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn bytes(digits: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_until_it_is_revoked_and_stands_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        let mut tokens = Tokens::read(&path).unwrap();
        assert!(Access::file(&path).is_err(), "a server for nobody");
        let secret = tokens.add("anna", Scope::Write).unwrap();
        assert!(tokens.add("anna", Scope::Read).is_err() && tokens.add("an na", Scope::Read).is_err());
        let other = tokens.add("ben", Scope::Read).unwrap();
        tokens.write(&path).unwrap();
        assert_eq!(Tokens::read(&path).unwrap(), tokens);
        #[allow(clippy::disallowed_methods)]
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(&secret) && secret.len() > 64 && secret != other);
        let access = Access::file(&path).unwrap();
        assert_eq!(access.holder(&secret).map(|t| (t.name, t.scope)), Some(("anna".into(), Scope::Write)));
        assert!(tokens.revoke("anna") && !tokens.revoke("anna"));
        tokens.write(&path).unwrap();
        assert_eq!(access.holder(&secret), None, "the running server knows");
        assert!(access.holder(&other).is_some());
    }

    #[test]
    fn a_list_that_cannot_be_read_says_where_and_how_to_mend_it() {
        let hash = "0".repeat(64);
        for (list, words) in [
            ("a read".to_owned(), "f:1: not three words"),
            ("# x\na rule 00".to_owned(), "f:2: the second word is neither read nor write"),
            ("a read 00".to_owned(), "no hash of 64 digits"),
            (format!("a read {hash}\na write {hash}"), "f:2: `a` has a token already"),
        ] {
            let fault = Tokens::parse(&list, "f").unwrap_err().to_string();
            assert!(fault.contains(words) && fault.contains("write: NAME"), "{fault}");
        }
    }
}
