"""Time expressions with figures in them, as ISO 8601 periods.

Only what the figures themselves say is read here; which numbers a time expression governs is decided in
``attribution.periods``. Words without figures (上半年, 去年同期) are in patterns/periods.yaml.
"""

from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.kept import compiled

_C = "〇零○一二三四五六七八九"
_N = r"(?:[\d一二三四五六七八九十]{1,3}|元(?=月))"
_Y = rf"[12一二][\d{_C}]{{3}}"
# What a year of two calendar years is called: 2022-23年度, 2023—2024学年, 2022-23财政年度.
_DOUBLE = r"(?:年度|学年|财年|财政年度)"
_QU = r"季(?:度|(?![度节风军]))"  # 第3季 as well
_TO = r"(?:至|到|—{1,2}|--?|–|~|～)"
# The hour behind a day: 8月10日12时, 2月14日下午4点半.
_HOUR = rf"(?:(?:[上下中]午|凌晨|[早晚]上?)?{_N}[时点](?:半|整|许|{_N}分)?)?"

TIME = compiled(
    rf"(?P<y>{_Y}|(?<=民国)\d{{2,3}}|1[01]\d(?=年|学年|{_TO}1[01]\d[)）]?年)"
    rf"|(?<!\d)[89]\d(?=年(?:度|底|末|同期|\d{{1,2}}月|[占达为计]|[及和与、至到](?:[89]\d|10\d)年))"
    rf"|(?<=年[及和与、至到])[89]\d(?=年))(?:年度?|(?=-\d)|(?=/\d))?"
    rf"(?:"
    rf"(?:(?<=年)|(?<=年度))(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号]{_HOUR})?"
    rf"(?:{_TO}(?:(?P<y2>{_Y})年)?(?:(?P<m2>{_N})月(?:份)?)?(?:(?P<d2>{_N})[日号]{_HOUR})?(?<![至到—\-–~～]))?(?P<e>底|末|初|[上中下]旬|份)?"
    rf"|(?<=年)(?P<ms>{_N})(?:月)?{_TO}(?P<ys>{_Y}年)?(?P<me>{_N})月(?:份|底|末)?"
    rf"|(?<=年)第?(?P<qs>[一二三1-3])(?:季?度?{_TO}|(?:、[二三])?[、和及与])第?(?P<qe>[二三四2-4]){_QU}"
    rf"|(?<=年)(?:第(?P<q3>[一二三四1-4]){_QU}|(?P<q>[一二三四1-4])季度)(?P<qend>末|底)?"
    rf"|(?<=年)[前首头](?P<qn>[一二三两23])个?{_QU}"
    rf"|(?<=年)[前首头](?P<mn>{_N}|两)个?月"
    rf"|(?<=年)(?P<h>[上下])半年"
    rf"|(?<=年)(?:年)?(?P<end>底|末|终)"
    rf"|年?(?:{_TO}|/)(?P<yr>{_Y}|1[01]\d(?=[)）]?年)|(?:\d\d|[{_C}]{{2}})(?=(?:[、及和与]{_Y}(?:{_TO}|/)\d\d){{0,40}}{_DOUBLE}))(?:(?P<two>{_DOUBLE})|年度?|(?=[、及和与])|(?<=(?:19|20)\d\d)(?=[：:）)》]))"
    rf"|(?P<ylist>(?:年?[、和]{_Y}(?!年?{_TO}\d)){{1,40}})年度?"
    rf"|(?<=年)(?:间|期间|内|全年|一年)"
    rf"|(?<=年)"
    rf"|(?<=年度)"
    rf"|(?P<school>学年度?)"
    rf")"
)
MONTH = compiled(
    rf"(?P<ms>{_N})(?:月(?:份)?)?(?:(?P<ds>{_N})[日号]{_HOUR})?{_TO}(?P<me>{_N})月(?:份)?(?:(?P<de>{_N})[日号]{_HOUR})?(?P<e1>底|末)?"
    rf"|(?P<mdot>\d{{1,2}})[·•](?P<ddot>\d{{1,2}})(?=[”』」’\x22]?(?:当[天日]|这[天一]|前夕|全天))"
    rf"|(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号]{_HOUR}(?:{_TO}(?P<d2>{_N})[日号]{_HOUR})?)?(?P<e>底|末|初|[上中下]旬)?"
    rf"|(?<=[前首头])(?P<qn>[一二三两23])个?{_QU}"
    rf"|第?(?P<qs>[一二三1-3])(?:季?度?{_TO}|(?:、[二三])?[、和及与])第?(?P<qe>[二三四2-4])季度"
    rf"|(?<=第)(?P<qs2>[一二三1-3])季?{_TO}第?(?P<qe2>[二三四2-4]){_QU}"
    rf"|(?:(?<=第)(?P<q3>[一二三四1-4]){_QU}|(?P<q>[一二三四1-4])季度)(?P<qend>末|底)?"
    rf"|(?<=[前首头])(?P<mn>{_N}|两)个月"
)
ENDS = "底末"  # of months and years, which may be told as of their ends
BARE_YEAR = compiled(r"20[0-4]\d(?![\d.])")

