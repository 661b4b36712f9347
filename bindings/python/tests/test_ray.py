"""Ray Data on a real Ray of two worker processes on this machine."""

import json

import pyarrow as pa
import pyarrow.parquet
import pytest
import ray

import dateline.ray
import warc
from conftest import columns, make_reports, run
from dateline.batches import schema
from test_docs import run_page

LANGUAGES = ["fr", "en", "es"]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=200_000_000)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def folder(reports, tmp_path_factory):
    """The reports as Parquet files of unlike sizes."""
    folder = tmp_path_factory.mktemp("ray")
    for number, (start, end) in enumerate([(0, 120), (120, 125), (125, 150)]):
        some = columns(reports[start:end])
        table = pa.table(some, schema=pa.schema([(name, pa.string()) for name in some]))
        pyarrow.parquet.write_table(table, folder / f"part-{number}.parquet")
    return folder


def test_records_are_those_of_the_command_whatever_the_blocks(folder, lines):
    ds = ray.data.read_parquet(str(folder))
    for blocks, size in ((3, 512), (11, 7)):
        coded = dateline.ray.code(ds.repartition(blocks), languages=LANGUAGES, batch_size=size)
        rows = sorted((row["report"], row["record"], row["error"]) for row in coded.take_all())
        assert rows == [(json.loads(line)["id"], line, None) for line in lines]


def test_events_have_the_columns_of_the_command(folder, lines):
    coded = dateline.ray.code(ray.data.read_parquet(str(folder)), languages=LANGUAGES, rows="events")
    tables = [ray.get(ref) for ref in coded.to_arrow_refs()]
    events = pa.concat_tables(table for table in tables if table.num_rows)
    assert events.schema.names == schema("events").names
    counted = [(r["report"], r["event"]) for r in events.select(["report", "event"]).to_pylist()]
    wanted = [(record["id"], event["id"]) for record in map(json.loads, lines) for event in record["events"]]
    assert sorted(counted) == sorted(wanted)


def test_a_bad_row_costs_itself_alone(reports, lines):
    texts = [r["text"].encode() for r in reports[:40]]
    texts[7] = b"\xff\xfe\x00\xc3"
    table = pa.table({**columns(reports[:40]), "text": pa.array(texts, pa.binary())})
    coded = dateline.ray.code(ray.data.from_arrow(table).repartition(4), languages=LANGUAGES).take_all()
    assert [(row["report"], row["error"]) for row in coded if row["record"] is None] == [("r00007", "a row without text")]
    assert sorted(row["record"] for row in coded if row["record"]) == sorted(lines[:7] + lines[8:40])


def test_web_archives_by_binary_files(tmp_path):
    warc.write(tmp_path / "pages.warc.gz", make_reports(30))
    ds = ray.data.read_binary_files(str(tmp_path), include_paths=True).rename_columns({"bytes": "content"})
    coded = dateline.ray.code(ds, languages=LANGUAGES, source="files").take_all()
    one = run("code", tmp_path, "--format", "jsonl", status=(0, 1)).splitlines()
    assert len(one) == 30
    assert sorted(row["record"] for row in coded) == sorted(one)


def test_what_ray_wrote_makes_the_same_archive(folder, reports, tmp_path):
    dateline.ray.code(ray.data.read_parquet(str(folder)), languages=LANGUAGES).write_parquet(str(tmp_path / "coded"))
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in reports))
    run("add", tmp_path / "a.dateline", source, status=(0, 1))
    run("add", tmp_path / "b.dateline", "--from-parquet", tmp_path / "coded")
    one, other = (run("incidents", tmp_path / f"{n}.dateline", "--format", "jsonl") for n in "ab")
    assert one == other
    assert len(one.splitlines()) > 20


def test_the_guide_runs(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run_page("ray.md", {}) >= 1
