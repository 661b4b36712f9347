//! From what the stages made to the record: ids for indices, code points for bytes.

use crate::record::*;
use dateline_types::{
    Analysis, Anchor, Attribution, CodePoints, DateBasis, DateEvidence, Days, Diagnostic, Entity, Event,
    Extraction, Mention, Participant, Quote, Report, Resolution, Source, Span,
};

/// Writes down one coded report.
///
/// Indices in `extraction` must point into its own vectors, spans into the report's text.
#[must_use]
pub fn write_record(
    report: &Report,
    analysis: &Analysis,
    extraction: &Extraction,
    producer: &Producer,
) -> Record {
    let w = Writer { text: &report.text, points: CodePoints::new(&report.text) };
    Record {
        schema: SCHEMA.to_owned(),
        id: report.id.clone(),
        content_id: report.content_id.clone(),
        url: report.url.clone(),
        publisher: report.publisher.clone(),
        title: report.title.clone(),
        language: report.language.clone(),
        text: report.text.clone(),
        published: PublishedRecord {
            value: report.published.value.clone(),
            earliest: day(report.published.days.earliest),
            latest: day(report.published.days.latest),
            evidence: evidence(report.published.evidence),
            span: report.published.span.map(|s| w.span(s)),
        },
        filed: report.filed.as_ref().map(|f| FiledRecord {
            span: w.span(f.span),
            place: f.place.map(|s| w.span(s)),
            date: f.date.map(|(span, days)| FiledDateRecord {
                span: w.span(span),
                value: days.edtf(),
                earliest: day(days.earliest),
                latest: day(days.latest),
            }),
            agency: f.agency.map(|s| w.span(s)),
        }),
        paragraphs: report.paragraphs.iter().map(|p| w.span(*p)).collect(),
        sentences: analysis.sentences.iter().map(|s| w.span(analysis.span(s.clone()))).collect(),
        entities: (extraction.entities.iter().enumerate())
            .map(|(i, e)| w.entity(i, e, &extraction.mentions))
            .collect(),
        times: w.times(extraction),
        quantities: w.quantities(extraction),
        quotes: extraction.quotes.iter().enumerate().map(|(i, q)| w.quote(i, q)).collect(),
        events: extraction.events.iter().enumerate().map(|(i, e)| w.event(i, e)).collect(),
        claims: w.claims(extraction),
        diagnostics: (report.diagnostics.iter().chain(&extraction.diagnostics))
            .map(|d| w.diagnostic(d))
            .collect(),
        producer: producer.clone(),
    }
}

fn entity_id(i: usize) -> String {
    format!("ent{}", i + 1)
}
fn time_id(i: usize) -> String {
    format!("time{}", i + 1)
}
fn quantity_id(i: usize) -> String {
    format!("qty{}", i + 1)
}
fn quote_id(i: usize) -> String {
    format!("quote{}", i + 1)
}
fn event_id(i: usize) -> String {
    format!("event{}", i + 1)
}
fn claim_id(i: usize) -> String {
    format!("claim{}", i + 1)
}

fn day(day: Option<jiff::civil::Date>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// A score with four decimals, so that it reads back as written.
fn score(value: f32) -> f64 {
    let rounded = (f64::from(value) * 1e4).round() / 1e4;
    if rounded.is_finite() { rounded } else { 0.0 }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}

fn evidence(evidence: DateEvidence) -> Evidence {
    match evidence {
        DateEvidence::Header => Evidence::Header,
        DateEvidence::Metadata => Evidence::Metadata,
        DateEvidence::Dateline => Evidence::Dateline,
        DateEvidence::Url => Evidence::Url,
        DateEvidence::Given => Evidence::Given,
        DateEvidence::Unknown => Evidence::Unknown,
    }
}

fn days(days: Days) -> DaysRecord {
    DaysRecord { edtf: days.edtf(), earliest: day(days.earliest), latest: day(days.latest) }
}

/// Who says so, as the record writes it.
fn source(source: Source) -> String {
    match source {
        Source::Entity(i) => entity_id(i),
        Source::Narrator => "NARRATOR".to_owned(),
        Source::Unnamed => "UNNAMED".to_owned(),
    }
}

struct Writer<'a> {
    text: &'a str,
    points: CodePoints,
}

