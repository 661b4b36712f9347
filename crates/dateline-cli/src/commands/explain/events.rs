//! The events of each sentence, with who, whom, when and who says so marked under the words.

use super::View;
use super::marks::{Mark, marked};
use crate::style::Ink;
use dateline_types::{DateBasis, Event, Participant, Span};
use std::fmt::Write;

/// Every sentence of the report: as it is when nothing was found, else once for each event.
pub(super) fn events(view: &View<'_>, out: &mut String) {
    legend(view, out);
    let (analysis, x) = (&view.coded.analysis, &view.coded.extraction);
    let text = &view.report.text;
    for (i, range) in analysis.sentences.iter().enumerate() {
        let sentence = analysis.span(range.clone()).trimmed(text);
        // A quotation mark that the parser takes for a sentence of its own says nothing.
        if !sentence.of(text).contains(char::is_alphanumeric) {
            continue;
        }
        let here: Vec<(usize, &Event)> =
            x.events.iter().enumerate().filter(|(_, e)| e.sentence == i).collect();
        let _ = writeln!(out, "{}", view.style.paint(Ink::Faint, &format!("[{}]", i + 1)));
        if here.is_empty() {
            out.push_str(&marked(text, sentence, &[], view.style));
        }
        for (number, event) in here {
            out.push_str(&marked(text, sentence, &marks(view, event), view.style));
            describe(view, number, event, out);
        }
        out.push('\n');
    }
}

fn legend(view: &View<'_>, out: &mut String) {
    let inks = [
        ("^ act", Ink::Act),
        ("A actor", Ink::Actor),
        ("R recipient", Ink::Recipient),
        ("S speaker", Ink::Speaker),
        ("D date", Ink::Date),
    ];
    let parts: Vec<String> = inks.iter().map(|(text, ink)| view.style.paint(*ink, text)).collect();
    let _ = writeln!(out, "    {}\n", parts.join("   "));
}

/// What is marked for an event; the act comes first, for where marks overlap the first one counts.
fn marks(view: &View<'_>, event: &Event) -> Vec<Mark> {
    let x = &view.coded.extraction;
    let mut marks = Vec::new();
    let mut add = |spans: &mut dyn Iterator<Item = Span>, under, ink| {
        marks.extend(spans.map(|span| Mark { span, under, ink }));
    };
    add(&mut event.trigger.iter().copied(), '^', Ink::Act);
    if let DateBasis::Time(t) = event.date.basis {
        add(&mut x.times.get(t).map(|t| t.span).into_iter(), 'D', Ink::Date);
    }
    add(&mut event.actors.iter().filter_map(|p| p.mention), 'A', Ink::Actor);
    add(&mut event.recipients.iter().filter_map(|p| p.mention), 'R', Ink::Recipient);
    for link in &event.attribution {
        let quote = link.quote.and_then(|q| x.quotes.get(q));
        add(&mut quote.and_then(|q| q.speaker_mention).into_iter(), 'S', Ink::Speaker);
    }
    marks
}

fn describe(view: &View<'_>, number: usize, event: &Event, out: &mut String) {
    let x = &view.coded.extraction;
    let kind = match (&event.kind, &event.mode) {
        (Some(kind), Some(mode)) => format!("{kind}/{mode}"),
        (Some(kind), None) => kind.clone(),
        // Statements (CAMEO 01) have no type.
        (None, _) => "CAMEO".to_owned(),
    };
    let cameo = event.cameo.as_deref().unwrap_or("no CAMEO code");
    let mut how = vec![event.status.name().to_owned(), event.tense.name().to_owned()];
    how.extend(event.background.then(|| "background".to_owned()));
    how.extend(event.contexts.iter().cloned());
    let head = view.style.paint(Ink::Strong, &format!("event{} {kind} {cameo}", number + 1));
    let _ = writeln!(out, "    {head}  {}", how.join(", "));
    let triggers: Vec<String> = event.trigger.iter().map(|t| view.words(*t)).collect();
    view.line(out, "act", &triggers.join(" … "));
    let sides = |list: &[Participant]| match list {
        [] => "–".to_owned(),
        _ => list.iter().map(|p| participant(view, p)).collect::<Vec<_>>().join("; "),
    };
    view.line(out, "actor", &sides(&event.actors));
    let label = if event.symmetric { "and" } else { "recipient" };
    view.line(out, label, &sides(&event.recipients));
    let says: Vec<String> = (event.attribution.iter())
        .map(|a| {
            let cue = a.cue.map(|c| format!(" {}", view.words(c))).unwrap_or_default();
            let via = a.via.map(|v| format!(" via {}", view.entity(v))).unwrap_or_default();
            let quote = a.quote.map(|q| format!(" (quote{})", q + 1)).unwrap_or_default();
            format!("{}{cue}{via}{quote}", view.source(a.source))
        })
        .collect();
    view.line(out, "says", &says.join("; told by "));
    let basis = match event.date.basis {
        DateBasis::Time(t) => match x.times.get(t) {
            Some(time) => format!("from {} (time{})", view.words(time.span), t + 1),
            None => format!("from time{}", t + 1),
        },
        DateBasis::Published => "the report's date".to_owned(),
        DateBasis::None => "nothing says when".to_owned(),
    };
    view.line(out, "date", &format!("{}  {basis}", event.date.edtf.as_deref().unwrap_or("unknown")));
    if let Some(place) = event.place {
        view.line(out, "place", &view.entity(place));
    }
    for &q in &event.magnitude {
        if let Some(quantity) = x.quantities.get(q) {
            view.line(out, "how many", &format!("{} {}", quantity.kind.name(), view.words(quantity.span)));
        }
    }
    if let Some(inner) = event.inner {
        view.line(out, "of", &format!("event{}", inner + 1));
    }
    view.line(out, "rule", &format!("{}  confidence {:.2}", event.rule, event.confidence));
}

fn participant(view: &View<'_>, p: &Participant) -> String {
    let name = view.coded.extraction.entities.get(p.entity).map(|e| e.name.as_str()).unwrap_or_default();
    let name = dateline::formats::visible(name);
    let code = p.code.as_deref().map(|c| format!(" [{c}]")).unwrap_or_default();
    let words = p.mention.map_or(" implied".to_owned(), |m| format!(" {}", view.words(m)));
    format!("{name}{code}{words} ({})", p.rule)
}
