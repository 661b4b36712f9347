// What several pages are made of.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { download, get, type Row, type Rows } from "./api";
import { go } from "./route";
import { words as w } from "./words";

export function Link({ to, children, current }: { to: string; children: ComponentChildren; current?: boolean }) {
  return (
    <a href={to} aria-current={current ? "page" : undefined} onClick={(e) => {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.button !== 0) return;
      e.preventDefault();
      go(to);
      document.getElementById("main")?.focus();
    }}>{children}</a>
  );
}

/** What an address answers; asked again when it changes. */
export function useAnswer<T>(path: string | null): { value?: T; fault?: string } {
  const [state, set] = useState<{ path?: string | null; value?: T; fault?: string }>({});
  useEffect(() => {
    let live = true;
    if (path === null) return;
    get<T>(path).then((value) => live && set({ path, value }), (e: Error) => live && set({ path, fault: e.message }));
    return () => { live = false; };
  }, [path]);
  return state.path === path ? state : {};
}

export function Waiting({ fault }: { fault?: string }) {
  return fault ? <p class="fault" role="alert">{fault}</p> : <p class="quiet" role="status">{w.loading}</p>;
}

export interface Column { name: string; label: string; number?: boolean; show?: (row: Row) => ComponentChildren }

export function Table({ caption, columns, rows }: { caption: string; columns: Column[]; rows: Row[] }) {
  if (rows.length === 0) return <p class="quiet">{w.none}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead><tr>{columns.map((c) => <th scope="col" class={c.number ? "number" : ""}>{c.label}</th>)}</tr></thead>
        <tbody>{rows.map((row) => (
          <tr>{columns.map((c) => <td class={c.number ? "number" : ""}>{c.show ? c.show(row) : text(row[c.name])}</td>)}</tr>
        ))}</tbody>
      </table>
    </div>
  );
}

/** Text from outside with what would turn the direction of writing made visible, one character for one. */
export function plain(value: string): string {
  return value.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g, "\ufffd");
}

export function text(value: Row[string] | undefined): string {
  return value === null || value === undefined ? "" : plain(String(value));
}

export function Save({ path, name }: { path: string; name: string }) {
  return <button type="button" class="plain" onClick={() => { void download(path, name); }}>{w.csv}</button>;
}

const QUADS = ["quad1", "quad2", "quad3", "quad4"];
export const QUAD_NAMES = () => [
  `${w.cooperation}, ${w.verbal}`, `${w.cooperation}, ${w.material}`, `${w.conflict}, ${w.verbal}`, `${w.conflict}, ${w.material}`,
];

/** Counts by month as stacked bars, with the table beside them. */
export function Timeline({ rows, caption }: { rows: Row[]; caption: string }) {
  const months = rows.filter((r) => r.month);
  const total = (r: Row) => QUADS.reduce((n, q) => n + Number(r[q] ?? 0), 0);
  const most = Math.max(1, ...months.map(total));
  const wide = 720, high = 160, bar = Math.max(1, Math.min(40, wide / Math.max(1, months.length)));
  const names = QUAD_NAMES();
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <ul class="legend">{names.map((n, i) => <li><span class={`key quad${i + 1}`} aria-hidden="true" />{n}</li>)}</ul>
      <svg viewBox={`0 0 ${wide} ${high + 24}`} role="img" aria-label={caption} class="chart">
        {months.map((r, i) => {
          let y = high;
          return QUADS.map((q, n) => {
            const part = (Number(r[q] ?? 0) / most) * (high - 8);
            y -= part;
            return <rect x={i * bar} y={y} width={Math.max(0.5, bar - 1)} height={part} class={`quad${n + 1}`}><title>{`${text(r.month)}: ${text(r[q])} ${names[n]}`}</title></rect>;
          });
        })}
        <line x1="0" x2={wide} y1={high} y2={high} class="axis" />
        {months.length > 0 && <text x="0" y={high + 18}>{text(months[0].month)}</text>}
        {months.length > 1 && <text x={Math.min(wide, months.length * bar)} y={high + 18} text-anchor="end">{text(months[months.length - 1].month)}</text>}
      </svg>
      <details><summary>{w.asData}</summary>
        <Table caption={caption} rows={months} columns={[
          { name: "month", label: w.month }, { name: "events", label: w.count, number: true },
          ...QUADS.map((q, i) => ({ name: q, label: names[i], number: true })), { name: "goldstein_mean", label: w.goldstein, number: true, show: (r: Row) => round(r.goldstein_mean) },
        ]} />
      </details>
    </figure>
  );
}

