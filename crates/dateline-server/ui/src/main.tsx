// The pages of an archive.

import { render } from "preact";
import { useState } from "preact/hooks";
import { path, post, type Row, type Rows } from "./api";
import { Places } from "./map";
import { FilterBar, Link, Pages, Save, Table, Timeline, Waiting, eventColumns, filters, round, text, useAnswer } from "./parts";
import { ReportView, type Record } from "./report";
import { go, useAddress } from "./route";
import { LANGUAGES, language, words as w } from "./words";

function Overview({ url }: { url: URL }) {
  const own = filters(url);
  const summary = useAnswer<Rows>("/api/summary");
  const months = useAnswer<Rows>(path("/api/counts", { ...own, group: "month", limit: 2000 }));
  const dyads = useAnswer<Rows>(path("/api/counts", { ...own, group: "dyad", limit: 10000 }));
  const places = useAnswer<Rows>(path("/api/places", { ...own, limit: 300 }));
  const all = summary.value?.rows[0];
  const last = all ? text(all.last) : "";
  const newest = useAnswer<Rows>(path("/api/incidents", { ...own, newest: "true", limit: 20 }));
  const top = (dyads.value?.rows ?? []).filter((r) => r.source && r.target).sort((a, b) => Number(b.events) - Number(a.events)).slice(0, 15);
  return (
    <>
      <h1>{w.overview}</h1>
      {all ? <p class="quiet">{`${text(all.reports)} ${w.reports} (${text(all.copies)} ${w.copies}), ${text(all.events)} ${w.events.toLowerCase()}, ${text(all.incidents)} ${w.incidents}, ${text(all.first)} – ${last}`}</p> : <Waiting fault={summary.fault} />}
      <FilterBar url={url} />
      {months.value ? <Timeline rows={months.value.rows} caption={w.overTime} /> : <Waiting fault={months.fault} />}
      {places.value ? <Places rows={places.value.rows} /> : <Waiting fault={places.fault} />}
      <section><h2>{w.topDyads}</h2>{dyads.value ? <Table caption={w.topDyads} rows={top} columns={[
        { name: "source", label: w.actorF }, { name: "target", label: w.recipientF }, { name: "events", label: w.count, number: true },
        { name: "goldstein_mean", label: w.goldstein, number: true, show: (r) => round(r.goldstein_mean) },
        { name: "open", label: w.dyad, show: (r) => <Link to={path("/dyad", { a: text(r.source), b: text(r.target) })}>{`${text(r.source)} → ${text(r.target)}`}</Link> },
      ]} /> : <Waiting fault={dyads.fault} />}</section>
      <section><h2>{w.newest}</h2>{newest.value ? <Incidents rows={newest.value.rows} /> : <Waiting fault={newest.fault} />}</section>
    </>
  );
}

function Incidents({ rows }: { rows: Row[] }) {
  return <Table caption={w.newest} rows={rows} columns={[
    { name: "earliest", label: w.date }, { name: "type", label: w.what, show: (r) => <Link to={`/incident/${encodeURIComponent(text(r.incident))}`}>{text(r.type) || text(r.cameo) || "–"}</Link> },
    { name: "actors", label: w.who }, { name: "recipients", label: w.whom }, { name: "place", label: w.where }, { name: "reports", label: w.reports, number: true }, { name: "figures", label: w.figures },
  ]} />;
}

function Events({ url }: { url: URL }) {
  return <><h1>{w.events}</h1><FilterBar url={url} /><Pages path={path("/api/events", { ...filters(url), limit: 100 })} caption={w.events} columns={eventColumns()} file="events.csv" /></>;
}

