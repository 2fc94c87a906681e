/* Where entities stand: neighbours near, none on another, and few of them with room for their labels in the
   window as it is. */

const FEW = 120; // nodes, of which all get room for their labels
const CELL_SIDE = 26; // of the grid on which parts are set side by side, where none is longer than so many cells:
const MOST_CELLS = 400;
const AIR = 1.6; // how much more room than their own nodes need, so that lines between them can be seen
// What few nodes may have: a scale to be seen at, the share of their labels that gets room, and how much more
// room than their boxes take there is to find places in; the first that fits.
const SIZES = [
  [1, 1, 2], [0.9, 1, 2], [0.8, 1, 2], [0.7, 1, 2], [0.6, 1, 2], [0.6, 1, 1.6], [0.5, 1, 1.6], [0.5, 1, 1.25],
  [0.45, 1, 1.25], [0.45, 0.9, 1.25], [0.45, 0.8, 1.4], [0.45, 0.7, 1.6], [0.4, 0.6, 1.6],
];
const LEAST_SHARE = 0.6;
const SMALL = 5; // nodes of a part

/** A place [x, y] for each node around [0, 0], the same each time.
    A node is {radius, width, height}, the latter two of its label in pixels of the screen. `links` are pairs
    of numbers of nodes, `room` is the {width, height} of the drawing. */
function arrange(nodes, links, { width, height }) {
  if (!nodes.length) return [];
  const room = { width: Math.max(width, 1), height: Math.max(height, 1) }; // there is none while it is hidden
  const ratio = Math.min(Math.max(room.width / room.height, 0.4), 2.5);
  const space = room.width * room.height;
  const [scale, share] = nodes.length > FEW ? [1, 0.1] : SIZES.find(([scale, share, air]) => air * area(boxesOf(nodes, scale, share)) < space) || [1, 0.3];
  const boxes = boxesOf(nodes, scale, share);
  const middles = together(boxes, links, ratio);
  if (share < LEAST_SHARE) return shaped(middles, ratio);
  // the label stands below its node
  return filled(middles, boxes, room).map(([x, y], number) => [x / scale, (y - boxes[number].lift) / scale]);
}

function boxesOf(nodes, scale, share) {
  return nodes.map((node) => box(node, scale, share));
}

/** The room that a node takes when it is drawn at a scale, with that share of its label. */
function box({ radius, width, height }, scale, share) {
  const across = 2 * radius * scale;
  return {
    width: Math.max(across, width * share) + 6,
    height: across + (height + 3) * share + 4,
    lift: ((height + 3) * share) / 2,
  };
}

function area(boxes) {
  return boxes.reduce((sum, { width, height }) => sum + width * height, 0);
}

/** Places for the middles of the boxes: connected parts by themselves, set side by side. */
function together(boxes, links, ratio) {
  const near = boxes.map(() => []);
  for (const [a, b] of links) {
    near[a].push(b);
    near[b].push(a);
  }
  const places = boxes.map(() => [0, 0]);
  const parts = connected(near).map((part) => {
    const numbers = new Map(part.map((node, number) => [node, number]));
    const own = part.map((node) => boxes[node]);
    const linked = part.map((node) => near[node].map((other) => numbers.get(other)));
    // couples that nothing binds to the rest need not take its room
    const hop = part.length < SMALL && boxes.length > FEW ? 0.6 : 1;
    const begin = stressed(linked).map(([x, y]) => [x * hop, y * hop]);
    return { part, own, at: apart(stretched(begin, own, ratio), own, 120) };
  });
  const sides = parts.flatMap(({ at }) => [0, 1].map((axis) => extent(at, axis)));
  const side = Math.max(CELL_SIDE, ...sides.map((length) => length / MOST_CELLS));
  const outlines = parts.map(({ at, own }) => outline(at, own, side));
  packed(outlines, ratio).forEach(([left, top], number) => {
    const { part, at } = parts[number];
    const { corner } = outlines[number];
    at.forEach(([x, y], place) => {
      places[part[place]] = [x - corner[0] + left * side, y - corner[1] + top * side];
    });
  });
  return centred(places, boxes);
}

