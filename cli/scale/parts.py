"""A folder of parts in a store: each part is there whole or not at all, and what is there is not made again."""
from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import pyarrow
from pyarrow import parquet

from civx.cli.inputs.stores import opened_store, tried

from .batches import FAULTS

_MANIFEST = "_civx.json"
_FAULTS = "_faults"
_AGAIN = "_again"


class Parts:
    """The folder ``url``: ``part-KEY.parquet`` are the facts, ``_faults/part-KEY.parquet`` what could not be read.

    A part of facts is written last and in one go, so that where it is there, all of its partition is; but where the
    store failed for some of its files, ``_again/KEY`` says that a later run should try once more. Names that begin
    with _ are left alone by what reads folders of Parquet. Picklable; each process opens the store for itself.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def done(self) -> frozenset[str]:
        """The keys of the partitions that need not be done. Raises FileProblem where the store refuses."""
        return self.written() - self._keys(f"/{_AGAIN}")

    def written(self) -> frozenset[str]:
        """The keys of the partitions that are there, also those that a later run should do again."""
        return self._keys("")

    def _keys(self, folder: str) -> frozenset[str]:
        """The keys of the parts in a folder."""
        store, path = opened_store(self.url)
        try:
            names = tried(lambda: store.ls(path + folder, detail=False, refresh=True))
        except OSError:  # it is not there yet
            return frozenset()
        stems = [os.path.basename(name.rstrip("/")) for name in names]
        return frozenset(stem[5:-8] for stem in stems if stem.startswith("part-") and stem.endswith(".parquet"))

    def write(self, key: str, facts: Any, faults: Any, files: int, again: bool) -> None:
        """The facts and faults of a partition, as tables, how many of its files were read, and whether a later run
        should do it again."""
        if again:
            self._put(f"{_AGAIN}/part-{key}.parquet", b"")
        counts = {"files": str(files), "facts": str(facts.num_rows)}
        self._put(f"{_FAULTS}/part-{key}.parquet", _bytes(faults.replace_schema_metadata(counts)))
        self._put(f"part-{key}.parquet", _bytes(facts))
        if not again:
            self._remove(f"{_AGAIN}/part-{key}.parquet")

    def told(self, keys: Iterable[str]) -> tuple[Any, int, int]:
        """The faults of the partitions ``keys`` as one table, and how many files and facts were read in them."""
        store, path = opened_store(self.url)
        tables = [FAULTS.empty_table()]
        files = facts = 0
        for key in keys:
            data = tried(partial(store.cat_file, f"{path}/{_FAULTS}/part-{key}.parquet"))
            table = parquet.read_table(io.BytesIO(data))
            files += int(table.schema.metadata[b"files"])
            facts += int(table.schema.metadata[b"facts"])
            tables.append(table.replace_schema_metadata(None))
        return pyarrow.concat_tables(tables), files, facts

    def finish(self, keys: Iterable[str], told: dict[str, object], faults: Any) -> None:
        """Remove the parts of other partitions than ``keys``, write all faults as one table, and what was run."""
        wanted = set(keys)
        for key in self.written() - wanted:
            for folder in ("", f"{_FAULTS}/", f"{_AGAIN}/"):
                self._remove(f"{folder}part-{key}.parquet")
        self._put("_faults.parquet", _bytes(faults))
        named = sorted(f"part-{key}.parquet" for key in wanted)
        text = json.dumps({**told, "parts": named}, ensure_ascii=False, indent=1)
        self._put(_MANIFEST, text.encode())

    def _remove(self, name: str) -> None:
        store, path = opened_store(self.url)
        with suppress(FileNotFoundError):
            tried(partial(store.rm_file, f"{path}/{name}"))

    def _put(self, name: str, data: bytes) -> None:
        store, path = opened_store(self.url)
        target = f"{path}/{name}"
        if "file" not in (store.protocol if isinstance(store.protocol, (tuple, list)) else (store.protocol,)):
            tried(lambda: store.pipe_file(target, data))  # an object is there when all of it is
            return
        from civx.cli.writing import replaced

        def written() -> None:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with replaced(target) as draft, open(draft, "xb") as file:
                file.write(data)

        tried(written)


def _bytes(table: Any) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()
