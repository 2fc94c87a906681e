/* Moving about on the canvas. */

const MARGIN = 3; // pixels between what is fitted and the edge
const CLOSEST = 1.35; // the scale beyond which few nodes are not drawn up

function options() {
  return {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: false, selectable: false, zoomSpeed: 0.6, keyboard: false },
    edges: { selfReference: { size: 13, angle: 0.8 }, chosen: false },
    nodes: { chosen: false, shapeProperties: { interpolation: false } },
  };
}

/** How far each arc bends so that those between the same two entities lie side by side. */
function bends(arcs) {
  const bundles = new Map();
  for (const arc of arcs) {
    const pair = arc.source < arc.target ? `${arc.source}/${arc.target}` : `${arc.target}/${arc.source}`;
    if (!bundles.has(pair)) bundles.set(pair, []);
    bundles.get(pair).push(arc);
  }
  const found = new Map();
  for (const bundle of bundles.values()) {
    const step = Math.min(0.24, 1 / bundle.length);
    bundle.forEach((arc, number) => {
      const side = (number - (bundle.length - 1) / 2) * step;
      // seen from the other end, left is right
      found.set(arc.key, arc.source < arc.target ? side : -side);
    });
  }
  return found;
}

/** The middle of an arc as vis-network draws it: a quadratic curve by way of a third point. */
function midway(from, to, bend) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const turn = (-bend * Math.PI) / 2;
  const reach = 0.5 + Math.abs(bend) / 2;
  const via = {
    x: from.x + reach * (dx * Math.cos(turn) - dy * Math.sin(turn)),
    y: from.y + reach * (dx * Math.sin(turn) + dy * Math.cos(turn)),
  };
  return { x: (from.x + 2 * via.x + to.x) / 4, y: (from.y + 2 * via.y + to.y) / 4 };
}

/** The colours that the style sheet gives the canvas. */
function colorsOf(stage) {
  const style = getComputedStyle(stage);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    ink: value("--kg-ink"),
    quiet: value("--kg-quiet"),
    paper: value("--kg-paper"),
    accent: value("--kg-accent"),
    dark: value("--kg-dark") === "1",
    font: style.fontFamily,
  };
}

/** A colour (#rrggbb) half way to white. */
function lighter(color) {
  const parts = color.match(/[0-9a-f]{2}/gi).map((part) => Math.round((parseInt(part, 16) + 255) / 2));
  return `rgb(${parts.join(",")})`;
}

/** Whether the reader wants things to move. */
function movement(duration) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return still ? false : { duration, easingFunction: "easeInOutQuad" };
}

/** How much larger than close by the best connected of many nodes are drawn, in few steps. */
function growth(count, scale) {
  if (count <= MANY) return 1;
  return [1, 1.5, 2.2].find((step) => scale * step >= 0.3) || 3;
}

/** The part of the screen that nodes with labels below them take at a scale, from the canvas's [0, 0]. */
function covered(items, scale) {
  const part = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, radius, width, height } of items) {
    const side = Math.max(radius * scale, width / 2);
    part.left = Math.min(part.left, x * scale - side);
    part.right = Math.max(part.right, x * scale + side);
    part.top = Math.min(part.top, (y - radius) * scale);
    part.bottom = Math.max(part.bottom, (y + radius) * scale + 3 + height);
  }
  return part;
}

/** The largest scale at which they have room. */
function fitting(items, width, height) {
  let [low, high] = [0.02, CLOSEST];
  for (let round = 0; round < 24; round += 1) {
    const scale = round ? Math.sqrt(low * high) : high;
    const { left, top, right, bottom } = covered(items, scale);
    if (right - left > width || bottom - top > height) high = scale;
    else low = scale;
  }
  return low;
}

/** Moves what is seen of a canvas. */
class Camera {
  constructor(canvas) {
    this.canvas = canvas;
    this.network = canvas.network;
    this.isFitted = false; // all is in sight, and nobody has moved it since
    for (const name of ["dragStart", "zoom"]) this.network.on(name, () => (this.isFitted = false));
  }

  /** Bring these nodes (all, where there are none) into sight, with their labels, which keep their size. */
  fit(nodes, animated) {
    const items = this.canvas.extents(nodes);
    if (!items.length) return;
    this.measure();
    const { clientWidth, clientHeight } = this.canvas.stage;
    const scale = fitting(items, clientWidth - 2 * MARGIN, clientHeight - 2 * MARGIN);
    const { left, top, right, bottom } = covered(items, scale);
    this.isFitted = !nodes;
    const position = { x: (left + right) / 2 / scale, y: (top + bottom) / 2 / scale };
    this.network.moveTo({ position, scale, animation: animated ? movement(300) : false });
  }

  /** Take the size that the stage has now: of itself the library looks a little later. */
  measure() {
    this.network.setSize("100%", "100%");
  }

  /** Do what changes the height of the stage; it is seen at the scale as before, with this node in the middle. */
  steady(change, node) {
    const { clientHeight } = this.canvas.stage;
    const [scale, position] = [this.network.getScale(), this.network.getViewPosition()];
    change();
    if (this.canvas.stage.clientHeight === clientHeight) return;
    this.measure();
    const place = this.canvas.scene.places.get(node);
    if (this.isFitted && this.canvas.stage.clientHeight > clientHeight) this.fit();
    else this.network.moveTo({ scale, position: place ? { x: place[0], y: place[1] } : position, animation: false });
  }

  sees(node) {
    const [x, y] = this.canvas.scene.places.get(node);
    const { clientWidth, clientHeight } = this.canvas.stage;
    const point = this.network.canvasToDOM({ x, y });
    return point.x > 30 && point.y > 30 && point.x < clientWidth - 30 && point.y < clientHeight - 30;
  }

  centre(node) {
    this.isFitted = false;
    const scale = Math.max(this.network.getScale(), 0.8);
    this.network.focus(node, { scale, animation: movement(300) });
  }

  zoom(factor) {
    this.isFitted = false;
    const scale = Math.min(Math.max(this.network.getScale() * factor, 0.03), 6);
    this.network.moveTo({ scale, animation: movement(150) });
  }

  pan(x, y) {
    this.isFitted = false;
    const centre = this.network.getViewPosition();
    const scale = this.network.getScale();
    this.network.moveTo({ position: { x: centre.x + x / scale, y: centre.y + y / scale }, animation: movement(100) });
  }

  /** What a key does; whether it did anything. */
  key(name) {
    const moves = {
      ArrowLeft: () => this.pan(-80, 0),
      ArrowRight: () => this.pan(80, 0),
      ArrowUp: () => this.pan(0, -80),
      ArrowDown: () => this.pan(0, 80),
      "+": () => this.zoom(1.3),
      "=": () => this.zoom(1.3),
      "-": () => this.zoom(1 / 1.3),
      0: () => this.fit(undefined, true),
    };
    if (!moves[name]) return false;
    moves[name]();
    return true;
  }
}
