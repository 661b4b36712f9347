#!/usr/bin/env python3
"""Time the whole chain from reports to records, on generated text, one core and two; side by side with parsing alone.

    python3 make_reports.py --count 2000 -o relevant.jsonl
    python3 make_reports.py --count 2000 --mixed -o mixed.jsonl
    python3 whole_chain.py relevant.jsonl mixed.jsonl [--command target/release/dateline] [--turns 3]
                           [--spacy MODEL --spacy-python PYTHON] [--sizes 1000 10000 100000] [--paragraphs 2]

Each line of the tables is the median of the turns; the programs take turns, since a shared machine is faster at one minute than
at the next. Times are processor time (user and system), which other work disturbs less than the clock does, less that of a run
over one report, which is what starting and opening the model costs. Memory is the peak resident set. Sentences are those the
records name.

"parse" is `dateline parse`, tokens to dependencies with the writing of CoNLL-U; "code" is `dateline code --format jsonl`;
"code --no-skip" parses the paragraphs too in which nothing can be coded. spaCy parses the same paragraphs with `nlp.pipe`.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

SPACY = r"""
import json, sys, warnings
warnings.filterwarnings("ignore")
import spacy
nlp = spacy.load(sys.argv[1])
processes = int(sys.argv[3])
def paragraphs():
    for line in open(sys.argv[2], encoding="utf-8"):
        for paragraph in json.loads(line)["text"].replace("\u2019", "'").split("\n\n"):
            yield paragraph
print(sum(len(list(doc.sents)) for doc in nlp.pipe(paragraphs(), n_process=processes)))
"""


def run(command, cores):
    """Runs a command on some cores. Returns processor seconds, wall seconds, peak memory in MB."""
    environment = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = "1"
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            ["taskset", "-c", cores] + command, stdout=out, stderr=subprocess.DEVNULL, env=environment
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} failed with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def count(path, command):
    """Reports and sentences of a file."""
    out = subprocess.run([command, "code", "--format", "jsonl", path], stdout=subprocess.PIPE, text=True, check=False)
    lines = out.stdout.splitlines()
    return len(lines), sum(len(json.loads(line)["sentences"]) for line in lines)


def version(command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("texts", nargs="+")
    args.add_argument("--command", default="target/release/dateline")
    args.add_argument("--turns", type=int, default=3)
    args.add_argument("--spacy", help="an installed spaCy pipeline")
    args.add_argument("--spacy-python", default=sys.executable)
    args.add_argument("--sizes", type=int, nargs="*", default=[], help="numbers of reports of the cost curve")
    args.add_argument("--paragraphs", type=int, default=2, help="of a report of the cost curve")
    args = args.parse_args()

    code = [args.command, "code", "--format", "jsonl"]
    ways = [
        ("parse, one core", [args.command, "parse", "--threads", "1"], "0"),
        ("code, one core", code + ["--threads", "1"], "0"),
        ("code --no-skip, one core", code + ["--threads", "1", "--no-skip"], "0"),
        ("code, two cores", code + ["--threads", "2"], "0,1"),
    ]
    print(f"{version([args.command, '--version'])}, Python {platform.python_version()}, {os.cpu_count()} cores")
    if args.spacy:
        print(version([args.spacy_python, "-c", "import spacy; print('spaCy', spacy.__version__)"]), args.spacy)

    for path in args.texts:
        reports, sentences = count(path, args.command)
        with tempfile.TemporaryDirectory() as folder:
            first = os.path.join(folder, "first.jsonl")
            with open(path, encoding="utf-8") as whole, open(first, "w", encoding="utf-8") as one:
                one.write(whole.readline())
            todo = [(name, command + [path], command + [first], cores) for name, command, cores in ways]
            if args.spacy:
                for name, processes, cores in (("spaCy parse, one core", "1", "0"), ("spaCy parse, two cores", "2", "0,1")):
                    base = [args.spacy_python, "-c", SPACY, args.spacy]
                    todo.append((name, base + [path, processes], base + [first, processes], cores))
            results = {name: [] for name, *_ in todo}
            for _ in range(args.turns):
                for name, command, start, cores in todo:
                    cpu, wall, memory = run(command, cores)
                    results[name].append((cpu - run(start, cores)[0], wall, memory))
        print(f"\n{path}: {reports} reports, {sentences} sentences")
        print(f"{'':28}{'sentences/s':>12}{'reports/s':>11}{'cpu s':>8}{'wall s':>8}{'MB':>7}   (per second of processor time)")
        for name, of in results.items():
            cpu, wall, memory = (statistics.median(column) for column in zip(*of))
            print(f"{name:28}{sentences / cpu:12.0f}{reports / cpu:11.1f}{cpu:8.2f}{wall:8.2f}{memory:7.0f}")

    if args.sizes:
        make = os.path.join(os.path.dirname(os.path.abspath(__file__)), "make_reports.py")
        print(f"\ncost curve, mixed text of {args.paragraphs} paragraphs a report, to Parquet, two threads\n{'reports':>10}{'cpu s':>10}{'us/report':>11}{'MB':>7}")
        for size in args.sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "reports.jsonl")
                make_it = [sys.executable, make, "--mixed", "--count", str(size), "--paragraphs", str(args.paragraphs), "-o", path]
                subprocess.run(make_it, check=True)
                out = ["--format", "parquet", "-o", os.path.join(folder, "out")]
                cpu, _, memory = run([args.command, "code", "--threads", "2", path] + out, "0,1")
                print(f"{size:10}{cpu:10.1f}{cpu / size * 1e6:11.0f}{memory:7.0f}")


if __name__ == "__main__":
    main()
