//! The record's promises: every span's words stand in the text, JSON reads back as written, the schema is current.
#![allow(clippy::single_range_in_vec_init)] // one sentence is one range of tokens

use dateline::formats::{csv_rows, json_line, table};
use dateline::record::{Producer, Record, schema};
use dateline::write_record;
use dateline_types::{
    Analysis, Anchor, Attribution, Claim, Cue, DateBasis, DateEvidence, Days, Diagnostic, Entity, EntityKind,
    Event, EventDate, Extraction, Filed, Mention, MentionForm, Participant, PlaceInfo, Published, Quantity,
    QuantityKind, QuantityMod, Quote, QuoteKind, Relation, Report, Resolution, RoleOnDate, Severity, Source,
    Span, Status, Tense, TimeExpr, TimeKind, TimeMod, Token, Upos,
};
use proptest::prelude::*;
use serde_json::Value;

/// Deals out spans on character boundaries of a text, from a list of numbers.
struct Deal<'a> {
    boundaries: Vec<usize>,
    numbers: std::iter::Cycle<std::slice::Iter<'a, u16>>,
}

impl<'a> Deal<'a> {
    fn new(text: &str, numbers: &'a [u16]) -> Deal<'a> {
        let boundaries = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        Deal { boundaries, numbers: numbers.iter().cycle() }
    }

    fn boundary(&mut self) -> usize {
        let number = self.numbers.next().copied().unwrap_or(0) as usize;
        self.boundaries[number % self.boundaries.len()]
    }

    fn span(&mut self) -> Span {
        let (a, b) = (self.boundary(), self.boundary());
        Span::new(a.min(b), a.max(b))
    }
}

fn report(text: &str, deal: &mut Deal<'_>) -> Report {
    Report {
        id: "r1".into(),
        content_id: "0".repeat(64),
        url: None,
        publisher: Some("Exemple".into()),
        title: None,
        language: Some("fr".into()),
        text: text.into(),
        published: Published {
            span: Some(deal.span()),
            ..Published::edtf("2020-07", DateEvidence::Header).unwrap()
        },
        filed: Some(Filed {
            span: deal.span(),
            place: Some(deal.span()),
            date: Some((deal.span(), Days::default())),
            agency: Some(deal.span()),
        }),
        paragraphs: vec![deal.span()],
        diagnostics: vec![Diagnostic::new("no-date", Severity::Note, "a remark").at(deal.span())],
    }
}

fn analysis(deal: &mut Deal<'_>) -> Analysis {
    let token = Token {
        span: deal.span(),
        space_after: false,
        upos: Upos::X,
        xpos: "".into(),
        feats: "".into(),
        lemma: "".into(),
        norm: "".into(),
        head: 0,
        deprel: "ROOT".into(),
    };
    Analysis { tokens: vec![token], sentences: vec![0..1], paragraphs: vec![0..1], named: Vec::new() }
}

fn entity() -> Entity {
    Entity {
        kind: EntityKind::Person,
        name: "Hassan Rohani".into(),
        kb: Some("Q348144".into()),
        country: Some("IRN".into()),
        sector: Some("GOV".into()),
        code: Some("IRNGOV".into()),
        title: Some("président".into()),
        resolution: Resolution::Ambiguous(vec!["Q1".into()]),
        roles: vec![RoleOnDate { post: "head".into(), country: None, sector: None, title: None }],
        place: Some(PlaceInfo {
            geonames: Some(112_931),
            lat: 35.69,
            lon: 51.42,
            country: None,
            admin1: None,
            feature: None,
            precision: "city",
        }),
        members: vec![0],
    }
}

fn extraction(deal: &mut Deal<'_>) -> Extraction {
    let days = Days::parse_edtf("2020-01").unwrap();
    let side = |mention| Participant { entity: 0, mention: Some(mention), code: None, rule: "nsubj".into() };
    Extraction {
        entities: vec![entity()],
        mentions: vec![Mention {
            span: deal.span(),
            head: 0,
            tokens: 0..1,
            form: MentionForm::Name,
            entity: 0,
            locative: false,
            rule: "alias",
            confidence: 0.9,
        }],
        times: vec![TimeExpr {
            span: deal.span(),
            kind: TimeKind::Date,
            value: Some("2020-01".into()),
            modifier: Some(TimeMod::Start),
            days,
            anchor: Some(Anchor::Time(0)),
            rule: "month".into(),
        }],
        quantities: vec![Quantity {
            span: deal.span(),
            kind: QuantityKind::Money,
            min: Some(20e9),
            max: Some(f64::INFINITY),
            unit: Some("USD".into()),
            modifier: QuantityMod::Exact,
            negated: false,
            head: 0,
            of: Some(0),
            rule: "money".into(),
        }],
        quotes: vec![Quote {
            kind: QuoteKind::Direct,
            content: vec![deal.span(), deal.span()],
            cue: Some(Cue { span: deal.span(), lemma: "dire".into(), token: 0 }),
            speaker: Source::Entity(0),
            speaker_mention: Some(deal.span()),
            addressee: Some(0),
            via: Some((None, deal.span())),
            rule: "cue-after",
            confidence: 0.333_333,
        }],
        events: vec![Event {
            sentence: 0,
            trigger: vec![deal.span()],
            token: 0,
            kind: Some("ASSAULT".into()),
            mode: None,
            contexts: vec!["military".into()],
            cameo: Some("190".into()),
            quad_class: Some(4),
            goldstein: Some(-9.5),
            actors: vec![side(deal.span())],
            recipients: vec![side(deal.span())],
            symmetric: false,
            status: Status::Asserted,
            tense: Tense::Past,
            background: false,
            date: EventDate { edtf: days.edtf(), days, basis: DateBasis::Time(0) },
            place: Some(0),
            magnitude: vec![0],
            attribution: vec![Attribution {
                source: Source::Unnamed,
                via: Some(0),
                cue: Some(deal.span()),
                quote: Some(0),
            }],
            inner: Some(0),
            rule: "triggers/assault.tsv: attaquer".into(),
            confidence: 0.7,
        }],
        claims: vec![Claim {
            event: Some(0),
            attribute: "killed".into(),
            holder: Source::Narrator,
            value: ">=3".into(),
            stated: days,
            span: deal.span(),
            quantity: Some(0),
            relation: Some((Relation::Revises, 0)),
        }],
        diagnostics: Vec::new(),
    }
}

/// Every object that has `start` and `end` has `text`, and it is the report's text there.
fn check_spans(value: &Value, points: &[char]) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|v| check_spans(v, points)).sum(),
        Value::Object(fields) => {
            let mut count = fields.values().map(|v| check_spans(v, points)).sum();
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
                let words: String = points[start..end].iter().collect();
                assert_eq!(fields["text"], Value::String(words));
                count += 1;
            }
            count
        }
        _ => 0,
    }
}

