// The data of the page: facts as objects, texts by code point, words folded to one script for searching.
const DATA = JSON.parse(document.getElementById("data").textContent);
const FOLD = new Map();
{ const to = Array.from(DATA.folds[1]); Array.from(DATA.folds[0]).forEach((sign, at) => FOLD.set(sign, to[at])); }
const fold = (words) => Array.from(String(words), (sign) => FOLD.get(sign) || sign).join("").toLowerCase();
// Controls and signs that turn the direction of writing round are shown as a box, never obeyed.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const visible = (words) => words.replace(HIDDEN, "\u25a1");
const facts = [];
const sources = DATA.sources.map((source, number) => {
  const signs = /[\ud800-\udfff]/.test(source.text) ? Array.from(source.text) : null; // offsets count code points
  const own = { ...source, number, slice: (from, to) => (signs ? signs.slice(from, to).join("") : source.text.slice(from, to)) };
  own.facts = source.facts.map((row) => {
    const fact = Object.fromEntries(DATA.columns.map((name, at) => [name, row[at]]));
    fact.file = own;
    fact.quote = own.slice(fact.start, fact.end);
    fact.key = `${fact.start}-${fact.end}`;
    fact.findings = [];
    fact.parts = [];
    facts.push(fact);
    return fact;
  });
  own.facts.forEach((fact) => { if (fact.whole >= 0) own.facts[fact.whole].parts.push(fact); });
  own.findings = source.findings.map(([kind, severity, message, why, of, likely, agrees]) => {
    const finding = { kind, severity, message, why, facts: of.map((at) => own.facts[at]), likely: own.facts[likely], agrees };
    finding.facts.forEach((fact) => fact.findings.push(finding));
    return finding;
  });
  return own;
});
const number = (fact) => {
  const ends = fact.value !== "" ? fact.value : [fact.min, fact.max].filter((end) => end !== "").join("–");
  const sign = { about: "≈ ", over: "> ", under: "< ", at_least: "≥ ", at_most: "≤ " }[fact.bound] || "";
  return sign + ends.replace(/\d+(?=\.|$|–)/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
};
const make = (tag, attributes = {}, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") Object.entries(value).forEach(([event, act]) => node.addEventListener(event, act));
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return node;
};
const find = (id) => document.getElementById(id);
const state = { lang: DATA.lang, source: sources[0], fact: null, grounds: [], rejected: false, sort: ["start", 1], columns: ["value", "unit", "subject", "programme", "period", "status", "place", "review"] };
const say = (key, ...values) => { const words = WORDS[state.lang][key]; return typeof words === "function" ? words(...values) : words; };
const shownValue = (value) => (state.lang === "zh" && VALUES_ZH[value]) || value;
let fading;
const announce = (words) => { find("said").textContent = words; clearTimeout(fading); fading = setTimeout(() => { find("said").textContent = ""; }, 4000); };