/** The nodes by connected parts, the largest first. */
function connected(near) {
  const seen = new Set();
  const parts = [];
  near.forEach((_, start) => {
    if (seen.has(start)) return;
    const part = [start];
    seen.add(start);
    for (const node of part) {
      for (const other of near[node]) if (!seen.has(other)) part.push(other) && seen.add(other);
    }
    parts.push(part.sort((a, b) => a - b));
  });
  return parts.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

/** Turned so that they lie along the longer side of the drawing, and wide enough for their boxes. */
function stretched(places, boxes, ratio) {
  const count = places.length;
  const mean = [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / count);
  const moved = places.map(([x, y]) => [x - mean[0], y - mean[1]]);
  const spread = (a, b) => moved.reduce((sum, place) => sum + place[a] * place[b], 0) / count;
  const angle = Math.atan2(2 * spread(0, 1), spread(0, 0) - spread(1, 1)) / 2 + (ratio < 1 ? Math.PI / 2 : 0);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const wide = 4 * Math.sqrt((spread(0, 0) + spread(1, 1)) / 2);
  const crush = Math.max((1.13 * Math.sqrt((count > FEW ? 2 * AIR : AIR) * area(boxes))) / Math.max(wide, 1), 1);
  return moved.map(([x, y]) => [
    (x * cos + y * sin) * crush * Math.max(Math.sqrt(ratio), 1),
    (y * cos - x * sin) * crush * Math.max(1 / Math.sqrt(ratio), 1),
  ]);
}

/** The places, moved until boxes of these sizes hardly overlap; `hold` may bring each back after a round.
    Each is compared only with those that follow it from left to right as long as they can touch it. */
function apart(places, boxes, rounds, hold) {
  const moved = places.map((place) => [...place]);
  const widest = Math.max(...boxes.map(({ width }) => width));
  const order = upTo(moved.length);
  const roll = dice();
  const reach = hold ? 3 : 1;
  const lean = () => 2 ** (reach * (2 * roll() - 1)); // some go the longer way, or all would jam, or form lines
  for (let round = 0; round < rounds; round += 1) {
    let clashes = 0;
    order.sort((a, b) => moved[a][0] - moved[b][0] || a - b);
    for (let first = 0; first < order.length; first += 1) {
      const a = order[first];
      for (let next = first + 1; next < order.length; next += 1) {
        const b = order[next];
        const across = moved[b][0] - moved[a][0];
        if (across >= widest) break;
        if (pushed(moved[a], moved[b], boxes[a], boxes[b], lean())) clashes += 1;
      }
    }
    if (hold) moved.forEach((place, number) => hold(place, boxes[number]));
    if (!clashes) break;
  }
  return moved;
}

/** Move two boxes that overlap off each other, the shorter way where `lean` is 1; whether they did. */
function pushed(a, b, one, other, lean) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const across = (one.width + other.width) / 2 - Math.abs(dx);
  const down = (one.height + other.height) / 2 - Math.abs(dy);
  if (across <= 0.5 || down <= 0.5) return false;
  const axis = across * lean < down ? 0 : 1;
  const by = (axis ? (dy < 0 ? -down : down) : dx < 0 ? -across : across) * 0.3;
  a[axis] -= by;
  b[axis] += by;
  return true;
}

function extent(places, axis) {
  const values = places.map((place) => place[axis]);
  return Math.max(...values) - Math.min(...values);
}

/** The cells of a grid that boxes take, with those between them in rows and columns alike. */
function outline(places, boxes, side) {
  const low = [0, 1].map((axis) => Math.min(...places.map((place, n) => place[axis] - half(boxes[n], axis))));
  const cell = (value, axis) => Math.floor((value - low[axis]) / side);
  const rows = new Map();
  const columns = new Map();
  const widen = (spans, key, from, to) => {
    const [least, most] = spans.get(key) || [from, to];
    spans.set(key, [Math.min(least, from), Math.max(most, to)]);
  };
  places.forEach((place, number) => {
    const [[left, right], [top, bottom]] = [0, 1].map((axis) =>
      [-1, 1].map((way) => cell(place[axis] + way * (half(boxes[number], axis) - 0.01), axis)),
    );
    for (let row = top; row <= bottom; row += 1) widen(rows, row, left, right);
    for (let column = left; column <= right; column += 1) widen(columns, column, top, bottom);
  });
  const cells = [];
  for (const [row, [left, right]] of rows) {
    for (let column = left; column <= right; column += 1) {
      const span = columns.get(column);
      if (span && row >= span[0] && row <= span[1]) cells.push([column, row]);
    }
  }
  return { corner: low, cells, wide: Math.max(...columns.keys()) + 1, high: Math.max(...rows.keys()) + 1 };
}

