"""Arrow in, Arrow out: pyarrow, polars, duckdb and pandas."""

import gzip
import json

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet
import pytest

import dateline
from conftest import columns, command_lines, run
from dateline.batches import Work, schema


@pytest.fixture(scope="module")
def table(reports):
    return pa.table(columns(reports))


def read(coded):
    return pa.RecordBatchReader.from_stream(coded).read_all()


def test_a_batch_gives_a_batch(coder, table, lines):
    [batch] = table.to_batches()
    coded = coder.code_arrow(batch)
    assert len(coded) == len(lines)
    out = pa.record_batch(coded)
    assert out.schema == schema("records")
    assert out.column("record").to_pylist() == lines
    assert out.column("report").to_pylist() == table.column("id").to_pylist()
    assert out.column("error").null_count == len(out)
    counts = [len(json.loads(line)["events"]) for line in lines]
    assert out.column("events").to_pylist() == counts


def test_a_stream_is_coded_as_it_is_read(table, lines):
    coder = dateline.Coder(threads=1)
    asked = []

    def batches():
        for i, batch in enumerate(table.to_batches(max_chunksize=25)):
            asked.append(i)
            yield batch

    coded = coder.code_arrow(pa.RecordBatchReader.from_batches(table.schema, batches()))
    assert asked == []
    reader = pa.RecordBatchReader.from_stream(coded)
    first = reader.read_next_batch()
    assert asked == [0]
    rest = reader.read_all()
    assert first.column("record").to_pylist() + rest.column("record").to_pylist() == lines
    with pytest.raises(ValueError, match="read already"):
        pa.RecordBatchReader.from_stream(coded)


def test_every_library_gives_and_takes(coder, table, lines):
    frame = polars.from_arrow(table)
    assert polars.DataFrame(coder.code_arrow(frame))["record"].to_list() == lines
    assert read(coder.code_arrow(table.to_pandas())).column("record").to_pylist() == lines
    assert pandas.DataFrame.from_arrow(coder.code_arrow(table))["record"].tolist() == lines
    connection = duckdb.connect()
    relation = connection.sql("SELECT * FROM frame")
    assert read(coder.code_arrow(relation)).column("record").to_pylist() == lines
    coded = coder.code_arrow(table)
    assert connection.sql("SELECT record FROM coded").fetchall() == [(line,) for line in lines]


def test_events_are_those_of_the_command(coder, table, reports, tmp_path):
    events = read(coder.code_arrow(table, rows="events"))
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in reports))
    run("code", source, "--format", "parquet", "-o", tmp_path / "out", status=(0, 1))
    files = sorted((tmp_path / "out/events").glob("*/*.parquet"))
    written = pa.concat_tables(pyarrow.parquet.ParquetFile(f).read() for f in files)
    order = [("report", "ascending"), ("event", "ascending")]
    assert events.schema == schema("events")
    assert events.num_rows > 100
    assert events.sort_by(order).equals(written.sort_by(order))


def test_a_bad_row_costs_itself_alone(coder, table, lines):
    texts = [t.encode() for t in table.column("text").to_pylist()]
    texts[3], texts[7], texts[11] = b"\xff\xfe\x00 no text \xc3", None, b"  "
    bad = table.set_column(1, "text", pa.array(texts, pa.binary()))
    out = read(coder.code_arrow(bad))
    records, errors = out.column("record").to_pylist(), out.column("error").to_pylist()
    assert [i for i, record in enumerate(records) if record is None] == [3, 7, 11]
    assert [i for i, error in enumerate(errors) if error == "a row without text"] == [3, 7, 11]
    assert out.column("report")[7].as_py() == "r00007"
    assert [r for r in records if r] == [line for i, line in enumerate(lines) if i not in (3, 7, 11)]


def test_what_is_no_data_is_refused(coder, table):
    with pytest.raises(ValueError, match="no column holds the text: there are id, date"):
        coder.code_arrow(table.select(["id", "date"]))
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        coder.code_arrow([1, 2])
    with pytest.raises(ValueError, match="neither `records` nor `events`"):
        coder.code_arrow(table, rows="rows")
    with pytest.raises(ValueError, match="no column `content`"):
        coder.code_arrow(table, source="files")
    assert read(coder.code_arrow(table.slice(0, 0))).num_rows == 0


def test_what_a_source_says_of_its_failure_is_passed_on(coder, table):
    def batches():
        yield table.to_batches()[0]
        raise RuntimeError("the disk is gone")

    coded = coder.code_arrow(pa.RecordBatchReader.from_batches(table.schema, batches()))
    with pytest.raises(Exception, match="the disk is gone"):
        read(coded)


def test_files_are_read_as_the_command_reads_them(coder, reports, tmp_path):
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in reports[:20]) + '{"id": 1}\n')
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(("PARIS, 4 mars 2026 (AFP) - " + reports[1]["text"]).encode()))
    page = f"<html><head><title>T</title></head><body><article><p>{reports[2]['text'] * 4}</p></article></body></html>"
    (tmp_path / "c.html").write_text(page)
    (tmp_path / "d.txt").write_bytes(b"\x00\x01\x02")
    pyarrow.parquet.write_table(pa.table(columns(reports[20:30])), tmp_path / "e.parquet")
    files = sorted(tmp_path.iterdir())
    content = pa.table({"path": [str(f) for f in files], "content": [f.read_bytes() for f in files]})
    out = read(coder.code_arrow(content, source="files"))
    wanted = run("code", tmp_path, "--format", "jsonl", status=(1,)).splitlines()
    assert len(wanted) == 32
    assert [r for r in out.column("record").to_pylist() if r] == wanted
    errors = [(r["report"], r["error"]) for r in out.to_pylist() if r["error"]]
    assert [name.rsplit("/", 1)[1] for name, _ in errors] == ["a.jsonl:21", "d.txt"]
    assert "missing field `text`" in errors[0][1]


def test_a_worker_opens_its_coder_once(table, lines):
    work = Work(["fr", "en", "es"])
    assert work.coder() is Work(("fr", "en", "es")).coder()
    assert list(work(iter([]))) == []
    out = pa.Table.from_batches(work(iter(table.to_batches(max_chunksize=40))))
    assert out.column("record").to_pylist() == lines
    assert work.table(table).column("record").to_pylist() == lines


def test_what_python_coded_goes_into_an_archive(coder, table, reports, tmp_path):
    bad = table.set_column(1, "text", pa.array([None] + table.column("text").to_pylist()[1:]))
    pyarrow.parquet.write_table(read(coder.code_arrow(bad)), tmp_path / "coded.parquet")
    run("add", tmp_path / "a.dateline", "--from-parquet", tmp_path / "coded.parquet", status=(1,))
    kept = run("query", tmp_path / "a.dateline", "--sql", "SELECT count(*) AS n FROM report", "--format", "jsonl")
    assert json.loads(kept)["n"] == len(reports) - 1
    assert command_lines(reports[:1])
