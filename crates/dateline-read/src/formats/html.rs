//! Web pages: body, title, publisher, language, and the date of publication with what says so.

use crate::boilerplate;
use crate::decode::{Decoded, decode_labelled};
use crate::error::ReadError;
use crate::text::{Given, read_text};
use crate::words::DateWords;
use dateline_types::{Diagnostic, Report, Severity};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

/// Longest page, in bytes.
pub const MAX_PAGE: usize = 16 << 20;
/// Deepest nesting of elements.
const MAX_DEPTH: usize = 1_000;
/// Most elements.
const MAX_ELEMENTS: usize = 400_000;

/// Decodes a page: by what its server says, else by what it says of itself, else by its bytes.
///
/// # Errors
/// The bytes are no text.
pub(crate) fn decode_page(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadError> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let own = head.split("charset=").nth(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).next().unwrap_or_default()
    });
    decode_labelled(bytes, label.or(own))
}

/// Whether bytes begin as a web page does.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let head = head.trim_start();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || ["<!--", "<head", "<body", "<?xml"].iter().any(|m| head.starts_with(m)) && head.contains("<html")
}

/// Makes a report of a page. What is given wins over what the page says of itself.
///
/// # Errors
/// The page is too large or nested too deeply, or holds no article.
pub fn read_html(decoded: Decoded, given: &Given, languages: &[DateWords]) -> Result<Report, ReadError> {
    let page = &decoded.text;
    if page.len() > MAX_PAGE {
        return Err(bad(format!("the page is longer than {MAX_PAGE} bytes")));
    }
    if let Some(depth) = too_deep(page) {
        return Err(bad(format!("its elements are nested {depth} deep; at most {MAX_DEPTH} are read")));
    }
    let document = Document::from(page.as_str());
    let about = About::of(&document);
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        // The structured data is read above, with its evidence.
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::with_document(document, given.url.as_deref(), Some(config))
        .or_else(|_| Readability::new(page.as_str(), None, None))
        .and_then(|mut r| r.parse());
    let (text, mut title) = match &article {
        Ok(article) => (article.text_content.to_string(), article.title.clone()),
        Err(_) => (about.body.clone().unwrap_or_default(), String::new()),
    };
    let text = match &about.body {
        // A page whose structured data holds more of the article than its markup, as behind a script.
        Some(body) if body.chars().count() > 2 * text.chars().count() => body.clone(),
        _ => text,
    };
    let (text, left_out) = boilerplate::without(&lines(&text));
    if text.trim().is_empty() {
        return Err(ReadError::Skipped { why: "a page without an article".to_owned() });
    }
    if let Some(headline) = &about.headline {
        title.clone_from(headline);
    }
    let mut diagnostics = decoded.diagnostics;
    if left_out > 0 {
        diagnostics.push(Diagnostic::new(
            "boilerplate",
            Severity::Note,
            format!("{left_out} lines of the page that are no part of the article were left out"),
        ));
    }
    if let Some((date, source)) = &about.date {
        diagnostics.push(Diagnostic::new(
            "date-of-page",
            Severity::Note,
            format!("the page says {date} in {source}"),
        ));
    }
    let own = Given {
        id: given.id.clone(),
        url: given.url.clone().or(about.url),
        publisher: given.publisher.clone().or(about.publisher),
        title: given.title.clone().or(Some(title).filter(|t| !t.trim().is_empty())),
        language: given.language.clone().or(about.language),
        date: given.date.clone(),
        metadata: given.metadata.clone().or(about.date.map(|d| d.0)),
    };
    let decoded = Decoded { text, charset: decoded.charset, diagnostics };
    Ok(read_text(decoded, &own, languages))
}

/// The text of a piece of markup, a paragraph a line.
pub(crate) fn fragment(markup: &str) -> String {
    if !markup.contains('<') && !markup.contains('&') || too_deep(markup).is_some() {
        return markup.to_owned();
    }
    lines(&Document::fragment(markup).formatted_text())
}

fn bad(why: String) -> ReadError {
    ReadError::Refused { why }
}

/// Paragraphs apart by blank lines, without blanks at their ends.
fn lines(text: &str) -> String {
    let kept: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    kept.join("\n\n")
}

/// Elements that end by themselves, or where another of their kind begins.
const SHALLOW: [&str; 27] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "path",
];