function Dyad({ url }: { url: URL }) {
  const [a, b] = [url.searchParams.get("a") ?? "", url.searchParams.get("b") ?? ""];
  const own = { date: url.searchParams.get("date") ?? "", dyad: a && b ? `${a}:${b}` : "" };
  const months = useAnswer<Rows>(own.dyad ? path("/api/counts", { ...own, group: "month", limit: 2000 }) : null);
  return (
    <>
      <h1>{w.dyad} {a} → {b}</h1>
      <form class="filters" onSubmit={(e) => { e.preventDefault(); const f = new FormData(e.currentTarget as HTMLFormElement); go(path("/dyad", { a: String(f.get("a")), b: String(f.get("b")), date: String(f.get("date")) })); }}>
        <label>{w.actorF}<input name="a" value={a} required /></label><label>{w.recipientF}<input name="b" value={b} required /></label><label>{w.date}<input name="date" value={own.date} /></label>
        <button type="submit">{w.apply}</button>
      </form>
      {own.dyad && <>{months.value ? <Timeline rows={months.value.rows} caption={w.overTime} /> : <Waiting fault={months.fault} />}
        <Pages path={path("/api/events", { ...own, limit: 100 })} caption={w.events} columns={eventColumns()} file="dyad.csv" /></>}
    </>
  );
}

interface Account { type: string | null; cameo: string | null; status: string; actors: string[]; recipients: string[]; earliest: string | null; place: string | null; reports: number; sources: number; publishers: number; figures: { attribute: string; history: string }[]; lines: Row[] }

function Incident({ url }: { url: URL }) {
  const id = decodeURIComponent(url.pathname.split("/")[2] ?? "");
  const day = url.searchParams.get("as_of") ?? "";
  const answer = useAnswer<Account>(path(`/api/incidents/${encodeURIComponent(id)}`, { as_of: day }));
  const one = answer.value;
  return (
    <>
      <h1>{w.incident}{one ? `: ${one.actors.join(", ")} ${one.type ?? ""} ${one.recipients.join(", ")}` : ""}</h1>
      <form class="filters" onSubmit={(e) => { e.preventDefault(); go(path(url.pathname, { as_of: String(new FormData(e.currentTarget as HTMLFormElement).get("as_of")) })); }}>
        <label>{w.asOf}<input type="date" name="as_of" value={day} /></label><button type="submit">{w.apply}</button>
      </form>
      {!one ? <Waiting fault={answer.fault} /> : <>
        <p class="quiet">{one.earliest} {one.place} · {one.reports} {w.reports}, {one.sources} {w.source.toLowerCase()}, {one.publishers} {w.publisher.toLowerCase()}</p>
        {one.figures.length > 0 && <section><h2>{w.figures}</h2><ul class="figures">{one.figures.map((f) => <li><strong>{f.attribute}</strong> {f.history}</li>)}</ul></section>}
        <Table caption={w.said} rows={one.lines} columns={[
          { name: "published", label: w.published }, { name: "publisher", label: w.publisher }, { name: "speaker", label: w.speaker, show: (r) => <>{text(r.speaker)}{r.via ? ` (${text(r.via)})` : ""}</> },
          { name: "attribute", label: w.attribute }, { name: "value", label: w.value, show: (r) => <strong>{text(r.value)}</strong> },
          { name: "relation", label: w.relation, show: (r) => <span class={`relation ${text(r.relation)}`}>{text(r.relation)}</span> },
          { name: "words", label: w.words, show: (r) => <Link to={`/report/${encodeURIComponent(text(r.report))}`}>{`“${text(r.words)}”`}</Link> },
        ]} />
      </>}
    </>
  );
}

