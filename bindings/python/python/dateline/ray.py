"""Codes Ray data sets, by the function that codes Spark's partitions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .batches import Rows, Source, Work

if TYPE_CHECKING:
    from ray.data import Dataset


def code(
    ds: Dataset,
    *,
    languages: str | list[str] | None = None,
    kb: str | os.PathLike[str] | None = None,
    models: str | os.PathLike[str] | None = None,
    rows: Rows = "records",
    source: Source = "reports",
    threads: int | None = 1,
    batch_size: int = 512,
) -> Dataset:
    """Codes the reports of a data set. Arguments as for ``dateline.spark.code``; ``batch_size`` reports are coded at a time."""
    work = Work(languages, kb=kb, models=models, threads=threads, rows=rows, source=source)
    return ds.map_batches(work.table, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)