/// How deep elements are nested, when it is too deep; told without building a tree.
fn too_deep(page: &str) -> Option<usize> {
    let bytes = page.as_bytes();
    let (mut depth, mut deepest, mut at) = (0usize, 0usize, 0usize);
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'<') {
        at += next + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let from = at + usize::from(closes);
        let len = bytes[from..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = page.get(from..from + len).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || SHALLOW.contains(&name.as_str()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
            if matches!(name.as_str(), "script" | "style") {
                let end = format!("</{name}");
                let rest = &bytes[from..];
                let close = rest.windows(end.len()).position(|w| w.eq_ignore_ascii_case(end.as_bytes()));
                at = close.map_or(bytes.len(), |c| from + c);
            }
        }
    }
    (deepest > MAX_DEPTH).then_some(deepest)
}

/// What a page says of itself.
#[derive(Debug, Default)]
struct About {
    headline: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    url: Option<String>,
    body: Option<String>,
    /// EDTF day and what says so.
    date: Option<(String, String)>,
}

/// Properties of `meta` elements that name the day of publication, best first.
const DATES: [&str; 14] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "publishdate",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
];

impl About {
    fn of(document: &Document) -> About {
        let mut about = About::default();
        for script in document.select("script[type='application/ld+json']").iter() {
            if let Ok(data) = serde_json::from_str::<Value>(script.text().trim()) {
                about.structured(&data, 0);
            }
        }
        let meta = |name: &str| {
            document.select("meta").iter().find_map(|m| {
                let own = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|a| m.attr(a))?;
                own.eq_ignore_ascii_case(name).then(|| m.attr("content").map(|c| c.trim().to_owned()))?
            })
        };
        let or = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value.filter(|v| !v.is_empty());
            }
        };
        or(&mut about.headline, meta("og:title"));
        or(&mut about.publisher, meta("og:site_name"));
        or(&mut about.publisher, meta("application-name"));
        or(&mut about.url, document.select("link[rel='canonical']").attr("href").map(|h| h.to_string()));
        or(&mut about.url, meta("og:url"));
        about.url = about.url.filter(|u| u.starts_with("http://") || u.starts_with("https://"));
        or(&mut about.language, document.select("html").attr("lang").map(|l| l.to_string()));
        or(&mut about.language, meta("content-language"));
        or(&mut about.language, meta("og:locale").map(|l| l.replace('_', "-")));
        if about.date.is_none() {
            about.date = DATES.iter().find_map(|name| Some((day(&meta(name)?)?, format!("meta {name}"))));
        }
        if about.date.is_none() {
            let inside = [
                "article time",
                "header time",
                "main time",
                "time[pubdate]",
                "time[itemprop='datePublished']",
            ];
            about.date = inside.iter().find_map(|path| {
                let found = document.select(path).iter().find_map(|t| day(&t.attr("datetime")?));
                Some((found?, "a time element".to_owned()))
            });
        }
        if about.date.is_none() {
            // One time element alone, wherever it stands.
            let all: Vec<String> =
                document.select("time").iter().filter_map(|t| day(&t.attr("datetime")?)).collect();
            if let [first, rest @ ..] = all.as_slice()
                && rest.iter().all(|r| r == first)
            {
                about.date = Some((first.clone(), "a time element".to_owned()));
            }
        }
        about
    }

    /// Reads JSON-LD: articles wherever they stand in it.
    fn structured(&mut self, data: &Value, depth: usize) {
        if depth > 8 {
            return;
        }
        match data {
            Value::Array(all) => all.iter().for_each(|d| self.structured(d, depth + 1)),
            Value::Object(object) => {
                if let Some(graph) = object.get("@graph") {
                    self.structured(graph, depth + 1);
                }
                if let Some(main) = object.get("mainEntity") {
                    self.structured(main, depth + 1);
                }
                let kinds: Vec<&str> = match object.get("@type") {
                    Some(Value::String(kind)) => vec![kind],
                    Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
                    _ => Vec::new(),
                };
                if !kinds.iter().any(|k| k.ends_with("Article") || k.ends_with("Posting")) {
                    return;
                }
                let text = |key: &str| {
                    object
                        .get(key)
                        .and_then(Value::as_str)
                        .map(|t| fragment(t.trim()))
                        .filter(|t| !t.is_empty())
                };
                if self.date.is_none()
                    && let Some(date) = text("datePublished").and_then(|d| day(&d))
                {
                    self.date = Some((date, "JSON-LD datePublished".to_owned()));
                }
                let name = |v: &Value| match v {
                    Value::String(name) => Some(name.clone()),
                    other => other.get("name").and_then(Value::as_str).map(str::to_owned),
                };
                self.headline = self.headline.take().or_else(|| text("headline"));
                self.body = self.body.take().or_else(|| text("articleBody"));
                self.publisher = self.publisher.take().or_else(|| object.get("publisher").and_then(name));
                self.language = self.language.take().or_else(|| text("inLanguage"));
            }
            _ => {}
        }
    }
}