function Actor({ url }: { url: URL }) {
  const name = url.searchParams.get("name") ?? "";
  const known = useAnswer<Rows>(name ? path("/api/actors", { q: name, limit: 30 }) : null);
  const acts = useAnswer<Rows>(name ? path("/api/counts", { actor: name, group: "type" }) : null);
  const targets = useAnswer<Rows>(name ? path("/api/counts", { recipient: name, group: "type" }) : null);
  const months = useAnswer<Rows>(name ? path("/api/counts", { party: name, group: "month", limit: 2000 }) : null);
  const quotes = useAnswer<Rows>(name ? path("/api/quotes", { speaker: name, limit: 30 }) : null);
  const types = [{ name: "type", label: w.type }, { name: "events", label: w.count, number: true }, { name: "goldstein_mean", label: w.goldstein, number: true, show: (r: Row) => round(r.goldstein_mean) }];
  return (
    <>
      <h1>{w.actor} {name}</h1>
      <form class="filters" role="search" onSubmit={(e) => { e.preventDefault(); go(path("/actor", { name: String(new FormData(e.currentTarget as HTMLFormElement).get("name")) })); }}>
        <label>{w.actor}<input name="name" value={name} required /></label><button type="submit">{w.search}</button>
      </form>
      {name && <>
        {known.value ? <Table caption={w.actor} rows={known.value.rows} columns={[
          { name: "name", label: w.actor, show: (r) => <Link to={path("/actor", { name: text(r.name) })}>{text(r.name)}</Link> }, { name: "kind", label: w.type }, { name: "code", label: "CAMEO" }, { name: "kb", label: "Wikidata" }, { name: "events", label: w.count, number: true },
        ]} /> : <Waiting fault={known.fault} />}
        {months.value && <Timeline rows={months.value.rows} caption={w.overTime} />}
        <div class="columns"><section><h2>{w.acts}</h2>{acts.value ? <Table caption={w.acts} rows={acts.value.rows} columns={types} /> : <Waiting fault={acts.fault} />}</section>
          <section><h2>{w.targets}</h2>{targets.value ? <Table caption={w.targets} rows={targets.value.rows} columns={types} /> : <Waiting fault={targets.fault} />}</section></div>
        <section><h2>{w.statements}</h2>{quotes.value ? <QuoteRows rows={quotes.value.rows} /> : <Waiting fault={quotes.fault} />}</section>
        <Pages path={path("/api/events", { party: name, limit: 50 })} caption={w.events} columns={eventColumns()} file="actor.csv" />
      </>}
    </>
  );
}

function QuoteRows({ rows }: { rows: Row[] }) {
  return <Table caption={w.quotes} rows={rows} columns={[
    { name: "published", label: w.published }, { name: "speaker", label: w.speaker, show: (r) => r.speaker ? <Link to={path("/actor", { name: text(r.speaker) })}>{text(r.speaker)}</Link> : "–" },
    { name: "cue", label: w.said }, { name: "text", label: w.words, show: (r) => <Link to={`/report/${encodeURIComponent(text(r.report))}`}>{`“${text(r.text)}”`}</Link> },
    { name: "via", label: w.source }, { name: "publisher", label: w.publisher },
  ]} />;
}

function Quotes({ url }: { url: URL }) {
  const own = { speaker: url.searchParams.get("speaker") ?? "", text: url.searchParams.get("text") ?? "", limit: 200 };
  const answer = useAnswer<Rows>(path("/api/quotes", own));
  return (
    <>
      <h1>{w.quotes}</h1>
      <form class="filters" role="search" onSubmit={(e) => { e.preventDefault(); const f = new FormData(e.currentTarget as HTMLFormElement); go(path("/quotes", { speaker: String(f.get("speaker")), text: String(f.get("text")) })); }}>
        <label>{w.speaker}<input name="speaker" value={own.speaker} /></label><label>{w.text}<input name="text" value={own.text} /></label><button type="submit">{w.apply}</button>
      </form>
      {answer.value ? <><QuoteRows rows={answer.value.rows} /><p><Save path={path("/api/quotes", own)} name="quotes.csv" /></p></> : <Waiting fault={answer.fault} />}
    </>
  );
}

function Report({ url }: { url: URL }) {
  const id = url.pathname.split("/")[2] ?? "";
  const answer = useAnswer<Record>(`/api/reports/${id}`);
  const at = url.searchParams.get("event");
  return answer.value ? <ReportView record={answer.value} at={at ? Number(at) : undefined} /> : <><h1>{w.report}</h1><Waiting fault={answer.fault} /></>;
}

