/* Moving about on the canvas. */

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

/** Moves what is seen of a canvas. */
class Camera {
  constructor(network) {
    this.network = network;
  }

  /** Bring these nodes (all, where there are none) into sight. */
  fit(nodes, animated) {
    const only = nodes ? { nodes } : {};
    this.network.fit({ ...only, maxZoomLevel: 1.35, animation: animated ? movement(300) : false });
    if (!animated) this.network.moveTo({ scale: this.network.getScale() * 0.93 });
  }

  centre(node) {
    const scale = Math.max(this.network.getScale(), 0.8);
    this.network.focus(node, { scale, animation: movement(300) });
  }

  zoom(factor) {
    const scale = Math.min(Math.max(this.network.getScale() * factor, 0.03), 6);
    this.network.moveTo({ scale, animation: movement(150) });
  }

  pan(x, y) {
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
