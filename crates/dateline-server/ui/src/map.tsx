// A map of the places of events, with the table beside it.

import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import world from "world-atlas/countries-110m.json";
import type { Row } from "./api";
import { Table, text } from "./parts";
import { words as w } from "./words";

const WIDE = 720, HIGH = 350;
const projection = geoEqualEarth().fitSize([WIDE, HIGH], { type: "Sphere" });
const outline = geoPath(projection);
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const land = outline(feature(world as any, (world as any).objects.land ?? (world as any).objects.countries)) ?? "";

export function Places({ rows }: { rows: Row[] }) {
  const most = Math.max(1, ...rows.map((r) => Number(r.events)));
  return (
    <figure>
      <figcaption>{w.map}</figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={w.map} class="chart map">
        <path d={land} class="land" />
        {rows.map((r) => {
          const at = projection([Number(r.lon), Number(r.lat)]);
          if (!at || r.lat === null) return null;
          return <circle cx={at[0]} cy={at[1]} r={2 + 10 * Math.sqrt(Number(r.events) / most)}><title>{`${text(r.place)}: ${text(r.events)}`}</title></circle>;
        })}
      </svg>
      <details><summary>{w.asData}</summary>
        <Table caption={w.map} rows={rows} columns={[{ name: "place", label: w.place }, { name: "country", label: "ISO" }, { name: "events", label: w.count, number: true }]} />
      </details>
    </figure>
  );
}
