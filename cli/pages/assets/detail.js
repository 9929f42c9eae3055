// The chosen fact: each field with the words that gave it, its total and parts, what the audit says, and its review.
let form = null; // null, or what is being edited: {fact, adding}

function showDetail() {
  const pane = find("detail"), fact = state.fact;
  if (!fact) {
    pane.replaceChildren(make("p", {}, say("nothing")), ...sourceFindings(state.source), addButton());
    return;
  }
  const now = current(fact);
  const parts = [make("h2", {}, visible(fact.quote)), make("p", { class: "why" }, visible([fact.file.source, `${say("row")} ${fact.line}`, fact.page ? `${say("page")} ${fact.page}` : "", ...(fact.file.sections[fact.section] || [])].filter(Boolean).join(" · ")))];
  if (form) parts.push(editor(fact));
  else {
    parts.push(buttons(fact));
    parts.push(make("dl", {}, ...fieldList(fact, now)));
    parts.push(...family(fact), ...findingsOf(fact));
  }
  pane.replaceChildren(...parts);
}

function fieldList(fact, now) {
  const rows = [];
  const names = ["programme", "subject", "place", "area", "measure", "value", "unit", "bound", "status", "direction", "period"];
  for (const name of names) {
    const value = name === "value" ? number(now) : shownValue(now[name]);
    if (!value && name !== "period") continue;
    const reason = fact.because[name];
    const why = make("span", { class: "why" });
    if (now[name] !== fact[name]) why.append(` ${say("changedHere")}: ${visible(shownValue(fact[name]) || "—")}`);
    else if (reason && reason[1] !== null) why.append(" ← ", make("button", { type: "button", on: { click: () => showGround(reason) } }, visible(fact.file.slice(reason[1], reason[2])).slice(0, 40) || "…"), ` ${reason[0]}`);
    else if (reason) why.append(` ${reason[0] === "default" ? say("default") : reason[0]}`);
    rows.push(make("dt", {}, FIELDS[state.lang][name]), make("dd", {}, visible(value || "—"), why));
  }
  if (fact.per_month) rows.push(make("dt", {}, FIELDS[state.lang].per_month), make("dd", {}, fact.per_month));
  const entry = entryOf(fact);
  if (entry) rows.push(make("dt", {}, say("review")), make("dd", {}, visible([say(entry.action), entry.who, entry.when, entry.note].filter(Boolean).join(" · "))));
  return rows;
}

function showGround(reason) {
  const before = state.grounds;
  state.grounds = [[reason[1], reason[2]]];
  renderAt([...before, ...state.grounds]);
  const block = blocks.find((one) => one.start <= reason[1] && reason[1] < one.end);
  (block && (block.node.querySelector(".ground") || block.node))?.scrollIntoView({ block: "center" });
}

function link(fact) {
  const now = current(fact);
  return make("button", { type: "button", class: "go", on: { click: () => choose(fact, "detail") } }, visible(`${fact.quote} ${now.subject}`));
}

function family(fact) {
  const top = wholeOf(fact) || (fact.parts.length ? fact : null);
  if (!top) return [];
  const branch = (one, depth) => make("li", {}, one === fact ? make("strong", {}, visible(`${one.quote} ${current(one).subject}`)) : link(one), one.parts.length && depth < 6 ? make("ul", {}, ...one.parts.map((part) => branch(part, depth + 1))) : null);
  let root = top;
  for (let up = 0; wholeOf(root) && up < 6; up += 1) root = wholeOf(root);
  return [make("h3", {}, say("tree")), make("ul", {}, branch(root, 0))];
}

function told(finding) {
  return make("div", { class: `finding ${finding.severity}` }, visible(finding.message[state.lang]), finding.why.en ? make("div", { class: "why" }, visible(finding.why[state.lang])) : null,
    finding.likely ? make("div", { class: "why" }, `${say("likely")}: ${visible(finding.likely.quote)}${finding.agrees ? ` · ${say("agrees")} ${finding.agrees}` : ""}`) : null,
    make("ul", {}, ...finding.facts.map((one) => make("li", {}, link(one)))));
}

