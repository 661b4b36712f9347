// The columns of lists that several pages show.

import { path } from "./api";
import type { Event, Incident, Quote } from "./client";
import { Link, text, type Column } from "./parts";
import { words as w } from "./words";

/** The address of a report, at a place of its text. */
export const reportAt = (report: string, start?: number | null) => path(`/report/${encodeURIComponent(report)}`, { at: start === null || start === undefined ? "" : String(start) });

const actors = (names: string | null) => (names ?? "").split("; ").filter(Boolean).map((n, i) => <>{i > 0 && ", "}<Link to={path("/actor", { name: n })}>{text(n)}</Link></>);

export function Verdict({ verdict }: { verdict: string | null | undefined }) {
  const known = verdict as "right" | "wrong" | "fixed" | "added" | "unreviewed" | null | undefined;
  return known ? <span class={`verdict ${known}`}>{w[known] ?? text(known)}</span> : null;
}

export function eventColumns(): Column<Event>[] {
  return [
    { name: "date", label: w.date },
    { name: "actor", label: w.who, show: (r) => actors(r.actor) },
    { name: "type", label: w.what, show: (r) => <Link to={reportAt(r.report, r.start)}>{text(r.type) || text(r.cameo)}{r.trigger ? ` “${text(r.trigger)}”` : ""}</Link> },
    { name: "recipient", label: w.whom, show: (r) => actors(r.recipient) },
    { name: "status", label: w.status },
    { name: "place", label: w.where },
    { name: "source", label: w.according },
    { name: "publisher", label: w.publisher },
    { name: "review", label: w.review, narrow: true, show: (r) => <Verdict verdict={r.review} /> },
    { name: "incident", label: w.incident, narrow: true, show: (r) => r.incident ? <Link to={`/incident/${encodeURIComponent(r.incident)}`} title={w.incident}>{w.open}</Link> : "" },
  ];
}

export function incidentColumns(): Column<Incident>[] {
  return [
    { name: "earliest", label: w.date },
    { name: "type", label: w.what, narrow: true, show: (r) => <Link to={`/incident/${encodeURIComponent(r.incident)}`}>{text(r.type) || text(r.cameo) || "–"}</Link> },
    { name: "actors", label: w.who, show: (r) => actors(r.actors) }, { name: "recipients", label: w.whom, show: (r) => actors(r.recipients) },
    { name: "place", label: w.where }, { name: "reports", label: w.reportsC, number: true }, { name: "figures", label: w.figures },
  ];
}

export function quoteColumns(): Column<Quote>[] {
  return [
    { name: "published", label: w.published },
    { name: "speaker", label: w.speaker, show: (r) => r.speaker ? <Link to={path("/actor", { name: r.speaker })}>{text(r.speaker)}</Link> : "–" },
    { name: "cue", label: w.cue }, { name: "text", label: w.words, show: (r) => <Link to={reportAt(r.report, r.start)}>{`“${text(r.text)}”`}</Link> },
    { name: "via", label: w.source }, { name: "publisher", label: w.publisher },
  ];
}
