// Counts by month as stacked bars, with the table beside them.

import type { Count } from "./client";
import { Save, Table, round, text } from "./parts";
import { words as w } from "./words";

const QUADS = ["quad1", "quad2", "quad3", "quad4"] as const;
export const quadNames = () => [`${w.cooperation}, ${w.verbal}`, `${w.cooperation}, ${w.material}`, `${w.conflict}, ${w.verbal}`, `${w.conflict}, ${w.material}`];

/** A month as a number, so that months without events leave a gap. */
const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** Those of the labels that are so many months apart. */
function apart(labels: (readonly [number, string])[], least: number): (readonly [number, string])[] {
  let last = -Infinity;
  return labels.filter(([at]) => at - last >= least && ((last = at), true));
}

/** A round number at or above another. */
function ceiling(n: number): number {
  const step = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 5, 10].map((k) => k * step).find((k) => k >= n) ?? n;
}

export function Timeline({ rows, caption, source }: { rows: Count[]; caption: string; source: string }) {
  const months = rows.filter((r) => r.month);
  const total = (r: Count) => QUADS.reduce((n, q) => n + r[q], 0);
  const most = ceiling(Math.max(1, ...months.map(total)));
  const first = months.length > 0 ? index(months[0].month ?? "") : 0;
  const count = months.length > 0 ? index(months[months.length - 1].month ?? "") - first + 1 : 1;
  const left = 40, wide = 600, high = 170, bar = Math.min(48, (wide - left) / count);
  const names = quadNames();
  const every = Math.max(1, Math.ceil(count / 12 / 10));
  const years = Array.from({ length: Math.ceil(count / 12) + 1 }, (_, i) => Math.ceil(first / 12) + i).filter((y) => y * 12 < first + count && y % every === 0);
  const ticks = years.length > 1 ? years.map((y) => [y * 12, String(y)] as const) : apart(months.map((m) => [index(m.month ?? ""), m.month ?? ""] as const), 56 / bar);
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <ul class="legend">{names.map((n, i) => <li><span class={`key quad${i + 1}`} aria-hidden="true" />{n}</li>)}</ul>
      <svg viewBox={`0 0 ${wide} ${high + 24}`} role="img" aria-label={`${caption}: ${text(months[0]?.month)} – ${text(months[months.length - 1]?.month)}, ${w.asData.toLowerCase()} ${w.below}`} class="chart">
        {[0, 0.5, 1].map((part) => {
          const y = high - part * (high - 12);
          return <><line x1={left} x2={wide} y1={y} y2={y} class="axis" /><text x={left - 6} y={y + 4} text-anchor="end">{most * part}</text></>;
        })}
        {months.map((r) => {
          let y = high;
          const x = left + (index(r.month ?? "") - first) * bar;
          return QUADS.map((q, n) => {
            const part = (r[q] / most) * (high - 12);
            y -= part;
            return part > 0 && <rect x={x} y={y} width={Math.max(0.6, bar * 0.86)} height={part} class={`quad${n + 1}`}><title>{`${text(r.month)}: ${r[q]} ${names[n]}`}</title></rect>;
          });
        })}
        {ticks.map(([at, label]) => <text x={left + (at - first) * bar} y={high + 18}>{label}</text>)}
      </svg>
      <details><summary>{w.asData}</summary>
        <Table caption={caption} rows={months} columns={[
          { name: "month", label: w.month }, { name: "events", label: w.count, number: true },
          ...QUADS.map((q, i) => ({ name: q, label: names[i], number: true })), { name: "goldstein_mean", label: w.goldstein, number: true, show: (r) => round(r.goldstein_mean) },
        ]} />
      </details>
      <p class="actions"><Save path={source} name="months" /></p>
    </figure>
  );
}
