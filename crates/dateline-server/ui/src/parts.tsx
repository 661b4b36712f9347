// What several pages are made of: links, answers, tables, pages of rows.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { download, get, FORMS, Problem, token, type Path, type Rows } from "./api";
import { go } from "./route";
import { words as w } from "./words";

export function Link({ to, children, current, title, kind }: { to: string; children: ComponentChildren; current?: boolean; title?: string; kind?: string }) {
  return (
    <a href={to} title={title} class={kind} aria-current={current ? "page" : undefined} onClick={(e) => {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.button !== 0) return;
      e.preventDefault();
      go(to);
      document.getElementById("main")?.focus();
    }}>{children}</a>
  );
}

export interface Answer<T> { value?: T; fault?: Error }

/** What an address answers; asked again when it changes, or when `turn` does. */
export function useAnswer<T>(path: Path<T> | null, turn = 0): Answer<T> {
  const [state, set] = useState<{ path?: string | null; value?: T; fault?: Error }>({});
  useEffect(() => {
    let live = true;
    if (path === null) return;
    get(path).then((value) => live && set({ path, value }), (fault: Error) => live && set({ path, fault }));
    return () => { live = false; };
  }, [path, turn]);
  return state.path === path ? state : {};
}

/** What stands where an answer is not there yet, or will not be. */
export function Waiting({ fault }: { fault?: Error }) {
  if (!fault) return <p class="quiet" role="status">{w.loading}</p>;
  if (fault instanceof Problem && fault.status === 401) return <p class="fault" role="alert">{w.tokenNeeded} <Link to="/token">{w.token}</Link></p>;
  return <p class="fault" role="alert">{fault.message}</p>;
}

/** Asks for the token of a server that wants one. */
export function Login() {
  return (
    <form class="filters" onSubmit={(e) => { e.preventDefault(); token.set(String(new FormData(e.currentTarget as HTMLFormElement).get("token")).trim()); location.assign("/"); }}>
      <label>{w.token}<input name="token" type="password" autocomplete="off" required /></label><button type="submit">{w.apply}</button>
    </form>
  );
}

export interface Column<R> { name: string; label: string; number?: boolean; narrow?: boolean; show?: (row: R) => ComponentChildren }

const cell = <R,>(row: R, name: string) => text((row as { [name: string]: Cell })[name]);
/** Whether a text is kept on one line: a day, a code, a name. */
const short = (shown: string) => shown.length <= 12;

export function Table<R extends object>({ caption, columns, rows }: { caption: string; columns: Column<R>[]; rows: R[] }) {
  if (rows.length === 0) return <p class="quiet">{w.none}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption><span class="unseen">{caption}</span></caption>
        <thead><tr>{columns.map((c) => <th scope="col" class={c.number ? "number" : ""}>{c.label}</th>)}</tr></thead>
        <tbody>{rows.map((row) => (
          <tr>{columns.map((c) => <td class={c.number ? "number" : c.narrow || (!c.show && short(cell(row, c.name))) ? "short" : c.show ? "wide" : ""}>{c.show ? c.show(row) : cell(row, c.name)}</td>)}</tr>
        ))}</tbody>
      </table>
    </div>
  );
}

type Cell = string | number | boolean | null | undefined;

/** Text from outside with what would turn the direction of writing made visible, one character for one. */
export function plain(value: string): string {
  return value.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g, "\ufffd");
}

/** Longest text shown in a list; the report shows it whole. */
const LONGEST = 600;

export function text(value: Cell): string {
  if (value === null || value === undefined) return "";
  const whole = plain(String(value));
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}

export function round(value: number | null | undefined): string {
  return typeof value === "number" ? value.toFixed(1) : "";
}

/** Buttons that save a list: for a spreadsheet, and for programs. */
export function Save({ path, name }: { path: string; name: string }) {
  return (
    <span class="save">{w.save}{" "}
      {(Object.keys(FORMS) as (keyof typeof FORMS)[]).map((form) => <button type="button" class="plain" aria-label={`${w.save} ${name} ${form}`} onClick={() => { void download(path, name, form); }}>{form.toUpperCase()}</button>)}
    </span>
  );
}

/** Pages of rows, the next one at the press of a button. */
export function Pages<R extends object>({ path, caption, columns, file }: { path: Path<Rows<R>>; caption: string; columns: Column<R>[]; file: string }) {
  const first = useAnswer(path);
  const [more, setMore] = useState<{ path: string; rows: R[]; next: string | null; fault?: Error }>({ path: "", rows: [], next: null });
  if (!first.value) return <Waiting fault={first.fault} />;
  const mine = more.path === path ? more : { path, rows: [], next: first.value.next, fault: undefined };
  const load = async () => {
    const address: Path<Rows<R>> = `${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(mine.next ?? "")}`;
    try {
      const page = await get(address);
      setMore({ path, rows: [...mine.rows, ...page.rows], next: page.next });
    } catch (fault) { setMore({ ...mine, fault: fault as Error }); }
  };
  return (
    <section>
      <Table caption={caption} columns={columns} rows={[...first.value.rows, ...mine.rows]} />
      {mine.fault && <Waiting fault={mine.fault} />}
      <p class="actions">{mine.next && <button type="button" onClick={() => { void load(); }}>{w.more}</button>} <Save path={path} name={file} /></p>
    </section>
  );
}

/** A form whose fields stand in the address. */
export function Ask({ to, children, button, after }: { to: string; children: ComponentChildren; button: string; after?: ComponentChildren }) {
  return (
    <form class="filters" role="search" onSubmit={(e) => {
      e.preventDefault();
      const all = new URLSearchParams();
      for (const [name, value] of new FormData(e.currentTarget as HTMLFormElement)) if (String(value).trim()) all.set(name, String(value).trim());
      go(`${to}?${all.toString()}`);
    }}>{children}<button type="submit">{button}</button>{after}</form>
  );
}
