//! Time expressions: their values, days and reasons.
//!
//! The pack's entries say which words form an expression and how it is counted; here it is counted from the report's date,
//! from the date told last, or set by the tense of the verb that governs it. Where only the month or year of the report is
//! known, a value keeps what is certain.

mod resolve;
mod tense;

use dateline_pack::dates::{Moment, Reference};
use dateline_pack::numbers::NumberLexicon;
use dateline_pack::pattern::Capture;
use dateline_pack::times::{Hit, Meaning, TimeLexicon};
use dateline_pack::words::{Word, words};
use dateline_types::{Analysis, Anchor, Days, Report, Span, TimeExpr, TimeKind, Upos};
use resolve::{Scene, Told};

/// All time expressions of a report in text order, its header date and date line among them.
#[must_use]
pub fn times(
    report: &Report,
    analysis: &Analysis,
    pack: &TimeLexicon,
    numbers: &NumberLexicon,
) -> Vec<TimeExpr> {
    let mut out = stated(report);
    let (reference, anchor) = reference(report);
    let mut told: Option<Told> = None;
    for (paragraph, span) in report.paragraphs.iter().enumerate() {
        let cut = words(span.of(&report.text), span.start as usize);
        for hit in pack.find(&cut, numbers) {
            let span = cut[hit.words.start].span.cover(cut[hit.words.end - 1].span);
            let doubtful = counted_year(&hit, &cut, analysis)
                || is_age(&hit, &cut, analysis, pack)
                || out.iter().any(|t| t.span.overlaps(span));
            if doubtful {
                continue;
            }
            let tokens = analysis.tokens_in(span);
            let sentence = match tokens.is_empty() {
                true => 0,
                false => analysis.sentence_of(tokens.start),
            };
            let recent = told.as_ref().filter(|t| t.paragraph + 1 >= paragraph);
            let tense = || tense::tense(analysis, span, pack);
            let scene = Scene {
                reference: &reference,
                anchor,
                told: recent,
                same_sentence: recent.is_some_and(|t| t.paragraph == paragraph && t.sentence == sentence),
                tense: &tense,
            };
            if let Some((first, second)) = apart(&hit, &cut, &scene) {
                out.extend([first, second]);
                continue;
            }
            let found = resolve::resolve(&hit, &scene, None);
            if let Some(moment) = &found.moment {
                let explicit_year = hit.day().captures.contains_key("year");
                let year = explicit_year.then(|| moment.first.year());
                let kept = match &told {
                    Some(t) if !explicit_year && t.paragraph == paragraph && found.by_year => t.year,
                    _ => year,
                };
                told =
                    Some(Told { index: out.len(), moment: moment.clone(), paragraph, sentence, year: kept });
            }
            out.push(TimeExpr {
                span,
                kind: found.kind,
                value: found.value,
                modifier: found.modifier,
                days: found.days,
                anchor: found.anchor,
                rule: hit.rule,
            });
        }
    }
    out
}

/// The two expressions of a pair of days that do not follow each other: "les 6 et 20 septembre".
fn apart(hit: &Hit, cut: &[Word], scene: &Scene<'_>) -> Option<(TimeExpr, TimeExpr)> {
    if hit.meaning != Meaning::Pair {
        return None;
    }
    let (Some(Capture::Int(a)), Some(Capture::Int(b))) = (hit.captures.get("day"), hit.captures.get("day2"))
    else {
        return None;
    };
    let both = resolve::resolve(hit, scene, None);
    let (from, until) = (both.days.earliest?, both.days.latest?.yesterday().ok()?);
    let middle = hit.words.clone().rev().find(|&i| cut[i].form.parse() == Ok(*b))?;
    if (a - b).abs() == 1 || middle == hit.words.start {
        return None;
    }
    let expr = |words: std::ops::Range<usize>, day| TimeExpr {
        span: cut[words.start].span.cover(cut[words.end - 1].span),
        kind: TimeKind::Date,
        value: Days::on(day).edtf(),
        modifier: None,
        days: Days::on(day),
        anchor: both.anchor,
        rule: hit.rule.clone(),
    };
    Some((expr(hit.words.start..middle - 1, from), expr(middle..hit.words.end, until)))
}

