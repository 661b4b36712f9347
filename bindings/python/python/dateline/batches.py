"""Codes batches in worker processes: the one function behind ``dateline.spark`` and ``dateline.ray``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

import pyarrow as pa

from . import Coder
from ._dateline import COLUMNS

Rows = Literal["records", "events"]
Source = Literal["reports", "files"]

_coders: dict[tuple[object, ...], Coder] = {}
"""The coders of this process, which workers that do several tasks use again."""


def schema(rows: Rows = "records") -> pa.Schema:
    """The Arrow schema of coded rows."""
    types = {"Utf8": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(), "Boolean": pa.bool_()}
    columns = dict(COLUMNS)
    if rows not in columns:
        raise ValueError(f"rows: `{rows}` is neither `records` nor `events`")
    return pa.schema([(name, types[kind]) for name, kind in columns[rows]])


class Work:
    """Codes the record batches of a partition. Travels to the workers as its arguments; each process opens its coder once.

    Paths of ``kb`` and ``models`` are looked for on the workers, relative ones below their working folder.
    """

    def __init__(
        self,
        languages: str | list[str] | None = None,
        *,
        kb: str | os.PathLike[str] | None = None,
        models: str | os.PathLike[str] | None = None,
        threads: int | None = 1,
        rows: Rows = "records",
        source: Source = "reports",
    ) -> None:
        schema(rows)
        if source not in ("reports", "files"):
            raise ValueError(f"source: `{source}` is neither `reports` nor `files`")
        named = [languages] if isinstance(languages, str) else languages
        self.languages = None if named is None else tuple(named)
        self.kb = None if kb is None else os.fspath(kb)
        self.models = None if models is None else os.fspath(models)
        self.threads = threads
        self.rows: Rows = rows
        self.source: Source = source

    def coder(self) -> Coder:
        """The coder of this process."""
        key = (os.getpid(), self.languages, self.kb, self.models, self.threads)
        if key not in _coders:
            languages = None if self.languages is None else list(self.languages)
            _coders[key] = Coder(languages, kb=self.kb, models=self.models, threads=self.threads)
        return _coders[key]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Codes batches as they come; at most a few hundred reports are held."""
        waiting = iter(batches)
        first = next(waiting, None)
        if first is None:
            return
        reader = pa.RecordBatchReader.from_batches(first.schema, chain([first], waiting))
        coded = self.coder().code_arrow(reader, rows=self.rows, source=self.source)
        yield from pa.RecordBatchReader.from_stream(coded)

    def table(self, table: pa.Table) -> pa.Table:
        """Codes a table."""
        coded = self.coder().code_arrow(table, rows=self.rows, source=self.source)
        return pa.RecordBatchReader.from_stream(coded).read_all()
