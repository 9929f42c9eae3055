"""Tables in web pages, Word documents and PDF files, from the file to the facts: none lost, none made up.

A case is a document and the facts of its tables, a line each: value, unit, programme and a part of the subject, then
what else must hold (place, area, period, status, and by ``of`` the value of the total). ``-`` stands for anything.
"""
from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from civx.cli.reading import read_source
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

FONT = "STSong-Light"
Grid = list[list[str]]
Merge = tuple[int, int, int, int]  # first row and column, last row and column


class Case(NamedTuple):
    """A document under its file name, and the facts that stand in its tables."""

    name: str
    data: bytes
    facts: str


# --- builders

SITE = (
    "<!DOCTYPE html><html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    "<meta name='ArticleTitle' content='{title}'><title>{title}_县政府网</title></head><body>"
    "<div class='top'><ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li><li><a href='/bs'>办事服务</a></li>"
    "<li><a href='/hd'>互动交流</a></li></ul></div><div class='wrap'><div class='pos'>当前位置：<a href='/'>首页</a> &gt; "
    "<a href='/tj'>统计信息</a></div><div class='article'><h1>{title}</h1><div class='info'>发布时间：2024-01-15 09:30 "
    "来源：县民政局 浏览次数：<span>1286</span>次 字号：[大 中 小]</div><div class='con'><div class='TRS_Editor'>{body}"
    "</div></div><div class='tools'><a href='javascript:print()'>打印</a> <a href='#'>关闭</a></div></div></div>"
    "<div class='footer'>主办：县人民政府办公室 网站标识码：3301220001 ICP备05012345号 电话：0571-64612345</div></body></html>"
)


def site(title: str, body: str, charset: str = "utf-8") -> bytes:
    return SITE.format(title=title, body=body, charset=charset).encode(charset)


def rows(grid: Iterable[Sequence[str]], tag: str = "td", cell: str = "{}") -> str:
    return "".join(
        "<tr>" + "".join(f"<{tag}>{cell.format(text)}</{tag}>" for text in line) + "</tr>" for line in grid
    )


