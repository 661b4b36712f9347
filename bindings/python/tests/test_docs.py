"""The code blocks of the guide run, one after the other, in an empty folder."""

import os
import re

import pytest

from conftest import COMMAND, ROOT


def blocks(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def run_page(page, names):
    """Runs the blocks of a page with some names defined. Returns how many there were."""
    found = blocks(page)
    for number, block in enumerate(found, start=1):
        exec(compile(block, f"docs/{page}, block {number}", "exec"), names)
    return len(found)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}")


def test_the_guide_runs(elsewhere):
    assert run_page("python.md", {}) >= 6
