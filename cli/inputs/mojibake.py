"""Text that went through a wrong encoding before it came here: the quick look that most texts need."""
from __future__ import annotations

# What no sound text holds often, and what the commonest characters become in a wrong reading: ，。的是中国在民 as UTF-8
# read as GBK, 的在是 as GBK read as Big5.
_TELLING = frozenset("\ufffd锛銆鐨鏄涓鍥鍦姘腔婓岆锟")
_LATIN_SIGNS = frozenset("·×°±§«»²³¥÷")


def refuse_mojibake(text: str) -> None:
    """Raise FileProblem where more than a small share of ``text`` is mojibake or characters that were lost."""
    characters = set(text)
    odd = [char for char in characters if "\x7f" < char < "\u0100" or "\ue000" <= char <= "\uf8ff"]
    if not (_LATIN_SIGNS.issuperset(odd) and _TELLING.isdisjoint(characters)):
        from .damage import refuse_damaged

        refuse_damaged(text)
