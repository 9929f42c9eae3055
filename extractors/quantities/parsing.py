"""The value of a numeral that stands alone, in any spelling: what ``civx.parse_number`` reads.

The numerals themselves are those that the extractor reads (``numerals.py``); here is what may stand around one: a sign,
a share (百分之, 成, 折, %, a fraction), a multiple, a power of ten by letter, money's 元角分, blanks.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

from civx.patterns.kept import compiled

from .decimals import shift
from .numeral_parts import DIGITS, POWERS
from .numerals import fold, parse_plain

_HALF = Decimal("0.5")
_PRECISE = Context(prec=28, rounding=ROUND_HALF_EVEN)
_LONGEST = 60  # characters of a fraction
_MOST = 30  # powers of ten of an exponent
_BLANK = compiled(r"[ \t\u3000]+")
# blanks say nothing between the parts of a numeral; between two digits they may part two numbers
_BETWEEN = compiled(r"(?<![0-9])[ \t\u3000]+|[ \t\u3000]+(?![0-9])")
_ASCII = compiled(r"(\.[0-9]+|[0-9][0-9,，]*(?:\.[0-9]+)?)(?:[eE]([-+]?[0-9]{1,2})|([kKMGwW]))?")
_LETTERS = {"k": 3, "w": 4, "m": 6, "g": 9}
_MONEY = compiled(r"(.+?)[元圆块](?:([0-9一二三四五六七八九])[角毛])?(?:([0-9一二三四五六七八九])分?)?[钱整正]?")
_OVER = compiled(r"(?:([0-9]+)[ ]+)?([0-9]+(?:\.[0-9]+)?)/([0-9]+(?:\.[0-9]+)?)")  # 1 3/5
_BELOW = {"百": 2, "千": 3, "万": 4}
_SHARES = (("个百分点", 2), ("百分点", 2), ("%", 2), ("‰", 3))


def parse_number(text: str) -> Decimal:
    """The value of a numeral in any spelling: 三千五百二十八, 一万二, 壹佰, 1.85万, 1,230.5, 1230。35, 百分之五.

    A share is a proportion: 百分之五, 5% and 半成 are 0.05, 三成五 0.35, 七五折 0.75, 过半 0.5; a multiple its factor:
    一倍半 is 1.5. A fraction (三分之一, 1/3, 一又二分之一) without a finite decimal is rounded half-even to 28 digits.
    Money in words gives its 元: 壹拾壹元壹角 is 11.1. Letters stand for powers of ten: 15k, 20w, 1.2M. Blanks between
    the parts of a numeral are passed over (三千 九百), between two digits they are not, unless they group thousands.
    Of a bounded number the part that is certain is given: 3千余 is 3000, 十几 is 10; ``scan_number`` tells the bound.
    Raises ValueError with the text and the reason where it is no number, has no one value (数十), or has two readings
    (一万二三, 1 23).
    """
    try:
        return _signed(_BETWEEN.sub("", fold(text.strip())))
    except ValueError as error:
        raise ValueError(f"no number: {text!r}: {error}") from None


def _signed(plain: str) -> Decimal:
    negative = plain[:1] in ("-", "负")
    if negative or plain[:1] == "+":
        plain = plain[1:]
    value = _shared(plain)
    return value.copy_negate() if negative and value else value


def _shared(text: str) -> Decimal:
    """A number with what makes it a share or a multiple, without its sign."""
    if "又" in text and "分之" in text:
        whole, _, rest = text.partition("又")
        return parse_plain(whole) + _fraction(rest)
    if "分之" in text:
        return _fraction(text)
    if "/" in text:
        return _over(text)
    for mark, power in _SHARES:
        if text.endswith(mark) and len(text) > len(mark):
            return shift(_number(text[: -len(mark)]), -power)
    if text in ("半", "过半", "一半", "对折", "半折"):
        return _HALF
    if text == "半成":
        return shift(_HALF, -1)
    if text.endswith("折"):
        return _discount(text[:-1])
    for mark, factor in (("成", 1), ("倍", 0)):
        head, found, tail = text.partition(mark)
        if found:
            return shift(_number(head) + _tail(tail, mark), -factor)
    money = _MONEY.fullmatch(text)
    return _money(*money.groups()) if money is not None else _number(text)


def _number(text: str) -> Decimal:
    """A plain numeral, or Arabic digits that begin with a point or end in an exponent or a letter."""
    ascii_ = _ASCII.fullmatch(text)
    if ascii_ is not None and (ascii_[2] or ascii_[3] or text[0] == "."):
        value = Decimal("0" + ascii_[1]) if text[0] == "." else parse_plain(ascii_[1])
        power = int(ascii_[2]) if ascii_[2] else _LETTERS[ascii_[3].lower()] if ascii_[3] else 0
        if abs(power) > _MOST:
            raise ValueError("its exponent is too large")
        return shift(value, power)
    head, point, tail = text.partition("点")
    if point and tail and head[-1:] in POWERS and all(char in DIGITS or char in "0123456789" for char in tail):
        digits = "".join(char if char.isascii() else str(DIGITS[char]) for char in tail)
        return parse_plain(head) + Decimal("0." + digits)  # 四百亿点零五, 一百点123
    return parse_plain(text)


def _tail(text: str, mark: str) -> Decimal:
    """What stands behind 成 or 倍: 三成五, 一倍半."""
    if not text:
        return Decimal(0)
    if text == "半":
        return _HALF
    if len(text) == 1 and mark == "成" and text in DIGITS:
        return shift(Decimal(DIGITS[text]), -1)
    raise ValueError(f"{text!r} does not belong to a number here")


def _discount(text: str) -> Decimal:
    """What 折 leaves of a price: 九折 is 0.9, 七五折 and 75折 are 0.75, 八点五折 0.85."""
    digits = "".join(str(DIGITS[char]) for char in text) if text and all(char in DIGITS for char in text) else text
    if len(digits) == 2 and digits.isdigit() and digits != "10":
        return shift(Decimal(digits), -2)
    value = _number(digits)
    if not 0 < value < 10:
        raise ValueError("折 needs a number below ten")
    return shift(value, -1)


def _money(sum_: str, tenths: str | None, cents: str | None) -> Decimal:
    """元, 角 and 分 as 元."""
    value = _number(sum_)
    for digit, power in ((tenths, -1), (cents, -2)):
        if digit:
            value += shift(Decimal(int(digit) if digit.isdigit() else DIGITS[digit]), power)
    return value


def _over(text: str) -> Decimal:
    """3/5 and 1 3/5."""
    found = _OVER.fullmatch(text)
    if found is None or len(text) > _LONGEST:
        raise ValueError("'/' needs a number on both sides")
    whole, above, below = Decimal(found[1] or 0), Decimal(found[2]), Decimal(found[3])
    return whole + _ratio(above, below)


def _fraction(text: str) -> Decimal:
    """百分之三十五 as 0.35, 四分之三 as 0.75."""
    below, _, above = text.partition("分之")
    above, negative = above.removeprefix("负"), above.startswith("负")
    if below in _BELOW and above == below:
        return Decimal(1)  # 百分之百
    if below in _BELOW:
        value = shift(_number(above), -_BELOW[below])
    elif len(text) > _LONGEST:
        raise ValueError("it is too long")
    else:
        value = _ratio(parse_plain(above), parse_plain(below))
    return -value if negative and value else value


def _ratio(above: Decimal, below: Decimal) -> Decimal:
    """The one by the other: exact where it ends, else to 28 digits."""
    if not below or below != int(below) or above != int(above):
        raise ValueError("a fraction needs whole numbers, and none by zero")
    part, whole, places = int(above), int(below), 0
    # a fraction ends if some power of ten makes it whole; it needs no more places than its denominator has bits
    bits = whole.bit_length()
    while part * 10**places % whole:
        places += 1
        if places > bits:
            return _PRECISE.divide(above, below)
    return shift(Decimal(part * 10**places // whole), -places)
