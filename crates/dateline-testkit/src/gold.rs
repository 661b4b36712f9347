//! Reads gold annotations: reports with their events, quotes, times and quantities, in Markdown a person can correct.
//!
//! The form is described in `gold/README.md`. Annotations quote the text between backticks; a quotation that occurs more
//! than once must say which (`` `mardi`#2 ``), else reading fails.

use dateline_types::{QuantityKind, Span, Status};

/// One annotated report.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Headline of the file.
    pub title: String,
    /// BCP 47 language.
    pub language: String,
    /// The report's date given to the coder (EDTF), unless the text states it.
    pub date: Option<String>,
    /// Which part of the gold it belongs to ("development", "held-out"); "" when the file does not say.
    pub half: String,
    /// The phenomenon its sentences show ("passive"); "" for plain reports.
    pub phenomenon: String,
    /// Only events are annotated; nothing else is scored.
    pub events_only: bool,
    /// The report.
    pub text: String,
    /// Its events.
    pub events: Vec<GoldEvent>,
    /// Its quotes.
    pub quotes: Vec<GoldQuote>,
    /// Its time expressions.
    pub times: Vec<GoldTime>,
    /// Its quantities.
    pub quantities: Vec<GoldQuantity>,
}

impl Gold {
    /// Whether it belongs to the half that nobody looks at while the coder is changed.
    #[must_use]
    pub fn is_held_out(&self) -> bool {
        self.half == HELD_OUT
    }
}

/// Name of the half that nobody looks at while the coder is changed.
pub const HELD_OUT: &str = "held-out";

/// A side of an event: words and, behind them, a code such as `IRN:GOV`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldSide {
    /// The words; `None` when the side is implied.
    pub span: Option<Span>,
    /// Country code; `None` when the side has none.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct GoldEvent {
    /// Every trigger; hitting one is enough.
    pub triggers: Vec<Span>,
    /// PLOVER type, or `-` for CAMEO 01x acts.
    pub kind: Option<String>,
    /// PLOVER mode, when annotated.
    pub mode: Option<String>,
    /// CAMEO codes counted as right, the first the best.
    pub cameo: Vec<String>,
    /// How real it is.
    pub status: Status,
    /// EDTF date.
    pub date: Option<String>,
    /// Who acts.
    pub actors: Vec<GoldSide>,
    /// Who is acted on.
    pub recipients: Vec<GoldSide>,
    /// Whether the sides may be swapped.
    pub symmetric: bool,
    /// Who says so: the words, `narrator` or `unnamed`.
    pub says: Option<GoldSource>,
    /// Neither a miss nor a hit counts.
    pub optional: bool,
    /// Line in the file.
    pub line: usize,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoldSource {
    /// The report.
    Narrator,
    /// Nobody the report names.
    Unnamed,
    /// These words name the speaker.
    Words(Span),
}

/// One quote.
#[derive(Clone, Debug)]
pub struct GoldQuote {
    /// Between marks, or reported.
    pub direct: bool,
    /// The words.
    pub span: Span,
    /// Words that name the speaker (any mention of the same entity counts); `None` when unnamed.
    pub speaker: Option<Span>,
    /// Line in the file.
    pub line: usize,
}

/// One time expression.
#[derive(Clone, Debug)]
pub struct GoldTime {
    /// The words.
    pub span: Span,
    /// TIMEX3 class in capitals.
    pub kind: String,
    /// Normalised value.
    pub value: String,
    /// Line in the file.
    pub line: usize,
}

/// One quantity.
#[derive(Clone, Debug)]
pub struct GoldQuantity {
    /// The words.
    pub span: Span,
    /// What is counted.
    pub kind: QuantityKind,
    /// The value, when it has one.
    pub value: Option<f64>,
    /// Line in the file.
    pub line: usize,
}

