#!/usr/bin/env python3
"""Draws what two sides did to each other, month by month, from the rows of

    dateline query ARCHIVE --group dyad,month --dyad A:B --format csv

as SVG: cooperation upwards, conflict downwards (counts by quad class), the mean Goldstein value as a line. Needs nothing but Python.
"""
import csv
import sys

WIDTH, HEIGHT, LEFT, TOP, FOOT = 760, 380, 50, 50, 60
# Quad classes: verbal and material cooperation, verbal and material conflict.
COLOURS = {"quad1": "#8db9d9", "quad2": "#2b6ca3", "quad3": "#f2b48a", "quad4": "#b5402a"}
NAMES = {"quad1": "verbal cooperation", "quad2": "material cooperation", "quad3": "verbal conflict", "quad4": "material conflict"}


def months(first, last):
    """All months from one to another, both as 2026-03."""
    year, month = map(int, first.split("-"))
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


rows = [r for r in csv.DictReader(sys.stdin) if r["month"]]
if not rows:
    sys.exit("no rows with a month; see `dateline query --help`")
table = {m: dict.fromkeys([*COLOURS, "events", "goldstein"], 0.0) for m in months(min(r["month"] for r in rows), max(r["month"] for r in rows))}
for row in rows:
    for key in table[row["month"]]:
        table[row["month"]][key] += float(row[key] or 0)

most = max(max(t["quad1"] + t["quad2"], t["quad3"] + t["quad4"]) for t in table.values()) or 1
middle = TOP + (HEIGHT - TOP - FOOT) / 2
unit = (HEIGHT - TOP - FOOT) / 2 / most
step = (WIDTH - LEFT - 20) / len(table)
out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
       f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
line = []
for i, (month, t) in enumerate(table.items()):
    x = LEFT + i * step
    up = down = middle
    for quad in ("quad2", "quad1"):
        up -= t[quad] * unit
        out.append(f'<rect x="{x + step * 0.15:.1f}" y="{up:.1f}" width="{step * 0.7:.1f}" height="{t[quad] * unit:.1f}" fill="{COLOURS[quad]}"/>')
    for quad in ("quad4", "quad3"):
        out.append(f'<rect x="{x + step * 0.15:.1f}" y="{down:.1f}" width="{step * 0.7:.1f}" height="{t[quad] * unit:.1f}" fill="{COLOURS[quad]}"/>')
        down += t[quad] * unit
    out.append(f'<text x="{x + step / 2:.1f}" y="{HEIGHT - FOOT + 20}" text-anchor="middle">{month}</text>')
    if t["events"]:
        line.append(f'{x + step / 2:.1f},{middle - t["goldstein"] / t["events"] / 10 * (HEIGHT - TOP - FOOT) / 2:.1f}')
out.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{middle}" y2="{middle}" stroke="#333"/>')
out.append(f'<polyline points="{" ".join(line)}" fill="none" stroke="#111" stroke-width="2"/>')
for n in range(-int(most), int(most) + 1):
    out.append(f'<text x="{LEFT - 8}" y="{middle - n * unit + 4:.1f}" text-anchor="end">{abs(n)}</text>')
for i, (quad, name) in enumerate(NAMES.items()):
    out.append(f'<rect x="{LEFT + i * 175}" y="{HEIGHT - 24}" width="12" height="12" fill="{COLOURS[quad]}"/><text x="{LEFT + 17 + i * 175}" y="{HEIGHT - 14}">{name}</text>')
pairs = sorted({f"{r['source']} → {r['target']}" for r in rows})
out.append(f'<text x="{LEFT}" y="24" font-size="15">{", ".join(pairs)}: events a month, and their mean Goldstein value (line, −10 to 10)</text></svg>')
print("\n".join(out))
