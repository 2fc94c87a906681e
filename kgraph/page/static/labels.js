/* Labels on the canvas. They keep their size on the screen at every zoom, and none stands on another:
   what matters more is set first, and what finds no room waits until the reader zooms in. */

const CELL = 4;
const NARROW = 600; // pixels, below which the window's labels are smaller
const WIDE_TYPE = { size: 12, line: 15, letters: 20 };
const NARROW_TYPE = { size: 11, line: 13, letters: 16 };
const PIXELS_A_LABEL = 8000; // labels of the least important nodes wait for more room than this

/** The parts of the screen that are taken, as a grid of small cells. */
class Occupied {
  constructor() {
    this.cells = new Set();
  }

  *over(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
        yield x * 16384 + y;
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
    this.type = WIDE_TYPE;
    this.ruler = document.createElement("canvas").getContext("2d");
  }

  /** Choose the type for a window of this width. */
  setType(width) {
    this.type = width < NARROW ? NARROW_TYPE : WIDE_TYPE;
  }

  /** The width and height of a label in pixels. */
  measure({ lines, more }, colors) {
    this.ruler.font = `${this.type.size}px ${colors.font}`;
    const widths = lines.map((line) => this.width(this.ruler, line));
    if (more) widths[widths.length - 1] += this.width(this.ruler, more) + 4;
    return { width: Math.max(...widths) + 4, height: this.type.line * lines.length };
  }

  /** Set the labels in pixels of the screen. `nodes` and `arcs` come in the order of their importance.
      A node is {key, lines, more, x, y, radius, strong, faint}, an arc {key, text, x, y, room, color, faint}. */
  draw(context, size, nodes, arcs, colors) {
    this.boxes = [];
    this.size = size;
    this.taken = new Occupied(); // by labels
    this.discs = new Occupied(); // by nodes, which the labels of what matters most may cover
    const inSight = (item) => item.x > -80 && item.y > -30 && item.x < size.width + 80 && item.y < size.height + 30;
    const seen = nodes.filter(inSight);
    for (const node of seen.slice(0, 400)) this.discs.take(around(node, Math.max(node.radius - 2, 2)));
    const most = nodes.length <= FEW ? FEW : Math.max((size.width * size.height) / PIXELS_A_LABEL, 20);
    seen.slice(0, most).forEach((node, rank) => this.drawNode(context, node, rank < most / 2, colors));
    for (const arc of arcs) if (inSight(arc)) this.drawArc(context, arc, colors);
  }

  drawNode(context, node, matters, colors) {
    const { size, line: height } = this.type;
    context.font = `${node.strong ? `600 ${size + 1}px` : `${size}px`} ${colors.font}`;
    const extra = node.more ? this.width(context, node.more) + 4 : 0;
    const widths = node.lines.map((line) => this.width(context, line));
    widths[widths.length - 1] += extra;
    const box = this.spot(besides(node, Math.max(...widths), height * node.lines.length), matters, node);
    if (!box) return;
    this.taken.take(box);
    this.boxes.push({ ...box, node: node.key });
    context.globalAlpha = node.faint ? 0.4 : 1;
    node.lines.forEach((line, number) => {
      const left = box.left + (box.right - box.left - widths[number]) / 2;
      const top = box.top + height * (number + 0.5);
      write(context, line, left, top, colors.ink, colors.paper);
      if (number < node.lines.length - 1 || !node.more) return;
      write(context, node.more, left + widths[number] - extra + 4, top, colors.quiet, colors.paper);
    });
    context.globalAlpha = 1;
  }

  /** The best box for a label, all of it on the screen: on nothing, else only on nodes if it matters, else none. */
  spot(boxes, matters, { x, y, strong }) {
    const pushed = boxes.slice(0, 2).map((box) => this.pushedIn(box)); // below or above, but off centre
    const free = [...boxes, ...pushed].filter((box) => this.taken.isFree(box));
    const whole = free.filter((box) => this.isWhole(box));
    const clear = whole.find((box) => this.discs.isFree(box));
    const isHere = x >= 0 && y >= 0 && x <= this.size.width && y <= this.size.height;
    return clear || (matters && whole[0]) || (strong && isHere && pushed[0]) || null;
  }

  isWhole(box) {
    return box.left >= 0 && box.top >= 0 && box.right <= this.size.width && box.bottom <= this.size.height;
  }

  /** The box, moved from side to side so that it is on the screen. */
  pushedIn(box) {
    const by = Math.max(0, 2 - box.left) - Math.max(0, box.right - this.size.width + 2);
    return { ...box, left: box.left + by, right: box.right + by };
  }

  drawArc(context, arc, colors) {
    context.font = `${this.type.size - 1}px ${colors.font}`;
    const width = this.width(context, arc.text);
    if (width + 16 > arc.room) return;
    const box = { left: arc.x - width / 2 - 2, right: arc.x + width / 2 + 2, top: arc.y - 7, bottom: arc.y + 7 };
    if (!this.isWhole(box) || !this.taken.isFree(box) || !this.discs.isFree(box)) return;
    this.taken.take(box);
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

/** The boxes that the label of a node may have: below it, above, to the right, to the left, and at the corners. */
function besides(node, width, height) {
  const far = node.radius + 3;
  const near = node.radius * 0.7 + 2;
  const wide = width + 4;
  return [
    [node.x - wide / 2, node.y + far],
    [node.x - wide / 2, node.y - far - height],
    [node.x + far, node.y - height / 2],
    [node.x - far - wide, node.y - height / 2],
    [node.x + near, node.y + near],
    [node.x - near - wide, node.y + near],
    [node.x + near, node.y - near - height],
    [node.x - near - wide, node.y - near - height],
  ].map(([left, top]) => ({ left, top, right: left + wide, bottom: top + height }));
}

/** A label on up to three lines of about so many letters. */
function wrapped(text, length) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (!last || lines.length === 3 || last.length + word.length < length) lines[lines.length - 1] = `${last} ${word}`.trim();
    else lines.push(word);
  }
  return lines.map((line) => shortened(line, length));
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
