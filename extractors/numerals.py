# TEMPORARY STUB by the lead until the real one lands: overwrite it.
from __future__ import annotations
import re
from decimal import Decimal
_D={c:i for i,c in enumerate("零一二三四五六七八九")}|{"〇":0,"两":2}
_U={"十":10,"百":100,"千":1000}
_RX=re.compile(r"(\d+(?:\.\d+)?)([十百千]?万|亿|千|百)?(余|多)?(万|亿)?|([〇零一二两三四五六七八九十百千万亿]+)(余|多|几)?(万|亿)?")
def parse_number(t):
    r=scan_number(t,0)
    if r is None or r[0]!=len(t): raise ValueError(t)
    return r[1]
def _c(s):
    total=0;sec=0;num=0
    for c in s:
        if c in _D: num=_D[c]
        elif c in _U: sec+=(num or 1)*_U[c]; num=0
        elif c=="万": total=(total+sec+num)*10000; sec=num=0
        elif c=="亿": total=(total+sec+num)*100000000; sec=num=0
    return total+sec+num
_S={"万":10000,"亿":100000000,"千":1000,"百":100,"千万":10000000,"百万":1000000,"十万":100000}
def scan_number(text,pos):
    m=_RX.match(text,pos)
    if not m: return None
    if m[1]:
        v=Decimal(m[1])*_S.get(m[2] or "",1)*_S.get(m[4] or "",1)
        return m.end(),v,"over" if m[3] else "exact"
    return m.end(),Decimal(_c(m[5]))*_S.get(m[7] or "",1),"over" if m[6] else "exact"