_QUARTER = {"1": (1, 3), "2": (4, 6), "3": (7, 9), "4": (10, 12)}
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


def small(text: str) -> int:
    """A month, day, quarter or other small number in Arabic or Chinese figures; 0 for what is none."""
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1  # 元月
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGIT.get(text, 0)
    return _DIGIT.get(tens, 0 if tens else 1) * 10 + (_DIGIT.get(ones, -100) if ones else 0)


def year_of(text: str) -> int:
    """The year of an Arabic, Chinese or ROC numeral; 0 where it is no year between 1900 and 2099."""
    value = int(text) if text.isdigit() else int("".join(str(_DIGIT.get(c, c)) for c in text))
    if value < 1000:
        return value + 1911
    return value if 1900 <= value < 2100 else 0


def _two_figures(text: str) -> int:
    return int(text) if text.isdigit() else int("".join(str(_DIGIT.get(c, c)) for c in text))


@lru_cache(maxsize=4096)
def _iso(year: int, month: int | None, day: int | None) -> str:
    if month is None:
        return f"{year}"
    return f"{year}-{month:02d}" if day is None else f"{year}-{month:02d}-{day:02d}"


class Time:
    """A time expression: [start, end) in the normalised text, its first and last point, and how fine it is.

    ``first`` and ``last`` are ISO dates of any precision, equal for a single point; a ``"{Y}"`` in them stands for
    the year that governs the place (see ``anchors``). ``grain`` is year, month, day, range, word, or years for a
    stretch of several of them. ``rule`` is the pattern rule that named it, "" for figures.
    """

    __slots__ = ("end", "first", "grain", "last", "rule", "start", "year")

    def __init__(
        self, start: int, end: int, first: str, last: str, grain: str, year: int | None, rule: str = ""
    ) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.last = last
        self.grain = grain
        self.year = year
        self.rule = rule


def _month_ok(*months: int | None) -> bool:
    return all(m is None or 1 <= m <= 12 for m in months)


def _day_ok(*days: int | None) -> bool:
    return all(d is None or 1 <= d <= 31 for d in days)


_BLANK = " \u3000\xa0"
# Blanks that typesetting left around figures: 截至 2021 年 12 月底.
_GAP = compiled(rf"(?<=[\d{_C}年度月至到—\-–~～])[{_BLANK}]+(?=[\d年月日号季度底末上下前至到—\-–~～])")
_WINDOW = 40


def match_time(text: str, pos: int) -> Time | None:
    """The time expression that begins at ``pos``, where a figure stands; None where there is none."""
    time = _match(text, pos)
    after = text[pos + 1 : pos + 6]
    if " " not in after and "\u3000" not in after and "\xa0" not in after and (
        time is None or text[time.end : time.end + 1] not in _BLANK or time.end >= len(text)
    ):
        return time
    window = text[max(0, pos - 2) : pos + _WINDOW]
    offset = pos - max(0, pos - 2)
    kept = list(range(len(window)))
    for gap in reversed(list(_GAP.finditer(window, offset))):
        del kept[gap.start() : gap.end()]
    if len(kept) == len(window):
        return time
    closed = _match("".join([window[at] for at in kept]), offset)
    if closed is None:
        return time
    end = kept[closed.end - 1] + 1 - offset + pos
    if time is not None and time.end >= end:
        return time
    closed.start, closed.end = pos, end
    return closed


# One of these stands behind the first figures of every time.
_SIGNS = frozenset("年月日号季学至到—–-~～/、和·•")
_FIGURES = 7
_ORDINAL = "第"


def _match(text: str, pos: int) -> Time | None:
    if _SIGNS.isdisjoint(text[pos + 1 : pos + _FIGURES]):
        return None
    found = TIME.match(text, pos)
    if found is not None and found.end() > found.end("y"):
        return _dated(found, pos)
    found = MONTH.match(text, pos)
    if found is None:
        return None
    time = _undated(found, pos)
    if time is not None and text[pos - 1 : pos] == _ORDINAL:
        time.start = pos - 1  # 第3季
    return time


