#!/usr/bin/env python3
"""Asks a running `dateline serve` what its pages ask, and says how long each answer took.

    python3 benches/serve.py http://127.0.0.1:8420                 # each question once, one after the other
    python3 benches/serve.py http://127.0.0.1:8420 --readers 100   # then so many at a time, for some seconds

Answers are kept until the archive changes: start the server anew (or write into the archive) before measuring again. On a
busy machine, --pid PID of the server gives its processor time instead (Linux).
"""

import argparse
import concurrent.futures
import glob
import json
import time
import urllib.request
from urllib.parse import quote

FILTERS = [
    ("none", ""),
    ("type", "type=ASSAULT"),
    ("CAMEO", "type=19"),
    ("status", "status=denied"),
    ("party", "party=IRN"),
    ("actor", "actor=IRN"),
    ("actor and type", "actor=IRN&type=ASSAULT"),
    ("dyad", "dyad=IRN:USA"),
    ("month", "date=2020-07"),
    ("days across months", "date=2020-07-15/2020-09-10"),
    ("country of place", "place=MLI"),
    ("speaker", "speaker=NARRATOR"),
    ("publisher", "publisher=" + quote("Le Courrier")),
    ("word", "text=lonbu"),
    ("no copies", "no_copies=true"),
    ("review", "review=standing"),
]
VIEWS = [
    ("months", "/api/counts?group=month&limit=2000"),
    ("dyads", "/api/dyads?limit=15"),
    ("places", "/api/places?limit=300"),
    ("incidents", "/api/incidents?newest=true&limit=20"),
    ("events", "/api/events?limit=100"),
]
OTHERS = [
    ("summary", "/api/summary"),
    ("quotes", "/api/quotes?limit=100"),
    ("quotes of a speaker", "/api/quotes?limit=100&speaker=gouvernement"),
    ("claims", "/api/claims?limit=100"),
    ("reports", "/api/reports?limit=100"),
    ("entities", "/api/entities?q=gouvernement"),
    ("search", "/api/search?q=lonbu"),
    ("corrections", "/api/corrections"),
]


def clock(pid):
    """Seconds: of the wall clock, or of processor time that the threads of a process used."""
    if not pid:
        return time.perf_counter()
    return sum(int(open(path).read().split()[0]) for path in glob.glob(f"/proc/{pid}/task/*/schedstat")) / 1e9


def ask(base, path, pid=None):
    """Time of an answer in milliseconds, and its number of rows."""
    start = clock(pid)
    with urllib.request.urlopen(base + path, timeout=60) as answer:
        rows = json.load(answer)["rows"]
    return (clock(pid) - start) * 1e3, len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    print("| filter | " + " | ".join(name for name, _ in VIEWS) + " |")
    print("| --- |" + " --- |" * len(VIEWS))
    for name, condition in FILTERS:
        times = [ask(args.base, f"{path}&{condition}".rstrip("&"), args.pid)[0] for _, path in VIEWS]
        print(f"| {name} | " + " | ".join(f"{t:.0f}" for t in times) + " |", flush=True)
    for name, path in OTHERS:
        took, rows = ask(args.base, path, args.pid)
        print(f"| {name} | {took:.0f} ms | {rows} rows |", flush=True)
    if not args.readers:
        return
    paths = [f"{path}&{condition}".rstrip("&") for _, condition in FILTERS for _, path in VIEWS]
    end = time.monotonic() + args.seconds
    times, faults = [], []

    def read(n):
        while time.monotonic() < end:
            try:
                times.append(ask(args.base, paths[n % len(paths)])[0])
            except Exception as fault:  # whatever goes wrong counts
                faults.append(f"{paths[n % len(paths)]}: {fault}")
            n += 7

    with concurrent.futures.ThreadPoolExecutor(args.readers) as pool:
        list(pool.map(read, range(args.readers)))
    times.sort()
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    print(f"{args.readers} readers for {args.seconds:.0f} s: {len(times)} answers, {len(faults)} faults, median {at(.5):.0f} ms, 95 % within {at(.95):.0f} ms")
    for fault in faults[:5]:
        print(fault)


if __name__ == "__main__":
    main()
