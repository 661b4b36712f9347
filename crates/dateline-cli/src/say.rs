//! Messages for people, on standard error. Texts from outside are made visible first.

use dateline::formats::visible;
use dateline_types::{Diagnostic, Severity};
use std::io;

/// Prints an error with its causes; a cause that the words before it hold already is not said again.
pub(crate) fn error(error: &anyhow::Error) {
    let mut causes: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        let told = |earlier: &String| {
            cause.split(": ").all(|part| earlier.contains(part) || part.starts_with("Error code "))
        };
        if !causes.iter().any(told) {
            causes.push(cause);
        }
    }
    for (i, line) in causes.join(": ").lines().enumerate() {
        let start = if i == 0 { "error: " } else { "       " };
        eprintln!("{start}{}", visible(line));
    }
}

/// Prints one message about an input, unless a progress bar has to be moved first (see `run`).
pub(crate) fn line(origin: &str, severity: Severity, message: &str) -> String {
    format!("{}: {}: {}", visible(origin), severity.name(), visible(message))
}

/// Prints a note of a command about what it does.
pub(crate) fn note(message: &str) {
    eprintln!("{}", visible(message));
}

/// The messages of a report's diagnostics that are at least as severe as `least`, with the line of the text they
/// concern.
pub(crate) fn diagnostics(origin: &str, text: &str, list: &[Diagnostic], least: Severity) -> Vec<String> {
    list.iter()
        .filter(|d| d.severity >= least)
        .map(|d| {
            let place = match d.span {
                Some(span) => {
                    format!("{origin}:{}", text[..span.start as usize].matches('\n').count() + 1)
                }
                None => origin.to_owned(),
            };
            let hint = match d.code {
                "no-date" => " (--date 2026-03-04)",
                "language-recognised" if d.severity > Severity::Note => " (--language fr)",
                "language-unknown" => " (--language fr)",
                _ => "",
            };
            line(&place, d.severity, &format!("{}{hint} [{}]", d.message, d.code))
        })
        .collect()
}

/// Whether the reader of standard output went away, as `head` does.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
