// A report with its marks: each opens the evidence of what it stands for.

import { useEffect, useRef, useState } from "preact/hooks";
import { path } from "./api";
import type { Review } from "./client";
import { Link, plain } from "./parts";
import { MissedPanel } from "./missed";
import { ReviewPanel } from "./review";
import { words as w } from "./words";

interface Span { start: number; end: number; text: string }
interface Participant { entity: string; mention: Span | null; code: string | null; rule: string }
export interface EventRecord {
  id: string; trigger: Span[]; type: string | null; mode: string | null; contexts: string[]; cameo: string | null; status: string; tense: string; actors: Participant[]; recipients: Participant[];
  date: { edtf: string | null; basis: string }; place: string | null; magnitude: string[]; attribution: { source: string; via: string | null; cue: Span | null; quote: string | null }[];
  rule: string; confidence: number; goldstein: number | null;
}
export interface ReportRecord {
  id: string; text: string; title: string | null; publisher: string | null; url: string | null; language: string | null; published: { value: string | null; evidence: string };
  entities: { id: string; name: string; kind: string; kb: string | null; code: string | null; resolution: string; mentions: { start: number; end: number; text: string; rule: string }[] }[];
  times: { id: string; span: Span; type: string; value: string | null; rule: string }[];
  quantities: { id: string; span: Span; kind: string; min: number | null; max: number | null; unit: string | null; rule: string }[];
  quotes: { id: string; kind: string; content: Span[]; speaker: string | null; speaker_mention: Span | null; rule: string }[];
  events: EventRecord[]; paragraphs: Span[]; diagnostics: { code: string; message: string }[];
}

interface Mark { start: number; end: number; kind: string; event?: number; note: string }

function marks(record: ReportRecord): Mark[] {
  const out: Mark[] = [];
  record.events.forEach((e, n) => {
    const label = `${e.type ?? e.cameo ?? ""} ${e.status}`;
    for (const t of e.trigger) out.push({ ...t, kind: "act", event: n, note: `${label}. ${w.rule}: ${e.rule}` });
    for (const a of e.actors) if (a.mention) out.push({ ...a.mention, kind: "who", event: n, note: `${w.actorF}: ${a.rule}` });
    for (const r of e.recipients) if (r.mention) out.push({ ...r.mention, kind: "whom", event: n, note: `${w.recipientF}: ${r.rule}` });
    const place = record.entities.find((x) => x.id === e.place);
    const at = e.trigger[0]?.start ?? 0;
    const near = place?.mentions.reduce((a, b) => (Math.abs(b.start - at) < Math.abs(a.start - at) ? b : a));
    if (near) out.push({ ...near, kind: "place", event: n, note: `${w.place}: ${near.rule}` });
  });
  for (const q of record.quotes) {
    if (q.speaker_mention) out.push({ ...q.speaker_mention, kind: "speaker", note: `${w.speaker}. ${q.rule}` });
    for (const c of q.content) out.push({ ...c, kind: "quote", note: `${q.kind}. ${q.rule}` });
  }
  for (const t of record.times) out.push({ ...t.span, kind: "time", note: `${t.type} ${t.value ?? "?"}. ${w.rule}: ${t.rule}` });
  for (const q of record.quantities) out.push({ ...q.span, kind: "quantity", note: `${q.kind} ${q.min ?? ""}–${q.max ?? ""} ${q.unit ?? ""}. ${w.rule}: ${q.rule}` });
  return out;
}

/** Pieces of a text between the ends of marks, each with the marks over it. Offsets are code points. */
function Marked({ record, at, chosen, choose }: { record: ReportRecord; at?: number; chosen: number | null; choose: (n: number | null, note: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.querySelector(".here")?.scrollIntoView({ block: "center" }); }, [at, record.id]);
  const chars = Array.from(plain(record.text));
  const all = marks(record);
  const paragraphs = record.paragraphs.length > 0 ? record.paragraphs : [{ start: 0, end: chars.length, text: record.text }];
  const piece = (start: number, end: number) => {
    const ends = new Set([start, end]);
    for (const m of all) { if (m.start > start && m.start < end) ends.add(m.start); if (m.end > start && m.end < end) ends.add(m.end); }
    if (at !== undefined && at > start && at < end) ends.add(at);
    const cuts = [...ends].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((from, i) => {
      const to = cuts[i + 1];
      const here = at === from ? " here" : "";
      const over = all.filter((m) => m.start < to && m.end > from);
      const words = chars.slice(from, to).join("");
      if (over.length === 0) return here ? <span class="here">{words}</span> : words;
      const kinds = [...new Set(over.map((m) => m.kind))];
      const own = over.find((m) => m.event === chosen && m.event !== undefined);
      const speech = kinds.every((k) => k === "quote");
      const event = over.find((m) => m.kind === "act")?.event ?? over.find((m) => m.event !== undefined)?.event ?? null;
      const note = over.map((m) => m.note).join("\n");
      const classes = `${kinds.map((k) => `m-${k}`).join(" ")}${own ? " chosen" : ""}${here}`;
      if (speech) return <span class={classes} title={note}>{words}</span>;
      return <button type="button" class={`mark ${classes}`} title={note} onClick={() => { choose(event, note); }}>{words}</button>;
    });
  };
  return <div class="body" ref={box} lang={record.language ?? undefined}>{paragraphs.map((p) => <p>{piece(p.start, p.end)}</p>)}</div>;
}

