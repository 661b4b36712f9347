// The pages of an archive, but for the incident's and the report's own views.

import { useState } from "preact/hooks";
import { path, post, route, type Path } from "./api";
import type { Count, Entity, Role } from "./client";
import { Timeline } from "./chart";
import { FilterBar, filters } from "./filter";
import { Verdict, eventColumns, incidentColumns, quoteColumns, reportAt } from "./lists";
import { Places } from "./map";
import { Ask, Link, Pages, Save, Table, Waiting, round, text, useAnswer, type Column } from "./parts";
import { ReportView, type ReportRecord } from "./report";
import { LANGUAGES, words as w } from "./words";

export function Overview({ url }: { url: URL }) {
  const own = filters(url);
  const summary = useAnswer(route("/api/summary", {}));
  const monthly = route("/api/counts", { ...own, group: "month", limit: 2000 });
  const [dyadly, placed] = [route("/api/dyads", { ...own, limit: 15 }), route("/api/places", { ...own, limit: 300 })];
  const [months, dyads, places] = [useAnswer(monthly), useAnswer(dyadly), useAnswer(placed)];
  const all = summary.value?.rows[0];
  return (
    <>
      <h1>{w.overview}</h1>
      {all ? <p class="quiet">{`${all.reports} ${w.reports} (${all.copies} ${w.copies}), ${all.events} ${w.events.toLowerCase()}, ${all.incidents} ${w.incidents.toLowerCase()}, ${text(all.first)} – ${text(all.last)}`}</p> : <Waiting fault={summary.fault} />}
      <FilterBar url={url} />
      <div class="charts">
        {months.value ? <Timeline rows={months.value.rows} caption={w.overTime} source={monthly} /> : <Waiting fault={months.fault} />}
        {places.value ? <Places rows={places.value.rows} source={placed} /> : <Waiting fault={places.fault} />}
      </div>
      <section><h2>{w.topDyads}</h2>{dyads.value ? <><Table caption={w.topDyads} rows={dyads.value.rows} columns={[
        { name: "source", label: w.actorF }, { name: "target", label: w.recipientF }, { name: "events", label: w.count, number: true },
        { name: "goldstein_mean", label: w.goldstein, number: true, show: (r) => round(r.goldstein_mean) },
        { name: "open", label: w.dyad, show: (r) => <Link to={path("/dyad", { a: r.source, b: r.target })}>{`${text(r.source)} → ${text(r.target)}`}</Link> },
      ]} /><p class="actions"><Save path={dyadly} name="dyads" /></p></> : <Waiting fault={dyads.fault} />}</section>
      <section><h2>{w.newest}</h2><Pages path={route("/api/incidents", { ...own, newest: true, limit: 20 })} caption={w.newest} columns={incidentColumns()} file="incidents" /></section>
    </>
  );
}

export function Events({ url }: { url: URL }) {
  return <><h1>{w.events}</h1><FilterBar url={url} /><Pages path={route("/api/events", { ...filters(url), limit: 100 })} caption={w.events} columns={eventColumns()} file="events" /></>;
}

export function Dyad({ url }: { url: URL }) {
  const [a, b, date] = ["a", "b", "date"].map((n) => url.searchParams.get(n) ?? "");
  const own = { date, dyad: a && b ? `${a}:${b}` : "" };
  const monthly = route("/api/counts", { ...own, group: "month", limit: 2000 });
  const months = useAnswer(own.dyad ? monthly : null);
  return (
    <>
      <h1>{w.dyad} {a && b ? `${text(a)} → ${text(b)}` : ""}</h1>
      <Ask key={url.search} to="/dyad" button={w.apply}><label>{w.actorF}<input name="a" defaultValue={a} required /></label><label>{w.recipientF}<input name="b" defaultValue={b} required /></label><label>{w.date}<input name="date" defaultValue={date} placeholder="2026-03" /></label></Ask>
      {own.dyad ? <>{months.value ? <Timeline rows={months.value.rows} caption={w.overTime} source={monthly} /> : <Waiting fault={months.fault} />}
        <p><Link to={path("/dyad", { a: b, b: a, date })}>{`${text(b)} → ${text(a)}`}</Link></p>
        <Pages path={route("/api/events", { ...own, limit: 100 })} caption={w.events} columns={eventColumns()} file="dyad" /></> : <p class="quiet">{w.askDyad}</p>}
    </>
  );
}

function Types({ title, source }: { title: string; source: Path<{ rows: Count[] }> }) {
  const counts = useAnswer(source);
  return <section><h2>{title}</h2>{counts.value ? <><Table caption={title} rows={counts.value.rows} columns={[
    { name: "type", label: w.type }, { name: "events", label: w.count, number: true }, { name: "goldstein_mean", label: w.goldstein, number: true, show: (r) => round(r.goldstein_mean) },
  ]} /><p class="actions"><Save path={source} name="types" /></p></> : <Waiting fault={counts.fault} />}</section>;
}