export function round(value: Row[string] | undefined): string {
  return typeof value === "number" ? value.toFixed(1) : "";
}

/** The columns of a list of events. */
export function eventColumns(): Column[] {
  const actor = (name: string) => (r: Row) => text(r[name]).split("; ").filter(Boolean).map((n, i) => <>{i > 0 && ", "}<Link to={`/actor?name=${encodeURIComponent(n)}`}>{n}</Link></>);
  return [
    { name: "date", label: w.date },
    { name: "actor", label: w.who, show: actor("actor") },
    { name: "type", label: w.what, show: (r) => <Link to={`/report/${encodeURIComponent(text(r.report))}?event=${encodeURIComponent(text(r.start))}`}>{text(r.type) || text(r.cameo)}{r.trigger ? ` “${text(r.trigger)}”` : ""}</Link> },
    { name: "recipient", label: w.whom, show: actor("recipient") },
    { name: "status", label: w.status },
    { name: "place", label: w.where },
    { name: "source", label: w.according },
    { name: "publisher", label: w.publisher },
    { name: "incident", label: w.incident, show: (r) => r.incident ? <Link to={`/incident/${encodeURIComponent(text(r.incident))}`}>→</Link> : "" },
  ];
}

/** Pages of rows, the next one at the press of a button. */
export function Pages({ path, caption, columns, file }: { path: string; caption: string; columns: Column[]; file: string }) {
  const first = useAnswer<Rows>(path);
  const [more, setMore] = useState<{ path: string; rows: Row[]; next: string | null }>({ path: "", rows: [], next: null });
  if (!first.value) return <Waiting fault={first.fault} />;
  const mine = more.path === path ? more : { path, rows: [], next: first.value.next };
  const all = [...first.value.rows, ...mine.rows];
  const load = async () => {
    const page = await get<Rows>(`${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(mine.next ?? "")}`);
    setMore({ path, rows: [...mine.rows, ...page.rows], next: page.next });
  };
  return (
    <section>
      <Table caption={caption} columns={columns} rows={all} />
      <p>{mine.next && <button type="button" onClick={() => { void load(); }}>{w.more}</button>} <Save path={path} name={file} /></p>
    </section>
  );
}

const TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];
const STATUSES = ["asserted", "denied", "promised", "threatened", "demanded", "hypothetical"];
export const FILTERS = ["actor", "recipient", "dyad", "type", "status", "date", "place", "speaker", "text"];

/** The filter of a view; it stands in the address. */
export function filters(url: URL): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = url.searchParams.get(name);
    if (value) out[name] = value;
  }
  return out;
}

export function FilterBar({ url }: { url: URL }) {
  const field = (name: string, label: string, hint = "") => (
    <label>{label}<input name={name} value={url.searchParams.get(name) ?? ""} placeholder={hint} /></label>
  );
  const choice = (name: string, label: string, values: string[]) => (
    <label>{label}<select name={name} value={url.searchParams.get(name) ?? ""}><option value="">{w.all}</option>{values.map((v) => <option value={v}>{v}</option>)}</select></label>
  );
  return (
    <form class="filters" role="search" onSubmit={(e) => {
      e.preventDefault();
      const to = new URLSearchParams();
      for (const [name, value] of new FormData(e.currentTarget as HTMLFormElement)) if (value) to.set(name, String(value));
      go(`${url.pathname}?${to.toString()}`);
    }}>
      {field("actor", w.actorF, "MLI, Macron")}{field("recipient", w.recipientF)}{choice("type", w.type, TYPES)}{choice("status", w.status, STATUSES)}
      {field("date", w.date, "2026-03, 2026/2027")}{field("place", w.place)}{field("speaker", w.speaker)}{field("text", w.text)}
      <button type="submit">{w.apply}</button><button type="button" class="plain" onClick={() => go(url.pathname)}>{w.clear}</button>
    </form>
  );
}
