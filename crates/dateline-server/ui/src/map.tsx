// A map of the places of events, with the table beside it.

import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import world from "world-atlas/countries-110m.json";
import type { Place } from "./client";
import { Link, Save, Table, text } from "./parts";
import { path } from "./api";
import { words as w } from "./words";

const WIDE = 600, HIGH = 292;
const projection = geoEqualEarth().fitSize([WIDE, HIGH], { type: "Sphere" });
const outline = geoPath(projection);
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const land = outline(feature(world as any, (world as any).objects.countries)) ?? "";

export function Places({ rows, source }: { rows: Place[]; source: string }) {
  const most = Math.max(1, ...rows.map((r) => r.events));
  const near = (r: Place) => <Link to={path("/events", { place: r.place })}>{text(r.place)}</Link>;
  return (
    <figure>
      <figcaption>{w.map}</figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${w.map}, ${w.asData.toLowerCase()} ${w.below}`} class="chart map">
        <path d={land} class="land" />
        {rows.map((r) => {
          if (r.lat === null || r.lon === null) return null;
          const at = projection([r.lon, r.lat]);
          return at && <circle cx={at[0]} cy={at[1]} r={2 + 10 * Math.sqrt(r.events / most)}><title>{`${text(r.place)}: ${r.events}`}</title></circle>;
        })}
      </svg>
      <details><summary>{w.asData}</summary>
        <Table caption={w.map} rows={rows} columns={[{ name: "place", label: w.place, show: near }, { name: "country", label: "ISO" }, { name: "events", label: w.count, number: true }]} />
      </details>
      <p class="actions"><Save path={source} name="places" /></p>
    </figure>
  );
}
