"""Texts in, records out: the same as the command's, without the interpreter's lock, in any process."""

import datetime
import inspect
import json
import os
import pickle
import threading

import pytest

import dateline
from conftest import ROOT, arguments, command_lines


def test_the_same_bytes_as_the_command(coder, reports, lines):
    assert coder.code_json(**arguments(reports)) == lines
    assert coder.code(**arguments(reports)) == [json.loads(line) for line in lines]


def test_the_number_of_threads_changes_nothing(reports, lines):
    for threads in (1, 3):
        coder = dateline.Coder(["fr", "en", "es"], threads=threads)
        assert coder.threads == threads
        assert coder.code_json(**arguments(reports)) == lines


def test_one_value_for_all_and_dates_of_any_kind(coder):
    text = "La France a condamné les frappes russes contre l'Ukraine."
    records = coder.code([text] * 3, ["2026-03-04", datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4, 8, 30)])
    assert records[0] == records[1] == records[2]
    assert records[0]["published"]["value"] == "2026-03-04"
    assert records[0]["events"]
    assert coder.code([text] * 2, "2026-03", publishers="AFP", languages="fr")[1]["publisher"] == "AFP"
    assert coder.code([]) == []
    [record] = coder.code([text], ids=[12])
    assert record["id"] == "12"
    assert record["published"]["evidence"] == "unknown"


def test_what_is_wrong_is_named(coder, tmp_path):
    for arguments_, error, words in [
        (("one text",), TypeError, r"give a list of texts"),
        ((["a", 3],), TypeError, r"texts\[1\] is no text but int"),
        ((["a", "b"], ["2026"]), ValueError, r"2 texts, but 1 values in dates"),
        ((["a"], [1.5]), TypeError, r"dates\[0\] is neither text nor a date"),
    ]:
        with pytest.raises(error, match=words):
            coder.code(*arguments_)
    with pytest.raises(UnicodeError):
        coder.code(["\ud800"])
    with pytest.raises(ValueError, match="there is no pack for language xx; there are: en, es, fr"):
        dateline.Coder("xx")
    with pytest.raises(ValueError, match=r"no model for language fr is installed in .*dateline\.pull\(\[\"fr\"\]\)"):
        dateline.Coder(["fr"], models=tmp_path)
    with pytest.raises(ValueError, match="knowledge base .*none.kb"):
        dateline.Coder(["fr"], kb=tmp_path / "none.kb")
    with pytest.raises(ValueError, match="threads"):
        dateline.Coder(["fr"], threads=0)


def test_a_report_in_a_language_that_was_not_opened_says_so(reports):
    coder = dateline.Coder("fr")
    assert coder.languages == ["fr"]
    [record] = coder.code(["Gunmen attacked a market in Gao on Monday, killing 12 people."], "2026-03-04", languages="en")
    assert record["events"] == []
    assert [d["code"] for d in record["diagnostics"] if d["severity"] == "error"] == ["language-without-model"]


def test_a_knowledge_base_of_ones_own(tmp_path, reports):
    from conftest import run

    base = tmp_path / "own.kb"
    run("kb", "build", ROOT / "kb", "-o", base)
    some = reports[:30]
    assert dateline.Coder(kb=base).code_json(**arguments(some)) == command_lines(some, "--kb", base)


def test_a_coder_travels_and_outlasts_a_fork(coder, reports, lines):
    some = arguments(reports[:40])
    there = pickle.loads(pickle.dumps(dateline.Coder(["fr", "en", "es"], threads=2)))
    assert there.threads == 2
    assert there.code_json(**some) == lines[:40]
    coder.code_json(**some)
    child = os.fork()
    if child == 0:
        same = coder.code_json(**some) == lines[:40]
        os._exit(0 if same else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_other_threads_run_while_it_codes(coder, reports):
    counted, over = [0], threading.Event()

    def count():
        while not over.is_set():
            counted[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    before = counted[0]
    coder.code_json(**arguments(reports))
    during = counted[0] - before
    over.set()
    thread.join()
    assert during > 1000


def test_stubs_say_what_is_there():
    import ast
    import pathlib

    stub = pathlib.Path(dateline.__file__).with_name("_dateline.pyi")
    [coder] = [n for n in ast.parse(stub.read_text()).body if isinstance(n, ast.ClassDef) and n.name == "Coder"]
    methods = {n.name: n.args for n in coder.body if isinstance(n, ast.FunctionDef)}
    for name in ("code", "code_json", "code_arrow"):
        here = list(inspect.signature(getattr(dateline.Coder, name)).parameters)
        there = [a.arg for a in methods[name].args + methods[name].kwonlyargs]
        assert here == there, name
    public = {n for n in dir(dateline.Coder) if not n.startswith("_")}
    assert public == {n for n in methods if not n.startswith("_")}
    assert pathlib.Path(dateline.__file__).with_name("py.typed").exists()


def test_the_types_of_records_are_those_of_the_schema():
    import subprocess
    import sys

    subprocess.run([sys.executable, ROOT / "bindings/python/make_types.py", "--check"], check=True)
