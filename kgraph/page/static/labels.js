/* Labels on the canvas. They keep their size on the screen at every zoom, and none stands on another:
   what matters more is set first, and what finds no room waits until the reader zooms in. */

const CELL = 12;

/** The parts of the screen that are taken, as a grid of small cells. */
class Occupied {
  constructor() {
    this.cells = new Set();
  }

  *over(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
        yield x * 8192 + y;
      }
    }
  }

  isFree(box) {
    for (const cell of this.over(box)) if (this.cells.has(cell)) return false;
    return true;
  }

  take(box) {
    for (const cell of this.over(box)) this.cells.add(cell);
  }
}

/** Draws labels, and remembers where, so that a label can be clicked like what it names. */
class Labels {
  constructor() {
    this.widths = new Map();
    this.boxes = [];
  }

  /** Set the labels in pixels of the screen. `nodes` and `arcs` come in the order of their importance.
      A node is {key, text, more, x, y, radius, strong, faint}, an arc {key, text, x, y, room, color, faint}. */
  draw(context, size, nodes, arcs, colors) {
    this.boxes = [];
    const taken = new Occupied();
    const inSight = (item) =>
      item.x > -80 && item.y > -30 && item.x < size.width + 80 && item.y < size.height + 30;
    const seen = nodes.filter(inSight);
    if (seen.length < 400) for (const node of seen) taken.take(around(node, node.radius - 2));
    for (const node of seen) this.drawNode(context, node, taken, colors);
    for (const arc of arcs) if (inSight(arc)) this.drawArc(context, arc, taken, colors);
  }

  drawNode(context, node, taken, colors) {
    context.font = `${node.strong ? "600 13px" : "12px"} ${colors.font}`;
    const width = this.width(context, node.text) + (node.more ? this.width(context, node.more) + 4 : 0);
    for (const box of besides(node, width, 15)) {
      if (!node.strong && !taken.isFree(box)) continue;
      taken.take(box);
      this.boxes.push({ ...box, node: node.key });
      context.globalAlpha = node.faint ? 0.4 : 1;
      write(context, node.text, box.left + 2, box.top + 8, colors.ink, colors.paper);
      if (node.more) {
        const after = box.left + 6 + this.width(context, node.text);
        write(context, node.more, after, box.top + 8, colors.quiet, colors.paper);
      }
      context.globalAlpha = 1;
      return;
    }
  }

  drawArc(context, arc, taken, colors) {
    context.font = `11px ${colors.font}`;
    const width = this.width(context, arc.text);
    if (width + 16 > arc.room) return;
    const box = { left: arc.x - width / 2 - 2, right: arc.x + width / 2 + 2, top: arc.y - 7, bottom: arc.y + 7 };
    if (!taken.isFree(box)) return;
    taken.take(box);
    this.boxes.push({ ...box, arc: arc.key });
    context.globalAlpha = arc.faint ? 0.35 : 1;
    write(context, arc.text, box.left + 2, arc.y, arc.color, colors.paper);
    context.globalAlpha = 1;
  }

  /** What is labelled at a point of the screen: {node} or {arc}, or undefined. */
  at(point) {
    return this.boxes.find(
      (box) => point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom,
    );
  }

  width(context, text) {
    const key = context.font + text;
    if (!this.widths.has(key)) this.widths.set(key, context.measureText(text).width);
    return this.widths.get(key);
  }
}

function around(node, radius) {
  return { left: node.x - radius, right: node.x + radius, top: node.y - radius, bottom: node.y + radius };
}

/** The boxes that the label of a node may have: below it, above, to the right and to the left. */
function besides(node, width, height) {
  const far = node.radius + 3;
  const wide = width + 4;
  return [
    [node.x - wide / 2, node.y + far],
    [node.x - wide / 2, node.y - far - height],
    [node.x + far, node.y - height / 2],
    [node.x - far - wide, node.y - height / 2],
  ].map(([left, top]) => ({ left, top, right: left + wide, bottom: top + height }));
}

/** Write with a rim in the colour of the ground, so that lines behind do not cross the letters. */
function write(context, text, x, y, color, paper) {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = paper;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}
