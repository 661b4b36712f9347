"""Codes Spark data frames."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .batches import Rows, Source, Work, schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TYPES = {"string": "string", "int64": "bigint", "double": "double", "bool": "boolean"}


def columns(rows: Rows = "records") -> str:
    """The columns of coded rows as Spark writes schemas: ``report string, events bigint, ...``."""
    return ", ".join(f"`{field.name}` {_TYPES[str(field.type)]}" for field in schema(rows))


def code(
    df: DataFrame,
    *,
    languages: str | list[str] | None = None,
    kb: str | os.PathLike[str] | None = None,
    models: str | os.PathLike[str] | None = None,
    rows: Rows = "records",
    source: Source = "reports",
    threads: int | None = 1,
) -> DataFrame:
    """Codes the reports of a data frame; the work is done when the result is.

    ``source="reports"``: a report a row, columns as for ``Coder.code_arrow``. ``source="files"``: what
    ``spark.read.format("binaryFile")`` reads, a file a row.
    ``rows="records"``: a row a report with its ``record``, or the ``error`` that kept it from being coded.
    ``rows="events"``: a row an event.
    ``models`` and ``kb`` are paths on the executors: of archives shipped with the job, relative ones.
    ``threads``: those of a task; leave it at one where each core has its task.
    """
    work = Work(languages, kb=kb, models=models, threads=threads, rows=rows, source=source)
    return df.mapInArrow(work, columns(rows))
