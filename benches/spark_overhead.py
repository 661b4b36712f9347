#!/usr/bin/env python3
"""What Spark costs beside the coding: the same reports coded by the command and by Spark on this machine.

    python3 make_reports.py --count 200000 --mixed --paragraphs 3 -o reports.jsonl
    python3 spark_overhead.py reports.jsonl [--command target/release/dateline] [--master local[2]] [--files 8] [--turns 1]

Run it in a Python that has the release wheel of dateline, pyspark, pyarrow and pandas. Reports are first written as Parquet,
which both read; both write coded rows as Parquet. The clock's time is compared, on a machine with nothing else to do; processor
time (user and system) stands beside it, that of Spark's Python workers only where the system tells it. Memory is the peak of the largest process. The records are compared: the
two must have written the same.

Overhead is what Spark takes beyond the command, by the command's time: start of Java, workers and models, rows carried to
Python and back, Spark's own writing. The command is given as many threads as Spark has cores.
"""

import argparse
import ctypes
import hashlib
import json
import os
import pathlib
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PR_SET_CHILD_SUBREAPER = 36
COLUMNS = ("id", "date", "language", "publisher", "text")

JOB = r"""
import sys
from pyspark.sql import SparkSession
import dateline.spark
source, target, master, memory, batch = sys.argv[1:]
spark = (
    SparkSession.builder.master(master)
    .config("spark.driver.memory", memory)
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.execution.arrow.maxRecordsPerBatch", batch)
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
dateline.spark.code(spark.read.parquet(source), languages=["fr"]).write.parquet(target)
spark.stop()
"""


def measured(command, environment):
    """Runs a command with all that it starts. Returns processor seconds, wall seconds, peak memory in MB."""
    out, back = os.pipe()
    child = os.fork()
    if child == 0:
        # Processes that outlive the one that started them come to this one, so that their time is counted too.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        start = time.perf_counter()
        status = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
        wall = time.perf_counter() - start
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = json.dumps([status, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024])
        os.write(back, told.encode())
        os._exit(0)
    os.close(back)
    with os.fdopen(out) as pipe:
        status, cpu, wall, memory = json.load(pipe)
    os.waitpid(child, 0)
    if status not in (0, 1):
        sys.exit(f"{command[0]} failed with {status}")
    return cpu, wall, memory


def digest(files):
    """Number of records and a hash that does not depend on their order."""
    import pyarrow.parquet

    count, total = 0, 0
    for file in files:
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(columns=["record"]):
            for line in batch.column(0).to_pylist():
                count += 1
                total = (total + int.from_bytes(hashlib.sha256(line.encode()).digest()[:16], "big")) % 2**128
    return count, total


def to_parquet(source, folder, files):
    """Writes reports as Parquet files of about the same number of rows."""
    import pyarrow as pa
    import pyarrow.parquet

    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    writers = [pyarrow.parquet.ParquetWriter(folder / f"part-{n:03}.parquet", schema) for n in range(files)]
    rows, turn, count = [], 0, 0
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            rows.append(json.loads(line))
            count += 1
            if len(rows) == 2000:
                writers[turn % files].write_table(pa.Table.from_pylist(rows, schema))
                rows, turn = [], turn + 1
    if rows:
        writers[turn % files].write_table(pa.Table.from_pylist(rows, schema))
    for writer in writers:
        writer.close()
    return count


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("reports")
    args.add_argument("--command", default="target/release/dateline")
    args.add_argument("--master", default="local[2]")
    args.add_argument("--memory", default="2g", help="of the driver's Java process")
    args.add_argument("--batch", default="10000", help="rows Spark sends to Python at a time")
    args.add_argument("--files", type=int, default=8)
    args.add_argument("--turns", type=int, default=1)
    args = args.parse_args()

    import pyspark

    cores = re.findall(r"\d+", args.master)
    # local[N], or local-cluster[executors,cores of each,memory]
    cores = int(cores[0]) * (int(cores[1]) if len(cores) > 1 else 1)
    environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    version = subprocess.run([args.command, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    print(f"{version}, Python {platform.python_version()}, pyspark {pyspark.__version__}, {args.master}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source = folder / "reports"
        source.mkdir()
        count = to_parquet(args.reports, source, args.files)
        results = {"command": [], "Spark": []}
        seen = {}
        for _ in range(args.turns):
            for name in results:
                target = folder / name
                shutil.rmtree(target, ignore_errors=True)
                if name == "command":
                    command = [args.command, "code", "--threads", str(cores), str(source)]
                    command += ["--format", "parquet", "-o", str(target)]
                else:
                    command = [sys.executable, "-c", JOB, str(source), str(target), args.master, args.memory, args.batch]
                results[name].append(measured(command, environment))
                below = target / "records" if name == "command" else target
                seen[name] = digest(sorted(below.glob("*.parquet")))
    if seen["command"] != seen["Spark"]:
        sys.exit(f"the records differ: {seen}")
    print(f"{seen['Spark'][0]} of {count} reports coded, the same records\n")
    print(f"{'':10}{'cpu s':>9}{'us/report':>11}{'wall s':>9}{'MB':>7}")
    middle = {}
    for name, of in results.items():
        cpu, wall, memory = middle[name] = [statistics.median(column) for column in zip(*of)]
        print(f"{name:10}{cpu:9.1f}{cpu / count * 1e6:11.0f}{wall:9.1f}{memory:7.0f}")
    cpu, wall = (middle["Spark"][i] / middle["command"][i] - 1 for i in (0, 1))
    # Spark's Python daemon does not wait for its workers, so that the system does not tell their time.
    told = f"{cpu:.1%}" if cpu > 0 else "unknown (the workers' time is lost with their daemon)"
    print(f"overhead: {wall:.1%} of the clock's time; of processor time {told}")


if __name__ == "__main__":
    main()
