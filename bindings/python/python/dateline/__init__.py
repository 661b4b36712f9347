"""Reads dated news reports and writes down who did what to whom, when, where, and according to whom.

``Coder`` is the whole chain. ``dateline.spark`` and ``dateline.ray`` run it on many machines.
"""

from ._dateline import Batch, Coder, Stream, __version__, pull

__all__ = ["Batch", "Coder", "Stream", "__version__", "pull"]
