//! Colours, on a terminal only.

use std::io::IsTerminal;

/// What a stretch of text is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Act,
    Actor,
    Recipient,
    Speaker,
    Date,
    Other,
    Faint,
    Strong,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Ink::Act => "1;31",
            Ink::Actor => "1;34",
            Ink::Recipient => "1;32",
            Ink::Speaker => "1;35",
            Ink::Date => "1;36",
            Ink::Other => "1;33",
            Ink::Faint => "2",
            Ink::Strong => "1",
        }
    }
}

/// Whether colours are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub colour: bool,
}

impl Style {
    /// Colours if standard output is a terminal that wants them (`NO_COLOR`, `TERM=dumb`).
    pub fn of_output() -> Style {
        let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
        let dumb = set("TERM").is_some_and(|t| t == "dumb");
        Style { colour: std::io::stdout().is_terminal() && set("NO_COLOR").is_none() && !dumb }
    }

    /// The text in a colour.
    pub fn paint(self, ink: Ink, text: &str) -> String {
        match self.colour && !text.is_empty() {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code()),
            false => text.to_owned(),
        }
    }
}
