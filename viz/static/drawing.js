// Draws the scene held in #scene on #drawing with vis-network: names, legend that filters, search, panel.
"use strict";
(() => {
  const scene = JSON.parse(document.getElementById("scene").textContent);
  const { words } = scene;
  const INK = "#1b1f24";
  const NAME = 13, SMALL = 12, NARROW = 900, LARGE = 20, LINE = 1.2, NEIGHBOURS_LISTED = 12, FOUND_LISTED = 8, DRAWN_AROUND = 400, LARGEST = 1.5;
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
    options.edges.selectionWidth = 0.8;
    return options;
  }

  const thin = scene.edges.length > 1000 ? "59" : scene.edges.length > 300 ? "99" : "d9";
  const slim = scene.edges.length > 1000 ? 0.5 : 1;
  const colours = scene.options.links;
  const nodes = new vis.DataSet(scene.nodes.map(({ label, lines, ...node }) => node));
  const edges = new vis.DataSet(scene.edges.map(({ label, ...edge }) => ({ ...edge, width: edge.width * slim, color: { color: colours[edge.kind] + thin, highlight: INK, inherit: false } })));
  const network = new vis.Network(byId("drawing"), { nodes, edges }, drawingOptions(scene.options));
  const frame = byId("drawing").querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.canvas);

  const near = scene.nodes.map(() => []);
  for (const edge of scene.edges) {
    near[edge.from].push({ id: edge.to, edge });
    near[edge.to].push({ id: edge.from, edge });
  }
  const state = { selected: null, hidden: new Set(), hiddenEdges: new Set(), name: 0, whole: false };

  // ---- names: by importance, beside their node
  const ranked = scene.nodes.map((node) => node.id).sort((a, b) =>
    scene.nodes[b].size - scene.nodes[a].size || near[b].length - near[a].length || a - b);
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `100px ${FONT}`;
  const widthOf = (lines) => Math.max(...lines.map((line) => ruler.measureText(line).width)) / 100;
  const written = scene.nodes.map(({ label, lines = [label] }) => ({ lines, wide: widthOf(lines) }));
  const margins = () => [Math.min(110, Math.max(72, frame.clientWidth * 0.08)), 44];
  let names = { zoom: 0, placed: [], figures: [] };

  function importance() {
    if (state.selected === null) return ranked;
    const first = new Set([state.selected, ...near[state.selected].map(({ id }) => id)]);
    return [...first, ...ranked.filter((id) => !first.has(id))];
  }

  function usualSize() {
    if (document.querySelector('[data-view="large"]').getAttribute("aria-pressed") === "true") return LARGE;
    return frame.clientWidth < NARROW ? SMALL : NAME;
  }

  const sizeOf = (id) => (id === state.selected ? state.name + 2 : state.name);

  // A node in pixels at a zoom, with the size of its name.
  function spotOf(id, zoom) {
    const { x, y, size } = scene.nodes[id], { lines, wide } = written[id], font = sizeOf(id);
    return { id, x: x * zoom, y: y * zoom, r: size * zoom * 1.1 + 1, wide: wide * font * (font > state.name ? 1.1 : 1) + 4, high: lines.length * font * LINE + 2 };
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

  // While the whole picture is in sight, a name that would leave the frame goes to another side.
  function frameAt(zoom) {
    const [left, top, right, bottom] = extent().map((side) => side * zoom);
    const wide = frame.clientWidth / 2, high = frame.clientHeight / 2, x = (left + right) / 2, y = (top + bottom) / 2;
    if (right - left > 2 * wide || bottom - top > 2 * high) return [-Infinity, -Infinity, Infinity, Infinity];
    return [x - wide, y - high, x + wide, y + high];
  }

  function segmentOf({ from, to }, zoom) {
    const a = scene.nodes[from], b = scene.nodes[to];
    return [a.x * zoom, a.y * zoom, b.x * zoom, b.y * zoom];
  }

  function figureOf(edge, zoom) {
    const [x1, y1, x2, y2] = segmentOf(edge, zoom), x = (x1 + x2) / 2, y = (y1 + y2) / 2;
    const wide = (widthOf([edge.label]) * state.name) / 2 + 2, high = state.name / 2 + 2;
    return { text: edge.label, x: x / zoom, y: y / zoom, box: [x - wide, y - high, x + wide, y + high] };
  }

  function arrowOf(edge, zoom) {
    const [x1, y1, x2, y2] = segmentOf(edge, zoom), far = Math.hypot(x2 - x1, y2 - y1) || 1;
    const back = scene.nodes[edge.to].size * zoom + 7, x = x2 - ((x2 - x1) / far) * back, y = y2 - ((y2 - y1) / far) * back;
    return [x - 7, y - 7, x + 7, y + 7];
  }

  function placeNames(zoom) {
    state.name = usualSize();
    const seen = scene.edges.length > DRAWN_AROUND ? [] : scene.edges.filter(({ id }) => !state.hiddenEdges.has(id));
    const figures = seen.filter(({ label }) => label).map((edge) => figureOf(edge, zoom));
    const arrows = seen.filter((edge) => edge.arrows).map((edge) => arrowOf(edge, zoom));
    const around = { figures, arrows, segments: seen.map((edge) => segmentOf(edge, zoom)), frame: frameAt(zoom) };
    const spots = importance().filter((id) => !state.hidden.has(id)).map((id) => spotOf(id, zoom));
    const placed = namePlaces.place(spots, around);
    if (state.selected !== null && !placed.some(({ id }) => id === state.selected)) placed.push({ id: state.selected, side: namePlaces.SIDES[0] });
    return { zoom, placed, figures };
  }

  function drawName(ctx, { id, side }, scale) {
    const box = namePlaces.boxAt(spotOf(id, scale), side), font = sizeOf(id);
    const x = (side[0] === 1 ? box[0] + 2 : side[0] === -1 ? box[2] - 2 : (box[0] + box[2]) / 2) / scale;
    ctx.textAlign = side[0] === 1 ? "left" : side[0] === -1 ? "right" : "center";
    ctx.font = `${font > state.name ? 700 : 400} ${font / scale}px ${FONT}`;
    for (const act of ["strokeText", "fillText"])
      written[id].lines.forEach((line, at) => ctx[act](line, x, (box[1] + 1 + (at + 0.5) * font * LINE) / scale));
  }

  function drawFigures(ctx, scale) {
    ctx.textAlign = "center";
    ctx.font = `600 ${state.name / scale}px ${FONT}`;
    for (const { text, x, y } of names.figures) {
      ctx.strokeText(text, x, y);
      ctx.fillText(text, x, y);
    }
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
    const scale = network.getScale(), zoom = state.whole ? scale : 2 ** (Math.floor(Math.log2(scale) * 2) / 2);
    if (names.zoom !== zoom) names = placeNames(zoom);
    const { x, y } = network.getViewPosition();
    const wide = frame.clientWidth / 2 / scale + 60 / scale, high = frame.clientHeight / 2 / scale + 20 / scale;
    const seen = ({ id }) => Math.abs(scene.nodes[id].x - x) < wide && Math.abs(scene.nodes[id].y - y) < high;
    if (state.selected !== null) drawRing(ctx, scale);
    Object.assign(ctx, { textBaseline: "middle", lineJoin: "round", fillStyle: INK, strokeStyle: "#ffffff", lineWidth: 4 / scale });
    drawFigures(ctx, scale);
    for (const name of names.placed) if (seen(name)) drawName(ctx, name, scale);
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
    state.whole = false;
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
    state.whole = true;
    redrawNames();
  }

  function zoomBy(factor) {
    state.whole = false;
    network.moveTo({ scale: network.getScale() * factor });
  }

  // What stands where in pixels of the picture: nodes, names and figures.
  window.pictured = () => {
    const zoom = names.zoom, boxOf = ({ id, side }) => ({ id, box: namePlaces.boxAt(spotOf(id, zoom), side) });
    return { names: names.placed.map(boxOf), nodes: scene.nodes.map(({ id }) => spotOf(id, zoom)), figures: names.figures, frame: frameAt(zoom) };
  };

  const views = {
    fit,
    in: () => zoomBy(1.4),
    out: () => zoomBy(1 / 1.4),
    large: (button) => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
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
  network.on("zoom", () => { state.whole = false; });
  network.on("resize", () => state.whole && fit());
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