/// The day of a written time: ISO 8601 (also without its hyphens), or RFC 2822.
pub(crate) fn day(written: &str) -> Option<String> {
    let text = written.trim();
    let head: String = text.chars().take(10).collect();
    if let Ok(date) = head.parse::<jiff::civil::Date>() {
        return Some(date.to_string());
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() == 8
        && let Ok(date) =
            format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]).parse::<jiff::civil::Date>()
    {
        return Some(date.to_string());
    }
    if matches!(digits.len(), 10 | 13) && digits.len() == text.len() {
        let seconds: i64 = digits[..10].parse().ok()?;
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        return Some(time.to_string().get(..10)?.to_owned());
    }
    // A wrong weekday is no reason to refuse a date.
    let bare = text.split_once(',').map_or(text, |(_, rest)| rest).trim();
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned_datetime(bare).ok()?;
    Some(zoned.date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::french;
    use dateline_types::DateEvidence;

    const PAGE: &str = r#"<!doctype html><html lang="fr"><head><title>Attaque à Gao - Le Quotidien</title>
        <meta property="og:site_name" content="Le Quotidien">
        <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Attaque à Gao",
          "datePublished":"2026-03-04T08:00:00+01:00"}]}</script></head>
        <body><nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav><article><h1>Attaque à Gao</h1>
        <p>Des hommes armés ont attaqué lundi un marché de Gao, dans le nord du Mali, a annoncé l'armée malienne.</p>
        <p>Lire aussi : Le Mali en cinq dates</p>
        <p>Au moins douze civils ont été tués, selon le gouverneur de la région, qui a décrété un deuil de trois jours.</p>
        <p>L'attaque n'a pas été revendiquée, mais les soupçons se portent sur les groupes jihadistes de la zone.</p>
        </article><footer>Tous droits réservés</footer></body></html>"#;

    fn page(text: &str) -> Result<Report, ReadError> {
        let decoded = Decoded { text: text.to_owned(), charset: "UTF-8", diagnostics: Vec::new() };
        read_html(decoded, &Given::default(), &[french()])
    }

    #[test]
    fn a_page_gives_its_article_its_title_and_its_day() {
        let report = page(PAGE).unwrap();
        assert_eq!(report.title.as_deref(), Some("Attaque à Gao"));
        assert_eq!(report.publisher.as_deref(), Some("Le Quotidien"));
        assert_eq!(report.language.as_deref(), Some("fr"));
        assert_eq!(report.published.value.as_deref(), Some("2026-03-04"));
        assert_eq!(report.published.evidence, DateEvidence::Metadata);
        let paragraphs: Vec<&str> = report.paragraphs.iter().map(|p| p.of(&report.text)).collect();
        assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
        assert!(paragraphs[0].starts_with("Des hommes armés") && paragraphs[2].ends_with("de la zone."));
        assert!(!report.text.contains("Accueil") && !report.text.contains("Lire aussi"), "{}", report.text);
    }

    #[test]
    fn pages_that_would_eat_the_stack_are_refused() {
        let deep =
            format!("<html><body>{}x{}</body></html>", "<div>".repeat(50_000), "</div>".repeat(50_000));
        assert!(matches!(page(&deep), Err(ReadError::Refused { why }) if why.contains("50")));
        let unclosed = format!("<html><body>{}", "<b>".repeat(20_000));
        assert!(page(&unclosed).is_err());
        let list = format!("<html><body><ul>{}</ul></body></html>", "<li>Un mot.".repeat(5_000));
        assert!(!matches!(page(&list), Err(ReadError::Refused { .. })));
    }

    #[test]
    fn days_are_read_in_all_their_spellings() {
        for (written, wanted) in [
            ("2026-03-04T08:00:00+01:00", Some("2026-03-04")),
            ("2026-03-04", Some("2026-03-04")),
            ("20260304T080000Z", Some("2026-03-04")),
            ("Wed, 04 Mar 2026 08:00:00 GMT", Some("2026-03-04")),
            ("Mon, 4 Mar 2026 08:00:00 +0100", Some("2026-03-04")),
            ("1772611200", Some("2026-03-04")),
            ("hier", None),
            ("", None),
        ] {
            assert_eq!(day(written).as_deref(), wanted, "{written}");
        }
    }
}
