/* The drawing: vis-network keeps nodes and arcs in sight and in hand; what they look like is said here. */

const READ_ALOUD =
  "Drawing of the graph. Arrow keys move it, plus and minus zoom, 0 shows all of it. The panel lists the same entities.";
const MANY = 400; // nodes, beyond which arcs are left out while the drawing moves

class Canvas {
  /** Draw into `stage`; `on` has what to call for {node}, {arc}, {open} (a double click) and {nothing}. */
  constructor(stage, graph, look, on) {
    this.stage = stage;
    this.graph = graph;
    this.look = look;
    this.on = on;
    this.labels = new Labels();
    this.nodes = new vis.DataSet();
    this.arcs = new vis.DataSet();
    this.drawn = { nodes: new Map(), arcs: new Map() };
    this.scene = { entities: [], arcs: [], places: new Map() };
    this.grown = 1;
    this.colors = colorsOf(stage);
    this.network = new vis.Network(stage, { nodes: this.nodes, edges: this.arcs }, options());
    stage.firstElementChild.removeAttribute("tabindex"); // the stage itself takes the focus
    this.listen();
  }

  listen() {
    this.network.on("afterDrawing", (context) => this.drawLabels(context));
    this.network.on("click", (event) => this.clicked(event.pointer.DOM));
    this.network.on("doubleClick", (event) => {
      const found = this.at(event.pointer.DOM);
      if (found.node !== undefined) this.on.open(found.node);
    });
    this.network.on("dragEnd", (event) => {
      const moved = this.network.getPositions(event.nodes);
      for (const [key, place] of Object.entries(moved)) this.on.moved(Number(key), [place.x, place.y]);
    });
    this.hover = (event) => {
      const box = this.stage.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      const over = this.labels.at(point) || { node: this.nearest(point, 3) };
      this.stage.classList.toggle("kg-over", over.node !== undefined || over.arc !== undefined);
      if (event.pointerType !== "mouse" || over.node === this.hovered) return;
      this.hovered = over.node; // it is named while the pointer is on it, however crowded it is there
      this.network.redraw();
    };
    this.stage.addEventListener("pointermove", this.hover);
  }

  destroy() {
    this.isGone = true;
    this.stage.removeEventListener("pointermove", this.hover);
    this.network.destroy();
  }

  clicked(point) {
    const found = this.at(point);
    if (found.node !== undefined) this.on.node(found.node);
    else if (found.arc !== undefined) this.on.arc(found.arc);
    else this.on.nothing();
  }

  /** What is at a point of the stage: a node, the label of something, an arc, or a node close by. */
  at(point) {
    const node = this.network.getNodeAt(point);
    if (node !== undefined) return { node };
    const labelled = this.labels.at(point);
    if (labelled) return labelled;
    const near = this.nearest(point, 12);
    if (near !== undefined) return { node: near };
    const arc = this.network.getEdgeAt(point);
    return arc === undefined ? {} : { arc };
  }

  nearest(point, most) {
    let best = most;
    let found;
    for (const node of this.seen || []) {
      const far = Math.hypot(node.x - point.x, node.y - point.y) - node.radius;
      if (far < best) [best, found] = [far, node.key];
    }
    return found;
  }

  /** Show a scene: entities, their places, arcs between them; `selected` is {node} or {arc} or null. */
  show(scene) {
    this.scene = scene;
    this.colors = colorsOf(this.stage);
    this.bends = bends(scene.arcs);
    // the more lines cross each other, the paler each is, so that nodes stand out
    this.opacity = Math.min(0.8, Math.max(this.colors.dark ? 0.35 : 0.25, Math.sqrt(90 / (scene.arcs.length + 1))));
    this.near = this.closeTo(scene.selected);
    this.network.setOptions({
      interaction: { hideEdgesOnDrag: scene.entities.length > MANY, hideEdgesOnZoom: scene.entities.length > MANY },
    });
    this.paint();
  }

  paint() {
    const byWeight = [...this.scene.entities].sort((a, b) => this.graph.links[a].size - this.graph.links[b].size);
    this.replace(this.arcs, "arcs", this.scene.arcs.map((arc) => [arc.key, this.arcStyle(arc)]));
    this.replace(this.nodes, "nodes", byWeight.map((entity) => [entity, this.nodeStyle(entity)]));
    this.network.redraw();
  }

  /** Of many nodes, seen from far off, the best connected are drawn larger than they are close by. */
  grow(scale) {
    const grown = growth(this.scene.entities.length, scale);
    if (grown === this.grown) return;
    this.grown = grown;
    setTimeout(() => this.isGone || this.paint());
  }

  /** What `arrange` is to know of entities. */
  sizes(entities, hidden) {
    this.labels.setType(this.stage.clientWidth);
    const grown = growth(entities.length, 1 / Math.sqrt(entities.length));
    return entities.map((entity) => ({
      radius: this.radius(entity, grown),
      ...this.labels.measure(this.labelText(entity, hidden(entity)), this.colors),
    }));
  }

  labelText(entity, hidden) {
    return { lines: wrapped(this.graph.entities[entity].label, this.labels.type.letters), more: hidden ? `+${hidden}` : "" };
  }

  /** Where these nodes (all, where there are none) stand, with their size and that of their labels. */
  extents(nodes) {
    const entities = nodes || this.scene.entities;
    const isFew = entities.length <= FEW;
    return entities.map((entity) => {
      const [x, y] = this.scene.places.get(entity);
      const text = this.labelText(entity, this.scene.hidden.get(entity));
      const label = isFew ? this.labels.measure(text, this.colors) : { width: 0, height: this.labels.type.line };
      return { x, y, radius: this.radius(entity), ...label };
    });
  }

