//! Prints what `dateline eval` measured, as tables for people or as JSON.

use super::Judged;
use dateline::formats::visible;
use dateline_testkit::{Count, Interval, Scores, calibration_error, intervals, reliability};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The rows that the baseline has too.
const COMPARED: [&str; 5] =
    ["event type", "event type+actor", "event type+source", "event type+source+target", "full codes"];

struct Part {
    reports: usize,
    ours: Scores,
    baseline: Scores,
    intervals: BTreeMap<&'static str, Interval>,
}

fn part(judged: &[&Judged]) -> Part {
    let each: Vec<Scores> = judged.iter().map(|j| j.ours.clone()).collect();
    let mut ours = Scores::default();
    let mut baseline = Scores::default();
    for one in judged {
        ours.add(one.ours.clone());
        baseline.add(one.baseline.clone());
    }
    Part { reports: judged.len(), intervals: intervals(&each), ours, baseline }
}

/// One table for all gold, and one for each half where files say to which they belong.
pub(super) fn text(
    out: &mut impl Write,
    parts: &BTreeMap<String, Vec<Judged>>,
    misses: bool,
) -> io::Result<()> {
    let all: Vec<&Judged> = parts.values().flatten().collect();
    if misses {
        for remark in all.iter().flat_map(|j| &j.ours.remarks) {
            writeln!(out, "{}", visible(remark))?;
        }
        writeln!(out)?;
    }
    if parts.len() > 1 {
        for (half, judged) in parts {
            let name = if half.is_empty() { "development" } else { half };
            writeln!(out, "{name}: {} gold reports\n", judged.len())?;
            table(out, &part(&judged.iter().collect::<Vec<_>>()))?;
        }
    }
    let whole = part(&all);
    writeln!(out, "{} gold reports\n", whole.reports)?;
    table(out, &whole)?;
    trust(out, &whole.ours.trust)?;
    counts(out, "type", &whole.ours.types)?;
    counts(out, "tests", &whole.ours.phenomena)?;
    let mut confusions: Vec<_> = whole.ours.confusions.iter().collect();
    confusions.sort_by_key(|(pair, n)| (std::cmp::Reverse(**n), (*pair).clone()));
    if !confusions.is_empty() {
        writeln!(out, "most frequent confusions (gold, found instead):")?;
        for ((gold, found), n) in confusions.iter().take(10) {
            writeln!(out, "  {n:>4}  {gold} -> {found}")?;
        }
    }
    Ok(())
}

fn table(out: &mut impl Write, part: &Part) -> io::Result<()> {
    let figure = |v: Option<f64>| v.map_or("–".to_owned(), |v| format!("{v:.3}"));
    let head = ["what", "precision", "recall", "F1", "95 % of F1", "keyword F1", "gold", "found"];
    writeln!(
        out,
        "| {:<24} | {:>9} | {:>6} | {:>6} | {:>11} | {:>10} | {:>5} | {:>5} |",
        head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7]
    )?;
    writeln!(
        out,
        "| {:-<24} | {:->9} | {:->6} | {:->6} | {:->11} | {:->10} | {:->5} | {:->5} |",
        "", "", "", "", "", "", "", ""
    )?;
    for (name, c) in &part.ours.rows {
        let interval =
            part.intervals.get(name).map_or("–".to_owned(), |i| format!("{:.3}–{:.3}", i.low, i.high));
        let keyword = part.baseline.rows.get(name).filter(|_| COMPARED.contains(name)).and_then(|c| c.f1());
        writeln!(
            out,
            "| {name:<24} | {:>9} | {:>6} | {:>6} | {interval:>11} | {:>10} | {:>5} | {:>5} |",
            figure(c.precision()),
            figure(c.recall()),
            figure(c.f1()),
            figure(keyword),
            c.gold,
            c.found
        )?;
    }
    let per = |s: &Scores| s.false_events as f64 * 1000.0 / s.sentences.max(1) as f64;
    writeln!(
        out,
        "\nfalse events per 1,000 sentences: {:.0} ({} in {}); keyword baseline: {:.0}\n",
        per(&part.ours),
        part.ours.false_events,
        part.ours.sentences,
        per(&part.baseline)
    )
}