/// Reads one gold file.
///
/// # Errors
/// A message with the line at fault.
pub fn read(markdown: &str) -> Result<Gold, String> {
    let mut gold = Gold::default();
    let mut section = String::new();
    let mut lines = markdown.lines().enumerate().map(|(i, l)| (i + 1, l)).peekable();
    while let Some((n, line)) = lines.next() {
        let at = |message: String| format!("line {n}: {message}");
        if let Some(title) = line.strip_prefix("# ") {
            gold.title = title.trim().to_owned();
        } else if let Some(name) = line.strip_prefix("## ") {
            section = name.trim().to_lowercase();
        } else if line.starts_with("```text") {
            let mut body: Vec<&str> = Vec::new();
            for (_, l) in lines.by_ref() {
                if l.starts_with("```") {
                    break;
                }
                body.push(l);
            }
            gold.text = body.join("\n");
        } else if section.is_empty() {
            if let Some((key, value)) = line.trim_start_matches("- ").split_once(':') {
                match key.trim() {
                    "language" => gold.language = value.trim().to_owned(),
                    "phenomenon" => gold.phenomenon = value.trim().to_owned(),
                    "annotated" if value.trim() == "events" => gold.events_only = true,
                    "annotated" => {
                        return Err(at(format!(
                            "`{}` is no part that can be annotated alone: write events, or leave the line out",
                            value.trim()
                        )));
                    }
                    "half" => gold.half = value.trim().to_owned(),
                    "date" => gold.date = Some(value.trim().to_owned()),
                    _ => {}
                }
            }
        } else if let Some(item) = line.strip_prefix("- ") {
            let parser = Item { text: &gold.text, rest: item };
            match section.as_str() {
                "events" => {
                    let event = event(parser, n).map_err(at)?;
                    gold.events.push(event);
                }
                "quotes" => {
                    let quote = quote(parser, n).map_err(at)?;
                    gold.quotes.push(quote);
                }
                "times" => {
                    let mut p = parser;
                    let span = p.words()?.ok_or_else(|| at("no words between backticks".into()))?;
                    let mut rest = p.rest.split_whitespace();
                    let kind = rest.next().unwrap_or("").to_owned();
                    let value = rest.next().unwrap_or("").to_owned();
                    gold.times.push(GoldTime { span, kind, value, line: n });
                }
                "quantities" => {
                    let mut p = parser;
                    let span = p.words()?.ok_or_else(|| at("no words between backticks".into()))?;
                    let mut rest = p.rest.split_whitespace();
                    let name = rest.next().unwrap_or("");
                    let kind = QuantityKind::parse(name)
                        .ok_or_else(|| at(format!("`{name}` counts nothing known")))?;
                    let value = rest.next().and_then(|v| v.parse().ok());
                    gold.quantities.push(GoldQuantity { span, kind, value, line: n });
                }
                _ => {}
            }
        } else if let Some(item) = line.strip_prefix("  - ") {
            let Some(event) = gold.events.last_mut().filter(|_| section == "events") else { continue };
            let (key, value) = item.split_once(':').ok_or_else(|| at("expected `name: value`".into()))?;
            let mut p = Item { text: &gold.text, rest: value.trim() };
            match key.trim() {
                "actor" => event.actors.push(side(&mut p).map_err(at)?),
                "recipient" => event.recipients.push(side(&mut p).map_err(at)?),
                "also" => event.triggers.extend(p.words().map_err(at)?),
                "says" => {
                    event.says = Some(match value.trim() {
                        "narrator" => GoldSource::Narrator,
                        "unnamed" => GoldSource::Unnamed,
                        _ => GoldSource::Words(
                            p.words().map_err(at)?.ok_or_else(|| at("who says so?".into()))?,
                        ),
                    });
                }
                "date" => event.date = Some(value.trim().to_owned()).filter(|v| v != "-"),
                "place" => {}
                other => return Err(at(format!("`{other}` is no field of an event"))),
            }
        }
    }
    if gold.text.is_empty() {
        return Err("the file has no ```text block".into());
    }
    Ok(gold)
}

struct Item<'a> {
    text: &'a str,
    rest: &'a str,
}

