// An analyst's word on an event: right, wrong, or how it should be.

import { useState } from "preact/hooks";
import { post, token } from "./api";
import type { Brief, Fix, Judgement, Review, Side } from "./client";
import { STATUSES, TYPES } from "./filter";
import { Verdict } from "./lists";
import { plain, text } from "./parts";
import type { EventRecord, ReportRecord } from "./report";
import { words as w } from "./words";

export const author = { get: () => localStorage.getItem("author") ?? "", set: (name: string) => { localStorage.setItem("author", name); } };

export function brief(b: Brief): string {
  const side = (list: Brief["actors"]) => list.map((p) => p.name ?? p.code ?? "?").join(", ") || "–";
  return plain(`${side(b.actors)} – ${b.type ?? "–"} – ${side(b.recipients)}, ${b.status}, ${b.date ?? "–"}`);
}

/** "MLI:MIL" as a side. */
function coded(code: string): Side {
  const [country, sector] = code.trim().toUpperCase().split(":");
  return { country: country || null, sector: sector || null };
}

export function Sides({ name, label, record, now }: { name: string; label: string; record: ReportRecord; now: string[] }) {
  return (
    <fieldset><legend>{label}</legend>
      {[...now, ""].map((id, i) => (
        <label><span class="unseen">{label} {i + 1}</span><select name={name}><option value="">–</option>{record.entities.map((e) => <option value={e.id} selected={e.id === id}>{plain(e.name)}{e.code ? ` (${e.code})` : ""}</option>)}</select></label>
      ))}
      <label>{w.orCode}<input name={`${name}-code`} placeholder="MLI:MIL" pattern="\s*[A-Za-z]{3}(:[A-Za-z]{3})?\s*" /></label>
    </fieldset>
  );
}

export function fixOf(form: FormData, event: EventRecord): Fix {
  const fix: Fix = {};
  const value = (name: string) => String(form.get(name) ?? "").trim();
  if (value("type") !== (event.type ?? "")) fix.type = value("type");
  if (value("mode") !== (event.mode ?? "")) fix.mode = value("mode");
  if (value("status") !== event.status) fix.status = value("status");
  if (value("date") !== (event.date.edtf ?? "")) fix.date = value("date");
  for (const [name, now] of [["actors", event.actors], ["recipients", event.recipients]] as const) {
    const chosen = form.getAll(name).map(String).filter(Boolean);
    const code = value(`${name}-code`);
    const same = chosen.length === now.length && chosen.every((id, i) => id === now[i].entity);
    if (!same || code) fix[name] = [...chosen.map((entity) => ({ entity })), ...(code ? [coded(code)] : [])];
  }
  return fix;
}

export function ReviewPanel({ record, event, review, reviewed }: { record: ReportRecord; event: EventRecord; review: Review; reviewed: () => void }) {
  const [state, set] = useState<{ fixing: boolean; busy: boolean; fault: string }>({ fixing: false, busy: false, fault: "" });
  const say = async (verdict: Judgement["verdict"], form: HTMLFormElement | null, fix?: Fix) => {
    const data = form ? new FormData(form) : new FormData();
    const name = String(data.get("author") ?? "").trim();
    if (name) author.set(name);
    set({ ...state, busy: true, fault: "" });
    try {
      await post("/api/corrections", { event: review.event, verdict, ...(fix && { fix }), ...(name && { author: name }), note: String(data.get("note") ?? "").trim() || null });
      set({ fixing: false, busy: false, fault: "" });
      reviewed();
    } catch (e) { set({ ...state, busy: false, fault: (e as Error).message }); }
  };
  return (
    <section class="review">
      <h3>{w.review}</h3>
      {review.verdict ? <p><Verdict verdict={review.verdict} /> {text(review.author)}, <time dateTime={review.made ?? ""}>{text(review.made).slice(0, 16).replace("T", " ")}</time>{review.note && <>: “{text(review.note)}”</>}</p> : <p class="quiet">{w.unreviewed}</p>}
      {review.fixed && <p>{w.shouldBe}: {brief(review.fixed)}</p>}
      {review.stands === false && review.coded && <p class="fault">{w.codedSince} {brief(review.coded)}</p>}
      <form onSubmit={(e) => { e.preventDefault(); const form = e.currentTarget as HTMLFormElement; void say("fixed", form, fixOf(new FormData(form), event)); }}>
        {!token.get() && <label>{w.yourName}<input name="author" defaultValue={author.get()} required maxLength={100} autocomplete="name" /></label>}
        <label>{w.note}<input name="note" maxLength={1000} /></label>
        <div class="actions">
          {(["right", "wrong"] as const).map((v) => <button type="button" disabled={state.busy} onClick={(e) => { const form = (e.currentTarget as HTMLButtonElement).form; if (form?.reportValidity()) void say(v, form); }}>{w[v]}</button>)}
          <button type="button" aria-expanded={state.fixing} onClick={() => { set({ ...state, fixing: !state.fixing }); }}>{w.fix}</button>
          {review.verdict && <button type="button" class="plain" disabled={state.busy} onClick={(e) => { const form = (e.currentTarget as HTMLButtonElement).form; if (form?.reportValidity()) void say("unreviewed", form); }}>{w.takeBack}</button>}
        </div>
        {state.fixing && <div class="fixing">
          <label>{w.type}<select name="type"><option value="">–</option>{TYPES.map((t) => <option value={t} selected={t === event.type}>{t}</option>)}</select></label>
          <label>{w.mode}<input name="mode" defaultValue={event.mode ?? ""} /></label>
          <label>{w.status}<select name="status">{STATUSES.map((s) => <option value={s} selected={s === event.status}>{s}</option>)}</select></label>
          <label>{w.date}<input name="date" defaultValue={event.date.edtf ?? ""} placeholder="2026-03-04" /></label>
          <Sides name="actors" label={w.actorF} record={record} now={event.actors.map((p) => p.entity)} />
          <Sides name="recipients" label={w.recipientF} record={record} now={event.recipients.map((p) => p.entity)} />
          <button type="submit" disabled={state.busy}>{w.keep}</button>
        </div>}
      </form>
      {state.fault && <p class="fault" role="alert">{state.fault}</p>}
    </section>
  );
}
