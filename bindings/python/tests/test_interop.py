"""What the command writes is read by others: DuckDB, polars, pandas, the package gdelt, R."""

import collections
import datetime
import io
import json
import subprocess
import sys
import zipfile

import duckdb
import pandas
import polars
import pytest
import requests

from conftest import ROOT, run


@pytest.fixture(scope="module")
def folder(reports, tmp_path_factory):
    folder = tmp_path_factory.mktemp("interop")
    source = folder / "reports.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in reports))
    for shard in ("1/2", "2/2"):
        run("code", source, "--format", "parquet", "-o", folder / "out", "--shard", shard, status=(0, 1))
    return folder


@pytest.fixture(scope="module")
def events(lines):
    return [(json.loads(line), event) for line in lines for event in json.loads(line)["events"]]


def test_duckdb_reads_the_partitions(folder, events, lines):
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet('{folder}/out/events/**/*.parquet', hive_partitioning=true)")
    [(count,)] = connection.sql("SELECT count(*) FROM events").fetchall()
    assert count == len(events)
    months = {event["date"]["earliest"][:7] for _, event in events if event["date"]["earliest"]}
    assert {m for (m,) in connection.sql("SELECT DISTINCT month FROM events").fetchall()} >= months
    attacks = connection.sql("SELECT count(*) FROM events WHERE type = 'ASSAULT' AND month = '2026-03'").fetchall()
    wanted = [e for _, e in events if e["type"] == "ASSAULT" and (e["date"]["earliest"] or "")[:7] == "2026-03"]
    assert attacks == [(len(wanted),)]
    read = connection.sql(f"SELECT record FROM '{folder}/out/records/*.parquet' ORDER BY report").fetchall()
    assert [r for (r,) in read] == lines
    joined = connection.sql(
        f"SELECT count(*) FROM events e JOIN '{folder}/out/records/*.parquet' r ON e.report = r.report"
    ).fetchall()
    assert joined == [(len(events),)]


def test_polars_reads_the_partitions(folder, events):
    frame = polars.scan_parquet(f"{folder}/out/events/**/*.parquet", hive_partitioning=True).collect()
    assert frame.height == len(events)
    assert frame["goldstein"].sum() == pytest.approx(sum(e["goldstein"] or 0 for _, e in events))
    assert set(frame["report"]) == {record["id"] for record, _ in events}


def names(table):
    """The columns of an export, as `ontology/exports` lists them."""
    lines = [l for l in (ROOT / f"ontology/exports/{table}.tsv").read_text().splitlines() if l and not l.startswith("#")]
    return [line.split("\t")[0] for line in lines[1:]]


@pytest.mark.parametrize(("version", "kind"), [(1, "gdelt1"), (2, "gdelt2")])
def test_the_package_gdelt_reads_what_it_would_download(folder, lines, monkeypatch, version, kind):
    records = folder / "records.jsonl"
    records.write_text("".join(line + "\n" for line in lines))
    target = folder / f"package-{kind}.CSV"
    run("export", records, "--format", kind, "-o", target)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(target, target.name)
    asked = []

    def get(url, **_):
        """What the package asks the network for: GDELT's files, names of columns, a table of codes."""
        asked.append(url)
        answer = requests.Response()
        answer.status_code, answer.url = 200, url
        if url.endswith(".zip"):
            answer._content = packed.getvalue()
        else:
            answer._content = b"{}" if url.endswith(".json") else "\n".join(["tableId", *names(kind)]).encode()
        return answer

    monkeypatch.setattr(requests, "get", get)
    # It asks for the table of codes when it is loaded.
    for module in [m for m in sys.modules if m.split(".")[0] == "gdelt"]:
        monkeypatch.delitem(sys.modules, module)
    import gdelt

    frame = gdelt.gdelt(version=version).Search("2016 11 01", table="events")
    assert [url for url in asked if url.endswith(".zip")]
    # It adds what a code means.
    assert [c for c in frame.columns if c != "CAMEOCodeDescription"] == names(kind)
    assert len(frame) == len(target.read_text(encoding="utf-8").splitlines())
    assert frame["EventRootCode"].str.fullmatch(r"\d\d").all()
    assert set(frame["Actor1CountryCode"].dropna()) >= {"FRA", "IRN"}


@pytest.mark.parametrize(("kind", "width"), [("gdelt1", 58), ("gdelt2", 61)])
def test_pandas_reads_gdelt_files_as_the_gdelt_package_does(folder, lines, kind, width):
    records = folder / "records.jsonl"
    records.write_text("".join(line + "\n" for line in lines))
    target = folder / f"{kind}.CSV"
    run("export", records, "--format", kind, "-o", target)
    # As gdelt.vectorizingFuncs reads what it downloads: no header, tabs, codes as text.
    codes = {26: str, 27: str, 28: str}
    frame = pandas.read_csv(target, sep="\t", header=None, dtype=codes, encoding="utf-8")
    assert frame.shape[1] == width
    frame.columns = names(kind)
    assert len(frame) > 50
    assert frame["GLOBALEVENTID"].is_unique
    # Reports without a date have none here either; GDELT's own files have no such rows.
    days = pandas.to_datetime(frame["SQLDATE"].dropna().astype(int).astype(str), format="%Y%m%d")
    assert len(days) > len(frame) / 2
    assert days.min() >= pandas.Timestamp(datetime.date(2025, 1, 1))
    assert frame["QuadClass"].isin([1, 2, 3, 4]).all()
    assert frame["EventRootCode"].str.fullmatch(r"\d\d").all()
    assert frame["GoldsteinScale"].between(-10, 10).all()
    assert set(frame["Actor1CountryCode"].dropna()) >= {"FRA", "IRN"}


def test_pandas_reads_events_as_csv(folder, lines, events):
    records = folder / "records.jsonl"
    records.write_text("".join(line + "\n" for line in lines))
    run("export", records, "--format", "csv", "-o", folder / "events.csv")
    frame = pandas.read_csv(folder / "events.csv", dtype={"cameo": str})
    assert len(frame) == len(events)


def test_the_script_for_r_counts_the_same(folder, lines, events):
    records = folder / "records.jsonl"
    records.write_text("".join(line + "\n" for line in lines))
    run("export", records, "--format", "csv", "-o", folder / "r.csv")
    done = subprocess.run(
        ["Rscript", "--vanilla", ROOT / "examples/r/events.R", folder / "r.csv"],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    counts, _, means = done.stdout.partition("\nmean Goldstein value by month\n")
    told = [e for _, e in events if e["status"] == "asserted"]
    month = lambda e: (e["date"]["earliest"] or "")[:7]
    wanted = collections.Counter((month(e), e["type"]) for e in told if month(e))
    read = [line.split() for line in counts.splitlines()[1:]]
    assert {(m, kind): int(n) for m, kind, n in read} == wanted
    for m, mean in (line.split() for line in means.splitlines()[1:]):
        values = [e["goldstein"] for e in told if month(e) == m and e["goldstein"] is not None]
        assert float(mean) == pytest.approx(sum(values) / len(values), abs=1e-4)
