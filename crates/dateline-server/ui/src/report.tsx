// A report with its marks: each opens the evidence of what it stands for.

import { useState } from "preact/hooks";
import { Link, plain } from "./parts";
import { words as w } from "./words";

interface Span { start: number; end: number; text: string }
interface Participant { entity: string; mention: Span | null; code: string | null; rule: string }
export interface EventRecord {
  id: string; trigger: Span[]; type: string | null; mode: string | null; contexts: string[]; cameo: string | null; status: string; tense: string; actors: Participant[]; recipients: Participant[];
  date: { edtf: string | null; basis: string }; place: string | null; magnitude: string[]; attribution: { source: string; via: string | null; cue: Span | null; quote: string | null }[];
  rule: string; confidence: number; goldstein: number | null;
}
export interface Record {
  id: string; text: string; title: string | null; publisher: string | null; url: string | null; language: string | null; published: { value: string | null; evidence: string };
  entities: { id: string; name: string; kb: string | null; code: string | null; resolution: string; mentions: { start: number; end: number; text: string; rule: string }[] }[];
  times: { id: string; span: Span; type: string; value: string | null; rule: string }[];
  quantities: { id: string; span: Span; kind: string; min: number | null; max: number | null; unit: string | null; rule: string }[];
  quotes: { id: string; kind: string; content: Span[]; speaker: string | null; speaker_mention: Span | null; rule: string }[];
  events: EventRecord[]; paragraphs: Span[]; diagnostics: { code: string; message: string }[];
}

interface Mark { start: number; end: number; kind: string; event?: number; note: string }

function marks(record: Record): Mark[] {
  const out: Mark[] = [];
  record.events.forEach((e, n) => {
    const label = `${e.type ?? e.cameo ?? ""} ${e.status}`;
    for (const t of e.trigger) out.push({ ...t, kind: "act", event: n, note: `${label}. ${w.rule}: ${e.rule}` });
    for (const a of e.actors) if (a.mention) out.push({ ...a.mention, kind: "who", event: n, note: `${w.actorF}: ${a.rule}` });
    for (const r of e.recipients) if (r.mention) out.push({ ...r.mention, kind: "whom", event: n, note: `${w.recipientF}: ${r.rule}` });
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
function Marked({ record, chosen, choose }: { record: Record; chosen: number | null; choose: (n: number | null, note: string) => void }) {
  const chars = Array.from(plain(record.text));
  const all = marks(record);
  const paragraphs = record.paragraphs.length > 0 ? record.paragraphs : [{ start: 0, end: chars.length, text: record.text }];
  const piece = (start: number, end: number) => {
    const ends = new Set([start, end]);
    for (const m of all) { if (m.start > start && m.start < end) ends.add(m.start); if (m.end > start && m.end < end) ends.add(m.end); }
    const at = [...ends].sort((a, b) => a - b);
    return at.slice(0, -1).map((from, i) => {
      const to = at[i + 1];
      const over = all.filter((m) => m.start < to && m.end > from);
      const words = chars.slice(from, to).join("");
      if (over.length === 0) return words;
      const kinds = [...new Set(over.map((m) => m.kind))];
      const own = over.find((m) => m.event === chosen && m.event !== undefined);
      const speech = kinds.every((k) => k === "quote");
      const event = over.find((m) => m.kind === "act")?.event ?? over.find((m) => m.event !== undefined)?.event ?? null;
      const note = over.map((m) => m.note).join("\n");
      const classes = `${kinds.map((k) => `m-${k}`).join(" ")}${own ? " chosen" : ""}`;
      if (speech) return <span class={classes} title={note}>{words}</span>;
      return <button type="button" class={`mark ${classes}`} title={note} onClick={() => { choose(event, note); }}>{words}</button>;
    });
  };
  return <div class="body" lang={record.language ?? undefined}>{paragraphs.map((p) => <p>{piece(p.start, p.end)}</p>)}</div>;
}

function Evidence({ record, event, note }: { record: Record; event: number | null; note: string }) {
  const name = (id: string | null) => record.entities.find((e) => e.id === id)?.name ?? id ?? "";
  const shown = (id: string | null) => plain(name(id));
  const e = event === null ? undefined : record.events[event];
  return (
    <aside class="evidence" aria-live="polite">
      <h2>{w.evidence}</h2>
      {!e && !note && <p class="quiet">{w.clickMark}</p>}
      {e && <dl>
        <dt>{w.what}</dt><dd><strong>{e.type ?? "–"}</strong> {e.mode} {e.cameo} · {e.status}, {e.tense} {e.contexts.join(", ")} {e.goldstein !== null && `· ${w.goldstein} ${e.goldstein}`}</dd>
        <dt>{w.who}</dt><dd>{e.actors.map((a) => <div><Link to={`/actor?name=${encodeURIComponent(name(a.entity))}`}>{shown(a.entity)}</Link> {a.code} <span class="quiet">{a.rule}</span></div>)}</dd>
        <dt>{w.whom}</dt><dd>{e.recipients.map((a) => <div><Link to={`/actor?name=${encodeURIComponent(name(a.entity))}`}>{shown(a.entity)}</Link> {a.code} <span class="quiet">{a.rule}</span></div>)}</dd>
        <dt>{w.when}</dt><dd>{e.date.edtf ?? "–"} <span class="quiet">{record.times.find((t) => t.id === e.date.basis)?.span.text ?? e.date.basis}</span></dd>
        <dt>{w.where}</dt><dd>{shown(e.place)}</dd>
        <dt>{w.according}</dt><dd>{e.attribution.map((a) => <div>{shown(a.source)}{a.via ? ` (${shown(a.via)})` : ""} {a.cue && <span class="quiet">“{a.cue.text}”</span>}</div>)}</dd>
        <dt>{w.figures}</dt><dd>{e.magnitude.map((m) => record.quantities.find((q) => q.id === m)?.span.text).join(", ")}</dd>
        <dt>{w.rule}</dt><dd><code>{e.rule}</code></dd>
        <dt>{w.confidence}</dt><dd>{e.confidence.toFixed(2)}</dd>
      </dl>}
      {note && <pre>{plain(note)}</pre>}
    </aside>
  );
}

export function ReportView({ record, at }: { record: Record; at?: number }) {
  const first = at === undefined ? -1 : record.events.findIndex((e) => e.trigger.some((t) => t.start === at));
  const [state, set] = useState<{ event: number | null; note: string }>({ event: first < 0 ? null : first, note: "" });
  const kinds = [["act", w.what], ["who", w.who], ["whom", w.whom], ["speaker", w.speaker], ["time", w.when], ["quantity", w.figures]];
  return (
    <article class="report">
      <h1>{plain(record.title ?? w.report)}</h1>
      <p class="quiet">{plain(record.publisher ?? "")} · {record.published.value ?? "?"} ({record.published.evidence}) · {record.language} {record.url?.startsWith("http") && <a href={record.url} rel="noreferrer noopener">↗</a>}</p>
      <ul class="legend">{kinds.map(([k, label]) => <li><span class={`mark m-${k}`}>{label}</span></li>)}</ul>
      <div class="columns">
        <Marked record={record} chosen={state.event} choose={(event, note) => { set({ event, note }); }} />
        <Evidence record={record} event={state.event} note={state.note} />
      </div>
    </article>
  );
}
