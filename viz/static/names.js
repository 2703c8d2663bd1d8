// Where names stand: beside their node, on no other node, name or figure, in the frame; else they wait for a zoom.
"use strict";
const namePlaces = (() => {
  const SIDES = [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1], [0.4, 1], [-0.4, 1], [0.4, -1], [-0.4, -1]];
  const AWAY = 3, CROSSED = 1.5, ARROW = 4, MEETING = 50, CROWD = 600, REPAIRED_UP_TO = 150, ROUNDS = 80, CELL = 64;

  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const inside = (box, frame) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];

  function boxAt({ x, y, r, wide, high }, [h, v]) {
    const beside = Math.abs(h) === 1, slant = beside && v ? 0.7 : 1;
    const left = beside ? x + h * (r * slant + AWAY) - (h < 0 ? wide : 0) : x - wide / 2 + h * wide;
    const top = v ? y + v * (r * slant + AWAY) - (v < 0 ? high : 0) : y - high / 2;
    return [left, top, left + wide, top + high];
  }

  // Boxes in cells of the plane, so that only near ones are compared.
  function plane() {
    const held = new Map();
    const visit = (box, act) => {
      for (let x = Math.floor(box[0] / CELL); x <= box[2] / CELL; x++)
        for (let y = Math.floor(box[1] / CELL); y <= box[3] / CELL; y++) if (act(x * 1e6 + y)) return true;
      return false;
    };
    return {
      add(box, id = null) {
        visit(box, (cell) => {
          if (!held.has(cell)) held.set(cell, []);
          held.get(cell).push([box, id]);
          return false;
        });
      },
      free: (box, own) => !visit(box, (cell) => held.get(cell)?.some(([other, id]) => id !== own && meet(box, other))),
    };
  }

  // Liang and Barsky: whether a segment passes through a box.
  function crosses([x1, y1, x2, y2], [left, top, right, bottom]) {
    let from = 0, to = 1;
    for (const [p, q] of [[x1 - x2, x1 - left], [x2 - x1, right - x1], [y1 - y2, y1 - top], [y2 - y1, bottom - y1]]) {
      if (p === 0 && q < 0) return false;
      if (p < 0) from = Math.max(from, q / p);
      if (p > 0) to = Math.min(to, q / p);
    }
    return from < to;
  }

  function choices(node, { glyphs, fixed, arrows, segments, frame }) {
    const found = [];
    SIDES.forEach((side, at) => {
      const box = boxAt(node, side);
      if (!inside(box, frame) || !glyphs.free(box, node.id) || !fixed.free(box)) return;
      const crossed = segments.reduce((sum, segment) => sum + crosses(segment, box), 0);
      found.push({ id: node.id, side, box, cost: 0.3 * at + CROSSED * crossed + (arrows.free(box) ? 0 : ARROW) });
    });
    return found.sort((a, b) => a.cost - b.cost);
  }

  const meetings = (now) => now.filter(({ box }, at) => now.some((other, place) => place !== at && meet(box, other.box))).length;

  // Names move, one after another, to the side that costs least; one that still meets another weighs more each round.
  function repaired(options) {
    const now = options.map(([best]) => best), weights = now.map(() => MEETING);
    let best = [...now], fewest = meetings(now);
    for (let round = 0; fewest && round < ROUNDS; round++) {
      options.forEach((list, at) => {
        const cost = (option) => now.reduce((sum, other, place) => sum + (place !== at && meet(option.box, other.box) ? weights[place] + weights[at] : 0), option.cost);
        const costs = list.map(cost), least = Math.min(...costs);
        now[at] = list[costs.indexOf(least)];
        if (least >= MEETING) weights[at] += MEETING;
      });
      const left = meetings(now);
      if (left < fewest) [best, fewest] = [[...now], left];
    }
    return best;
  }

  // In a crowd a name may hide a lesser node: the more important comes first and stands.
  function crowded(nodes, { frame }) {
    const taken = plane(), placed = [];
    for (const node of nodes) {
      const side = SIDES.slice(0, 4).find((side) => { const box = boxAt(node, side); return inside(box, frame) && taken.free(box); });
      if (side) {
        placed.push({ id: node.id, side, box: boxAt(node, side) });
        taken.add(placed[placed.length - 1].box);
      }
      taken.add([node.x - node.r, node.y - node.r, node.x + node.r, node.y + node.r]);
    }
    return placed;
  }

  // Nodes come most important first; of two names that still meet, the earlier one stands.
  function place(nodes, around) {
    if (nodes.length > CROWD) return crowded(nodes, around);
    const glyphs = plane(), fixed = plane(), arrows = plane(), names = plane();
    for (const { id, x, y, r } of nodes) glyphs.add([x - r, y - r, x + r, y + r], id);
    around.figures.forEach(({ box }) => fixed.add(box));
    around.arrows.forEach((box) => arrows.add(box));
    const options = nodes.map((node) => choices(node, { ...around, glyphs, fixed, arrows })).filter((list) => list.length);
    const wanted = nodes.length > REPAIRED_UP_TO ? options.map(([best]) => best) : repaired(options);
    const placed = [];
    options.forEach((list, at) => {
      const option = [wanted[at], ...list].find(({ box }) => names.free(box));
      if (!option) return;
      names.add(option.box);
      placed.push(option);
    });
    return placed;
  }

  return { place, boxAt, SIDES, AWAY };
})();