impl Item<'_> {
    /// The next words between backticks, as a span of the text.
    fn words(&mut self) -> Result<Option<Span>, String> {
        let Some(start) = self.rest.find('`') else { return Ok(None) };
        let inner = &self.rest[start + 1..];
        let Some(end) = inner.find('`') else { return Err("a backtick is not closed".into()) };
        let words = &inner[..end];
        let mut rest = &inner[end + 1..];
        let mut wanted = None;
        if let Some(number) = rest.strip_prefix('#') {
            let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            wanted = number[..digits].parse::<usize>().ok();
            rest = &number[digits..];
        }
        self.rest = rest.trim_start();
        let found: Vec<usize> = self.text.match_indices(words).map(|(i, _)| i).collect();
        let index = match (found.len(), wanted) {
            (0, _) => return Err(format!("`{words}` does not stand in the text")),
            (_, Some(n)) if n >= 1 && n <= found.len() => found[n - 1],
            (n, Some(w)) => return Err(format!("`{words}` stands {n} times in the text, not {w}")),
            (1, None) => found[0],
            (n, None) => {
                return Err(format!("`{words}` stands {n} times in the text: write `{words}`#1 to #{n}"));
            }
        };
        Ok(Some(Span::new(index, index + words.len())))
    }
}

fn side(p: &mut Item<'_>) -> Result<GoldSide, String> {
    let span = p.words()?;
    let code = p.rest.split_whitespace().next().unwrap_or("");
    let (country, sector) = code.split_once(':').unwrap_or((code, ""));
    let some = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty() && s != "-");
    Ok(GoldSide { span, country: some(country), sector: some(sector) })
}

fn event(mut p: Item<'_>, line: usize) -> Result<GoldEvent, String> {
    let trigger = p.words()?.ok_or("an event begins with its trigger between backticks")?;
    let mut words = p.rest.split_whitespace();
    let code = words.next().ok_or("the type is missing")?;
    let (kind, mode) = code.split_once('/').map_or((code, None), |(k, m)| (k, Some(m.to_owned())));
    let mut event = GoldEvent {
        triggers: vec![trigger],
        kind: Some(kind.to_owned()).filter(|k| k != "-"),
        mode,
        cameo: Vec::new(),
        status: Status::Asserted,
        date: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        symmetric: false,
        says: None,
        optional: false,
        line,
    };
    for word in words {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            event.cameo.extend(word.split('|').map(str::to_owned));
        } else if let Some(status) = Status::parse(word) {
            event.status = status;
        } else if word == "symmetric" {
            event.symmetric = true;
        } else if word == "optional" {
            event.optional = true;
        } else {
            return Err(format!("`{word}` is no status and no code"));
        }
    }
    Ok(event)
}

fn quote(mut p: Item<'_>, line: usize) -> Result<GoldQuote, String> {
    let direct = p.rest.trim_start().starts_with("direct");
    let span = p.words()?.ok_or("a quote needs its words between backticks")?;
    let speaker = match p.rest.trim_start().starts_with("unnamed") {
        true => None,
        false => p.words()?,
    };
    Ok(GoldQuote { direct, span, speaker, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# Tirs à Gao\n\n- language: fr\n- date: 2026-03-04\n\n```text\nL'armée a tué deux rebelles mardi, selon Bamako.\n```\n\n\
## Events\n\n- `a tué` ASSAULT 190|193 asserted\n  - actor: `L'armée` MLI:MIL\n  - recipient: `deux rebelles` MLI:REB\n  - says: `Bamako`\n\n\
## Times\n\n- `mardi` DATE 2026-03-03\n\n## Quantities\n\n- `deux rebelles` killed 2\n";

    #[test]
    fn annotations_quote_the_text() {
        let gold = read(SAMPLE).unwrap();
        assert_eq!(gold.events[0].triggers[0].of(&gold.text), "a tué");
        assert_eq!(gold.events[0].actors[0].sector.as_deref(), Some("MIL"));
        assert_eq!(gold.times[0].value, "2026-03-03");
        assert_eq!(gold.quantities[0].value, Some(2.0));
    }

    #[test]
    fn ambiguous_and_absent_words_are_refused() {
        let twice = SAMPLE.replace("mardi, selon", "mardi et mardi, selon");
        assert!(read(&twice).unwrap_err().contains("stands 2 times"));
        assert!(read(&SAMPLE.replace("- `a tué`", "- `a blessé`")).unwrap_err().contains("does not stand"));
    }
}
