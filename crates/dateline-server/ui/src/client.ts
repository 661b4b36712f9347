// The interface, written from openapi.json by client.mjs. Change that, then run `npm run client`.

/** Numbers of the archive */
export type Summary = { reports: number; copies: number; events: number; incidents: number; first: string | null; last: string | null };
/** An event */
export type Event = { event: string; report: string; published: string | null; publisher: string | null; url: string | null; language: string | null; type: string | null; mode: string | null; contexts: string | null; cameo: string | null; quad_class: number | null; goldstein: number | null; status: string; tense: string; background: boolean; actor: string | null; actor_code: string | null; recipient: string | null; recipient_code: string | null; symmetric: boolean; date: string | null; earliest: string | null; latest: string | null; place: string | null; place_country: string | null; lat: number | null; lon: number | null; source: string | null; trigger: string; start: number; rule: string; confidence: number | null; copy: boolean; incident: string | null; review: string | null };
/** A group: its keys (source, target, month, year, type, cameo, status, country, publisher, as asked for) and its sums */
export type Count = { source?: string | null; target?: string | null; month?: string | null; year?: string | null; type?: string | null; cameo?: string | null; status?: string | null; country?: string | null; publisher?: string | null; events: number; copies: number; goldstein: number | null; goldstein_mean: number | null; quad1: number; quad2: number; quad3: number; quad4: number };
/** A dyad with its sums */
export type Dyad = { source: string; target: string; events: number; copies: number; goldstein: number | null; goldstein_mean: number | null; quad1: number; quad2: number; quad3: number; quad4: number };
/** A place with its events */
export type Place = { place: string; country: string | null; lat: number | null; lon: number | null; events: number };
/** What several reports tell of one event */
export type Incident = { incident: string; type: string | null; cameo: string | null; status: string; actors: string; recipients: string; earliest: string | null; latest: string | null; place: string | null; country: string | null; events: number; reports: number; publishers: number; sources: number; figures: string | null };
/** What somebody holds to be so */
export type Claim = { event: string; report: string; published: string | null; publisher: string | null; attribute: string; value: string; min: number | null; max: number | null; holder: string; stated: string | null; relation: string | null; text: string; start: number };
/** A report */
export type Report = { report: string; key: string; published: string | null; publisher: string | null; title: string | null; language: string | null; url: string | null; copy: boolean; events: number };
/** A report with the words that were looked for */
export type Found = { report: string; key: string; published: string | null; publisher: string | null; title: string | null; copy: boolean; events: number; text: string };
/** What somebody said */
export type Quote = { quote: string; report: string; key: string; published: string | null; publisher: string | null; speaker: string | null; speaker_code: string | null; via: string | null; kind: string; cue: string | null; text: string; start: number; confidence: number | null };
/** Somebody who takes part in events */
export type Entity = { name: string; kb: string | null; kind: string; country: string | null; sector: string | null; code: string | null; events: number };
/** A code somebody bore in events, from the first day to the last */
export type Role = { name: string; kb: string | null; country: string | null; sector: string | null; code: string | null; first: string | null; last: string | null; events: number };
/** What an analyst said of an event */
export type Correction = { correction: string; event: string; report: string; title: string | null; verdict: string; author: string; made: string; note: string | null; type: string | null; trigger: string | null; fixed_type: string | null; start: number | null; holds: boolean };
/** One thing said of an incident; `earlier` is the number of the line it stands to, from 1 */
export type Line = { published: string | null; report: string; publisher: string | null; copy: boolean; event: string; speaker: string; via: string | null; attribute: string; value: string; words: string; start: number; relation: string; earlier: number | null };
/** An attribute of an incident and its figures in order of publication */
export type Figure = { attribute: string; history: string };
/** The ledger of an incident */
export type Account = { incident: string; type: string | null; cameo: string | null; status: string; actors: string[]; recipients: string[]; earliest: string | null; latest: string | null; place: string | null; country: string | null; events: number; reports: number; publishers: number; sources: number; figures: Figure[]; lines: Line[] };
/** An entity of the record, or words of the text (first code point, and the one behind the last), country and sector */
export type Side = { entity?: string | null; words?: [number, number] | null; country?: string | null; sector?: string | null };
/** What to change; what is absent stays as coded, "" stands for none. Mode, CAMEO code and what hangs on them go with a type that changes */
export type Fix = { type?: string | null; mode?: string | null; cameo?: string | null; status?: string | null; date?: string | null; actors?: Side[] | null; recipients?: Side[] | null };
export type Judgement = { event: string; verdict: "right" | "wrong" | "fixed" | "unreviewed"; fix?: Fix; author?: string | null; note?: string | null };
/** An event that the coder missed: at least its type or CAMEO code */
export type Missed = { start: number; end: number; fix: Fix; author?: string | null; note?: string | null };
/** A correction that was kept */
export type Kept = { correction: string; event: string; verdict: string; author: string; made: string; note: string | null };
/** Somebody on one side */
export type Participant = { entity: string; name: string | null; code: string | null; country: string | null; sector: string | null; words: string | null };
/** An event in a few words */
export type Brief = { type: string | null; mode: string | null; cameo: string | null; status: string; date: string | null; actors: Participant[]; recipients: Participant[]; trigger?: { start: number; end: number; text: string } | null };
/** An event of a report by its lasting name, with what holds of it; id is null when the coding of today has no such event, stands is false when it differs from what was looked at */
export type Review = { event: string; id: string | null; verdict: string | null; added?: boolean; author?: string; made?: string; note?: string | null; stands?: boolean; coded?: Brief; fixed?: Brief | null };
export type Posted = { text: string; date?: string | null; language?: string | null };
/** The record of a report (docs/record.schema.json) */
export type Record = { [part: string]: unknown };
export type Problem = { type?: string; title: string; status: number; detail: string };