export function Actor({ url }: { url: URL }) {
  const name = url.searchParams.get("name") ?? "";
  const monthly = route("/api/counts", { party: name, group: "month", limit: 2000 });
  const months = useAnswer(name ? monthly : null);
  const entities: Column<Entity>[] = [
    { name: "name", label: w.actor, show: (r) => <Link to={path("/actor", { name: r.name })}>{text(r.name)}</Link> }, { name: "kind", label: w.type }, { name: "code", label: "CAMEO" }, { name: "kb", label: "Wikidata" }, { name: "events", label: w.count, number: true },
  ];
  const roles: Column<Role>[] = [{ name: "code", label: "CAMEO" }, { name: "country", label: w.country }, { name: "sector", label: w.sector }, { name: "first", label: w.firstDay }, { name: "last", label: w.lastDay }, { name: "events", label: w.count, number: true }];
  return (
    <>
      <h1>{w.actor} {text(name)}</h1>
      <Ask key={url.search} to="/actor" button={w.search}><label>{w.actor}<input name="name" defaultValue={name} required /></label></Ask>
      {name ? <>
        {months.value ? <Timeline rows={months.value.rows} caption={w.overTime} source={monthly} /> : <Waiting fault={months.fault} />}
        <section><h2>{w.rolesBy}</h2><Pages path={route("/api/roles", { q: name, limit: 30 })} caption={w.rolesBy} columns={roles} file="roles" /></section>
        <div class="halves">
          <Types title={w.acts} source={route("/api/counts", { actor: name, group: "type" })} />
          <Types title={w.targets} source={route("/api/counts", { recipient: name, group: "type" })} />
        </div>
        <section><h2>{w.statements}</h2><Pages path={route("/api/quotes", { speaker: name, limit: 20 })} caption={w.statements} columns={quoteColumns()} file="quotes" /></section>
        <section><h2>{w.events}</h2><Pages path={route("/api/events", { party: name, limit: 50 })} caption={w.events} columns={eventColumns()} file="events" /></section>
        <section><h2>{w.alike}</h2><Pages path={route("/api/entities", { q: name, limit: 20 })} caption={w.alike} columns={entities} file="entities" /></section>
      </> : <p class="quiet">{w.askActor}</p>}
    </>
  );
}

export function Quotes({ url }: { url: URL }) {
  const own = { speaker: url.searchParams.get("speaker") ?? "", text: url.searchParams.get("text") ?? "", limit: 100 };
  return (
    <>
      <h1>{w.quotes}</h1>
      <Ask key={url.search} to="/quotes" button={w.apply}><label>{w.speaker}<input name="speaker" defaultValue={own.speaker} /></label><label>{w.text}<input name="text" defaultValue={own.text} /></label></Ask>
      <Pages path={route("/api/quotes", own)} caption={w.quotes} columns={quoteColumns()} file="quotes" />
    </>
  );
}

export function Report({ url }: { url: URL }) {
  const id = decodeURIComponent(url.pathname.split("/")[2] ?? "");
  const [turn, again] = useState(0);
  const answer = useAnswer(route("/api/reports/{id}", {}, id));
  const reviews = useAnswer(route("/api/reports/{id}/events", {}, id), turn);
  const at = url.searchParams.get("at");
  const record = answer.value as ReportRecord | undefined;
  return record ? <ReportView key={`${record.id} ${at}`} record={record} at={at ? Number(at) : undefined} reviews={reviews.value?.rows} reviewed={() => { again(turn + 1); }} /> : <><h1>{w.report}</h1><Waiting fault={answer.fault} /></>;
}

export function Search({ url }: { url: URL }) {
  const q = url.searchParams.get("q") ?? "";
  return (
    <>
      <h1>{w.search}</h1>
      <Ask key={url.search} to="/search" button={w.search}><label>{w.text}<input name="q" defaultValue={q} required placeholder={'Gao AND "armée"'} /></label></Ask>
      {q ? <Pages path={route("/api/search", { q, limit: 50 })} caption={w.search} file="reports" columns={[
        { name: "published", label: w.published }, { name: "publisher", label: w.publisher },
        { name: "title", label: w.report, show: (r) => <Link to={reportAt(r.report)}>{text(r.title) || text(r.report)}</Link> },
        { name: "text", label: w.words, show: (r) => `… ${text(r.text)} …` }, { name: "events", label: w.count, number: true },
      ]} /> : <p class="quiet">{w.askSearch}</p>}
    </>
  );
}

export function Corrections({ url }: { url: URL }) {
  const author = url.searchParams.get("author") ?? "";
  return (
    <>
      <h1>{w.corrections}</h1>
      <Ask key={url.search} to="/corrections" button={w.apply}><label>{w.author}<input name="author" defaultValue={author} /></label></Ask>
      <Pages path={route("/api/corrections", { author, limit: 100 })} caption={w.corrections} file="corrections" columns={[
        { name: "made", label: w.when, show: (r) => text(r.made).slice(0, 16).replace("T", " ") }, { name: "author", label: w.author },
        { name: "verdict", label: w.review, show: (r) => <><Verdict verdict={r.verdict} />{!r.holds && <span class="quiet"> {w.replaced}</span>}</> },
        { name: "type", label: w.what, show: (r) => <Link to={reportAt(r.report, r.start)}>{text(r.type) || "–"}{r.trigger ? ` “${text(r.trigger)}”` : ""}</Link> },
        { name: "fixed_type", label: w.shouldBe }, { name: "title", label: w.report, show: (r) => text(r.title) || text(r.report) }, { name: "note", label: w.note },
      ]} />
    </>
  );
}

export function TryIt() {
  const [record, setRecord] = useState<ReportRecord | null>(null);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const f = new FormData(form);
    setBusy(true); setFault("");
    try { setRecord((await post("/api/code", { text: String(f.get("text")), date: String(f.get("date")), language: String(f.get("language")) })) as unknown as ReportRecord); } catch (e) { setFault((e as Error).message); }
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
      {busy && <p class="quiet" role="status">{w.loading}</p>}
      {fault && <p class="fault" role="alert">{fault}</p>}
      {record && <ReportView key={record.id} record={record} />}
    </>
  );
}