def word(*parts: str | tuple[Grid, tuple[Merge, ...]]) -> bytes:
    """A Word document of paragraphs and tables."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        grid, merges = part
        table = document.add_table(len(grid), max(map(len, grid)), style="Table Grid")
        for i, line in enumerate(grid):
            for j, text in enumerate(line):
                table.cell(i, j).text = text
        for top, left, bottom, right in merges:
            text = grid[top][left]
            merged = table.cell(top, left).merge(table.cell(bottom, right))
            merged.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*parts: str | tuple[Grid, tuple[Merge, ...]]) -> bytes:
    """A PDF file of paragraphs and ruled tables."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=16, wordWrap="CJK")
    flow: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            flow += [Paragraph(part, style), Spacer(1, 4)]
            continue
        grid, merges = part
        table = Table([[Paragraph(text, style) for text in line] for line in grid], repeatRows=0)
        table.setStyle(TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
            *(("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in merges),
        ]))
        flow += [table, Spacer(1, 8)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
    return out.getvalue()


# --- cases

TOWNS = """
    1260 户 低保 低保 place=云溪镇 area=urban period=2023 of=3180
    1988 人 低保 低保 place=云溪镇 area=urban of=4911
    15680000 元 低保 低保 place=云溪镇 area=urban
    842 户 低保 低保 place=云溪镇 area=rural of=3022
    1503 人 低保 低保 place=云溪镇 area=rural of=5420
    7254000 元 低保 低保 place=云溪镇 area=rural
    1920 户 低保 低保 place=柳浦乡 area=urban of=3180
    2923 人 低保 低保 place=柳浦乡 area=urban
    22035000 元 低保 低保 place=柳浦乡 area=urban of=37715000
    2180 户 低保 低保 place=柳浦乡 area=rural
    3917 人 低保 低保 place=柳浦乡 area=rural
    18860000 元 低保 低保 place=柳浦乡 area=rural of=26114000
    3180 户 低保 低保 place= area=urban period=2023 of=
    4911 人 低保 低保 place= area=urban
    37715000 元 低保 低保 place= area=urban
    3022 户 低保 低保 place= area=rural
    5420 人 低保 低保 place= area=rural
    26114000 元 低保 低保 place= area=rural
"""
TOWN_GRID = [
    ["乡镇", "城市低保", "", "", "农村低保", "", ""],
    ["", "户数", "人数", "发放金额（万元）", "户数", "人数", "发放金额（万元）"],
    ["云溪镇", "1,260", "1,988", "1,568", "842", "1,503", "725.4"],
    ["柳浦乡", "1,920", "2,923", "2,203.5", "2,180", "3,917", "1,886"],
    ["合计", "3,180", "4,911", "3,771.5", "3,022", "5,420", "2,611.4"],
]
TOWN_MERGES = ((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6))
TOWN_HTML = (
    "<table border='1' cellspacing='0'><tbody><tr><td rowspan='2'><p>乡镇</p></td><td colspan='3'><p>城市低保</p></td>"
    "<td colspan='3'><p>农村低保</p></td></tr>" + rows([TOWN_GRID[1][1:], *TOWN_GRID[2:]], cell="<p>{}</p>")
    + "</tbody></table>"
)

MSO = "<p class=MsoNormal align=center style='text-align:center'><span lang=EN-US style='font-family:仿宋'>{}<o:p></o:p></span></p>"
MSO_GRID = [
    ["指标名称", "计量单位", "2022年", "2023年"],
    ["一、社会救助", "", "", ""],
    ["特困人员", "人", "812", "796"],
    ["&nbsp; 其中：集中供养", "人", "231", "240"],
    ["临时救助", "人次", "1,502", "1,388"],
    ["临时救助资金支出", "万元", "236.5", "218.2"],
    ["二、社会事务", "", "", ""],
    ["结婚登记", "对", "2,106", "2,388"],
    ["火化率", "%", "98.6", "99.1"],
    ["流浪乞讨人员救助", "人次", "&nbsp;", "126"],
]
MSO_FACTS = """
    812 人 特困 特困人员 period=2022 of=
    796 人 特困 特困人员 period=2023
    231 人 特困 集中供养 period=2022 of=812
    240 人 特困 集中供养 period=2023 of=796
    1502 人次 临时救助 临时救助 period=2022
    1388 人次 临时救助 临时救助 period=2023
    2365000 元 临时救助 资金 period=2022
    2182000 元 临时救助 资金 period=2023
    2106 对 婚姻登记 结婚登记 period=2022
    2388 对 婚姻登记 结婚登记 period=2023
    98.6 % 殡葬 火化率 period=2022
    99.1 % 殡葬 火化率 period=2023
    126 人次 流浪救助 流浪 period=2023
"""

SPENDING = [
    ["项目", "年初预算", "全年支出", "占比（%）"],
    ["城乡低保", "6,200", "6,385.6", "58.2"],
    ["特困人员供养", "1,850", "1,902.3", "17.3"],
    ["临时救助", "420", "398.5", "3.6"],
    ["残疾人两项补贴", "2,300", "2,288", "20.9"],
    ["合计", "10,770", "10,974.4", "100"],
]
SPENDING_FACTS = """
    62000000 元 低保 低保 status=planned period=2023
    63856000 元 低保 低保 status=actual period=2023 of=109744000
    58.2 % 低保 低保
    18500000 元 特困 特困 status=planned
    19023000 元 特困 特困 of=109744000
    17.3 % 特困 特困
    4200000 元 临时救助 临时救助 status=planned of=107700000
    3985000 元 临时救助 临时救助
    3.6 % 临时救助 临时救助
    23000000 元 残疾人补贴 两项补贴 status=planned
    22880000 元 残疾人补贴 两项补贴 of=109744000
    20.9 % 残疾人补贴 两项补贴
    107700000 元 - - status=planned
    109744000 元 - - status=actual
    100 % - -
"""

CONTACTS = [
    ["序号", "单位", "地址", "联系人", "联系电话"],
    ["1", "县救助管理站", "人民路128号", "王某", "0571-64612345"],
    ["2", "云溪镇民政办", "府前街36号", "李某", "64615566"],
]
SCHEDULE = [
    ["时间", "地点", "内容", "参加人员"],
    ["8:30—9:00", "3号会议室", "签到", "全体"],
    ["9:00—11:30", "3号会议室", "业务培训", "各乡镇民政办主任"],
    ["14:00", "201室", "分组讨论", "第1、2组"],
]
RANKING = [
    ["排名", "乡镇", "得分", "上月排名", "排名变化"],
    ["1", "云溪镇", "98.5", "3", "↑2"],
    ["2", "柳浦乡", "96.2", "1", "↓1"],
    ["3", "石塘镇", "95.8", "2", "↓1"],
]
DUTY = [
    ["日期", "星期", "带班领导", "值班人员", "手机"],
    ["2月9日", "五", "张某某", "赵某", "13800001111"],
    ["2月10日", "六", "刘某某", "钱某", "13900002222"],
]
EXAM = [
    ["准考证号", "姓名", "岗位", "笔试成绩", "面试成绩", "总成绩", "名次"],
    ["20230101", "周某", "社工岗1", "72.5", "81.2", "76.9", "1"],
    ["20230107", "吴某", "社工岗1", "70", "79.6", "74.8", "2"],
]

FACILITY = [
    ["类别", "机构数（个）", "床位数（张）", "年末在院人数（人）"],
    ["一、养老机构", "26", "3,120", "1,685"],
    ["其中：公办", "9", "1,080", "512"],
    ["其中：民办", "17", "2,040", "1,173"],
    ["二、儿童福利机构", "1", "60", "23"],
    ["三、救助管理机构", "1", "40", "—"],
]
FACILITY_FACTS = """
    26 个 养老服务 养老机构 period=2023
    3120 张 养老服务 养老机构
    1685 人 养老服务 养老机构
    9 个 养老服务 公办 of=26
    1080 张 养老服务 公办 of=3120
    512 人 养老服务 公办 of=1685
    17 个 养老服务 民办 of=26
    2040 张 养老服务 民办 of=3120
    1173 人 养老服务 民办 of=1685
    1 个 儿童福利 儿童福利机构
    60 张 儿童福利 儿童福利机构
    23 人 儿童福利 儿童福利机构
    1 个 流浪救助 救助管理机构
    40 张 流浪救助 救助管理机构
"""
CHANGE = [
    ["指标", "单位", "2023年", "2022年", "增减（%）"],
    ["城乡低保对象", "户", "6,202", "6,518", "-4.8"],
    ["低保金支出", "万元", "6,382.9", "6,105", "4.6"],
    ["孤儿", "人", "41", "44", "-6.8"],
]
CHANGE_FACTS = """
    6202 户 低保 低保对象 period=2023 status=actual
    6518 户 低保 低保对象 period=2022
    -4.8 % 低保 低保对象 status=change period=2023
    63829000 元 低保 低保金 period=2023
    61050000 元 低保 低保金 period=2022
    4.6 % 低保 低保金 status=change
    41 人 孤儿 孤儿 period=2023
    44 人 孤儿 孤儿 period=2022
    -6.8 % 孤儿 孤儿 status=change
"""

DISABLED = [
    ["单位：人、万元", "", "", "", ""],
    ["乡镇", "困难残疾人生活补贴人数", "困难残疾人生活补贴金额", "重度残疾人护理补贴人数", "重度残疾人护理补贴金额"],
    ["全县合计", "2,318", "231.7", "1,906", "197.2"],
    ["云溪镇", "1,120", "112", "", "95.6"],
    ["柳浦乡", "1,198", "119.7", "980", "-"],
    ["注：柳浦乡3人待复核，石塘镇2024年1月起并入。", "", "", "", ""],
]
DISABLED_FACTS = """
    2318 人 残疾人补贴 困难残疾人生活补贴 place= period=2023
    2317000 元 残疾人补贴 困难残疾人生活补贴 place=
    1906 人 残疾人补贴 重度残疾人护理补贴 place=
    1972000 元 残疾人补贴 重度残疾人护理补贴 place=
    1120 人 残疾人补贴 困难残疾人生活补贴 place=云溪镇 of=2318
    1120000 元 残疾人补贴 困难残疾人生活补贴 place=云溪镇 of=2317000
    956000 元 残疾人补贴 重度残疾人护理补贴 place=云溪镇
    1198 人 残疾人补贴 困难残疾人生活补贴 place=柳浦乡
    1197000 元 残疾人补贴 困难残疾人生活补贴 place=柳浦乡
    980 人 残疾人补贴 重度残疾人护理补贴 place=柳浦乡 of=1906
"""

TASKS = [
    ["序号", "任务名称", "单位", "目标值", "完成时限", "责任科室"],
    ["1", "新建老年食堂", "个", "12", "2024年6月底", "养老服务科"],
    ["2", "新增护理型床位", "张", "260", "2024年12月底", "养老服务科"],
    ["3", "困难老年人家庭适老化改造", "户", "300", "2024年11月底", "养老服务科"],
    ["4", "培训养老护理员", "人次", "400", "2024年10月底", "科室3"],
]
TASK_FACTS = """
    12 个 养老服务 老年食堂 status=planned period=2024
    260 张 养老服务 护理型床位 status=planned
    300 户 养老服务 适老化改造 status=planned
    400 人次 养老服务 养老护理员 status=planned
"""

STANDARDS = [
    ["补助类别", "", "标准（元/人·月）", "执行时间"],
    ["最低生活保障", "城市", "780", "2023年7月1日"],
    ["", "农村", "620", "2023年7月1日"],
    ["特困人员", "基本生活", "1,014", "2023年7月1日"],
    ["", "全护理", "1,260", "2023年7月1日"],
    ["孤儿", "机构养育", "2,300", "2023年1月1日"],
    ["", "散居", "1,700", "2023年1月1日"],
]
STANDARD_MERGES = ((0, 0, 0, 1), (1, 0, 2, 0), (3, 0, 4, 0), (5, 0, 6, 0))
STANDARD_FACTS = """
    780 元/人/月 低保 最低生活保障 area=urban
    620 元/人/月 低保 最低生活保障 area=rural
    1014 元/人/月 特困 基本生活
    1260 元/人/月 特困 全护理
    2300 元/人/月 孤儿 机构养育
    1700 元/人/月 孤儿 散居
"""

MONTHLY = [
    ["指标", "单位", "本月", "本年累计", "同比增长（%）"],
    ["临时救助", "人次", "118", "1,026", "-8.4"],
    ["临时救助资金", "万元", "21.6", "186.3", "2.5"],
    ["结婚登记", "对", "156", "1,402", "12.1"],
    ["离婚登记", "对", "61", "520", "-3.2"],
]
MONTHLY_FACTS = """
    118 人次 临时救助 临时救助 period=2023-09
    1026 人次 临时救助 临时救助 period=2023-01/2023-09
    -8.4 % 临时救助 临时救助 status=change
    216000 元 临时救助 临时救助 period=2023-09
    1863000 元 临时救助 临时救助 period=2023-01/2023-09
    2.5 % 临时救助 临时救助 status=change
    156 对 婚姻登记 结婚登记 period=2023-09
    1402 对 婚姻登记 结婚登记 period=2023-01/2023-09
    12.1 % 婚姻登记 结婚登记 status=change
    61 对 婚姻登记 离婚登记 period=2023-09
    520 对 婚姻登记 离婚登记
    -3.2 % 婚姻登记 离婚登记 status=change
"""

GROUPED = (
    "<table class='table table-bordered'><thead><tr><th colspan='2'>项目</th><th>计量单位</th><th>数量</th></tr></thead><tbody>"
    "<tr><td rowspan='3'>城市低保</td><td>户数</td><td>户</td><td>1,842</td></tr><tr><td>人数</td><td>人</td><td>2,706</td></tr>"
    "<tr><td>支出资金</td><td>万元</td><td>1,936.4</td></tr><tr><td rowspan='3'>农村低保</td><td>户数</td><td>户</td><td>5,106</td>"
    "</tr><tr><td>人数</td><td>人</td><td>9,230</td></tr><tr><td>支出资金</td><td>万元</td><td>4,286.1</td></tr>"
    "<tr><td colspan='2'>高龄津贴发放人数</td><td>人</td><td>12,460</td></tr></tbody></table>"
)
GROUPED_FACTS = """
    1842 户 低保 城市低保 area=urban period=2023
    2706 人 低保 城市低保 area=urban
    19364000 元 低保 城市低保 area=urban
    5106 户 低保 农村低保 area=rural
    9230 人 低保 农村低保 area=rural
    42861000 元 低保 农村低保 area=rural
    12460 人 高龄津贴 高龄津贴
"""

YEARS = [
    ["年份", "社会组织总数（个）", "社会团体（个）", "民办非企业单位（个）", "基金会（个）"],
    ["2021", "612", "268", "340", "4"],
    ["2022", "598", "260", "333", "5"],
    ["2023", "603", "259", "338", "6"],
]
YEAR_FACTS = """
    612 个 社会组织 社会组织 period=2021
    268 个 社会组织 社会团体 period=2021
    340 个 社会组织 民办非企业单位 period=2021
    4 个 社会组织 基金会 period=2021
    598 个 社会组织 社会组织 period=2022
    260 个 社会组织 社会团体 period=2022
    333 个 社会组织 民办非企业单位 period=2022
    5 个 社会组织 基金会 period=2022
    603 个 社会组织 社会组织 period=2023
    259 个 社会组织 社会团体 period=2023
    338 个 社会组织 民办非企业单位 period=2023
    6 个 社会组织 基金会 period=2023
"""

MIXED = [
    ["对象类别", "人数", "发放金额"],
    ["80—89周岁", "4,120人", "247.2万元"],
    ["90—99周岁", "618人", "74.16万元"],
    ["100周岁以上", "12人", "7.2万元"],
]
MIXED_FACTS = """
    4120 人 高龄津贴 - period=2023
    2472000 元 高龄津贴 -
    618 人 高龄津贴 -
    741600 元 高龄津贴 -
    12 人 高龄津贴 -
    72000 元 高龄津贴 -
"""

KINDS = [
    ["2023年民政对象基本情况（单位：人、万元）", "", ""],
    ["项目", "人数", "资金"],
    ["特困人员", "812", "903.6"],
    ["事实无人抚养儿童", "126", "180.2"],
    ["流浪乞讨人员", "95", "12.4"],
]
KIND_FACTS = """
    812 人 特困 特困人员 period=2023
    9036000 元 特困 特困人员
    126 人 事实无人抚养儿童 事实无人抚养儿童
    1802000 元 事实无人抚养儿童 事实无人抚养儿童
    95 人 流浪救助 流浪乞讨
    124000 元 流浪救助 流浪乞讨
"""

UNITS_ABOVE = [
    ["指标", "2023年", "2022年"],
    ["特困人员", "1,302", "1,340"],
    ["其中：集中供养", "420", "431"],
    ["特困供养资金", "1,450.5", "1,382"],
    ["留守儿童", "2,210", "2,306"],
]
UNITS_ABOVE_FACTS = """
    1302 人 特困 特困人员 period=2023
    1340 人 特困 特困人员 period=2022
    420 人 特困 集中供养 of=1302
    431 人 特困 集中供养 of=1340
    14505000 元 特困 资金 period=2023
    13820000 元 特困 资金 period=2022
    2210 人 儿童福利 留守儿童
    2306 人 儿童福利 留守儿童
"""

FRAME = (
    "<html><head><meta charset=utf-8><title>民政统计</title></head><body><table width=1000><tr><td width=200><table><tr><td>"
    "<a href=1>机构设置</a></td></tr><tr><td><a href=2>通知公告</a></td></tr><tr><td><a href=3>统计数据</a></td></tr></table></td>"
    "<td><table><tr><td><h2>石塘县2023年养老服务机构情况</h2></td></tr><tr><td>截至2023年底，全县养老服务机构情况如下表。</td></tr>"
    "<tr><td><table border=1>{}</table></td></tr><tr><td>如有疑问请与养老服务科联系。</td></tr></table></td></tr></table>"
    "<table width=1000><tr><td>地址：人民路128号</td><td>邮编：311700</td><td>电话：0571-64612345</td></tr></table></body></html>"
)


def cases() -> list[Case]:
    """The documents; built once for all tests."""
    intro = "<p>现将2023年有关情况公布如下。</p>"
    below = "<p>石塘县民政局</p><p>2024年1月15日</p>"
    thead = "<table><caption>2023年社会救助资金支出情况（单位：万元）</caption><thead>" + rows(SPENDING[:1], "th")
    spending = thead + "</thead><tbody>" + rows(SPENDING[1:-1]) + "</tbody><tfoot>" + rows(SPENDING[-1:]) + "</tfoot></table>"
    mso = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta http-equiv=Content-Type content='text/html; "
        "charset=gb2312'><meta name=Generator content='Microsoft Word 15'></head><body lang=ZH-CN><div class=WordSection1>"
        "<p class=MsoNormal>石塘县2023年民政统计公报<o:p></o:p></p><p class=MsoNormal>表1　民政事业主要指标</p>"
        f"<table class=MsoNormalTable border=1>{rows(MSO_GRID, cell=MSO)}</table></div></body></html>"
    )
    no_facts = "".join(f"<p>附件</p><table border=1>{rows(grid)}</table>" for grid in (CONTACTS, SCHEDULE, RANKING, DUTY, EXAM))
    return [
        Case("site-gbk.html", site("石塘县2023年城乡低保发放情况", intro + TOWN_HTML + below, "gbk"), TOWNS),
        Case("word-export.html", mso.encode("gbk"), MSO_FACTS),
        Case("thead.html", site("石塘县2023年社会救助资金公示", spending + below), SPENDING_FACTS),
        Case("layout.html", FRAME.format(rows(FACILITY)).encode(), FACILITY_FACTS),
        Case("nothing.html", site("石塘县民政局2023年有关名单公示", no_facts), ""),
        Case("monthly.html", site("石塘县2023年9月民政统计月报", f"<table>{rows(MONTHLY)}</table>"), MONTHLY_FACTS),
        Case("grouped.html", site("石塘县2023年民政统计快报", GROUPED), GROUPED_FACTS),
        Case("own-units.html", site("石塘县2023年高龄津贴发放公示", f"<div><table>{rows(MIXED)}</table></div>"), MIXED_FACTS),
        Case("units-above.html", site(
            "石塘县2023年统计表", f"<p>主要指标完成情况</p><p align=right>单位：人、万元</p><table>{rows(UNITS_ABOVE)}</table>",
        ), UNITS_ABOVE_FACTS),
        Case("merged.docx", word("石塘县2023年城乡低保情况统计表", (TOWN_GRID, TOWN_MERGES), "特此公示。"), TOWNS),
        Case("several.docx", word(
            "石塘县2023年民政事业发展统计公报", "一、机构情况", "年末民政服务机构情况见表1。", "表1 民政服务机构", (FACILITY, ()),
            "二、主要指标", "与上年相比变化如下。", "表2 主要指标", (CHANGE, ()), "三、社会组织", "表3 社会组织", (YEARS, ()),
        ), FACILITY_FACTS + CHANGE_FACTS + YEAR_FACTS),
        Case("unit-row.docx", word(
            "石塘县2023年残疾人两项补贴发放情况表", (DISABLED, ((0, 0, 0, 4), (5, 0, 5, 4))),
        ), DISABLED_FACTS),
        Case("tasks.docx", word(
            "石塘县民政局2024年养老服务任务分解表", (TASKS, ()), "附：会议日程", (SCHEDULE, ()), "联系方式", (CONTACTS, ()),
        ), TASK_FACTS),
        Case("title-row.docx", word((KINDS, ((0, 0, 0, 2),))), KIND_FACTS),
        Case("standards.docx", word("石塘县2023年社会救助标准一览表", (STANDARDS, STANDARD_MERGES)), STANDARD_FACTS),
        Case("towns.pdf", pdf("石塘县2023年城乡低保情况统计表", (TOWN_GRID, TOWN_MERGES)), TOWNS),
        Case("indicators.pdf", pdf(
            "石塘县2023年民政统计公报", "一、主要指标", (CHANGE, ()), "二、机构", (FACILITY, ()), "附：考试成绩", (EXAM, ()),
        ), CHANGE_FACTS + FACILITY_FACTS),
        Case("unit-row.pdf", pdf(
            "石塘县2023年残疾人两项补贴发放情况表", (DISABLED, ((0, 0, 0, 4), (5, 0, 5, 4))),
        ), DISABLED_FACTS),
        Case("standards.pdf", pdf("石塘县2023年社会救助标准一览表", (STANDARDS, STANDARD_MERGES)), STANDARD_FACTS),
        Case("spending.pdf", pdf("石塘县2023年社会救助资金支出情况", "单位：万元", (SPENDING, ())), SPENDING_FACTS),
    ]


