"use strict";
// What the page says, in both languages; words of the reports stay as they are.
const WORDS = {
  zh: { source: "文件", rejected: "显示不算数据的数字", undo: "撤销", export: "导出更正", import: "导入更正", who: "审核人", help: "帮助", language: "语言",
    search: "搜索（简繁均可）", clear: "清除筛选", copy: "复制为表格", columns: "列", close: "关闭", text: "原文", facts: "数据", table: "数据表", detail: "所选数据",
    review: "审核", all: "全部", conflicts: "意见不一致", conflictsHow: "同一处有两种更正，请逐条选择；不选则保留自己的。", mine: "保留我的", theirs: "采用对方的",
    confirm: "确认", correct: "更正", remove: "删除", restore: "恢复", add: "添加所选文字", save: "保存", cancel: "取消", note: "备注",
    confirmed: "已确认", corrected: "已更正", deleted: "已删除", added: "新增", unreviewed: "未审核", of: (a, b) => `${b} 条中已审核 ${a} 条`,
    shown: (a, b) => `显示 ${a} / ${b} 条`, nothing: "点选一条数据：这里说明每个字段的依据。", default: "默认", tree: "总数与其中", total: "总数", parts: "其中",
    findings: "核对结果", relations: (a, b) => `核对了 ${a} 个关系，涉及 ${b} 条数据`, likely: "可能有误", agrees: "应为", reviewNow: "审核", copied: "已复制", exported: (n) => `已导出 ${n} 条更正`,
    imported: (n) => `已导入 ${n} 条更正`, foreign: (n) => `${n} 条属于别的文件，未导入`, bad: (n) => `第 ${n} 行不是更正记录`, stored: "浏览器不允许保存，请及时导出", pick: "先在原文中选中一个数字",
    page: "页码", row: "行", why: "依据", changedHere: "更正前", keys: [["j / k", "下一条 / 上一条"], ["n", "下一条未审核"], ["Enter", "跳到原文（在原文中则回到表格）"], ["c", "确认"], ["e", "更正"], ["x", "删除"], ["u", "撤销"], ["/", "搜索"], ["?", "本帮助"]] },
  en: { source: "Source", rejected: "Show numbers that are no facts", undo: "Undo", export: "Export corrections", import: "Import corrections", who: "Reviewer", help: "Help", language: "Language",
    search: "Search (either script)", clear: "Clear filters", copy: "Copy as table", columns: "Columns", close: "Close", text: "Report", facts: "Facts", table: "Table of facts", detail: "Selected fact",
    review: "Review", all: "all", conflicts: "Conflicts", conflictsHow: "Two corrections of the same place: choose for each; where you choose nothing, yours stays.", mine: "Keep mine", theirs: "Take theirs",
    confirm: "Confirm", correct: "Correct", remove: "Delete", restore: "Restore", add: "Add selected text", save: "Save", cancel: "Cancel", note: "Note",
    confirmed: "confirmed", corrected: "corrected", deleted: "deleted", added: "added", unreviewed: "not reviewed", of: (a, b) => `${a} of ${b} reviewed`,
    shown: (a, b) => `${a} of ${b} facts`, nothing: "Choose a fact: what gave each of its fields is shown here.", default: "default", tree: "Total and parts", total: "total", parts: "parts",
    findings: "Audit", relations: (a, b) => `${a} relations checked, ${b} facts in one`, likely: "likelier wrong", agrees: "would agree", reviewNow: "Review", copied: "Copied", exported: (n) => `${n} corrections exported`,
    imported: (n) => `${n} corrections imported`, foreign: (n) => `${n} are of other files and were left`, bad: (n) => `line ${n} is no correction`, stored: "This browser keeps nothing: export in time", pick: "First select a number in the report",
    page: "page", row: "line", why: "because", changedHere: "before", keys: [["j / k", "next / previous fact"], ["n", "next one not reviewed"], ["Enter", "to the report (there: back to the table)"], ["c", "confirm"], ["e", "correct"], ["x", "delete"], ["u", "undo"], ["/", "search"], ["?", "this help"]] },
};
const FIELDS = {
  zh: { source: "文件", report: "报告", section: "章节", programme: "业务", subject: "对象", place: "地区", area: "城乡", measure: "指标", value: "数值", min: "下限", max: "上限", unit: "单位", per_month: "月标准", bound: "界限",
    status: "状态", direction: "方向", period: "时期", part_of: "所属总数", quote: "原文", line: "行号", page: "页码", rule: "规则", review: "审核" },
  en: { source: "source", report: "report", section: "section", programme: "programme", subject: "subject", place: "place", area: "area", measure: "measure", value: "value", min: "min", max: "max", unit: "unit", per_month: "per month", bound: "bound",
    status: "status", direction: "direction", period: "period", part_of: "part of", quote: "quote", line: "line", page: "page", rule: "rule", review: "review" },
};
const VALUES_ZH = { households: "户数", persons: "人数", person_times: "人次", household_times: "户次", amount: "金额", standard: "标准", rate: "比率", count: "数量",
  actual: "实际", previous: "上期", change: "增减", planned: "计划", norm: "规定", up: "增", down: "减", urban: "城市", rural: "农村", both: "城乡",
  exact: "准确", about: "约", over: "超过", under: "不足", at_least: "不少于", at_most: "不超过", range: "区间" };
const ENUMS = { measure: ["households", "persons", "person_times", "household_times", "amount", "standard", "rate", "count"], status: ["actual", "previous", "change", "planned", "norm"],
  direction: ["", "up", "down"], area: ["", "urban", "rural", "both"], bound: ["exact", "about", "over", "under", "at_least", "at_most", "range"] };
