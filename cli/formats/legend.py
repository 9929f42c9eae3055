"""What a workbook's legend says of its columns, in both languages."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from .columns import Column

_CHINESE = {
    "id": "同样的输入得到同样的编号",
    "source": "文件名，照输入时的写法",
    "report": "文件内报告的标题",
    "section": "由外到内的各级标题",
    "programme": "数字所属的民政业务",
    "subject": "统计或支付的对象",
    "place": "数字所指的地区，原文未写则为空",
    "area": "城市、农村或城乡，原文未写则为空",
    "measure": "数量的类别",
    "value": "按基本单位（元、人、户）；区间则为空",
    "min": "区间的下限",
    "max": "区间的上限",
    "unit": "统一后的单位",
    "per_month": "标准折算为每月多少元",
    "bound": "确数、约数、超过、不足等",
    "status": "实际、上期、增减、计划或规定",
    "direction": "增减的方向，数值照原文",
    "period": "数字所指的时间，ISO 8601",
    "part_of": "所属总数的编号",
    "quote": "原文中的数字和单位",
    "start": "在原文中的起始字符位置",
    "end": "在原文中的结束字符位置",
    "line": "原文的行号，首行为1",
    "sentence": "数字所在的句子",
    "rule": "识别所依据的规则",
    "page": "PDF页码，首页为1",
    "reviewed": "审核情况：已确认、已更正或补录",
    "because": "各字段的依据及其在原文中的位置",
    "indicator": "民政统计指标的编号",
    "indicator_name": "民政统计指标的名称",
    "households": "户",
    "persons": "人",
    "person_times": "人次",
    "household_times": "户次",
    "amount": "金额，单位见金额单位",
    "amount_unit": "万元，或按选项为元；外币照原文",
    "standard_month": "标准折算为每月多少元",
    "standard": "标准，照原文",
    "standard_unit": "标准的单位",
    "rate": "百分比或比率",
    "rate_unit": "比率的单位",
    "count": "其他计数",
    "count_unit": "数量的单位",
    "notes": "单元格里说不尽的：约数、区间、其他对象",
    "lines": "所依据的行号",
    "ids": "行内各数据的编号",
}
_SHEETS = {
    "en": (
        ("indicators", "指标", "results of the report's own time for the whole place; 万元, standards in 元 a month"),
        ("findings", "问题", "where the report's numbers contradict each other; the line leads to the fact"),
    ),
    "zh": (
        ("指标", "indicators", "报告本期、全地区的结果；金额为万元，标准为元/月"),
        ("问题", "findings", "报告中互相矛盾的数字；点行号可到对应数据"),
    ),
}


def lines_of(columns: Sequence[Column], language: str) -> Iterator[tuple[str, str, str]]:
    """For each column its name, the name in the other language and what it holds; then what other sheets hold."""
    for column in columns:
        if language == "en":
            yield column.name, column.zh, column.meaning
        else:
            yield column.zh, column.name, _CHINESE[column.name]
    yield from _SHEETS[language]