# --- what is found against what was expected


def facts_of(case: Case, folder: Path) -> list[Fact]:
    path = folder / case.name
    path.write_bytes(case.data)
    source = read_source(str(path), None)
    return list(extract(source.text, source=case.name, pages=source.pages).facts)


def compared(wanted: str, facts: list[Fact]) -> tuple[list[str], int, int, int]:
    """What is wrong; and how many facts were wanted, found among those, and found in all."""
    problems = []
    ids = {fact.id: fact for fact in facts}
    left = list(facts)
    lines = [line.split() for line in wanted.splitlines() if line.strip()]
    missing = 0
    for value, unit, programme, subject, *more in lines:
        fields = dict(field.split("=") for field in more)

        def wrong(fact: Fact) -> list[str]:
            whole = ids[fact.part_of].value if fact.part_of else ""
            got = {name: getattr(fact, name) for name in ("place", "area", "period", "status")} | {"of": f"{whole}"}
            found = [f"{name} {got[name]!r}" for name, text in fields.items() if got[name] != text]
            found += [f"programme {fact.programme}"] if programme not in ("-", fact.programme) else []
            return found + ([f"subject {fact.subject}"] if subject != "-" and subject not in fact.subject else [])

        same = [fact for fact in left if fact.value == Decimal(value) and fact.unit == unit]
        best = min(same, key=lambda fact: len(wrong(fact)), default=None)
        if best is None:
            missing += 1
            problems.append(f"missing: {value} {unit} {programme} {subject}")
            continue
        left.remove(best)
        problems += [f"{value} {unit} {subject}: {', '.join(wrong(best))}"] if wrong(best) else []
    problems += [f"made up: {fact.quote} {fact.subject} {fact.unit} ({fact.sentence[:40]})" for fact in left]
    return problems, len(lines), len(lines) - missing, len(facts)


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_tables_of_documents(case: Case, tmp_path: Path) -> None:
    problems, *_ = compared(case.facts, facts_of(case, tmp_path))
    assert not problems, "\n".join(problems)
