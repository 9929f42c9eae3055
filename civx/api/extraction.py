"""An extraction as programs and notebooks use it."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, overload

from civx.extractors import model
from civx.patterns.errors import InputError

from .selecting import Wanted, filters, kept, several
from .tables import Table, shape_of

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from civx.extractors.model import Fact

    from .findings import Findings


class Tabular:
    """What an extraction and a list of them have in common: their facts as tables."""

    __slots__ = ()

    def _extractions(self) -> Iterable[model.Extraction]:
        raise NotImplementedError

    def _table(self, layout: str, money: str | None, indicators: bool) -> Table:
        return Table(self._extractions(), shape_of(layout, money, indicators))

    def to_dicts(
        self, *, layout: str = "long", money: str | None = None, indicators: bool = False
    ) -> list[dict[str, Any]]:
        """A dictionary for each row, numbers as exact ``Decimal``.

        ``layout`` is ``long`` (a fact a row) or ``wide`` (what belongs together side by side); ``money`` the unit of
        amounts, ``yuan`` (元) or ``wan`` (万元), by default yuan in the long layout and wan in the wide one;
        ``indicators`` adds the ministry's indicator that each number is. Raises InputError for other names.

        >>> import civx
        >>> civx.extract("发放低保金830.5万元。").to_dicts(layout="wide")[0]["amount"]
        Decimal('830.5')
        """
        return self._table(layout, money, indicators).dicts()

    def to_pandas(
        self, *, layout: str = "long", money: str | None = None, indicators: bool = False, exact: bool = False
    ) -> pandas.DataFrame:
        """The rows as a pandas data frame: numbers float64, labels categories; extra ``pandas``.

        With ``exact`` numbers are ``Decimal`` objects, which lose no digit. Raises MissingLibrary without pandas.

        >>> import civx
        >>> frame = civx.extract("全县低保对象1203户、2051人。").to_pandas()
        >>> frame.groupby("measure", observed=True)["value"].sum().to_dict()
        {'households': 1203.0, 'persons': 2051.0}
        """
        return self._table(layout, money, indicators).pandas(exact)

    def to_polars(
        self, *, layout: str = "long", money: str | None = None, indicators: bool = False, exact: bool = False
    ) -> polars.DataFrame:
        """The rows as a polars data frame: numbers Float64, labels an Enum; extra ``polars``.

        With ``exact`` numbers are decimals. Raises MissingLibrary without polars.

        >>> import civx
        >>> civx.extract("全县低保对象1203户、2051人。").to_polars()["value"].sum()
        3254.0
        """
        return self._table(layout, money, indicators).polars(exact)

    def to_arrow(
        self, *, layout: str = "long", money: str | None = None, indicators: bool = False
    ) -> pyarrow.Table:
        """The rows as an Arrow table, numbers ``decimal128(38, 12)``, labels dictionaries; extra ``parquet``.

        Raises MissingLibrary without pyarrow, CivxError for a number that has more digits than the column holds.

        >>> import civx
        >>> civx.extract("全县低保对象1203户。").to_arrow()["value"][0].as_py()
        Decimal('1203.000000000000')
        """
        return self._table(layout, money, indicators).arrow()


class Extraction(Tabular, model.Extraction):
    """The facts of one report, in text order: what :func:`civx.extract` and :func:`civx.read` return.

    It is a sequence of its facts, and shows itself in a notebook as the text with every number marked. ``source`` is
    the report's name, ``text`` its text as given, ``script`` "traditional" or "simplified", ``facts`` the facts,
    ``reports`` the reports inside the file; ``unread`` the tables that could not be read.

    >>> import civx
    >>> report = civx.extract("全县低保对象1203户、2051人。", source="2021.txt")
    >>> report
    <civx.Extraction 2021.txt: 2 facts, 1 report>
    >>> len(report), report[0].quote, [fact.measure for fact in report]
    (2, '1203户', ['households', 'persons'])
    """

    __slots__ = ()

    @classmethod
    def of(cls, found: model.Extraction) -> Extraction:
        """The same extraction with what this class adds."""
        return cls(
            found.source, found.text, found.script, found.facts, found.document, found.normalized, found.unread
        )

    def _extractions(self) -> Iterable[model.Extraction]:
        return (self,)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __bool__(self) -> bool:
        return True  # a report without numbers has been read all the same

    @overload
    def __getitem__(self, key: int | str) -> Fact: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[Fact, ...]: ...

    def __getitem__(self, key: int | str | slice) -> Fact | tuple[Fact, ...]:
        """The fact at a place, those of a slice, or the one with that id (KeyError where there is none)."""
        if not isinstance(key, str):
            return self.facts[key]
        for fact in self.facts:
            if fact.id == key:
                return fact
        raise KeyError(key)

    def filter(
        self,
        where: Callable[[Fact], bool] | None = None,
        *,
        programme: Wanted = None,
        measure: Wanted = None,
        status: Wanted = None,
        period: Wanted = None,
        area: Wanted = None,
        place: Wanted = None,
        subject: str | None = None,
    ) -> Extraction:
        """The extraction with some of its facts: all of what is asked for must fit.

        Each is one value or several, of which one must fit. ``period`` keeps facts that have a day in common with it
        (``2021``, ``2021-01/2021-06``), ``subject`` those whose subject holds these words; ``where`` is a test of
        your own. A fact whose total is left out has ``part_of`` None. Raises InputError for labels that there are not.

        >>> import civx
        >>> report = civx.extract("全县低保对象1203户、2051人。结婚登记862对。")
        >>> [fact.quote for fact in report.filter(programme="低保", measure=["persons", "amount"])]
        ['2051人']
        >>> report.filter(programme="低报")
        Traceback (most recent call last):
        ...
        civx.patterns.errors.InputError: programme: '低报' is no programme; near it are 低保
        """
        from civx.patterns.schema import AREAS

        from .selecting import known

        areas, places = known("area", area, ("", *AREAS)), several(place)
        tests: list[Callable[[Fact], bool]] = [where] if where is not None else []
        if areas:
            tests.append(lambda fact: fact.area in areas)
        if places:
            tests.append(lambda fact: fact.place in places)
        if subject is not None:
            tests.append(lambda fact: subject in fact.subject)
        found = kept(self, filters(programme, measure, status, period), tests)
        assert isinstance(found, Extraction)
        return found

    def audit(self, *, kinds: Wanted = None, last_year: Iterable[Fact] = ()) -> Findings:
        """What a reader with a calculator would object to, in text order (docs/audit.md).

        ``kinds`` are the kinds of findings wanted, by default all; ``last_year`` the facts of last year's report.
        Raises InputError for a kind that there is not.

        >>> import civx
        >>> found = civx.extract("低保对象100人，其中城市30人、农村60人。").audit()
        >>> found[0].kind, found[0].severity
        ('sum', 'error')
        """
        from .findings import audited

        return audited((self,), kinds, last_year)

    def __repr__(self) -> str:
        reports = len(self.reports)
        return f"<civx.Extraction {self.source}: {_counted(len(self), 'fact')}, {_counted(reports, 'report')}>"

    def _repr_html_(self) -> str:
        from .html import extraction_html

        return extraction_html(self)


class Extractions(Tabular, tuple[Extraction, ...]):
    """Several reports in the order they were read: what :func:`civx.extract_files` returns.

    It is a tuple of extractions; ``facts`` are the facts of all, ``failed`` says of each file that could not be
    read why not.
    """

    failed: dict[str, str]

    def __new__(cls, found: Iterable[Extraction] = (), failed: dict[str, str] | None = None) -> Extractions:
        self = super().__new__(cls, tuple(found))
        self.failed = dict(failed or {})
        return self

    def _extractions(self) -> Iterable[model.Extraction]:
        return self

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of all reports."""
        return tuple(fact for one in self for fact in one)

    def filter(self, where: Callable[[Fact], bool] | None = None, **wanted: Any) -> Extractions:
        """The extractions with some of their facts, as :meth:`Extraction.filter` has it."""
        return Extractions((one.filter(where, **wanted) for one in self), self.failed)

    def audit(self, *, kinds: Wanted = None) -> Findings:
        """The findings in each report (docs/audit.md)."""
        from .findings import audited

        return audited(self, kinds, ())

    def __repr__(self) -> str:
        failed = f", {len(self.failed)} not read" if self.failed else ""
        return f"<civx.Extractions: {_counted(len(self), 'report')}, {_counted(len(self.facts), 'fact')}{failed}>"

    def _repr_html_(self) -> str:
        from .html import list_html

        return list_html(self)


def checked(value: object) -> Extraction:
    """``value``, which must be an extraction. Raises InputError."""
    if isinstance(value, Extraction):
        return value
    if isinstance(value, model.Extraction):
        return Extraction.of(value)
    raise InputError(f"{value!r} is no extraction: civx.extract and civx.read make them")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
