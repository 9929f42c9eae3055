// The left side: the report as it is laid out, facts marked, the words that gave the chosen one's fields highlighted.
const blocks = []; // of the source that is shown: {node, parts: [{node, start, end}]}

function showText() {
  const pane = find("text");
  pane.replaceChildren();
  blocks.length = 0;
  let table = null, page = 0;
  for (const [kind, start, end, onPage, cells, opens] of state.source.blocks) {
    if (onPage && onPage !== page) {
      page = onPage;
      pane.append(make("div", { class: "page" }, `${say("page")} ${page}`));
      table = null;
    }
    const block = { start, end, parts: [], node: null };
    if (kind === "row") {
      if (!table || opens) { table = make("tbody"); block.node = make("div", { class: "block" }, make("table", {}, table)); pane.append(block.node); }
      const row = make("tr");
      for (const [from, to] of cells) { const cell = make("td"); row.append(cell); block.parts.push({ node: cell, start: from, end: to }); }
      block.node = row;
      table.append(row);
    } else {
      table = null;
      block.node = make(kind === "p" ? "p" : `h${Math.min(Number(kind[1]) + 1, 6)}`, { class: "block" });
      block.parts.push({ node: block.node, start, end });
      pane.append(block.node);
    }
    blocks.push(block);
    render(block);
  }
}

// The stretches of a part that are marked: [start, end, class, fact].
function marks(start, end) {
  const found = [];
  const within = (from, to) => from < end && to > start;
  for (const fact of everyFact(state.source)) {
    if (!within(fact.start, fact.end)) continue;
    const entry = entryOf(fact);
    const shown = entry && entry.after ? entry.after.status || fact.status : fact.status;
    const classes = [shown, reviewOf(fact), fact === state.fact ? "chosen" : "", fact.findings.some((one) => one.severity === "error") ? "found" : ""];
    found.push([fact.start, fact.end, classes.filter((one) => one && one !== "unreviewed").join(" "), fact]);
  }
  for (const [from, to] of state.grounds) if (within(from, to)) found.push([from, to, "ground", null]);
  if (state.rejected) for (const [from, to, , why] of state.source.rejected) if (within(from, to)) found.push([from, to, "none", why]);
  return found;
}

function render(block) {
  for (const { node, start, end } of block.parts) {
    const over = marks(start, end);
    const cuts = [...new Set([start, end, ...over.flatMap(([from, to]) => [Math.max(from, start), Math.min(to, end)])])].sort((a, b) => a - b);
    const pieces = [];
    let mark = null;
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      const [from, to] = [cuts[at], cuts[at + 1]];
      const own = over.filter(([low, high]) => low <= from && high >= to);
      const marked = own.find(([, , , fact]) => fact && fact.key);
      const why = own.find(([, , name]) => name === "none");
      const classes = own.filter((one) => one !== marked && !(one[3] && one[3].key)).map(([, , name]) => name).join(" ");
      const piece = make("span", { class: classes || null, "data-at": from, title: why ? why[3][state.lang] : null }, visible(state.source.slice(from, to)));
      if (!marked) { mark = null; pieces.push(piece); continue; }
      if (!mark || mark.fact !== marked[3]) {
        mark = { fact: marked[3], node: make("mark", { class: marked[2], "data-at": from, on: { click: () => choose(marked[3], "text") } }) };
        pieces.push(mark.node);
      }
      mark.node.append(piece);
    }
    node.replaceChildren(...pieces);
  }
}

function renderAt(spans) {
  for (const block of blocks) if (spans.some(([start, end]) => start < block.end && end > block.start)) render(block);
}

function reveal(fact) {
  const block = blocks.find((one) => one.start <= fact.start && fact.start < one.end);
  const mark = block && block.node.querySelector("mark.chosen");
  (mark || (block && block.node))?.scrollIntoView({ block: "center" });
}

// The code points of the source that are selected in the text, null where none are.
function selectedSpan() {
  const chosen = window.getSelection();
  if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return null;
  const range = chosen.getRangeAt(0);
  const offset = (node, at) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-at]");
    if (!piece || !find("text").contains(piece)) return null;
    return Number(piece.dataset.at) + (node.nodeType === Node.TEXT_NODE ? Array.from(node.data.slice(0, at)).length : 0);
  };
  const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? [start, end] : null;
}
