"""Documents with tables, and the facts that stand in them, written down by hand."""
from __future__ import annotations

import io

from docx import Document

from document_builders import Case, pdf, rows, site, word

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

MSO = "<p class=MsoNormal align=center><span lang=EN-US style='font-family:仿宋'>{}<o:p></o:p></span></p>"
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
    3 人 - -
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
    "<table class='table table-bordered'><thead><tr><th colspan='2'>项目</th><th>计量单位</th><th>数量</th></tr>"
    "</thead><tbody>"
    "<tr><td rowspan='3'>城市低保</td><td>户数</td><td>户</td><td>1,842</td></tr><tr><td>人数</td><td>人</td>"
    "<td>2,706</td></tr>"
    "<tr><td>支出资金</td><td>万元</td><td>1,936.4</td></tr><tr><td rowspan='3'>农村低保</td><td>户数</td><td>户"
    "</td><td>5,106</td>"
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
    "<html><head><meta charset=utf-8><title>民政统计</title></head><body><table width=1000><tr><td width=200><table>"
    "<tr><td>"
    "<a href=1>机构设置</a></td></tr><tr><td><a href=2>通知公告</a></td></tr><tr><td><a href=3>统计数据</a></td>"
    "</tr></table></td>"
    "<td><table><tr><td><h2>石塘县2023年养老服务机构情况</h2></td></tr><tr>"
    "<td>截至2023年底，全县养老服务机构情况如下表。</td></tr>"
    "<tr><td><table border=1>{}</table></td></tr><tr><td>如有疑问请与养老服务科联系。</td></tr></table></td></tr>"
    "</table>"
    "<table width=1000><tr><td>地址：人民路128号</td><td>邮编：311700</td><td>电话：0571-64612345</td></tr></table>"
    "</body></html>"
)


def cases() -> list[Case]:
    """The documents; built once for all tests."""
    intro = "<p>现将2023年有关情况公布如下。</p>"
    below = "<p>石塘县民政局</p><p>2024年1月15日</p>"
    thead = "<table><caption>2023年社会救助资金支出情况（单位：万元）</caption><thead>" + rows(SPENDING[:1], "th")
    spending = (
        thead + "</thead><tbody>" + rows(SPENDING[1:-1]) + "</tbody><tfoot>" + rows(SPENDING[-1:]) + "</tfoot></table>"
    )
    mso = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<meta http-equiv=Content-Type content='text/html; "
        "charset=gb2312'><meta name=Generator content='Microsoft Word 15'></head><body lang=ZH-CN>"
        "<div class=WordSection1>"
        "<p class=MsoNormal>石塘县2023年民政统计公报<o:p></o:p></p><p class=MsoNormal>表1　民政事业主要指标</p>"
        f"<table class=MsoNormalTable border=1>{rows(MSO_GRID, cell=MSO)}</table></div></body></html>"
    )
    lists = (CONTACTS, SCHEDULE, RANKING, DUTY, EXAM)
    no_facts = "".join(f"<p>附件</p><table border=1>{rows(grid)}</table>" for grid in lists)
    return [
        Case("site-gbk.html", site("石塘县2023年城乡低保发放情况", intro + TOWN_HTML + below, "gbk"), TOWNS),
        Case("word-export.html", mso.encode("gbk"), MSO_FACTS),
        Case("thead.html", site("石塘县2023年社会救助资金公示", spending + below), SPENDING_FACTS),
        Case("layout.html", FRAME.format(rows(FACILITY)).encode(), FACILITY_FACTS),
        Case("nothing.html", site("石塘县民政局2023年有关名单公示", no_facts), ""),
        Case("monthly.html", site("石塘县2023年9月民政统计月报", f"<table>{rows(MONTHLY)}</table>"), MONTHLY_FACTS),
        Case("grouped.html", site("石塘县2023年民政统计快报", GROUPED), GROUPED_FACTS),
        Case("own-units.html", site("石塘县2023年高龄津贴发放公示", f"<table>{rows(MIXED)}</table>"), MIXED_FACTS),
        Case("units-above.html", site(
            "石塘县2023年统计表", "<p>主要指标完成情况</p><p align=right>单位：人、万元</p>"
            f"<table>{rows(UNITS_ABOVE)}</table>",
        ), UNITS_ABOVE_FACTS),
        Case("merged.docx", word("石塘县2023年城乡低保情况统计表", (TOWN_GRID, TOWN_MERGES), "特此公示。"), TOWNS),
        Case("several.docx", word(
            "石塘县2023年民政事业发展统计公报", "一、机构情况", "年末情况见表1。", "表1 民政服务机构", (FACILITY, ()),
            "二、主要指标", "变化如下。", "表2 主要指标", (CHANGE, ()), "三、社会组织", "表3 社会组织", (YEARS, ()),
        ), FACILITY_FACTS + CHANGE_FACTS + YEAR_FACTS),
        Case("unit-row.docx", word(
            "石塘县2023年残疾人两项补贴发放情况表", (DISABLED, ((0, 0, 0, 4), (5, 0, 5, 4))),
        ), DISABLED_FACTS),
        Case("tasks.docx", word(
            "石塘县民政局2024年养老服务任务分解表", (TASKS, ()), "附：日程", (SCHEDULE, ()), "联系方式", (CONTACTS, ()),
        ), TASK_FACTS),
        Case("title-row.docx", word((KINDS, ((0, 0, 0, 2),))), KIND_FACTS),
        Case("standards.docx", word("石塘县2023年社会救助标准一览表", (STANDARDS, STANDARD_MERGES)), STANDARD_FACTS),
        Case("towns.pdf", pdf("石塘县2023年城乡低保情况统计表", (TOWN_GRID, TOWN_MERGES)), TOWNS),
        Case("indicators.pdf", pdf(
            "石塘县2023年民政统计公报", "一、主要指标", (CHANGE, ()), "二、机构", (FACILITY, ()), "成绩", (EXAM, ()),
        ), CHANGE_FACTS + FACILITY_FACTS),
        Case("unit-row.pdf", pdf(
            "石塘县2023年残疾人两项补贴发放情况表", (DISABLED, ((0, 0, 0, 4), (5, 0, 5, 4))),
        ), DISABLED_FACTS),
        Case("standards.pdf", pdf("石塘县2023年社会救助标准一览表", (STANDARDS, STANDARD_MERGES)), STANDARD_FACTS),
        Case("spending.pdf", pdf("石塘县2023年社会救助资金支出情况", "单位：万元", (SPENDING, ())), SPENDING_FACTS),
    ]