def _dated(found: re.Match[str], pos: int) -> Time | None:
    g = found.groupdict()
    year = year_of(g["y"])
    if not year:
        return None
    end = found.end()
    if g["m"]:
        month, day = small(g["m"]), small(g["d"]) if g["d"] else None
        month2 = small(g["m2"]) if g["m2"] else None
        day2 = small(g["d2"]) if g["d2"] else None
        year2 = year_of(g["y2"]) if g["y2"] else year
        if not _month_ok(month, month2) or not _day_ok(day, day2) or not year2:
            return None
        first = _iso(year, month, day)
        if month2 is None and day2 is None:
            return Time(pos, end, first, first, "day" if day else "month", year)
        return Time(pos, end, first, _iso(year2, month2 or month, day2), "range", year)
    if g["ms"]:
        low, high = small(g["ms"]), small(g["me"])
        if not _month_ok(low, high):
            return None
        return Time(
            pos, end, _iso(year, low, None), _iso(year_of(g["ys"][:-1]) if g["ys"] else year, high, None), "range", year
        )
    span = _span(g)
    if span is not None:
        closing = _iso(year, span[1], None)
        if g["qend"]:
            return Time(pos, end, closing, closing, "month", year)
        return Time(pos, end, _iso(year, span[0], None), closing, "range", year)
    if g["end"]:
        return Time(pos, end, _iso(year, 12, None), _iso(year, 12, None), "month", year)
    if g["yr"]:
        last = year_of(g["yr"]) if len(g["yr"]) > 2 else year - year % 100 + _two_figures(g["yr"])
        grain = "range" if last == year + 1 and (g["two"] or len(g["yr"]) == 2) else "years"
        return Time(pos, end, str(year), str(last), grain, year if grain == "range" else last)
    if g["ylist"]:
        last = year_of(re.findall(_Y, g["ylist"])[-1])
        return Time(pos, end, str(year), str(last), "years", last)
    if g["school"]:
        return Time(pos, end, str(year), str(year + 1), "range", year)
    return Time(pos, end, str(year), str(year), "year", year)


def _span(g: dict[str, str | None]) -> tuple[int, int] | None:
    """First and last month of a quarter, half or run of months."""
    if g.get("qs"):
        return _QUARTER[str(small(str(g["qs"])))][0], _QUARTER[str(small(str(g["qe"])))][1]
    if g.get("qs2"):
        return _QUARTER[str(small(str(g["qs2"])))][0], _QUARTER[str(small(str(g["qe2"])))][1]
    if quarter := g.get("q") or g.get("q3"):
        return _QUARTER[str(small(quarter))]
    if g.get("qn"):
        return 1, 3 * small(str(g["qn"]))
    if g.get("mn"):
        return 1, min(12, small(str(g["mn"])))
    if g.get("h"):
        return (1, 6) if g["h"] == "上" else (7, 12)
    return None


def _undated(found: re.Match[str], pos: int) -> Time | None:
    g = found.groupdict()
    end = found.end()
    if g["mdot"]:  # “5·20”当天
        low, high = int(g["mdot"]), int(g["ddot"])
        iso = f"{{Y}}-{low:02d}-{high:02d}"
        return Time(pos, end, iso, iso, "day", None) if _month_ok(low) and _day_ok(high) else None
    if g["m"]:
        month, day = small(g["m"]), small(g["d"]) if g["d"] else None
        if not _month_ok(month) or not _day_ok(day):
            return None
        iso = f"{{Y}}-{month:02d}" + (f"-{day:02d}" if day else "")
        until = small(g["d2"]) if g["d2"] else None
        if day and until and day < until <= 31:
            return Time(pos, end, iso, f"{{Y}}-{month:02d}-{until:02d}", "range", None)
        return Time(pos, end, iso, iso, "day" if day else "month", None)
    if g["ms"]:
        low, high = small(g["ms"]), small(g["me"])
        if not _month_ok(low, high):
            return None
        first = f"{{Y}}-{low:02d}" + (f"-{small(g['ds']):02d}" if g["ds"] else "")
        last = f"{{Y}}-{high:02d}" + (f"-{small(g['de']):02d}" if g["de"] else "")
        return Time(pos, end, first, last, "range", None)
    span = _span(g)
    if span is None:
        return None
    closing = f"{{Y}}-{span[1]:02d}"
    if g["qend"]:
        return Time(pos, end, closing, closing, "month", None)
    return Time(pos, end, f"{{Y}}-{span[0]:02d}", closing, "range", None)


def merged(times: list[Time]) -> list[Time]:
    """The times in text order, of those that overlap only the longest, of equals the first."""
    times.sort(key=_place)
    kept: list[Time] = []
    for time in times:
        if kept and time.start < kept[-1].end:
            if time.end - time.start > kept[-1].end - kept[-1].start:
                kept[-1] = time
        else:
            kept.append(time)
    return kept


def _place(time: Time) -> tuple[int, int]:
    return time.start, -time.end
