"""How much a text looks like Chinese: what tells a right decoding from a wrong one.

Every character has a cost, roughly the negative logarithm of how often it stands in Chinese prose, and two decodings of
the same bytes are compared by their sums. Three things are known: the commonest characters of both scripts, the two
national standards, which list the common characters (GB 2312 level 1, Big5 level 1) before the rare ones, and what no
report holds (controls, private use, halves of characters).
"""
from __future__ import annotations

from math import sqrt
from typing import NamedTuple

# In order of frequency in general Chinese and in the words of the patterns; Traditional forms behind.
_COMMONEST = (
    "的人年一月工了不是有会作中在区为元个老上大民社成到全助家每次建对保国户时和平下三政村行地分低来发务要理救养以市生这于名我"
    "儿他公至高学员总县本新道出方入点院长度主部计所位十万期服日均面补金五数过级业前结事达自困后组两二天门口开得标增体子就资心"
    "之划用动多乡贴各经城小实四百其也放说能可化第等机重起河共已里进处报合定去间特们局内运代记制比同镇问力目提设准着加从现收福"
    "党外象将利展最改都种产治支情居委活立文当取如少明千路率性通农件只项由军步与完那无议"
    "會區爲為個對國戶時來發務養這於兒學員總縣點長計萬補數過級業結達後組兩門開標體資劃動鄉貼經實說機裏裡進處報間們內運記鎮問"
    "設準從現黨將種產當農項軍與無議"
)
_SIGNS = "，。、；：“”（）《》％—…·～！？〔〕【】「」『』　"
_USUAL_CONTROLS = "\t\n\r\f\v\x1a"

_ASCII, _SIGN, _FIRST, _COMMON = 4.0, 4.5, 5.7, 6.7
_LISTED, _RARE, _ODD, _NEVER = 8.5, 12.0, 15.0, 19.0


class _Costs(dict[str, float]):
    def __missing__(self, char: str) -> float:
        cost = self[char] = _cost(char)
        return cost


def _cost(char: str) -> float:
    code = ord(char)
    if code < 0x80:
        return _ASCII
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xF900 or char == "\ufffd" or code >= 0xF0000:
        return _NEVER
    if 0xFF01 <= code <= 0xFF5E:
        return _COMMON
    if not (0x3400 <= code <= 0x9FFF or 0xF900 <= code < 0xFB00 or code >= 0x20000):
        return _RARE + 2
    if _lead(char, "gb2312", 0xB0, 0xD7) or _lead(char, "big5", 0xA4, 0xC6):
        return _LISTED
    return _RARE if _lead(char, "gbk", 0, 0xFF) or _lead(char, "big5", 0, 0xFF) else _ODD


def _lead(char: str, codec: str, low: int, high: int) -> bool:
    try:
        return low <= char.encode(codec)[0] <= high
    except UnicodeEncodeError:
        return False


_COSTS = _Costs(
    {chr(code): _NEVER for code in [*range(32), 127]}
    | dict.fromkeys(_USUAL_CONTROLS, _ASCII)
    | dict.fromkeys(_COMMONEST, _COMMON)
    | dict.fromkeys(_COMMONEST[:100], _FIRST)
    | dict.fromkeys(_SIGNS, _SIGN)
)


def cost(text: str) -> float:
    """The sum of the costs of its characters: of two decodings of the same bytes the cheaper is the likelier."""
    return sum(map(_COSTS.__getitem__, text))


class Look(NamedTuple):
    """What a text looks like: its cost, the number of its characters that are not ASCII, and their mean cost."""

    cost: float
    others: int
    mean: float

    @property
    def doubtful(self) -> bool:
        """Whether Chinese prose is hardly ever so odd. A short text may be odder than a long one."""
        return self.others > 0 and self.mean > 7.8 + 3 / sqrt(self.others)

    @property
    def hopeless(self) -> bool:
        """Whether it is no Chinese at all."""
        return self.mean > 11


def look(text: str) -> Look:
    """What ``text`` looks like."""
    others = [char for char in text if not char.isascii() or _COSTS[char] == _NEVER]
    mean = cost("".join(others)) / len(others) if others else 0.0
    return Look(cost(text), len(others), mean)