function Facts({ record, event: e }: { record: ReportRecord; event: EventRecord }) {
  const name = (id: string | null) => record.entities.find((x) => x.id === id)?.name ?? id ?? "";
  const shown = (id: string | null) => plain(name(id));
  const side = (list: Participant[]) => list.length === 0 ? "–" : list.map((a) => <div><Link to={path("/actor", { name: name(a.entity) })}>{shown(a.entity)}</Link> {a.code} <span class="quiet">{a.rule}</span></div>);
  return (
    <dl>
      <dt>{w.what}</dt><dd><strong>{e.type ?? "–"}</strong> {e.mode} {e.cameo} · {e.status}, {e.tense} {e.contexts.join(", ")} {e.goldstein !== null && `· ${w.goldstein} ${e.goldstein}`}</dd>
      <dt>{w.who}</dt><dd>{side(e.actors)}</dd>
      <dt>{w.whom}</dt><dd>{side(e.recipients)}</dd>
      <dt>{w.when}</dt><dd>{e.date.edtf ?? "–"} <span class="quiet">{plain(record.times.find((t) => t.id === e.date.basis)?.span.text ?? e.date.basis)}</span></dd>
      {e.place && <><dt>{w.where}</dt><dd>{shown(e.place)}</dd></>}
      <dt>{w.according}</dt><dd>{e.attribution.map((a) => <div>{shown(a.source)}{a.via ? ` (${shown(a.via)})` : ""} {a.cue && <span class="quiet">“{plain(a.cue.text)}”</span>}</div>)}</dd>
      {e.magnitude.length > 0 && <><dt>{w.figures}</dt><dd>{e.magnitude.map((m) => plain(record.quantities.find((q) => q.id === m)?.span.text ?? "")).join(", ")}</dd></>}
      <dt>{w.rule}</dt><dd><code>{e.rule}</code></dd>
      <dt>{w.confidence}</dt><dd>{e.confidence.toFixed(2)}</dd>
    </dl>
  );
}

/** A report; `reviews` where it is kept, so that its events can be corrected. */
export function ReportView({ record, at, reviews, reviewed }: { record: ReportRecord; at?: number; reviews?: Review[]; reviewed?: () => void }) {
  const first = at === undefined ? -1 : record.events.findIndex((e) => e.trigger.some((t) => t.start === at));
  const [state, set] = useState<{ event: number | null; note: string }>({ event: first < 0 ? null : first, note: "" });
  const kinds = [["act", w.what], ["who", w.who], ["whom", w.whom], ["speaker", w.speaker], ["time", w.when], ["place", w.where], ["quantity", w.figures]];
  const event = state.event === null ? undefined : record.events[state.event];
  const review = reviews?.find((r) => r.id === event?.id);
  return (
    <article class="report">
      <h1>{plain(record.title ?? w.report)}</h1>
      <p class="quiet">{plain(record.publisher ?? "")} · {record.published.value ?? "?"} ({record.published.evidence}) · {record.language} {record.url?.startsWith("http") && <a href={record.url} rel="noreferrer noopener" aria-label={w.original}>{w.original} ↗</a>}</p>
      <ul class="legend">{kinds.map(([k, label]) => <li><span class={`mark m-${k}`}>{label}</span></li>)}</ul>
      <div class="columns">
        <Marked record={record} at={at} chosen={state.event} choose={(event, note) => { set({ event, note }); }} />
        <aside class="evidence" aria-live="polite">
          <h2>{w.evidence}</h2>
          {!event && !state.note && <p class="quiet">{w.clickMark}</p>}
          {event && <Facts record={record} event={event} />}
          {state.note && <pre>{plain(state.note)}</pre>}
          {event && review && <ReviewPanel key={review.event} record={record} event={event} review={review} reviewed={() => reviewed?.()} />}
          {reviews && <MissedPanel record={record} reviews={reviews} reviewed={() => reviewed?.()} />}
        </aside>
      </div>
    </article>
  );
}
