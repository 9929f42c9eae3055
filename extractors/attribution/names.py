"""Subjects as what they are made of: a verb, a label, the thing, an attribute of it (新增 · 公办 · 养老机构 · 床位)."""

from __future__ import annotations

from typing import NamedTuple

from .nouns import Nouns
from .readings import Reading

_OVERLAP = 4


class Name(NamedTuple):
    """A subject taken apart; the parts joined are the subject again."""

    gain: str = ""
    label: str = ""
    base: str = ""
    attribute: str = ""

    def text(self) -> str:
        """The whole subject."""
        return self.gain + joined(self.label + self.base, self.attribute)

    def thing(self) -> str:
        """What it is about, without the verb and the attribute."""
        return self.label + self.base


def joined(first: str, second: str) -> str:
    """Both, what the one ends in and the other begins with only once: 医疗救助 and 救助金."""
    for size in range(min(len(first), len(second), _OVERLAP), 0, -1):
        if size > 1 and first.endswith(second[:size]):
            return first + second[size:]
    return first + second


def take_apart(words: str, nouns: Nouns) -> Name:
    """The parts of a subject that stands by itself."""
    known = nouns.apart.get(words)
    if known is None:
        known = nouns.apart[words] = _take_apart(words, nouns)
    return known


def _take_apart(words: str, nouns: Nouns) -> Name:
    gain = nouns.gain_of(words)
    if gain:
        head = words.rfind(nouns.words["relative"][-1]) + 1
        if len(gain) < head < len(words) - 1 and nouns.sort(words[head:])[0]:
            gain = words[:head]  # 登记备案的养老机构
    rest = words[len(gain) :]
    behind = next((word for word in nouns.words["gained"] if rest.endswith(word) and len(rest) > len(word) + 1), "")
    if behind and not gain:
        gain, rest = behind, rest[: -len(behind)]
    label = nouns.label_of(rest)
    rest = rest[len(label) :]
    attribute = nouns.attribute_of(rest)
    return Name(gain, label, rest[: len(rest) - len(attribute)], attribute)


def with_label(label: Reading, of: Name, nouns: Nouns, keep: bool) -> Name:
    """城市, of 城乡低保对象: 城市低保对象. ``keep`` says that the attribute is counted here as well."""
    attribute = of.attribute if keep else ""
    words = label.core
    other = nouns.other_label(of.label, label.rule)
    if other == of.base or words in of.thing():
        other = ""
    if label.close and attribute:
        return Name("", other, of.base, words + attribute)
    base = of.base
    last, rule = nouns.label_suffix(base)
    if rule == label.rule:  # 特困人员中全护理, then 半护理
        return Name("", other, base[: -len(last)] + words, attribute)
    if (held := nouns.label_within(base, words, label.rule)) and held != words:
        return Name("", other, base.replace(held, words, 1), attribute)  # 五保分散供养标准, then 集中供养
    if not other and joined(words, base) != words + base:
        base = joined(words, base)[len(words) :]  # 集中供养, of 供养的特困人员
    return Name("", other + words if label.close else words + other, base, attribute)


def with_act(act: str, of: Name, money: bool) -> Name:
    """退出, of 城乡低保对象: 退出城乡低保对象; of money 低保金: 低保金支出."""
    if money:
        if of.text().startswith(act):
            return of  # 销售福利彩票3.9亿元，预计四季度销售1.3亿元
        return Name("", of.label, of.base, joined(of.attribute, act) if of.attribute else act)
    if of.base.startswith(act):
        return of  # 修建便民桥191座，累计修建2090座
    if of.attribute in act:
        return Name(act, of.label, of.base)
    return Name(act, of.label, joined(of.base, of.attribute))


def with_attribute(attribute: str, of: Name) -> Name:
    """床位, of 公办养老机构: 公办养老机构床位."""
    return Name("", of.label, of.base, attribute)


def with_average(words: str, of: Name, rest: str) -> Name:
    """户均, of 临时救助资金: 户均临时救助资金."""
    average = words[: len(words) - len(rest)] if rest else words
    thing = joined(of.label + of.base, of.attribute)
    if rest and rest not in thing and thing[-2:] != rest[-2:]:
        return Name("", of.label, of.base, words)
    return Name("", average + of.label, of.base, of.attribute)
