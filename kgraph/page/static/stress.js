/* Places by distances: entities stand as far apart as there are steps between them, as nearly as the plane allows. */

const HOP = 62; // pixels for a step
const SWEEPS = [12, 24]; // over all pairs, of many nodes and of few
const FAR = 255; // steps, more of which count as so many

/** A source of numbers from 0 to 1, the same ones each time. */
function dice() {
  let state = 7;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(items, roll) {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(roll() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

function upTo(count) {
  return Array.from({ length: count }, (_, number) => number);
}

/** How many steps it is from each node to each other, row after row. `near` lists the neighbours of each. */
function steps(near) {
  const count = near.length;
  const found = new Uint8Array(count * count).fill(FAR);
  for (let start = 0; start < count; start += 1) {
    const row = found.subarray(start * count, (start + 1) * count);
    const queue = [start];
    row[start] = 0;
    for (const node of queue) {
      if (row[node] === FAR - 1) break;
      for (const other of near[node]) {
        if (row[other] !== FAR || other === start) continue;
        row[other] = row[node] + 1;
        queue.push(other);
      }
    }
  }
  return found;
}

/** Places [x, y] of nodes that are all connected, by stochastic descent of the stress (Zheng, Pawar and
    Goodman 2019). A node with many neighbours keeps them further off, so that they find room around it. */
function stressed(near) {
  const count = near.length;
  if (count === 1) return [[0, 0]];
  const roll = dice();
  const hops = steps(near);
  const crowd = near.map((others) => 13 * Math.sqrt(others.length));
  const order = shuffled(upTo(count), roll);
  const x = Float64Array.from(order, () => roll() * HOP);
  const y = Float64Array.from(order, () => roll() * HOP);
  const longest = hops.reduce((most, hop) => Math.max(most, hop), 0) * HOP + 2 * Math.max(...crowd);
  // A step of this size first turns every pair right, the last one hardly moves neighbours.
  const [first, last] = [longest ** 2, 0.1 * HOP ** 2];
  const sweeps = SWEEPS[count > 1000 ? 0 : 1];
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const size = first * (last / first) ** (sweep / (sweeps - 1));
    for (const offset of shuffled(upTo(Math.floor(count / 2)), roll)) {
      for (let place = 0; place < count; place += 1) {
        const a = order[place];
        const b = order[(place + offset + 1) % count];
        const goal = hops[a * count + b] * HOP + crowd[a] + crowd[b];
        const dx = x[a] - x[b];
        const dy = y[a] - y[b];
        const gap = Math.sqrt(dx * dx + dy * dy) || 1e-6;
        const pull = (Math.min(size / goal ** 2, 1) * (gap - goal)) / gap / 2;
        x[a] -= pull * dx;
        y[a] -= pull * dy;
        x[b] += pull * dx;
        y[b] += pull * dy;
      }
    }
  }
  return Array.from(x, (value, node) => [value, y[node]]);
}
