"""Facts as Arrow record batches, for every engine that speaks Arrow; needs ``civx[parquet]``.

>>> import pyarrow
>>> from civx.arrow import extract_batches
>>> texts = pyarrow.table({"source": ["a.txt"], "text": ["2023年全县城市低保对象1,204户、2,051人。"]})
>>> facts = extract_batches(texts).table()
>>> facts.select(["subject", "value", "unit"]).to_pylist()[0]
{'subject': '城市低保对象', 'value': Decimal('1204.000000000000'), 'unit': '户'}

docs/scale.md shows it with Spark, DuckDB, Polars, Ray and Dask.
"""
from __future__ import annotations

try:
    import pyarrow as _  # noqa: F401
except ImportError as _error:
    raise ImportError("civx.arrow needs pyarrow: pip install 'civx[parquet]'") from _error

from civx.cli.scale.batches import FACTS, FAULTS, PLAIN, ROWS, Batches, extract_batches, split

__all__ = ["FACTS", "FAULTS", "PLAIN", "ROWS", "Batches", "extract_batches", "split"]