impl Writer<'_> {
    fn span(&self, span: Span) -> SpanRecord {
        SpanRecord {
            start: self.points.at(span.start),
            end: self.points.at(span.end),
            text: span.of(self.text).to_owned(),
        }
    }

    fn spans(&self, spans: &[Span]) -> Vec<SpanRecord> {
        spans.iter().map(|s| self.span(*s)).collect()
    }

    fn entity(&self, i: usize, e: &Entity, mentions: &[Mention]) -> EntityRecord {
        let candidates = match &e.resolution {
            Resolution::Ambiguous(ids) => ids.clone(),
            _ => Vec::new(),
        };
        EntityRecord {
            id: entity_id(i),
            kind: e.kind.name().to_owned(),
            name: e.name.clone(),
            kb: e.kb.clone(),
            country: e.country.clone(),
            sector: e.sector.clone(),
            code: e.code.clone(),
            title: e.title.clone(),
            resolution: e.resolution.name().to_owned(),
            candidates,
            mentions: mentions.iter().filter(|m| m.entity == i).map(|m| self.mention(m)).collect(),
            roles: (e.roles.iter())
                .map(|r| RoleRecord {
                    post: r.post.clone(),
                    country: r.country.clone(),
                    sector: r.sector.clone(),
                    title: r.title.clone(),
                })
                .collect(),
            place: e.place.as_ref().map(|p| PlaceRecord {
                geonames: p.geonames,
                lat: p.lat,
                lon: p.lon,
                country: p.country.clone(),
                admin1: p.admin1.clone(),
                feature: p.feature.clone(),
                precision: p.precision.to_owned(),
            }),
            members: e.members.iter().map(|m| entity_id(*m)).collect(),
        }
    }

    fn mention(&self, m: &Mention) -> MentionRecord {
        let SpanRecord { start, end, text } = self.span(m.span);
        MentionRecord {
            start,
            end,
            text,
            form: m.form.name().to_owned(),
            locative: m.locative,
            rule: m.rule.to_owned(),
            confidence: score(m.confidence),
        }
    }

    fn times(&self, x: &Extraction) -> Vec<TimeRecord> {
        let anchor = |a: Anchor| match a {
            Anchor::Published => "published".to_owned(),
            Anchor::Filed => "filed".to_owned(),
            Anchor::Time(i) => time_id(i),
        };
        (x.times.iter().enumerate())
            .map(|(i, t)| TimeRecord {
                id: time_id(i),
                span: self.span(t.span),
                kind: t.kind.name().to_owned(),
                value: t.value.clone(),
                modifier: t.modifier.map(|m| m.name().to_owned()),
                earliest: day(t.days.earliest),
                latest: day(t.days.latest),
                anchor: t.anchor.map(anchor),
                rule: t.rule.clone(),
            })
            .collect()
    }

    fn quantities(&self, x: &Extraction) -> Vec<QuantityRecord> {
        (x.quantities.iter().enumerate())
            .map(|(i, q)| QuantityRecord {
                id: quantity_id(i),
                span: self.span(q.span),
                kind: q.kind.name().to_owned(),
                min: finite(q.min),
                max: finite(q.max),
                unit: q.unit.clone(),
                modifier: q.modifier.name().to_owned(),
                negated: q.negated,
                of: q.of.map(entity_id),
                rule: q.rule.clone(),
            })
            .collect()
    }

    fn quote(&self, i: usize, q: &Quote) -> QuoteRecord {
        QuoteRecord {
            id: quote_id(i),
            kind: q.kind.name().to_owned(),
            content: self.spans(&q.content),
            cue: q.cue.as_ref().map(|c| CueRecord { span: self.span(c.span), lemma: c.lemma.clone() }),
            speaker: match q.speaker {
                Source::Entity(e) => Some(entity_id(e)),
                Source::Narrator | Source::Unnamed => None,
            },
            speaker_mention: q.speaker_mention.map(|s| self.span(s)),
            addressee: q.addressee.map(entity_id),
            via: (q.via).map(|(e, span)| ViaRecord { entity: e.map(entity_id), mention: self.span(span) }),
            rule: q.rule.to_owned(),
            confidence: score(q.confidence),
        }
    }

    fn event(&self, i: usize, e: &Event) -> EventRecord {
        EventRecord {
            id: event_id(i),
            sentence: e.sentence as u32,
            trigger: self.spans(&e.trigger),
            kind: e.kind.clone(),
            mode: e.mode.clone(),
            contexts: e.contexts.clone(),
            cameo: e.cameo.clone(),
            quad_class: e.quad_class,
            goldstein: e.goldstein.map(score),
            actors: e.actors.iter().map(|p| self.participant(p)).collect(),
            recipients: e.recipients.iter().map(|p| self.participant(p)).collect(),
            symmetric: e.symmetric,
            status: e.status.name().to_owned(),
            tense: e.tense.name().to_owned(),
            background: e.background,
            date: EventDateRecord {
                edtf: e.date.edtf.clone(),
                earliest: day(e.date.days.earliest),
                latest: day(e.date.days.latest),
                basis: match e.date.basis {
                    DateBasis::Time(t) => time_id(t),
                    DateBasis::Published => "published".to_owned(),
                    DateBasis::None => "none".to_owned(),
                },
            },
            place: e.place.map(entity_id),
            magnitude: e.magnitude.iter().map(|q| quantity_id(*q)).collect(),
            attribution: e.attribution.iter().map(|a| self.attribution(a)).collect(),
            inner: e.inner.map(event_id),
            rule: e.rule.clone(),
            confidence: score(e.confidence),
        }
    }

    fn participant(&self, p: &Participant) -> ParticipantRecord {
        ParticipantRecord {
            entity: entity_id(p.entity),
            mention: p.mention.map(|s| self.span(s)),
            code: p.code.clone(),
            rule: p.rule.clone(),
        }
    }

    fn attribution(&self, a: &Attribution) -> AttributionRecord {
        AttributionRecord {
            source: source(a.source),
            via: a.via.map(entity_id),
            cue: a.cue.map(|s| self.span(s)),
            quote: a.quote.map(quote_id),
        }
    }

    fn claims(&self, x: &Extraction) -> Vec<ClaimRecord> {
        (x.claims.iter().enumerate())
            .map(|(i, c)| ClaimRecord {
                id: claim_id(i),
                about: AboutRecord { event: c.event.map(event_id), attribute: c.attribute.clone() },
                holder: source(c.holder),
                value: c.value.clone(),
                stated: days(c.stated),
                span: self.span(c.span),
                quantity: c.quantity.map(quantity_id),
                relation: (c.relation)
                    .map(|(kind, of)| RelationRecord { kind: kind.name().to_owned(), claim: claim_id(of) }),
            })
            .collect()
    }

    fn diagnostic(&self, d: &Diagnostic) -> DiagnosticRecord {
        DiagnosticRecord {
            code: d.code.to_owned(),
            severity: d.severity.name().to_owned(),
            span: d.span.map(|s| self.span(s)),
            message: d.message.clone(),
        }
    }
}