/// The reliability table.
fn trust(out: &mut impl Write, trust: &[(f32, bool)]) -> io::Result<()> {
    if trust.is_empty() {
        return Ok(());
    }
    writeln!(out, "| confidence | events | mean | right |")?;
    writeln!(out, "| ---------- | ------ | ---- | ----- |")?;
    for bin in reliability(trust) {
        writeln!(
            out,
            "| {:>4.1} –{:>4.1} | {:>6} | {:.2} | {:>5.2} |",
            bin.from,
            bin.from + 0.1,
            bin.events,
            bin.mean,
            bin.right
        )?;
    }
    writeln!(out, "\nexpected calibration error: {:.3}\n", calibration_error(trust))
}

fn counts(out: &mut impl Write, title: &str, rows: &BTreeMap<String, Count>) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let figure = |v: Option<f64>| v.map_or("–".to_owned(), |v| format!("{v:.3}"));
    writeln!(
        out,
        "| {title:<12} | {:>9} | {:>6} | {:>6} | {:>5} | {:>5} |",
        "precision", "recall", "F1", "gold", "found"
    )?;
    writeln!(out, "| {:-<12} | {:->9} | {:->6} | {:->6} | {:->5} | {:->5} |", "", "", "", "", "", "")?;
    for (name, c) in rows {
        writeln!(
            out,
            "| {:<12} | {:>9} | {:>6} | {:>6} | {:>5} | {:>5} |",
            visible(name),
            figure(c.precision()),
            figure(c.recall()),
            figure(c.f1()),
            c.gold,
            c.found
        )?;
    }
    writeln!(out)
}

/// The same figures as one JSON object.
pub(super) fn json(parts: &BTreeMap<String, Vec<Judged>>) -> Value {
    let all: Vec<&Judged> = parts.values().flatten().collect();
    let mut object = Map::new();
    object.insert("all".into(), part_json(&part(&all)));
    for (half, judged) in parts.iter().filter(|(half, _)| !half.is_empty()) {
        object.insert(half.clone(), part_json(&part(&judged.iter().collect::<Vec<_>>())));
    }
    Value::Object(object)
}

fn part_json(part: &Part) -> Value {
    let count = |c: &Count| json!({"precision": c.precision(), "recall": c.recall(), "f1": c.f1(), "gold": c.gold, "found": c.found});
    let rows: Map<String, Value> = part
        .ours
        .rows
        .iter()
        .map(|(name, c)| {
            let mut row = count(c);
            row["f1_low"] = json!(part.intervals.get(name).map(|i| i.low));
            row["f1_high"] = json!(part.intervals.get(name).map(|i| i.high));
            let keyword = part.baseline.rows.get(name).filter(|_| COMPARED.contains(name));
            row["keyword_f1"] = json!(keyword.and_then(|c| c.f1()));
            ((*name).to_owned(), row)
        })
        .collect();
    let table = |rows: &BTreeMap<String, Count>| -> Map<String, Value> {
        rows.iter().map(|(name, c)| (name.clone(), count(c))).collect()
    };
    let confusions: Vec<Value> = part
        .ours
        .confusions
        .iter()
        .map(|((gold, found), n)| json!({"gold": gold, "found": found, "count": n}))
        .collect();
    json!({
        "reports": part.reports,
        "sentences": part.ours.sentences,
        "false_events": part.ours.false_events,
        "keyword_false_events": part.baseline.false_events,
        "rows": rows,
        "calibration_error": calibration_error(&part.ours.trust),
        "reliability": reliability(&part.ours.trust)
            .iter()
            .map(|b| json!({"from": b.from, "events": b.events, "mean": b.mean, "right": b.right}))
            .collect::<Vec<Value>>(),
        "types": table(&part.ours.types),
        "phenomena": table(&part.ours.phenomena),
        "confusions": confusions,
        "remarks": part.ours.remarks,
    })
}
