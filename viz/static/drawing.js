// Draws the scene held in #scene on #drawing with vis-network: names, legend that filters, search, panel.
"use strict";
(() => {
  const scene = JSON.parse(document.getElementById("scene").textContent);
  const { words } = scene;
  const INK = "#1b1f24";
  const NAME = 13, LARGE = 20, LONGEST = 42, NEIGHBOURS_LISTED = 12, FOUND_LISTED = 8, CROWD = 600, LARGEST = 1.5;
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
  const byId = (id) => document.getElementById(id);
  const figures = new Intl.NumberFormat(document.documentElement.lang);
  const say = (word, count) => words[word][Math.min(count, 2)].replace("{shown}", figures.format(count));
  const folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/’/g, "'").replace(/\s+/g, " ");

  const make = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes);
  const link = (text, act) => {
    const button = make("button", text, { type: "button", className: "text" });
    button.addEventListener("click", act);
    return button;
  };

  // ---- the network
  function cross({ ctx, x, y, style }) {
    const arm = style.size, half = arm / 3;
    return {
      drawNode() {
        ctx.beginPath();
        ctx.rect(x - half, y - arm, 2 * half, 2 * arm);
        ctx.rect(x - arm, y - half, 2 * arm, 2 * half);
        ctx.lineWidth = 2 * style.borderWidth;
        ctx.strokeStyle = style.borderColor;
        ctx.stroke();
        ctx.fillStyle = style.color;
        ctx.fill();
      },
      nodeDimensions: { width: 2 * arm, height: 2 * arm },
    };
  }

  function drawingOptions({ links, ...options }) {
    for (const group of Object.values(options.groups)) {
      group.color = { ...group.color, highlight: group.color };
      if (group.shape === "cross") Object.assign(group, { shape: "custom", ctxRenderer: cross });
    }
    options.nodes.chosen = false;
    Object.assign(options.edges, {
      selectionWidth: 0.8,
      font: { size: 12, face: FONT, color: INK, strokeWidth: 3, strokeColor: "#ffffff" },
      scaling: { label: { drawThreshold: 9 } },
    });
    return options;
  }

  const thin = scene.edges.length > 1000 ? "59" : scene.edges.length > 300 ? "99" : "d9";
  const slim = scene.edges.length > 1000 ? 0.5 : 1;
  const colours = scene.options.links;
  const nodes = new vis.DataSet(scene.nodes.map(({ label, ...node }) => node));
  const edges = new vis.DataSet(scene.edges.map((edge) => ({ ...edge, width: edge.width * slim, color: { color: colours[edge.kind] + thin, highlight: INK, inherit: false } })));
  const network = new vis.Network(byId("drawing"), { nodes, edges }, drawingOptions(scene.options));
  const frame = byId("drawing").querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.canvas);

  const near = scene.nodes.map(() => []);
  for (const edge of scene.edges) {
    near[edge.from].push({ id: edge.to, edge });
    near[edge.to].push({ id: edge.from, edge });
  }
  const state = { selected: null, hidden: new Set(), hiddenEdges: new Set(), name: NAME };

  // ---- names: by importance, where the box meets no more important one
  const ranked = scene.nodes.map((node) => node.id).sort((a, b) =>
    scene.nodes[b].size - scene.nodes[a].size || near[b].length - near[a].length || a - b);
  const short = scene.nodes.map(({ label }) => (label.length > LONGEST ? label.slice(0, LONGEST - 1) + "…" : label));
  const margins = () => [Math.min(110, frame.clientWidth * 0.08), 32];
  const SIDES = [[0, 1], [0, -1], [1, 0], [-1, 0]];
  let names = { zoom: 0, placed: [] };

  function importance() {
    if (state.selected === null) return ranked;
    const first = new Set([state.selected, ...near[state.selected].map(({ id }) => id)]);
    return [...first, ...ranked.filter((id) => !first.has(id))];
  }

  function boxOf(id, side, zoom, size) {
    const node = scene.nodes[id], wide = short[id].length * size * 0.54 + 6, high = size + 3;
    const [h, v] = SIDES[side], away = node.size * zoom + 3;
    const x = node.x * zoom + h * (away + wide / 2), y = node.y * zoom + v * (away + high / 2);
    return [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
  }

  function cells([left, top, right, bottom], cell = 8) {
    const found = [];
    for (let x = Math.floor(left / cell); x <= right / cell; x++)
      for (let y = Math.floor(top / cell); y <= bottom / cell; y++) found.push(x * 1e6 + y);
    return found;
  }

  function glyphCells(id, zoom) {
    const node = scene.nodes[id], r = node.size * zoom * 0.8;
    return cells([node.x * zoom - r, node.y * zoom - r, node.x * zoom + r, node.y * zoom + r]);
  }

  function extent() {
    const seen = scene.nodes.filter(({ id }) => !state.hidden.has(id));
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of seen.length ? seen : [{ x: 0, y: 0 }]) {
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
    return box;
  }

  // A side that leaves every glyph in sight is preferred, one that hides lesser glyphs is accepted.
  function freeSide(id, zoom, taken, glyphs, inFrame) {
    const own = new Set(glyphs ? glyphCells(id, zoom) : []);
    for (const strict of glyphs ? [true, false] : [false]) {
      for (let side = 0; side < 4; side++) {
        if (!inFrame(id, side)) continue;
        const covered = cells(boxOf(id, side, zoom, state.name));
        if (covered.some((cell) => taken.has(cell) || (strict && glyphs.has(cell) && !own.has(cell)))) continue;
        return { side, covered };
      }
    }
    return id === state.selected ? { side: 0, covered: [] } : null;
  }

  // While the whole picture is in sight, a name that would leave the frame goes to another side.
  function frameTest() {
    const scale = network.getScale(), [left, top, right, bottom] = extent().map((side) => side * scale);
    const wide = frame.clientWidth / 2, high = frame.clientHeight / 2, x = (left + right) / 2, y = (top + bottom) / 2;
    if (right - left > 2 * wide || bottom - top > 2 * high) return () => true;
    return (id, side) => {
      const box = boxOf(id, side, scale, state.name);
      return box[0] > x - wide && box[1] > y - high && box[2] < x + wide && box[3] < y + high;
    };
  }

  function placeNames(zoom) {
    const taken = new Set(), placed = [], ids = importance().filter((id) => !state.hidden.has(id));
    const glyphs = ids.length <= CROWD ? new Set(ids.flatMap((id) => glyphCells(id, zoom))) : null;
    const inFrame = frameTest();
    for (const id of ids) {
      const free = freeSide(id, zoom, taken, glyphs, inFrame);
      if (free) {
        placed.push({ id, side: free.side });
        for (const cell of free.covered) taken.add(cell);
      }
      for (const cell of glyphCells(id, zoom)) taken.add(cell);
    }
    return placed;
  }

  function drawName(ctx, { id, side }, scale) {
    const node = scene.nodes[id], [h, v] = SIDES[side], away = node.size + 3 / scale;
    const x = node.x + h * away, y = node.y + v * (away + (0.5 * state.name) / scale);
    ctx.textAlign = h > 0 ? "left" : h < 0 ? "right" : "center";
    ctx.strokeText(short[id], x, y);
    ctx.fillText(short[id], x, y);
  }

  function drawRing(ctx, scale) {
    const node = scene.nodes[state.selected];
    ctx.beginPath();
    ctx.arc(node.x, node.y, node.size * 1.25 + 4 / scale, 0, 7);
    ctx.lineWidth = 2.5 / scale;
    ctx.strokeStyle = INK;
    ctx.stroke();
  }

  function drawNames(ctx) {
    const scale = network.getScale(), zoom = 2 ** (Math.floor(Math.log2(scale) * 2) / 2);
    if (names.zoom !== zoom) names = { zoom, placed: placeNames(zoom) };
    const { x, y } = network.getViewPosition();
    const wide = frame.clientWidth / 2 / scale + 60 / scale, high = frame.clientHeight / 2 / scale + 20 / scale;
    const seen = ({ id }) => Math.abs(scene.nodes[id].x - x) < wide && Math.abs(scene.nodes[id].y - y) < high;
    if (state.selected !== null) drawRing(ctx, scale);
    Object.assign(ctx, { textBaseline: "middle", lineJoin: "round", fillStyle: INK, strokeStyle: "#ffffff", lineWidth: 4 / scale });
    ctx.font = `${state.name / scale}px ${FONT}`;
    for (const name of names.placed) if (name.id !== state.selected && seen(name)) drawName(ctx, name, scale);
    ctx.font = `700 ${(state.name + 2) / scale}px ${FONT}`;
    for (const name of names.placed) if (name.id === state.selected) drawName(ctx, name, scale);
  }

  function redrawNames() {
    names.zoom = 0;
    network.redraw();
  }

  function followDrag({ nodes: dragged }) {
    for (const id of dragged) Object.assign(scene.nodes[id], network.getPosition(id));
    if (dragged.length) names.zoom = 0;
  }

  // ---- selection and its panel
  function neighbourList(id) {
    const list = make("ul", "", { className: "plain" });
    const linked = near[id].filter(({ id: other, edge }) => !state.hidden.has(other) && !state.hiddenEdges.has(edge.id));
    linked.sort((a, b) => b.edge.width - a.edge.width || a.id - b.id);
    for (const { id: other, edge } of linked.slice(0, NEIGHBOURS_LISTED)) {
      const line = make("li", "");
      line.append(link(scene.nodes[other].label, () => jump(other)));
      if (edge.title) line.append(make("span", ` ${edge.title.split("\n")[0]}`, { className: "small soft" }));
      list.append(line);
    }
    if (linked.length > NEIGHBOURS_LISTED) list.append(make("li", say("more", linked.length - NEIGHBOURS_LISTED), { className: "small soft" }));
    return [make("h3", say("linked_to", linked.length)), list];
  }

  const hint = byId("panel").firstElementChild;
  function showPanel() {
    if (state.selected === null) return byId("panel").replaceChildren(hint);
    const node = scene.nodes[state.selected];
    const lines = node.title.startsWith(node.label) ? node.title.slice(node.label.length).trim() : node.title;
    const parts = [make("h2", node.label), make("p", lines, { className: "title small" }), ...neighbourList(node.id)];
    if (node.url) parts.push(make("a", words.record, { href: node.url, className: "small" }));
    return byId("panel").replaceChildren(...parts);
  }

  function select(id) {
    state.selected = id;
    if (id === null) network.unselectAll();
    else network.selectNodes([id]);
    showPanel();
    redrawNames();
  }

  function jump(id) {
    if (state.hidden.has(id)) showAll();
    byId("found").replaceChildren();
    network.focus(id, { scale: Math.max(network.getScale(), 1) });
    select(id);
  }

  // ---- search
  const sought = scene.nodes.map((node) => ({ id: node.id, name: folded(node.label), text: folded(`${node.label} ${node.title}`) }));
  function found(text) {
    const asked = folded(text).trim();
    if (!asked) return [];
    const rank = (entry) => (entry.name.startsWith(asked) ? 0 : entry.name.includes(asked) ? 1 : 2);
    return sought.filter((entry) => entry.text.includes(asked)).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  }

  function showFound() {
    const list = found(byId("find").value);
    byId("found-count").textContent = byId("find").value.trim() ? say("found", list.length) : "";
    byId("found").replaceChildren(...list.slice(0, FOUND_LISTED).map(({ id }) => {
      const line = make("li", "");
      line.append(link(scene.nodes[id].label, () => jump(id)));
      return line;
    }));
    return list;
  }

  // ---- the legend filters, the tables follow
  const boxes = (filter) => [...document.querySelectorAll(`[data-filter="${filter}"]`)];
  const unchecked = (filter) => new Set(boxes(filter).filter((box) => !box.checked).map((box) => box.value));
  const everything = byId("shown").textContent;
  const rows = new Map();

  function filterTables() {
    for (const table of document.querySelectorAll("table[data-about]")) {
      if (!rows.has(table)) rows.set(table, [...table.tBodies[0].rows]);
      const gone = table.dataset.about === "nodes" ? state.hidden : state.hiddenEdges;
      rows.get(table).forEach((row, at) => { row.hidden = gone.has(at); });
    }
  }

  function changed(before, after, all) {
    return all.filter(({ id }) => before.has(id) !== after.has(id)).map(({ id }) => ({ id, hidden: after.has(id) }));
  }

  function filter() {
    const groups = unchecked("group"), kinds = unchecked("kind"), least = Number(byId("level")?.value ?? 0);
    const hidden = new Set(scene.nodes.filter((node) => groups.has(node.group)).map(({ id }) => id));
    const hiddenEdges = new Set(scene.edges.filter((edge) =>
      kinds.has(edge.kind) || (edge.level ?? 0) < least || hidden.has(edge.from) || hidden.has(edge.to)).map(({ id }) => id));
    nodes.update(changed(state.hidden, hidden, scene.nodes));
    edges.update(changed(state.hiddenEdges, hiddenEdges, scene.edges));
    Object.assign(state, { hidden, hiddenEdges });
    const active = groups.size + kinds.size + least > 0;
    byId("shown").textContent = active ? say("filtered", scene.nodes.length - hidden.size) : everything;
    byId("shown").parentElement.classList.toggle("on", active);
    byId("all").hidden = !active;
    filterTables();
    select(hidden.has(state.selected) ? null : state.selected);
  }

  function showAll() {
    for (const box of [...boxes("group"), ...boxes("kind")]) box.checked = true;
    if (byId("level")) byId("level").value = "0";
    filter();
  }

  // ---- tables sort by their heads
  const figure = (text) => (text ? Number(text.replace(/[\s\u202f\u00a0]/g, "").replace(",", ".")) : -Infinity);
  function valueOf(row, at, numeric) {
    const cell = row.cells[at];
    return numeric ? figure(cell.textContent) : cell.querySelector("time")?.dateTime ?? cell.textContent;
  }

  function sort(table, head) {
    const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, at = head.cellIndex, numeric = head.classList.contains("n");
    if (!rows.has(table)) rows.set(table, [...table.tBodies[0].rows]);
    const keyed = rows.get(table).map((row) => ({ row, value: valueOf(row, at, numeric) }));
    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    keyed.sort((a, b) => down * (numeric ? a.value - b.value || 0 : compare(a.value, b.value)));
    table.tBodies[0].append(...keyed.map(({ row }) => row));
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down > 0 ? "ascending" : "descending");
  }

  function makeSortable() {
    for (const head of document.querySelectorAll("main thead th")) {
      const button = link(head.textContent, () => sort(head.closest("table"), head));
      head.replaceChildren(button);
    }
  }

  // ---- what the buttons do
  function fit() {
    const [left, top, right, bottom] = extent(), [h, v] = margins();
    const scale = Math.min((frame.clientWidth - 2 * h) / (right - left || 1), (frame.clientHeight - 2 * v) / (bottom - top || 1), LARGEST);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) });
  }

  const views = {
    fit,
    in: () => network.moveTo({ scale: network.getScale() * 1.4 }),
    out: () => network.moveTo({ scale: network.getScale() / 1.4 }),
    large: (button) => {
      state.name = state.name === NAME ? LARGE : NAME;
      button.setAttribute("aria-pressed", String(state.name === LARGE));
      redrawNames();
    },
  };

  function tellDrawn() {
    performance.mark("drawn");
    document.documentElement.dataset.drawn = "";
  }

  network.on("afterDrawing", drawNames);
  network.once("afterDrawing", () => requestAnimationFrame(() => setTimeout(tellDrawn)));
  network.on("dragging", followDrag);
  network.on("dragEnd", followDrag);
  network.on("click", ({ nodes: [id] }) => select(id ?? null));
  for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => views[button.dataset.view](button));
  document.querySelector(".legend").addEventListener("submit", (event) => event.preventDefault());
  document.querySelector(".legend").addEventListener("change", (event) => event.target.id !== "find" && filter());
  byId("all").addEventListener("click", showAll);
  byId("find").addEventListener("input", showFound);
  byId("find").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [first] = showFound();
    if (first) jump(first.id);
  });
  addEventListener("DOMContentLoaded", makeSortable);
  fit();
})();
