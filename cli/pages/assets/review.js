// Corrections: kept in the browser for each source by the hash of its text, taken out and in as JSON Lines.
const EDITED = ["programme", "subject", "place", "area", "measure", "value", "min", "max", "unit", "bound", "status", "direction", "period"];
const reviews = new Map(); // source → Map of key → entry
const undone = [];
let unsaved = false;
const placeOf = (source) => `civx-review:${source.sha256}`;

function loadReviews() {
  for (const source of sources) {
    let entries = [];
    try { entries = JSON.parse(localStorage.getItem(placeOf(source)) || "[]"); } catch { announce(say("stored")); }
    reviews.set(source, new Map(entries.map((entry) => [`${entry.start}-${entry.end}`, entry])));
  }
}

function keepReviews(source) {
  try { localStorage.setItem(placeOf(source), JSON.stringify([...reviews.get(source).values()])); } catch { announce(say("stored")); }
}

const entryOf = (fact) => reviews.get(fact.file).get(fact.key);
const reviewOf = (fact) => (entryOf(fact) ? entryOf(fact).action : fact.reviewed || "unreviewed");
const current = (fact) => { const entry = entryOf(fact); return entry && entry.after ? Object.assign(Object.create(fact), entry.after) : fact; };
const fieldsOf = (fact) => Object.fromEntries(EDITED.map((name) => [name, fact[name]]));
function everyFact(source) { return [...source.facts, ...addedFacts(source)]; }
function allFacts() { return sources.flatMap(everyFact); }
function wholeOf(fact) { return fact.whole >= 0 ? fact.file.facts[fact.whole] : null; }

const made = new Map(); // an added fact's entry → the fact
function addedFacts(source) {
  const found = [];
  for (const entry of reviews.get(source).values()) {
    if (entry.action !== "added") continue;
    if (!made.has(entry)) made.set(entry, { ...Object.fromEntries(EDITED.map((name) => [name, ""])), ...entry.after, id: "", start: entry.start, end: entry.end, key: `${entry.start}-${entry.end}`, line: entry.line, page: 0, rule: "",
      section: -1, report: -1, whole: -1, sentence: [entry.start, entry.end], because: {}, reviewed: "", per_month: "", file: source, quote: source.slice(entry.start, entry.end), findings: [], parts: [] });
    found.push(made.get(entry));
  }
  return found;
}

function record(fact, action, after = null, note = "") {
  const entry = {
    source: fact.file.source, sha256: fact.file.sha256, start: fact.start, end: fact.end, line: fact.line, quote: fact.quote, action,
    context: [fact.file.slice(Math.max(0, fact.start - 12), fact.start), fact.file.slice(fact.end, fact.end + 12)],
    before: action === "added" ? null : fieldsOf(fact), after, who: find("who").value.trim(), when: new Date().toISOString().slice(0, 19) + "Z", note,
  };
  put(fact.file, fact.key, entry);
}

function put(source, key, entry) {
  const own = reviews.get(source);
  undone.push([source, key, own.get(key)]);
  if (entry) own.set(key, entry); else own.delete(key);
  unsaved = true;
  keepReviews(source);
  changed([Number(key.split("-")[0]), Number(key.split("-")[1])]);
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  const [source, key, entry] = last;
  if (entry) reviews.get(source).set(key, entry); else reviews.get(source).delete(key);
  keepReviews(source);
  if (state.fact && state.fact.file === source && !everyFact(source).includes(state.fact)) state.fact = null;
  changed(key.split("-").map(Number));
}

function changed(span) {
  find("undo").disabled = !undone.length;
  showFilters();
  listFacts();
  renderAt([span]);
  showDetail();
}

function exportReviews() {
  const entries = sources.flatMap((source) => [...reviews.get(source).values()].sort((a, b) => a.start - b.start));
  const file = new Blob([entries.map((entry) => JSON.stringify(entry) + "\n").join("")], { type: "application/x-ndjson" });
  const link = make("a", { href: URL.createObjectURL(file), download: `corrections-${new Date().toISOString().slice(0, 10)}.jsonl` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  unsaved = false;
  announce(say("exported", entries.length));
}

const ACTIONS = ["confirmed", "corrected", "deleted", "added"];
function readEntry(line) {
  const entry = JSON.parse(line);
  const sound = entry && ACTIONS.includes(entry.action) && Number.isInteger(entry.start) && Number.isInteger(entry.end) && entry.start < entry.end && typeof entry.sha256 === "string";
  if (!sound) throw new Error("no correction");
  if (entry.after) entry.after = Object.fromEntries(EDITED.filter((name) => name in entry.after).map((name) => [name, String(entry.after[name] ?? "")]));
  if ((entry.action === "corrected" || entry.action === "added") && !entry.after) throw new Error("no correction");
  return entry;
}

function importReviews(text) {
  const clashes = [];
  let taken = 0, foreign = 0, bad = 0;
  text.split("\n").forEach((line, at) => {
    if (!line.trim()) return;
    let entry;
    try { entry = readEntry(line); } catch { bad = bad || at + 1; return; }
    const source = sources.find((one) => one.sha256 === entry.sha256);
    if (!source || source.slice(entry.start, entry.end) !== entry.quote) { foreign += 1; return; }
    const key = `${entry.start}-${entry.end}`, own = reviews.get(source).get(key);
    const same = own && own.action === entry.action && JSON.stringify(own.after) === JSON.stringify(entry.after);
    if (own && !same) clashes.push([source, key, own, entry]);
    else if (!own) { reviews.get(source).set(key, entry); keepReviews(source); taken += 1; }
  });
  announce([say("imported", taken), foreign ? say("foreign", foreign) : "", bad ? say("bad", bad) : ""].filter(Boolean).join(" · "));
  showFilters();
  listFacts();
  showText();
  showDetail();
  if (clashes.length) showClashes(clashes);
}

function showClashes(clashes) {
  const told = (entry) => [say(entry.action), entry.who, entry.when, ...Object.entries(entry.after || {}).filter(([name, value]) => value && (!entry.before || entry.before[name] !== value)).map(([name, value]) => `${FIELDS[state.lang][name]}: ${shownValue(value)}`), entry.note].filter(Boolean).join(" · ");
  find("clashes").replaceChildren(...clashes.map(([source, key, own, other]) => {
    const name = `clash-${source.number}-${key}`;
    const option = (words, entry, mine) => make("label", {}, make("input", { type: "radio", name, checked: mine, on: { change: () => put(source, key, entry) } }), ` ${words}: ${visible(told(entry))}`);
    return make("fieldset", {}, make("legend", {}, visible(`${source.source}: ${other.quote}`)), option(say("mine"), own, true), make("br"), option(say("theirs"), other, false));
  }));
  find("clash").showModal();
}
