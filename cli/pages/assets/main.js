// What the user does: choosing, moving, keys, the bar at the top.
function choose(fact, from) {
  const before = state.fact, grounds = state.grounds, other = fact.file !== state.source;
  form = null;
  state.fact = fact;
  state.grounds = Object.values(fact.because).filter((reason) => reason[1] !== null).map((reason) => [reason[1], reason[2]]);
  if (other) { state.source = fact.file; find("source").value = fact.file.number; showText(); }
  else renderAt([[fact.start, fact.end], ...state.grounds, ...grounds, ...(before && before.file === fact.file ? [[before.start, before.end]] : [])]);
  if (from !== "text") reveal(fact);
  const at = listed.indexOf(fact), pane = find("grid");
  if (at >= 0 && from !== "table") {
    const top = at * ROW;
    if (top < pane.scrollTop || top > pane.scrollTop + pane.clientHeight - 3 * ROW) pane.scrollTop = top - pane.clientHeight / 2;
  }
  showRows();
  showDetail();
}

function move(step, wanted = () => true) {
  if (!listed.length) return;
  let at = state.fact ? listed.indexOf(state.fact) : -1;
  for (let tries = 0; tries < listed.length; tries += 1) {
    at = at < 0 && step < 0 ? listed.length - 1 : at + step;
    if (at < 0 || at >= listed.length) return;
    if (wanted(listed[at])) { choose(listed[at], "keys"); return; }
  }
}

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), n: () => move(1, (fact) => reviewOf(fact) === "unreviewed"),
  Enter: () => { if (!state.fact) return; if (document.activeElement === find("text")) find("grid").focus(); else { reveal(state.fact); find("text").focus({ preventScroll: true }); } },
  c: () => state.fact && confirmFact(state.fact), e: () => state.fact && edit(state.fact), x: () => state.fact && state.fact.id && record(state.fact, "deleted"), u: undo,
  "/": () => find("search").focus(), "?": () => find("keys").showModal(), Escape: () => { if (form) { form = null; showDetail(); } },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, dialog, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  if (event.key === "Enter" && event.target.closest("button, summary, a")) return;
  if (event.key.startsWith("Arrow") && event.target !== find("grid")) return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

function speak() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-say]").forEach((node) => { node.textContent = say(node.dataset.say); });
  document.querySelectorAll("[data-hint]").forEach((node) => { node.placeholder = say(node.dataset.hint); node.setAttribute("aria-label", say(node.dataset.hint)); });
  document.querySelectorAll("[data-name]").forEach((node) => node.setAttribute("aria-label", FIELDS[state.lang][node.dataset.name] || say(node.dataset.name)));
  find("keys").querySelector("dl").replaceChildren(...say("keys").flatMap(([keys, what]) => [make("dt", {}, make("kbd", {}, keys)), make("dd", {}, what)]));
  find("lang").value = state.lang;
  showFilters();
  listFacts();
  showDetail();
}

find("source").replaceChildren(...sources.map((source) => make("option", { value: source.number }, visible(`${source.source} (${source.facts.length})`))));
find("source").addEventListener("change", (event) => { state.source = sources[event.target.value]; state.fact = null; state.grounds = []; showText(); showRows(); showDetail(); find("text").scrollTop = 0; });
find("rejected").addEventListener("change", (event) => { state.rejected = event.target.checked; showText(); });
find("lang").addEventListener("change", (event) => { state.lang = event.target.value; speak(); showText(); });
["search", "f-programme", "f-measure", "f-status", "f-period", "f-place", "f-review"].forEach((id) => find(id).addEventListener("input", () => { find("grid").scrollTop = 0; listFacts(); }));
find("clear").addEventListener("click", () => { ["search", "f-programme", "f-measure", "f-status", "f-period", "f-place", "f-review"].forEach((id) => { find(id).value = ""; }); listFacts(); });
find("copy").addEventListener("click", copyTable);
find("undo").addEventListener("click", undo);
find("export").addEventListener("click", exportReviews);
find("import").addEventListener("click", () => find("file").click());
find("file").addEventListener("change", async (event) => { const file = event.target.files[0]; if (file) importReviews(await file.text()); event.target.value = ""; });
find("help").addEventListener("click", () => find("keys").showModal());
find("who").addEventListener("change", (event) => { try { localStorage.setItem("civx-who", event.target.value); } catch { announce(say("stored")); } });
find("grid").addEventListener("scroll", () => requestAnimationFrame(() => showRows()), { passive: true });
window.addEventListener("resize", () => showRows());
window.addEventListener("beforeprint", () => showRows(true));
window.addEventListener("afterprint", () => showRows());
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

loadReviews();
try { find("who").value = localStorage.getItem("civx-who") || ""; } catch { /* nothing is kept then */ }
find("undo").disabled = true;
showText();
speak();
// A link to a fact: evidence.html#ID
function follow() {
  const fact = facts.find((one) => one.id === decodeURIComponent(location.hash.slice(1)));
  if (fact) choose(fact, "link");
}
window.addEventListener("hashchange", follow);
follow();
document.documentElement.dataset.ready = "yes";