  /** Make a data set hold these items; only what has changed is handed on. */
  replace(set, name, items) {
    let before = this.drawn[name];
    const after = new Map(items.map(([key, item]) => [key, JSON.stringify(item)]));
    let gone = [...before.keys()].filter((key) => !after.has(key));
    // what comes later is drawn on top
    if (items.length > 2 * before.size) [before, gone] = [set.clear() && new Map(), []];
    if (gone.length) set.remove(gone);
    const changed = items.filter(([key]) => before.get(key) !== after.get(key)).map(([, item]) => item);
    if (changed.length) set.update(changed);
    this.drawn[name] = after;
  }

  /** The nodes and arcs that a selection is about; null where nothing is selected. */
  closeTo(selected) {
    if (!selected) return null;
    const arcs = this.scene.arcs.filter((arc) =>
      selected.arc === undefined
        ? arc.source === selected.node || arc.target === selected.node
        : arc.key === selected.arc,
    );
    const nodes = new Set(arcs.flatMap((arc) => [arc.source, arc.target]));
    if (selected.node !== undefined) nodes.add(selected.node);
    return { nodes, arcs: new Set(arcs.map((arc) => arc.key)) };
  }

  isFaint(kind, key) {
    return this.near !== null && !this.near[kind].has(key);
  }

  nodeStyle(entity) {
    const { type } = this.graph.entities[entity];
    const look = this.look.entities[type] || this.look.entities.Thing;
    const chosen = this.scene.selected && this.scene.selected.node === entity;
    const [x, y] = this.scene.places.get(entity);
    const background = this.colors.dark ? look.border : look.fill;
    const border = chosen ? this.colors.accent : this.colors.dark ? lighter(look.border) : look.border;
    const color = { background, border };
    return {
      id: entity,
      x,
      y,
      shape: look.shape,
      size: this.radius(entity),
      borderWidth: chosen ? 4 : 1.8,
      opacity: this.isFaint("nodes", entity) ? 0.3 : 1,
      color: { ...color, highlight: color, hover: color },
    };
  }

  radius(entity, grown = this.grown) {
    return 6 + grown * Math.min(2.2 * Math.sqrt(this.graph.links[entity].size), 18);
  }

  arcStyle(arc) {
    const look = this.look.statuses[arc.status] || this.look.statuses.Reported;
    const color = this.colors.dark ? look.dark : look.light;
    const chosen = this.scene.selected && this.scene.selected.arc === arc.key;
    const bend = this.bends.get(arc.key);
    const faint = this.isFaint("arcs", arc.key);
    return {
      id: arc.key,
      from: arc.source,
      to: arc.target,
      color: { color, highlight: color, hover: color, opacity: faint ? 0.12 : this.near ? 1 : this.opacity },
      width: (Math.min(1 + 0.5 * Math.log2(arc.events.length), 3) + (chosen ? 2 : 0)) * (2 * this.grown - 1),
      dashes: look.dashes.length ? look.dashes.map((dash) => Math.max(dash, 1.5)) : false,
      arrows: {
        to: { enabled: true, scaleFactor: 0.55 },
        from: { enabled: arc.mutual, scaleFactor: 0.55 },
        middle: { enabled: look.crossed, type: "bar", scaleFactor: 0.7 },
      },
      smooth: bend === 0 ? false : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) },
    };
  }

  drawLabels(context) {
    const scale = this.network.getScale();
    this.grow(scale);
    const ratio = context.getTransform().a / scale;
    const size = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    const onScreen = ([x, y]) => this.network.canvasToDOM({ x, y });
    const positions = this.network.getPositions();
    const at = (entity) => {
      const place = positions[entity];
      return place ? onScreen([place.x, place.y]) : { x: -9999, y: -9999 };
    };
    this.seen = this.scene.entities.map((entity) => this.nodeLabel(entity, at(entity), scale));
    this.seen.sort((a, b) => b.weight - a.weight || a.key - b.key);
    const isCrowded = this.scene.entities.length > FEW && scale < 0.8;
    const arcs = isCrowded ? this.scene.arcs.filter((arc) => this.near && this.near.arcs.has(arc.key)) : this.scene.arcs;
    const written = arcs.map((arc) => this.arcLabel(arc, at(arc.source), at(arc.target)));
    written.sort((a, b) => b.weight - a.weight);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.labels.draw(context, size, this.seen, written, this.colors);
    context.restore();
  }

  nodeLabel(entity, place, scale) {
    const { selected } = this.scene;
    const chosen = Boolean(selected && selected.node === entity);
    const named = chosen || entity === this.hovered;
    const faint = this.isFaint("nodes", entity) && !named;
    const hidden = this.scene.hidden.get(entity) || 0;
    return {
      key: entity,
      ...this.labelText(entity, hidden),
      x: place.x,
      y: place.y,
      radius: this.radius(entity) * scale,
      strong: named,
      faint,
      weight: (named ? 1e6 : 0) + (faint || !this.near ? 0 : 1e5) + this.graph.links[entity].size,
    };
  }

  arcLabel(arc, from, to) {
    const look = this.look.statuses[arc.status] || this.look.statuses.Reported;
    const near = this.near && this.near.arcs.has(arc.key);
    const chosen = this.scene.selected && this.scene.selected.arc === arc.key;
    return {
      key: arc.key,
      text: shortened(this.graph.arcText(arc), 32),
      ...midway(from, to, this.bends.get(arc.key)),
      room: chosen ? Infinity : Math.hypot(to.x - from.x, to.y - from.y) - 20,
      color: this.colors.dark ? look.dark : look.light,
      faint: this.isFaint("arcs", arc.key),
      weight: (near ? 1e5 : 0) + arc.events.length,
    };
  }
}