# --- harder ones

FUNDS = [
    ["资助项目", "资助金额", "受益人数（人）", "备注"], ["敬老院消防改造", "860,000.00", "312", "含上年结转12万元"],
    ["孤儿助学", "45,600", "9", "每人5066.67元"], ["合计", "905,600.00", "321", ""],
]
FUND_FACTS = """
    860000 元 - 敬老院消防改造 of=905600.00 period=2023
    312 人 - 敬老院消防改造 of=321
    120000 元 - -
    45600 元 孤儿 孤儿助学
    9 人 孤儿 孤儿助学
    5066.67 元/人 - -
    905600 元 - -
    321 人 - -
"""
TWO_YEARS = (
    "<table><thead><tr><th rowspan=2>类别</th><th colspan=2>2023年</th><th colspan=2>2022年</th></tr><tr>"
    "<th>户数（户）</th>"
    "<th>人数（人）</th><th>户数（户）</th><th>人数（人）</th></tr></thead><tbody>"
    + rows([["城市低保", "1,842", "2,706", "1,960", "2,911"], ["特困人员", "802", "812", "815", "826"]])
    + "</tbody></table>"
)
TWO_YEAR_FACTS = """
    1842 户 低保 低保 period=2023 area=urban
    2706 人 低保 低保 period=2023 area=urban
    1960 户 低保 低保 period=2022 area=urban
    2911 人 低保 低保 period=2022 area=urban
    802 户 特困 特困 period=2023
    812 人 特困 特困 period=2023
    815 户 特困 特困 period=2022
    826 人 特困 特困 period=2022
"""
BESIDE = [
    ["指标", "单位", "数量", "指标", "单位", "数量"], ["低保对象", "人", "11,936", "结婚登记", "对", "2,388"],
    ["特困人员", "人", "812", "离婚登记", "对", "905"], ["养老机构", "家", "26", "", "", ""],
]
BESIDE_FACTS = """
    11936 人 低保 低保对象 period=2023
    2388 对 婚姻登记 结婚登记
    812 人 特困 特困人员
    905 对 婚姻登记 离婚登记
    26 家 养老服务 养老机构
"""
CHILDREN = [
    ["项目", "数量（人）", "项目", "数量（人）"], ["孤儿", "41", "留守儿童", "2,210"],
    ["事实无人抚养儿童", "126", "困境儿童", "318"],
]
CHILDREN_FACTS = """
    41 人 孤儿 孤儿
    2210 人 儿童福利 留守儿童
    126 人 事实无人抚养儿童 事实无人抚养儿童
    318 人 儿童福利 困境儿童
"""
TOWN_NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北金木水火石林"
MANY = [[f"{name}镇", str(100 + i), str(200 + i)] for i, name in enumerate(TOWN_NAMES)]
MANY_GRID = [["乡镇", "户数（户）", "人数（人）"], *MANY, ["合计", "3696", "6896"]]
MANY_FACTS = "\n".join(
    f"{households} 户 低保 - place={name} period=2023\n{persons} 人 低保 - place={name}"
    for name, households, persons in MANY
) + "\n3696 户 低保 - place=\n6896 人 低保 - place="
EXCEL = (
    "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head>"
    "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
    "</head><body><table border=0 cellpadding=0 width=720 style='table-layout:fixed'><col width=72><tr height=36>"
    "<td colspan=5 "
    "class=xl65>2023年12月石塘县城乡低保资金发放汇总表</td></tr><tr><td colspan=3>填报单位：石塘县民政局</td>"
    "<td colspan=2>单位："
    "户、人、元</td></tr>" + rows([
        ["序号", "乡镇", "户数", "人数", "金额"], ["1", "云溪镇", "312", "560", "186,480"],
        ["2", "柳浦乡", "268", "431", "143,520"],
        ["", "合计", "580", "991", "330,000"],
    ]) + "<tr><td colspan=5>制表人：王某　审核人：李某　填报日期：2023年12月28日</td></tr></table></body></html>"
)
EXCEL_FACTS = """
    312 户 低保 - place=云溪镇 period=2023-12 of=580
    560 人 低保 - place=云溪镇 period=2023-12
    186480 元 低保 - place=云溪镇 of=330000
    268 户 低保 - place=柳浦乡
    431 人 低保 - place=柳浦乡
    143520 元 低保 - place=柳浦乡
    580 户 低保 - place=
    991 人 低保 - place=
    330000 元 低保 - place=
"""
ROSTER = [
    ["序号", "户主姓名", "家庭住址", "保障人口", "月保障金（元）", "备注"],
    ["1", "赵某某", "云溪镇桥头村3组", "2", "1,240", "因病"],
    ["2", "孙某某", "云溪镇桥头村5组", "1", "620", "残疾2级"],
]
FORM = [
    ["姓名", "", "性别", "", "出生年月", ""], ["身份证号", "", "", "", "联系电话", ""],
    ["家庭人口（人）", "", "月收入（元）", "", "", ""],
]
HOMES = [
    ["序号", "机构名称", "地址", "核定床位（张）", "入住人数（人）", "联系电话"],
    ["1", "石塘县社会福利院", "人民路18号", "320", "186", "0571-64610001"],
    ["2", "云溪镇敬老院", "云溪镇府前街2号", "96", "51", "64610002"], ["合计", "", "", "416", "237", ""],
]
HOME_FACTS = """
    320 张 养老服务 床位 of=416
    186 人 养老服务 入住 of=237
    96 张 特困 床位 of=416
    51 人 特困 入住
    416 张 养老服务 床位 of=
    237 人 养老服务 入住
"""
QUARTERS = [
    ["指标", "一季度", "二季度", "三季度", "四季度", "全年合计"],
    ["结婚登记（对）", "620", "588", "541", "639", "2,388"],
    ["救助流浪乞讨人员（人次）", "28", "31", "40", "27", "126"],
]
QUARTER_FACTS = """
    620 对 婚姻登记 结婚登记 period=2023-01/2023-03
    588 对 婚姻登记 结婚登记 period=2023-04/2023-06
    541 对 婚姻登记 结婚登记 period=2023-07/2023-09
    639 对 婚姻登记 结婚登记 period=2023-10/2023-12
    2388 对 婚姻登记 结婚登记 period=2023
    28 人次 流浪救助 流浪
    31 人次 流浪救助 流浪
    40 人次 流浪救助 流浪
    27 人次 流浪救助 流浪
    126 人次 流浪救助 流浪 period=2023
"""
BUDGET = [
    ["科目名称", "年初预算数", "调整预算数", "决算数", "决算数为调整预算数的%"],
    ["最低生活保障", "4,200", "4,300", "4,286.5", "99.7"],
    ["其中：城市最低生活保障金支出", "1,100", "1,150", "1,146.2", "99.6"],
    ["临时救助支出", "300", "320", "318.4", "99.5"],
]
BUDGET_FACTS = """
    42000000 元 低保 最低生活保障 status=planned period=2023
    43000000 元 低保 最低生活保障 status=planned
    42865000 元 低保 最低生活保障 status=actual
    99.7 % 低保 最低生活保障 status=actual
    11000000 元 低保 城市 status=planned area=urban of=42000000
    11500000 元 低保 城市 status=planned
    11462000 元 低保 城市 status=actual of=42865000
    99.6 % 低保 城市
    3000000 元 临时救助 临时救助 status=planned
    3200000 元 临时救助 临时救助 status=planned
    3184000 元 临时救助 临时救助 status=actual
    99.5 % 临时救助 临时救助
"""
WITH_PROSE = (
    "<table width='100%'><tr><td><table width='98%'><tr><td><p>2023年，全县共有低保对象6202户、11936人。</p>"
    "<table border=1>"
    + rows([["乡镇", "低保户（户）", "低保人口（人）"], ["云溪镇", "3,102", "5,491"], ["柳浦乡", "3,100", "6,445"]])
    + "</table><p>全年发放低保金3560万元。</p></td></tr></table></td></tr></table>"
)
WITH_PROSE_FACTS = """
    6202 户 低保 低保对象
    11936 人 低保 低保对象
    3102 户 低保 低保 place=云溪镇 period=2023
    5491 人 低保 低保 place=云溪镇
    3100 户 低保 低保 place=柳浦乡
    6445 人 低保 低保 place=柳浦乡
    35600000 元 低保 低保金
"""


