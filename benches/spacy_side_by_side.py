#!/usr/bin/env python3
"""Time spaCy and Dateline's pipeline on the same text, the same model, one core.

    python3 spacy_side_by_side.py MODEL_FOLDER CONVERTED TEXT [--parse PROGRAM] [--rounds N] [--turns N] [--core N]

MODEL_FOLDER  unpacked spaCy pipeline (the folder with config.cfg), or the name of an installed one
CONVERTED     the same pipeline converted: parse convert WHEEL CONVERTED
TEXT          UTF-8, one paragraph a line; lines that begin with "# " are skipped
PROGRAM       target/release/examples/parse: cargo build --release -p dateline-nlp --example parse

Both run under `taskset` on one core with one thread. The time is processor time, which other work on the
machine disturbs less than the clock does. "cold" is the first round, in which no word has been seen before;
"warm" the best of the later rounds. A shared machine is faster at one minute than at the next, so the two take
turns, and the ratio is the median of the turns' ratios. Peak memory is the resident set. Prints one table.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

SPACY = r"""
import json, resource, sys, time, warnings
warnings.filterwarnings("ignore")
model, text, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
import spacy
start = time.perf_counter()
nlp = spacy.load(model)
load = time.perf_counter() - start
lines = open(text, encoding="utf-8", newline="").read().replace("\u2019", "'").split("\n")
lines = [line for line in lines if line and not line.startswith("# ")]
list(nlp.pipe(["Une phrase pour commencer."]))
times = []
for _ in range(rounds):
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(lines))
    times.append(time.process_time() - start)
print(json.dumps({"load_s": load, "tokens": tokens, "cold_s": times[0], "best_s": min(times[1:] or times),
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run(command, core):
    # Settings that hold OpenBLAS back would be unfair to spaCy.
    environment = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = "1"
    out = subprocess.run(
        ["taskset", "-c", str(core)] + command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return json.loads(out.strip().split("\n")[-1])


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("model")
    args.add_argument("converted")
    args.add_argument("text")
    args.add_argument("--parse", default="target/release/examples/parse")
    args.add_argument("--rounds", type=int, default=3)
    args.add_argument("--turns", type=int, default=3)
    args.add_argument("--core", type=int, default=0)
    args = args.parse_args()

    rounds = str(args.rounds)
    pairs = []
    for _ in range(args.turns):
        theirs = run([sys.executable, "-c", SPACY, args.model, args.text, rounds], args.core)
        ours = run([args.parse, "bench", args.converted, args.text, rounds], args.core)
        if theirs["tokens"] != ours["tokens"]:
            sys.exit(f"spaCy finds {theirs['tokens']} tokens, Dateline {ours['tokens']}: not the same model or text")
        pairs.append((theirs, ours))
    tokens = pairs[0][1]["tokens"]
    print(f"{tokens} tokens a round, {rounds} rounds, {args.turns} turns, one core; medians and the ratios of all turns")
    print(f"{'':24}{'spaCy':>12}{'Dateline':>12}{'ratio':>8}")

    def line(label, digits, value, greater_is_better):
        a = statistics.median(value(theirs) for theirs, _ in pairs)
        b = statistics.median(value(ours) for _, ours in pairs)
        of = [value(o) / value(t) if greater_is_better else value(t) / value(o) for t, o in pairs]
        told = ", ".join(f"{x:.1f}" for x in of)
        print(f"{label:24}{a:12.{digits}f}{b:12.{digits}f}{statistics.median(of):8.1f}   {told}")

    line("tokens/s cold", 0, lambda r: tokens / r["cold_s"], True)
    line("tokens/s warm", 0, lambda r: tokens / r["best_s"], True)
    line("load, seconds", 3, lambda r: r["load_s"], False)
    line("peak memory, MB", 0, lambda r: r["peak_mb"], False)


if __name__ == "__main__":
    main()