/** What each route answers. */
export interface Answers {
  /** Numbers of reports, copies, events and incidents, and the first and last day */
  "/api/summary": { rows: Summary[]; next: string | null };
  /** Reports, last published first */
  "/api/reports": { rows: Report[]; next: string | null };
  /** The record of a report, by id or key */
  "/api/reports/{id}": Record;
  /** The events of a report by their lasting names, with what analysts say of them */
  "/api/reports/{id}/events": { rows: Review[]; next: string | null };
  /** Events by first day */
  "/api/events": { rows: Event[]; next: string | null };
  /** Counts with sums of Goldstein values and quad classes */
  "/api/counts": { rows: Count[]; next: string | null };
  /** Who acts on whom how often, the most active first */
  "/api/dyads": { rows: Dyad[]; next: string | null };
  /** Places of events with their numbers, the most first */
  "/api/places": { rows: Place[]; next: string | null };
  /** What several reports tell of the same event, by first day */
  "/api/incidents": { rows: Incident[]; next: string | null };
  /** Who said what of an incident when, and how its figures changed */
  "/api/incidents/{id}": Account;
  /** What was claimed of events */
  "/api/claims": { rows: Claim[]; next: string | null };
  /** Quotes, last published first */
  "/api/quotes": { rows: Quote[]; next: string | null };
  /** Entities by part of a name or by code, the most active first */
  "/api/entities": { rows: Entity[]; next: string | null };
  /** The codes somebody bore over time */
  "/api/roles": { rows: Role[]; next: string | null };
  /** Reports by their words, last kept first */
  "/api/search": { rows: Found[]; next: string | null };
  /** What analysts said of events, last first */
  "/api/corrections": { rows: Correction[]; next: string | null };
}

/** What each route may be asked. */
export interface Questions {
  "/api/summary": {  };
  "/api/reports": { date?: string; publisher?: string; text?: string; no_copies?: boolean; limit?: number; after?: string; language?: string };
  "/api/reports/{id}": {  };
  "/api/reports/{id}/events": {  };
  "/api/events": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string };
  "/api/counts": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string; group?: string; largest?: boolean };
  "/api/dyads": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string };
  "/api/places": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string };
  "/api/incidents": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string; reports?: number; newest?: boolean };
  "/api/incidents/{id}": { as_of?: string };
  "/api/claims": { actor?: string; recipient?: string; party?: string; dyad?: string; type?: string; place?: string; date?: string; status?: string; speaker?: string; text?: string; publisher?: string; review?: string; no_copies?: boolean; limit?: number; after?: string; attribute?: string };
  "/api/quotes": { limit?: number; after?: string; speaker?: string; text?: string };
  "/api/entities": { limit?: number; after?: string; q: string };
  "/api/roles": { limit?: number; after?: string; q: string };
  "/api/search": { limit?: number; after?: string; q: string };
  "/api/corrections": { limit?: number; after?: string; report?: string; event?: string; author?: string };
}

/** What may be posted. */
export interface Posts {
  "/api/reports/{id}/events": { body: Missed; answer: Kept };
  "/api/corrections": { body: Judgement; answer: Kept };
  "/api/code": { body: Posted; answer: Record };
}