def _nested() -> bytes:
    """A Word document whose table stands in a cell of another."""
    document = Document()
    document.add_paragraph("石塘县2023年孤儿保障情况")
    frame = document.add_table(1, 2, style="Table Grid")
    frame.cell(0, 0).text = "说明"
    inner = frame.cell(0, 1).add_table(2, 2)
    for i, line in enumerate([["类别", "人数（人）"], ["孤儿", "41"]]):
        for j, text in enumerate(line):
            inner.cell(i, j).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def harder_cases() -> list[Case]:
    """Tables side by side, over two pages, in each other, of names."""
    funds = "<tr><td colspan=4>公益金使用情况</td></tr><tr><td colspan=4 align=right>单位：元</td></tr>" + rows(FUNDS)
    return [
        Case("funds.html", site("石塘县2023年福彩公益金公示", f"<table border=1>{funds}</table>"), FUND_FACTS),
        Case("two-years.html", site("石塘县社会救助对象情况", TWO_YEARS), TWO_YEAR_FACTS),
        Case("beside.html", site("石塘县2023年民政主要数据", f"<table>{rows(BESIDE)}</table>"), BESIDE_FACTS),
        Case("beside.docx", word("石塘县2023年民政主要数据", (BESIDE, ())), BESIDE_FACTS),
        Case("children.docx", word("石塘县2023年儿童福利情况", (CHILDREN, ())), CHILDREN_FACTS),
        Case("pages.pdf", pdf("石塘县2023年农村低保情况表", (MANY_GRID, ())), MANY_FACTS),
        Case("pages-head.pdf", pdf("石塘县2023年农村低保情况表", (MANY_GRID, ()), heads=1), MANY_FACTS),
        Case("excel.html", EXCEL.encode("gbk"), EXCEL_FACTS),
        Case("roster.html", site("云溪镇2023年12月低保对象名单公示", f"<table>{rows(ROSTER)}</table>"), ""),
        Case("form.docx", word("临时救助申请审批表", (FORM, ()), "附：低保名单", (ROSTER, ())), ""),
        Case("homes.html", site("石塘县2023年养老机构一览表", f"<table>{rows(HOMES)}</table>"), HOME_FACTS),
        Case("quarters.docx", word("石塘县2023年社会事务统计表", (QUARTERS, ())), QUARTER_FACTS),
        Case("budget.pdf", pdf("石塘县民政局2023年部门决算公开", "单位：万元", (BUDGET, ())), BUDGET_FACTS),
        Case("prose.html", site("石塘县2023年低保工作情况", WITH_PROSE), WITH_PROSE_FACTS),
        Case("nested.docx", _nested(), "41 人 孤儿 孤儿"),
    ]