/// The dates of header and date line that stand in the text.
fn stated(report: &Report) -> Vec<TimeExpr> {
    let date = |span: Span, value: Option<String>, days: Days, rule: &str| TimeExpr {
        span,
        kind: TimeKind::Date,
        value,
        modifier: None,
        days,
        anchor: None,
        rule: rule.to_owned(),
    };
    let published = &report.published;
    let mut out: Vec<TimeExpr> = Vec::new();
    if let Some(span) = published.span {
        out.push(date(span, published.value.clone(), published.days, "header"));
    }
    if let Some((span, days)) = report.filed.as_ref().and_then(|f| f.date)
        && out.iter().all(|t| !t.span.overlaps(span))
    {
        out.push(date(span, days.edtf(), days, "date line"));
    }
    out.sort_by_key(|t| t.span);
    out
}

/// The date that expressions are counted from: the report's, or the date line's where that is more exact.
fn reference(report: &Report) -> (Reference, Anchor) {
    let published = Reference::new(report.published.days);
    let filed = report.filed.as_ref().and_then(|f| f.date).map(|(_, days)| Reference::new(days));
    let grain = |r: &Reference| r.moment.as_ref().map(|m: &Moment| m.grain);
    match filed {
        Some(filed) if grain(&filed).is_some_and(|f| grain(&published).is_none_or(|p| f < p)) => {
            (filed, Anchor::Filed)
        }
        _ => (published, Anchor::Published),
    }
}

/// Whether so many years after a noun are its age: "un ingénieur japonais de 58 ans", not "une peine de vingt ans".
fn is_age(hit: &Hit, cut: &[Word], analysis: &Analysis, pack: &TimeLexicon) -> bool {
    let years = hit.captures.get("unit") == Some(&Capture::Text("year".to_owned()));
    let Some(before) = hit.words.start.checked_sub(1).filter(|_| years) else { return false };
    if !matches!(hit.meaning, Meaning::Duration { several: false, half: false }) {
        return false;
    }
    let token = |at: usize| analysis.tokens.get(analysis.token_at(cut[at].span.start) as usize);
    if token(before).is_none_or(|t| t.upos != Upos::Adp || !pack.lists("age_case", &cut[before].form)) {
        return false;
    }
    let skipped = [Upos::Adj, Upos::Propn, Upos::Adv];
    let noun = (0..before).rev().take(4).filter_map(token).find(|t| !skipped.contains(&t.upos));
    noun.is_some_and(|t| t.upos == Upos::Noun && !pack.lists("lasting", &t.lemma))
}

/// Whether four digits that could be a year count something ("2000 soldats") or number something.
fn counted_year(hit: &Hit, cut: &[Word], analysis: &Analysis) -> bool {
    let only_years = matches!(hit.meaning, Meaning::Date { .. } | Meaning::Range)
        && hit.captures.contains_key("year")
        && hit.captures.keys().all(|k| k.starts_with("year"));
    if !only_years {
        return false;
    }
    let last = &cut[hit.words.end - 1];
    if !last.is_digits() || hit.words.len() > 1 && !matches!(hit.meaning, Meaning::Range) {
        return false;
    }
    let implausible = last.form.as_str() < "1800";
    let Some(token) =
        Some(analysis.token_at(last.span.start)).filter(|&t| (t as usize) < analysis.tokens.len())
    else {
        return implausible;
    };
    let here = &analysis.tokens[token as usize];
    let counts = here.is("nummod") || here.is("det") || here.is("amod");
    let head = &analysis.tokens[here.head as usize];
    let noun = matches!(head.upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Sym);
    // "2000 soldats", "1 000 2000", "2000 %": the head of a counting word stands right behind it.
    let before = counts && noun && here.head > token && here.head - token <= 3;
    let next = analysis.tokens.get(token as usize + 1);
    let adjacent =
        next.is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Sym) && t.feat("Number") == Some("Plur"));
    implausible || before || adjacent
}
