#!/usr/bin/env python3
"""Which stage of the chain the processor's time goes to, by Linux perf.

    python3 make_reports.py --count 1500 --varied -o varied.jsonl
    python3 stages.py varied.jsonl [--command target/profiling/dateline] [-- more arguments of `dateline code`]

`perf record` takes samples with their call stacks. A sample belongs to the outermost stage on its stack, so that memory
asked for by the stage is its own too. What stands on no stage's stack (reading, threads, output, start) is the rest.
"""

import argparse
import collections
import re
import subprocess
import sys
import tempfile

STAGES = [
    ("start: packs, knowledge base, model", r"setup::Setup|dateline::desk::Desk::new|Pack::load|store::Store|Sieve::new"),
    ("read input, tell its language", r"dateline_read::|settle_language|whatlang::"),
    ("choose paragraphs to parse", r"dateline::sieve::|Pipeline>?::tokenize|possible_lemmas|dateline::plain::"),
    ("parse: networks, tokens, lemmas", r"dateline_nlp::"),
    ("mend the parse", r"dateline_extract::mend|join_cut_sentences"),
    ("mentions, links, pronouns", r"dateline_extract::(mentions|link|coref)"),
    ("times", r"dateline_extract::times|TimeLexicon"),
    ("quantities", r"dateline_extract::quantities"),
    ("quotes", r"dateline_extract::quotes"),
    ("events", r"dateline_extract::(events|acts|merge|stance|dates|domestic)"),
    ("claims, figures", r"dateline_extract::(claims|figures)"),
    ("find triggers; trees", r"dateline_extract::"),
    ("record, JSON", r"write_record|dateline::convert|json_line|serde_json|dateline_record"),
]
PATTERNS = [(name, re.compile(pattern)) for name, pattern in STAGES]
REST = "rest"
# Frames that hold stages but are none.
AROUND = re.compile(r"Extractor::extract|dateline::coder::|dateline::commands|rayon")


def stage(frames):
    """The stage of a stack, innermost frame first."""
    for frame in reversed(frames):
        if AROUND.search(frame):
            continue
        for name, pattern in PATTERNS:
            if pattern.search(frame):
                return name
    # Inlined into the function around.
    return "find triggers; trees" if any("Extractor::extract" in f for f in frames) else REST


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("reports")
    args.add_argument("--command", default="target/profiling/dateline")
    args.add_argument("more", nargs="*")
    args = args.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/perf.data"
        command = [args.command, "code", "--format", "jsonl", "--threads", "1", *args.more, args.reports]
        record = ["perf", "record", "-q", "-o", data, "-F", "299", "--call-graph", "dwarf,16384", "--"]
        done = subprocess.run(record + command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)
        script = subprocess.Popen(
            ["perf", "script", "-i", data, "--no-inline", "-F", "ip,sym"], stdout=subprocess.PIPE, text=True
        )
        counts, frames = collections.Counter(), []
        for line in script.stdout:
            if line.strip():
                frames.append(line)
            elif frames:
                counts[stage(frames)] += 1
                frames = []
        script.wait()
    total = sum(counts.values())
    print(f"{total} samples")
    for name in [name for name, _ in STAGES] + [REST]:
        print(f"{name:40}{counts[name] / total:8.1%}")


if __name__ == "__main__":
    main()