proptest! {
    #[test]
    fn spans_are_code_points_and_json_reads_back(
        text in "(é|’|😀|a|\u{202e}|\u{1b}|\n|,|\"|=){0,40}",
        numbers in prop::collection::vec(any::<u16>(), 1..60),
    ) {
        let mut deal = Deal::new(&text, &numbers);
        let (report, analysis, extraction) = (report(&text, &mut deal), analysis(&mut deal), extraction(&mut deal));
        let record = write_record(&report, &analysis, &extraction, &Producer::default());

        let line = json_line(&record);
        prop_assert!(!line.contains(dateline::formats::is_unsafe));
        let value: Value = serde_json::from_str(&line).unwrap();
        let points: Vec<char> = text.chars().collect();
        prop_assert_eq!(check_spans(&value, &points), 21);
        prop_assert_eq!(serde_json::from_str::<Record>(&line).unwrap(), record.clone());

        let shown = table(&record.id, &record) + &csv_rows(&record.id, &record);
        prop_assert!(!shown.replace('\n', "").contains(dateline::formats::is_unsafe));
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "compares the committed schema")]
fn the_committed_schema_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/record.schema.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == schema(),
        "docs/record.schema.json is not what the types say; write it anew: dateline schema > docs/record.schema.json"
    );
}
