// Events that the coder missed: added by hand, and those that analysts added.

import { useState } from "preact/hooks";
import { post, token } from "./api";
import type { Review } from "./client";
import { STATUSES, TYPES } from "./filter";
import { Verdict } from "./lists";
import { plain, text } from "./parts";
import type { EventRecord, ReportRecord } from "./report";
import { Sides, author, brief, fixOf } from "./review";
import { words as w } from "./words";

/** What an event says before somebody says something of it. */
const NOTHING = { type: null, mode: null, status: "asserted", date: { edtf: null, basis: "none" }, actors: [], recipients: [] } as unknown as EventRecord;

const points = (part: string) => Array.from(part).length;

/** Where words stand in a text, in code points. */
function places(whole: string, part: string): number[] {
  const out: number[] = [];
  if (part) for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) out.push(points(whole.slice(0, at)));
  return out;
}

/** The words selected in the report's text, and where they begin there. */
function selected(record: ReportRecord): { words: string; start: number } | null {
  const selection = getSelection();
  const box = document.querySelector(".report .body");
  if (!selection || selection.isCollapsed || !box) return null;
  const range = selection.getRangeAt(0);
  const paragraphs = [...box.querySelectorAll(":scope > p")];
  const n = paragraphs.findIndex((p) => p.contains(range.startContainer) && p.contains(range.endContainer));
  if (n < 0) return null;
  const before = document.createRange();
  before.setStart(paragraphs[n], 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const lead = words.length - words.trimStart().length;
  return { words: words.trim(), start: (record.paragraphs[n]?.start ?? 0) + points(before.toString()) + lead };
}

export function MissedPanel({ record, reviews, reviewed }: { record: ReportRecord; reviews: Review[]; reviewed: () => void }) {
  const [state, set] = useState<{ words: string | null; start: number; busy: boolean; fault: string }>({ words: null, start: -1, busy: false, fault: "" });
  const added = reviews.filter((r) => r.added && !r.id && r.coded);
  const found = places(record.text, (state.words ?? "").trim());
  const send = async (work: () => Promise<unknown>) => {
    set({ ...state, busy: true, fault: "" });
    try {
      await work();
      set({ words: null, start: -1, busy: false, fault: "" });
      reviewed();
    } catch (e) { set({ ...state, busy: false, fault: (e as Error).message }); }
  };
  const name = (data: FormData) => {
    const name = String(data.get("author") ?? "").trim();
    if (name) author.set(name);
    return name ? { author: name } : {};
  };
  const add = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const start = found[Number(data.get("place") ?? 0)] ?? found[0];
    const end = start + points((state.words ?? "").trim());
    return send(() => post("/api/reports/{id}/events", { start, end, fix: fixOf(data, NOTHING), ...name(data), note: String(data.get("note") ?? "").trim() || null }, record.id));
  };
  const takeBack = (r: Review, form: HTMLFormElement) => send(() => post("/api/corrections", { event: r.event, verdict: "unreviewed", ...name(new FormData(form)) }));
  const signed = !token.get() && <label>{w.yourName}<input name="author" defaultValue={author.get()} required maxLength={100} autocomplete="name" /></label>;
  return (
    <section class="missed">
      {added.length > 0 && <h3>{w.addedBy}</h3>}
      {added.map((r) => (
        <form onSubmit={(e) => { e.preventDefault(); void takeBack(r, e.currentTarget as HTMLFormElement); }}>
          <p><Verdict verdict={r.verdict} /> {r.coded?.trigger && <q>{plain(r.coded.trigger.text)}</q>} {r.coded && brief(r.fixed ?? r.coded)}</p>
          <p class="quiet">{text(r.author)}, <time dateTime={r.made ?? ""}>{text(r.made).slice(0, 16).replace("T", " ")}</time>{r.note && <>: “{text(r.note)}”</>}</p>
          {signed}
          <div class="actions"><button type="submit" class="plain" disabled={state.busy}>{w.takeBack}</button></div>
        </form>
      ))}
      <div class="actions">
        <button type="button" class="add" aria-expanded={state.words !== null} onMouseDown={(e) => { e.preventDefault(); }} onClick={() => {
          const now = selected(record);
          set({ ...state, words: state.words === null ? now?.words ?? "" : null, start: now?.start ?? -1, fault: "" });
        }}>{w.missed}</button>
      </div>
      {state.words !== null && <form class="fixing" onSubmit={(e) => { e.preventDefault(); void add(e.currentTarget as HTMLFormElement); }}>
        <label>{w.missedWords}<input name="words" required value={state.words} onInput={(e) => { set({ ...state, words: (e.currentTarget as HTMLInputElement).value, start: -1 }); }} /></label>
        {state.words.trim() && found.length === 0 && <p class="fault" role="alert">{w.notInText}</p>}
        {found.length > 1 && <label>{w.occurrence}<select name="place">{found.map((at, i) => <option value={i} selected={at === state.start}>{i + 1}: …{plain(Array.from(record.text).slice(Math.max(0, at - 20), at + 30).join(""))}…</option>)}</select></label>}
        <label>{w.type}<select name="type" required><option value="">–</option>{TYPES.map((t) => <option value={t}>{t}</option>)}</select></label>
        <label>{w.mode}<input name="mode" /></label>
        <label>{w.status}<select name="status">{STATUSES.map((s) => <option value={s} selected={s === "asserted"}>{s}</option>)}</select></label>
        <label>{w.date}<input name="date" placeholder="2026-03-04" /></label>
        <Sides name="actors" label={w.actorF} record={record} now={[]} />
        <Sides name="recipients" label={w.recipientF} record={record} now={[]} />
        {signed}
        <label>{w.note}<input name="note" maxLength={1000} /></label>
        <button type="submit" disabled={state.busy || found.length === 0}>{w.addIt}</button>
      </form>}
      {state.fault && <p class="fault" role="alert">{state.fault}</p>}
    </section>
  );
}