function findingsOf(fact) { return fact.findings.length ? [make("h3", {}, say("findings")), ...fact.findings.map(told)] : []; }

function sourceFindings(source) {
  return [make("h3", {}, say("findings")), make("p", { class: "why" }, say("relations", source.relations, source.covered)), ...source.findings.map(told)];
}

function buttons(fact) {
  const button = (key, act) => make("button", { type: "button", on: { click: act } }, say(key));
  const entry = entryOf(fact);
  const bar = make("div", { class: "bar" }, button("confirm", () => confirmFact(fact)), button("correct", () => edit(fact)), entry ? button("restore", () => put(fact.file, fact.key, null)) : null, fact.id ? button("remove", () => record(fact, "deleted")) : null, addButton());
  return bar;
}

const addButton = () => make("button", { type: "button", on: { mousedown: (event) => event.preventDefault(), click: addSelected } }, say("add"));

function confirmFact(fact) {
  if (!fact.id) return;
  const entry = entryOf(fact);
  record(fact, entry && entry.action === "corrected" ? "corrected" : "confirmed", entry && entry.action === "corrected" ? entry.after : null, entry ? entry.note : "");
}

function edit(fact) { form = { fact, adding: false }; showDetail(); find("detail").querySelector("form input, form select")?.focus(); }

function addSelected() {
  const span = selectedSpan();
  if (!span) { announce(say("pick")); return; }
  const [start, end] = span, file = state.source;
  const digits = file.slice(start, end).replace(/[,，\s]/g, "").match(/\d+(\.\d+)?/);
  const near = file.facts.find((fact) => fact.start > start) || file.facts[file.facts.length - 1];
  const line = 1 + (file.slice(0, start).match(/\n/g) || []).length;
  const fact = { ...Object.fromEntries(EDITED.map((name) => [name, ""])), programme: near ? near.programme : "其他", measure: "count", status: "actual", bound: "exact", period: near ? near.period : "", value: digits ? digits[0] : "", id: "", start, end, key: `${start}-${end}`, line, page: 0, rule: "",
    section: -1, report: -1, whole: -1, sentence: [start, end], because: {}, reviewed: "", per_month: "", file, quote: file.slice(start, end), findings: [], parts: [] };
  state.fact = fact;
  form = { fact, adding: true };
  showDetail();
  find("detail").querySelector("form input, form select")?.focus();
}

function editor(fact) {
  const now = current(fact);
  const inputs = EDITED.map((name) => {
    const input = ENUMS[name] ? make("select", { name }, ...ENUMS[name].map((value) => make("option", { value, selected: value === now[name] }, shownValue(value) || "—"))) : make("input", { name, value: now[name], inputmode: ["value", "min", "max"].includes(name) ? "decimal" : null, pattern: ["value", "min", "max"].includes(name) ? "-?[0-9]*(\\.[0-9]+)?" : null, list: name === "programme" ? "programmes" : null });
    return make("label", { class: "pair" }, make("span", {}, `${FIELDS[state.lang][name]} `), input);
  });
  const note = make("input", { name: "note", value: (entryOf(fact) || {}).note || "" });
  const programmes = make("datalist", { id: "programmes" }, ...[...new Set(facts.map((one) => one.programme))].map((value) => make("option", { value })));
  const close = () => { form = null; if (!everyFact(fact.file).includes(fact)) state.fact = null; showDetail(); find("grid").focus(); };
  const node = make("form", { on: { submit: (event) => {
    event.preventDefault();
    const after = Object.fromEntries(EDITED.map((name) => [name, node.elements[name].value.trim()]));
    const adding = form.adding || !fact.id;
    form = null;
    record(fact, adding ? "added" : "corrected", after, note.value.trim());
    if (adding) state.fact = addedFacts(fact.file).find((one) => one.key === fact.key) || null;
    changed([fact.start, fact.end]);
    find("grid").focus();
  } } }, ...inputs, make("label", {}, `${say("note")} `, note), programmes, make("div", { class: "bar" }, make("button", { type: "submit" }, say("save")), make("button", { type: "button", on: { click: close } }, say("cancel"))));
  return node;
}
