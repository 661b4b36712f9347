"""Spark on a real local cluster: two executors of one core. Their Python has pyarrow and pandas and no dateline; package,
models and knowledge base are shipped with the job, as on a cluster.

`DATELINE_WORKER_PYTHON` is that Python, `DATELINE_WHEEL` the wheel that was built.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time

import pyarrow as pa
import pyarrow.parquet
import pytest
from pyspark.sql import SparkSession

import dateline.spark
import warc
from conftest import ROOT, columns, command_lines, make_reports, run
from test_docs import run_page

COUNT = 240


def models_folder():
    found = os.environ.get("DATELINE_MODELS")
    base = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share")
    return pathlib.Path(found) if found else base / "dateline/models"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    python = os.environ["DATELINE_WORKER_PYTHON"]
    missing = subprocess.run([python, "-c", "import dateline"], capture_output=True, text=True, check=False)
    assert "No module named 'dateline'" in missing.stderr, "the executors have nothing of ours"
    # A wheel is a zip archive; Spark unpacks archives by their ending.
    package = folder / "dateline.zip"
    shutil.copy(os.environ["DATELINE_WHEEL"], package)
    models = folder / "models.tar"
    with tarfile.open(models, "w") as archive:
        for model in ("fr_core_news_md-3.8.0.dtl", *sorted(p.name for p in models_folder().glob("e[ns]_*.dtl"))):
            archive.add(models_folder() / model, arcname=model)
    base = folder / "own.kb"
    run("kb", "build", ROOT / "kb", "-o", base)
    os.environ.update(PYSPARK_PYTHON=python, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(folder / "local"))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.archives", f"{package}#package,{models}#models")
        .config("spark.files", str(base))
        .config("spark.executorEnv.PYTHONPATH", "package")
        .config("spark.executorEnv.HOME", str(folder / "nobody"))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.files.maxPartitionBytes", "1m")
        .config("spark.sql.files.openCostInBytes", "1m")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


SHIPPED = {"languages": ["fr", "en", "es"], "models": "models", "kb": "own.kb"}


@pytest.fixture(scope="module")
def many():
    return make_reports(COUNT)


@pytest.fixture(scope="module")
def wanted(many):
    return command_lines(many)


def frame(session, reports, folder, sizes):
    """A data frame of reports from Parquet, a partition a file, of some sizes."""
    start = 0
    for number, size in enumerate(sizes):
        some = columns(reports[start : start + size])
        part = pa.table(some, schema=pa.schema([(name, pa.string()) for name in some]))
        pyarrow.parquet.write_table(part, folder / f"part-{number}.parquet")
        start += size
    assert start == len(reports)
    return session.read.parquet(str(folder))


def test_records_and_events_are_those_of_one_machine_whatever_the_partitions(session, many, wanted, tmp_path):
    df = frame(session, many, tmp_path, [COUNT - 12, 5, 0, 4, 3])
    assert df.rdd.getNumPartitions() >= 3
    coded = dateline.spark.code(df, **SHIPPED)
    rows = sorted((row.report, row.record, row.error) for row in coded.collect())
    assert rows == [(json.loads(line)["id"], line, None) for line in wanted]
    events = dateline.spark.code(df, rows="events", **SHIPPED)
    assert events.schema.fieldNames()[:3] == ["report", "published", "language"]
    counted = {row["type"]: row["count"] for row in events.groupBy("type").count().collect()}
    kinds = [event["type"] for line in wanted for event in json.loads(line)["events"]]
    assert counted == {kind: kinds.count(kind) for kind in set(kinds)}


def test_what_spark_wrote_makes_the_same_archive(session, many, tmp_path):
    (tmp_path / "in").mkdir()
    df = frame(session, many, tmp_path / "in", [COUNT // 2] * 2)
    dateline.spark.code(df, **SHIPPED).write.parquet(str(tmp_path / "coded"))
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in many))
    base = tmp_path / "own.kb"
    run("kb", "build", ROOT / "kb", "-o", base)
    run("add", tmp_path / "a.dateline", "--kb", base, source, status=(0, 1))
    run("add", tmp_path / "b.dateline", "--from-parquet", tmp_path / "coded")
    one, other = (run("incidents", tmp_path / f"{n}.dateline", "--format", "jsonl") for n in "ab")
    assert one == other
    assert len(one.splitlines()) > 20


def test_a_poisoned_record_costs_itself_alone(session, many, wanted):
    rows = [(r["id"], r["text"].encode(), r.get("date"), r.get("language")) for r in many[:60]]
    rows[7] = ("poison", b"\xff\xfe\x00\xc3", None, None)
    rows[20] = (None, None, None, None)
    df = session.createDataFrame(rows, "id string, text binary, date string, language string").repartition(3)
    coded = dateline.spark.code(df, **SHIPPED).collect()
    assert sorted((row.report or "", row.error) for row in coded if row.record is None) == [
        ("", "a row without text"),
        ("poison", "a row without text"),
    ]
    assert len([row for row in coded if row.record]) == 58


def executors(session):
    """The processes of the executors, which are children of this session's own Java process."""
    java = session.sparkContext._gateway.proc.pid
    parents, named = {}, []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if b"CoarseGrainedExecutorBackend" in (entry / "cmdline").read_bytes():
                    named.append(int(entry.name))
            except OSError:
                continue

    def ours(process):
        while process > 1 and process != java:
            process = parents.get(process, 0)
        return process == java

    return [process for process in named if ours(process)]


def test_an_executor_killed_in_mid_job_changes_nothing(session, many, wanted, tmp_path):
    df = frame(session, many, tmp_path, [COUNT // 12] * 12)
    coded = dateline.spark.code(df, **SHIPPED)
    killed = []

    def kill():
        tracker = session.sparkContext.statusTracker()
        while not killed:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numCompletedTasks >= 2 and info.numTasks - info.numCompletedTasks >= 4:
                    victim = executors(session)[0]
                    os.kill(victim, signal.SIGKILL)
                    killed.append((victim, info.numCompletedTasks, info.numTasks))
                    return
            time.sleep(0.01)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    rows = sorted((row.report, row.record) for row in coded.collect())
    thread.join(timeout=5)
    assert killed, "an executor was killed before the job was done"
    assert rows == [(json.loads(line)["id"], line) for line in wanted]


def test_web_archives_by_binary_files(session, many, tmp_path):
    for name, some in (("big", many[:50]), ("small", many[50:53])):
        warc.write(tmp_path / f"{name}.warc.gz", some)
    df = session.read.format("binaryFile").load(f"{tmp_path}/*.warc.gz")
    coded = dateline.spark.code(df, source="files", **SHIPPED)
    lines = [row.record for row in coded.collect()]
    one = run("code", tmp_path, "--format", "jsonl", status=(0, 1)).splitlines()
    assert len(one) == 53
    assert sorted(lines) == sorted(one)


def test_the_guide_runs(session, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run_page("spark.md", {"models": "models"}) >= 3
