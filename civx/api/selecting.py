"""Which facts a call of ``.filter`` keeps."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from civx.patterns.errors import InputError

if TYPE_CHECKING:
    from civx.cli.filters import Filters
    from civx.extractors.model import Extraction, Fact

Wanted = str | Iterable[str] | None


def filters(programme: Wanted, measure: Wanted, status: Wanted, period: Wanted) -> Filters:
    """The filters of the command line. Raises InputError for a label that there is not, or what is no period."""
    from civx.cli.filters import Filters, span_of, unknown_programme
    from civx.patterns.schema import MEASURES, STATUSES

    programmes = several(programme)
    for name in programmes:
        if complaint := unknown_programme(name, ()):
            raise InputError(f"programme: {complaint}")
    try:
        spans = tuple(map(span_of, several(period)))
    except ValueError as error:
        raise InputError(f"period: {error}") from None
    return Filters(known("measure", measure, MEASURES), programmes, known("status", status, STATUSES), spans)


def several(wanted: Wanted) -> tuple[str, ...]:
    """One name or many as a tuple; none for None."""
    return () if wanted is None else (wanted,) if isinstance(wanted, str) else tuple(wanted)


def known(what: str, wanted: Wanted, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The names, all of them among ``choices``. Raises InputError with the nearest where one is not."""
    names = several(wanted)
    for name in names:
        if name not in choices:
            near = get_close_matches(name, choices, 1)
            raise InputError(f"{what}: {name!r} is none; " + (f"did you mean {near[0]}?" if near else "there are "
                             + ", ".join(choices)))
    return names


def kept(extraction: Extraction, keep: Filters, tests: Iterable[Callable[[Fact], bool]]) -> Extraction:
    """The extraction with the facts that stay; ``part_of`` becomes None where the total does not."""
    import dataclasses

    checks = list(tests)
    chosen = tuple(fact for fact in extraction.facts if all(check(fact) for check in checks))
    return keep.apply(dataclasses.replace(extraction, facts=chosen))