function Search({ url }: { url: URL }) {
  const q = url.searchParams.get("q") ?? "";
  const answer = useAnswer<Rows>(q ? path("/api/search", { q, limit: 100 }) : null);
  return (
    <>
      <h1>{w.search}</h1>
      <form class="filters" role="search" onSubmit={(e) => { e.preventDefault(); go(path("/search", { q: String(new FormData(e.currentTarget as HTMLFormElement).get("q")) })); }}>
        <label>{w.text}<input name="q" value={q} required /></label><button type="submit">{w.search}</button>
      </form>
      {q && (answer.value ? <Table caption={w.search} rows={answer.value.rows} columns={[
        { name: "published", label: w.published }, { name: "publisher", label: w.publisher },
        { name: "title", label: w.report, show: (r) => <Link to={`/report/${encodeURIComponent(text(r.report))}`}>{text(r.title) || text(r.report)}</Link> },
        { name: "text", label: w.words, show: (r) => `… ${text(r.text)} …` }, { name: "events", label: w.count, number: true },
      ]} /> : <Waiting fault={answer.fault} />)}
    </>
  );
}

function TryIt() {
  const [record, setRecord] = useState<Record | null>(null);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const f = new FormData(form);
    setBusy(true); setFault("");
    try { setRecord(await post<Record>("/api/code", { text: f.get("text"), date: f.get("date"), language: f.get("language") })); } catch (e) { setFault((e as Error).message); }
    setBusy(false);
  };
  return (
    <>
      <h1>{w.tryit}</h1>
      <form class="try" onSubmit={(e) => { e.preventDefault(); void submit(e.currentTarget as HTMLFormElement); }}>
        <label>{w.pasted}<textarea name="text" rows={8} required maxLength={200000} /></label>
        <div class="filters"><label>{w.reportDate}<input name="date" placeholder="2026-03-04" pattern="\d{4}(-\d{2}){0,2}" /></label>
          <label>{w.language}<select name="language"><option value="">{w.all}</option>{LANGUAGES.map(([c, n]) => <option value={c}>{n}</option>)}</select></label>
          <button type="submit" disabled={busy}>{w.code}</button></div>
      </form>
      {fault && <p class="fault" role="alert">{fault}</p>}
      {record && <ReportView key={record.id} record={record} />}
    </>
  );
}

const PAGES: [string, string, (props: { url: URL }) => unknown][] = [
  ["/", w.overview, Overview], ["/events", w.events, Events], ["/dyad", w.dyad, Dyad], ["/actor", w.actor, Actor], ["/quotes", w.quotes, Quotes], ["/search", w.search, Search], ["/try", w.tryit, TryIt],
];

function App() {
  const url = useAddress();
  const found = PAGES.find(([at]) => at === url.pathname);
  const Page = (found?.[2] ?? (url.pathname.startsWith("/incident/") ? Incident : url.pathname.startsWith("/report/") ? Report : Overview)) as (props: { url: URL }) => any;
  document.title = `${found?.[1] ?? w.report} – Dateline`;
  document.documentElement.lang = language();
  return (
    <>
      <a class="skip" href="#main">{w.skip}</a>
      <header><strong class="name">Dateline</strong>
        <nav aria-label="Dateline">{PAGES.map(([at, label]) => <Link to={at} current={at === url.pathname}>{label}</Link>)}</nav>
        <label class="language"><span>{w.language}</span><select value={language()} onChange={(e) => { localStorage.setItem("language", (e.target as HTMLSelectElement).value); location.reload(); }}>{LANGUAGES.map(([c, n]) => <option value={c}>{n}</option>)}</select></label>
      </header>
      <main id="main" tabIndex={-1}><Page url={url} key={url.pathname} /></main>
    </>
  );
}

const root = document.getElementById("app");
if (root) render(<App />, root);
