// An incident as a ledger: who says what since when, and how the figures changed.

import { route, save } from "./api";
import type { Account, Line } from "./client";
import { reportAt } from "./lists";
import { Ask, Link, Table, Waiting, text, useAnswer } from "./parts";
import { words as w } from "./words";

/** Who stands behind a line: the speaker, and the publisher where the report itself or nobody named says it. */
const voice = (l: Line) => (/^[A-Z]+$/.test(l.speaker) && l.publisher ? `${l.speaker} (${l.publisher})` : l.speaker);
const day = (l: Line) => l.published ?? "?";

/** One attribute: a row for each voice, a column for each day; each cell opens its sentence. */
function Ledger({ attribute, lines }: { attribute: string; lines: Line[] }) {
  const days = [...new Set(lines.map(day))];
  const voices = [...new Set(lines.map(voice))];
  return (
    <section>
      <h3>{attribute}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={`${w.ledger}: ${attribute}`}>
        <table class="ledger">
          <caption><span class="unseen">{`${w.ledger}: ${attribute}`}</span></caption>
          <thead><tr><th scope="col">{w.speaker}</th>{days.map((d) => <th scope="col">{d}</th>)}</tr></thead>
          <tbody>{voices.map((v) => (
            <tr><th scope="row" class="voice">{text(v)}</th>{days.map((d) => (
              <td>{lines.filter((l) => voice(l) === v && day(l) === d).map((l) => (
                <div class={`entry ${l.relation}${l.copy ? " copy" : ""}`}><Link to={reportAt(l.report, l.start)} title={`“${text(l.words)}”`}>{text(l.value)}</Link> <span class="quiet">{w.relations[l.relation] ?? text(l.relation)}</span></div>
              ))}</td>
            ))}</tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

function Told({ one }: { one: Account }) {
  const attributes = [...new Set(one.lines.map((l) => l.attribute))];
  return (
    <>
      <p class="quiet">{[one.earliest, text(one.place), one.status].filter(Boolean).join(" · ")} · {one.reports} {w.reports}, {one.sources} {w.independent}, {one.publishers} {w.publishers}</p>
      {one.figures.length > 0 && <section><h2>{w.figures}</h2><ul class="figures">{one.figures.map((f) => <li><strong>{f.attribute}</strong> {f.history}</li>)}</ul></section>}
      <h2>{w.ledger}</h2>
      {attributes.map((a) => <Ledger attribute={a} lines={one.lines.filter((l) => l.attribute === a)} />)}
      <h2>{w.said}</h2>
      <Table caption={w.said} rows={one.lines} columns={[
        { name: "published", label: w.published }, { name: "publisher", label: w.publisher }, { name: "speaker", label: w.speaker, show: (r) => <>{text(r.speaker)}{r.via ? ` (${text(r.via)})` : ""}</> },
        { name: "attribute", label: w.attribute }, { name: "value", label: w.value, show: (r) => <strong>{text(r.value)}</strong> },
        { name: "relation", label: w.relation, show: (r) => <span class={`relation ${r.relation}`}>{w.relations[r.relation] ?? text(r.relation)}{r.earlier ? ` ${r.earlier}` : ""}</span> },
        { name: "words", label: w.words, show: (r) => <Link to={reportAt(r.report, r.start)}>{`“${text(r.words)}”`}</Link> },
      ]} />
      <p class="actions"><span class="save">{w.save}{" "}
        <button type="button" class="plain" aria-label={`${w.save} incident csv`} onClick={() => save(new Blob([csv(one.lines)], { type: "text/csv" }), "incident.csv")}>CSV</button>
        <button type="button" class="plain" aria-label={`${w.save} incident json`} onClick={() => save(new Blob([JSON.stringify(one, null, 1)], { type: "application/json" }), "incident.json")}>JSON</button>
      </span></p>
    </>
  );
}

/** Lines for a spreadsheet; a text that it would take for a formula gets an apostrophe, as in the server's own CSV. */
function csv(lines: Line[]): string {
  const names = ["published", "report", "publisher", "copy", "event", "speaker", "via", "attribute", "value", "words", "relation", "earlier"] as const;
  const cell = (value: Line[typeof names[number]]) => {
    const shown = typeof value === "string" && /^[=+\-@]/.test(value) ? `'${text(value)}` : text(value);
    return /[",\n\r]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
  };
  return [names.join(","), ...lines.map((l) => names.map((n) => cell(l[n])).join(","))].join("\n") + "\n";
}

export function Incident({ url }: { url: URL }) {
  const id = decodeURIComponent(url.pathname.split("/")[2] ?? "");
  const known = url.searchParams.get("as_of") ?? "";
  const answer = useAnswer(route("/api/incidents/{id}", { as_of: known }, id));
  const one = answer.value;
  return (
    <>
      <h1>{w.incident}{one ? `: ${text([one.actors.join(", "), one.type ?? "", one.recipients.join(", ")].filter(Boolean).join(" – "))}` : ""}</h1>
      <Ask key={url.search} to={url.pathname} button={w.apply}><label>{w.asOf}<input type="date" name="as_of" defaultValue={known} /></label></Ask>
      {one ? <Told one={one} /> : <Waiting fault={answer.fault} />}
    </>
  );
}
