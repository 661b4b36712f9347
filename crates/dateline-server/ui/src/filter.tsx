// The filter of a view of events; it stands in the address.

import type { Questions } from "./client";
import { Ask } from "./parts";
import { go } from "./route";
import { words as w } from "./words";

export const TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];
export const STATUSES = ["asserted", "denied", "promised", "threatened", "demanded", "hypothetical"];
const REVIEWS = ["right", "wrong", "fixed", "unreviewed", "standing"] as const;
const NAMES = ["actor", "recipient", "party", "dyad", "type", "status", "date", "place", "speaker", "text", "publisher", "review"] as const;

export type Filter = Questions["/api/places"];

export function filters(url: URL): Filter {
  const out: Filter = {};
  for (const name of NAMES) {
    const value = url.searchParams.get(name);
    if (value) out[name] = value;
  }
  if (url.searchParams.get("no_copies")) out.no_copies = true;
  return out;
}

export function FilterBar({ url }: { url: URL }) {
  const value = (name: string) => url.searchParams.get(name) ?? "";
  const field = (name: string, label: string, hint = "") => <label>{label}<input name={name} defaultValue={value(name)} placeholder={hint} /></label>;
  const choice = (name: string, label: string, values: readonly (readonly [string, string])[]) => (
    <label>{label}<select name={name}><option value="">{w.all}</option>{values.map(([v, shown]) => <option value={v} selected={v === value(name)}>{shown}</option>)}</select></label>
  );
  const same = (values: readonly string[]) => values.map((v) => [v, v] as const);
  const further = ["party", "speaker", "text", "publisher", "review", "no_copies"].some((n) => value(n));
  return (
    <Ask key={url.search} to={url.pathname} button={w.apply} after={<>
      <button type="button" class="plain" onClick={() => go(url.pathname)}>{w.clear}</button>
      <details class="further" open={further}><summary>{w.further}</summary><div class="filters">
        {field("party", w.party)}{field("speaker", w.speaker)}{field("text", w.text)}{field("publisher", w.publisher)}
        {choice("review", w.review, REVIEWS.map((v) => [v, w[v]] as const))}
        <label class="check"><input type="checkbox" name="no_copies" value="true" defaultChecked={value("no_copies") !== ""} />{w.noCopies}</label>
      </div></details></>}>
      {field("actor", w.actorF, "MLI, Macron")}{field("recipient", w.recipientF)}{choice("type", w.type, same(TYPES))}{choice("status", w.status, same(STATUSES))}
      {field("date", w.date, "2026-03, 2026/2027")}{field("place", w.place)}
    </Ask>
  );
}