function half(size, axis) {
  return (axis ? size.height : size.width) / 2;
}

/** Cells for the corners of the outlines, each as near to the middle as there is room; earlier ones choose first. */
function packed(outlines, ratio) {
  if (outlines.length === 1) return [[0, 0]];
  const cells = outlines.reduce((sum, { wide, high }) => sum + wide * high, 0);
  const longest = Math.max(...outlines.map(({ wide, high }) => Math.max(wide, high)));
  const side = Math.ceil(2 * Math.sqrt(cells * Math.max(ratio, 1 / ratio))) + 2 * longest;
  const taken = new Uint8Array(side * side);
  const far = Float64Array.from(taken, (_, at) => ((at % side) - side / 2) ** 2 / ratio + (Math.floor(at / side) - side / 2) ** 2 * ratio);
  const insideOut = upTo(side * side).sort((a, b) => far[a] - far[b] || a - b);
  const reached = new Map(); // what was full for one part of a size is full for the next
  return outlines.map((one) => {
    const size = `${one.wide}/${one.high}`;
    let turn = reached.get(size) || 0;
    const corner = () => [(insideOut[turn] % side) - (one.wide >> 1), Math.floor(insideOut[turn] / side) - (one.high >> 1)];
    const isFree = ([left, top]) =>
      left >= 0 && top >= 0 && left + one.wide <= side && top + one.high <= side &&
      one.cells.every(([x, y]) => !taken[(top + y) * side + left + x]);
    while (turn < insideOut.length - 1 && !isFree(corner())) turn += 1;
    reached.set(size, turn);
    const [left, top] = corner();
    for (const [x, y] of one.cells) taken[(top + y) * side + left + x] = 1;
    return [left, top];
  });
}

/** Places whose boxes together lie around [0, 0]. */
function centred(places, boxes) {
  const middle = [0, 1].map((axis) => {
    const low = Math.min(...places.map((place, number) => place[axis] - half(boxes[number], axis)));
    const high = Math.max(...places.map((place, number) => place[axis] + half(boxes[number], axis)));
    return (low + high) / 2;
  });
  return places.map(([x, y]) => [x - middle[0], y - middle[1]]);
}

/** The places, drawn out along one axis to have the shape of the room. */
function shaped(places, ratio) {
  const [wide, high] = [0, 1].map((axis) => Math.max(...places.map((place) => Math.abs(place[axis])), 1));
  const by = ratio / (wide / high);
  return places.map(([x, y]) => [x * Math.min(Math.max(by, 1), 1.6), y * Math.min(Math.max(1 / by, 1), 1.6)]);
}

/** The places, drawn out or pressed together to fill the room, with every box inside it. */
function filled(places, boxes, room) {
  const by = [room.width, room.height].map((length, axis) => {
    const most = Math.max(...places.map((place, number) => Math.abs(place[axis]) + half(boxes[number], axis)));
    const margin = Math.max(...boxes.map((size) => half(size, axis)));
    return Math.min(Math.max(length / 2 - margin, 1) / Math.max(most - margin, 1), 1.6);
  });
  const inside = (place, size) => {
    [room.width, room.height].forEach((length, axis) => {
      const most = Math.max(length / 2 - half(size, axis) - 3, 0);
      place[axis] = Math.min(Math.max(place[axis], -most), most);
    });
  };
  return apart(places.map(([x, y]) => [x * by[0], y * by[1]]), boxes, 600, inside);
}
