// The right side: the facts as rows, of which only those in sight are in the page.
const ROW = 28;
const ALL_COLUMNS = ["value", "unit", "subject", "programme", "measure", "period", "status", "direction", "place", "area", "part_of", "per_month", "bound", "quote", "source", "report", "section", "line", "page", "rule", "review"];
let listed = [];

function cellOf(fact, name) {
  const now = current(fact);
  switch (name) {
    case "value": return number(now);
    case "source": return fact.file.source;
    case "section": return (fact.file.sections[fact.section] || []).join(" > ");
    case "report": return fact.file.reports[fact.report] || "";
    case "part_of": { const whole = wholeOf(fact); return whole ? whole.quote : ""; }
    case "review": return say(reviewOf(fact));
    case "page": return fact.page || "";
    default: return shownValue(now[name]);
  }
}

function chosenFacts() {
  const words = fold(find("search").value.trim()).split(/\s+/).filter(Boolean);
  const wanted = ["programme", "measure", "status", "period", "place"].map((name) => [name, find(`f-${name}`).value]).filter(([, value]) => value);
  const review = find("f-review").value;
  const found = allFacts().filter((fact) => {
    const now = current(fact);
    if (wanted.some(([name, value]) => now[name] !== (value === "\u0000" ? "" : value))) return false;
    if (review && reviewOf(fact) !== review) return false;
    if (!words.length) return true;
    fact.searched ??= fold([fact.quote, fact.file.slice(...fact.sentence), fact.file.source, ...(fact.file.sections[fact.section] || [])].join(" "));
    const text = `${fact.searched} ${fold([now.subject, now.programme, now.place, now.period, now.value].join(" "))}`;
    return words.every((word) => text.includes(word));
  });
  const [name, way] = state.sort;
  const keys = new Map(found.map((fact) => [fact, name === "start" ? fact.file.number * 1e9 + fact.start : name === "value" ? Number(current(fact).value || current(fact).min) : String(cellOf(fact, name))]));
  return found.sort((a, b) => { const [x, y] = [keys.get(a), keys.get(b)]; return way * (typeof x === "number" ? x - y : x.localeCompare(y, "zh")); });
}

function listFacts() {
  listed = chosenFacts();
  find("count").textContent = say("shown", listed.length, allFacts().length);
  find("progress").textContent = say("of", allFacts().filter((fact) => reviewOf(fact) !== "unreviewed").length, allFacts().length);
  const grid = find("grid").firstElementChild;
  grid.setAttribute("aria-rowcount", listed.length + 1);
  grid.tHead.replaceChildren(make("tr", {}, ...state.columns.map((name) => make("th", { scope: "col", "aria-sort": state.sort[0] === name ? (state.sort[1] > 0 ? "ascending" : "descending") : null },
    make("button", { type: "button", on: { click: () => { state.sort = state.sort[0] === name ? (state.sort[1] > 0 ? [name, -1] : ["start", 1]) : [name, 1]; listFacts(); } } }, FIELDS[state.lang][name] + (state.sort[0] === name ? (state.sort[1] > 0 ? " ↑" : " ↓") : ""))))));
  showRows();
}

function showRows(whole = false) {
  const pane = find("grid"), body = pane.firstElementChild.tBodies[0];
  const from = whole ? 0 : Math.max(0, Math.floor(pane.scrollTop / ROW) - 10);
  const to = whole ? listed.length : Math.min(listed.length, from + Math.ceil((pane.clientHeight || 600) / ROW) + 20);
  const spacer = (rows) => { const cell = make("td", { colspan: state.columns.length }); cell.style.height = `${rows * ROW}px`; return make("tr", { class: "spacer", "aria-hidden": "true" }, cell); };
  const rows = listed.slice(from, to).map((fact, at) => make("tr", { "aria-rowindex": from + at + 2, "aria-selected": String(fact === state.fact), class: reviewOf(fact), on: { click: () => choose(fact, "table") } },
    ...state.columns.map((name) => { const words = String(cellOf(fact, name) ?? ""); return make("td", { class: ["value", "per_month", "line"].includes(name) ? "number" : null, title: words }, visible(words)); })));
  body.replaceChildren(...(from ? [spacer(from)] : []), ...rows, ...(to < listed.length ? [spacer(listed.length - to)] : []));
}

function showFilters() {
  for (const name of ["programme", "measure", "status", "period", "place"]) {
    const counts = new Map();
    allFacts().forEach((fact) => { const value = current(fact)[name]; counts.set(value, (counts.get(value) || 0) + 1); });
    const before = find(`f-${name}`).value;
    const order = [...counts].sort((a, b) => (name === "period" ? a[0].localeCompare(b[0]) : b[1] - a[1] || a[0].localeCompare(b[0])));
    find(`f-${name}`).replaceChildren(make("option", { value: "" }, `${FIELDS[state.lang][name]}: ${say("all")}`), ...order.map(([value, count]) => make("option", { value: value || "\u0000" }, `${shownValue(value) || "—"} (${count})`)));
    find(`f-${name}`).value = before;
  }
  const before = find("f-review").value;
  find("f-review").replaceChildren(make("option", { value: "" }, `${say("review")}: ${say("all")}`), ...["unreviewed", "confirmed", "corrected", "deleted", "added"].map((value) => make("option", { value }, say(value))));
  find("f-review").value = before;
  find("columns").lastElementChild.replaceChildren(...ALL_COLUMNS.map((name) => make("label", {}, make("input", { type: "checkbox", checked: state.columns.includes(name), on: { change: (event) => {
    state.columns = ALL_COLUMNS.filter((one) => (one === name ? event.target.checked : state.columns.includes(one)));
    listFacts();
  } } }), ` ${FIELDS[state.lang][name]}`)));
}

async function copyTable() {
  const safe = (words) => { const flat = visible(String(words ?? "")).replace(/[\t\r\n]+/g, " "); return /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(flat) && !/^[-+]?[\d.,]+$/.test(flat) ? `'${flat}` : flat; };
  const plain = (fact, name) => (name === "value" ? (current(fact).value || [current(fact).min, current(fact).max].join("–")) : cellOf(fact, name));
  const lines = [state.columns.map((name) => FIELDS[state.lang][name]), ...listed.map((fact) => state.columns.map((name) => safe(plain(fact, name))))];
  const words = lines.map((line) => line.join("\t")).join("\n");
  try { await navigator.clipboard.writeText(words); } catch {
    const box = make("textarea"); box.value = words; document.body.append(box); box.select(); document.execCommand("copy"); box.remove();
  }
  announce(say("copied"));
}
