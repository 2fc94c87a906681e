/* The page: puts the parts together in an element, and keeps them in step. */

const AT_ONCE = 500; // entities, more of which take so long to arrange that the page says so first

/** Build the page in an element from the data of kgraph's `page_data`; gives an object with destroy(). */
function mount(root, data) {
  const page = new Page(root, data);
  return { destroy: () => page.destroy() };
}

class Page {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.graph = new Graph(data);
    this.graph.filter(firstCriteria(data.start));
    this.selected = null; // {node}, {arc} or {event}
    this.trail = []; // what was selected before
    this.build();
    this.legend.open = this.root.clientWidth > 760 && this.root.clientHeight > 560;
    this.canvas = new Canvas(this.stage, this.graph, data.look, this.reactions());
    this.camera = new Camera(this.canvas);
    this.shown = new Shown(this.graph, data, (entities) => this.arranged(entities));
    this.listen();
    this.begin();
  }

  build() {
    this.search = searchBox(this.graph, (entity) => this.goTo(entity));
    this.filters = new Filters(this.graph, this.data.look, this.graph.criteria, (criteria) => this.filter(criteria));
    this.panel = new Panel(this.graph, this.data.look, this.actions(), this.data.base);
    this.stage = element("div", { class: "kg-stage", tabindex: "0", role: "application", "aria-label": READ_ALOUD });
    this.tally = element("p", { class: "kg-tally", role: "status" });
    this.more = element("div", { class: "kg-more" });
    this.legend = legend(this.data);
    this.drawer = element("div", { class: "kg-drawer", id: newId("filters"), hidden: true }, this.filters.element, button("Done", () => this.showFilters(false), { class: "kg-wide kg-main" }));
    this.toggle = button("", () => this.showFilters(this.drawer.hidden), {
      "aria-expanded": "false",
      "aria-controls": this.drawer.id,
    });
    this.buildSide();
    this.root.classList.add("kgraph-page");
    this.root.replaceChildren(this.header(), element("main", {}, this.drawer, this.middle(), this.side));
  }

  buildSide() {
    this.body = element("div", { class: "kg-panel-body", tabindex: "-1" });
    this.back = button("← Back", () => this.goBack());
    this.close = button("Close", () => this.select(null));
    this.list = button("", () => this.camera.steady(() => this.opened(!this.side.classList.contains("kg-open"))), { class: "kg-list-opener" });
    const head = element("div", { class: "kg-panel-head" }, this.back, this.list, this.close);
    this.side = element("aside", { class: "kg-panel", "aria-label": "Details" }, head, this.body);
  }

  header() {
    const tools = element("div", { class: "kg-tools" }, this.toggle, this.viewMenu(), this.saveMenu());
    return element("header", {}, element("h1", {}, this.data.title), this.search.element, tools);
  }

  middle() {
    const zoom = element(
      "div",
      { class: "kg-zoom" },
      button("+", () => this.camera.zoom(1.4), { "aria-label": "Zoom in" }),
      button("−", () => this.camera.zoom(1 / 1.4), { "aria-label": "Zoom out" }),
      button("Fit", () => this.camera.fit(undefined, true), { "aria-label": "Fit to screen" }),
    );
    const view = element("div", { class: "kg-view" }, this.stage);
    const below = element("div", { class: "kg-below" }, this.tally, element("div", { class: "kg-row-of" }, this.more, zoom));
    return element("div", { class: "kg-middle" }, view, element("footer", {}, this.legend, below));
  }

  viewMenu() {
    return menu("View", [
      ["Fit to screen", () => this.camera.fit(undefined, true)],
      ["Back to the beginning", () => this.begin()],
      ["Show all that passes the filters", () => this.spread(this.graph.matching().slice(0, MOST))],
    ]);
  }

  saveMenu() {
    const { graph } = this;
    return menu("Save", [
      ["Picture (PNG)", () => asPicture(this.stage, this.canvas.colors.paper, (file) => download("kgraph.png", file))],
      ["What is shown (JSON)", () => download("kgraph.json", asJson(graph, this.scene, this.eventsShown()))],
      ["Events shown (CSV)", () => download("kgraph.csv", asTable(graph, this.eventsShown()))],
    ]);
  }

  /** What the drawing calls. */
  reactions() {
    return {
      node: (entity) => this.select({ node: entity }),
      arc: (key) => this.select({ arc: key }),
      open: (entity) => this.expand(entity),
      nothing: () => this.select(null),
      moved: (entity, place) => this.shown.move(entity, place),
    };
  }

  /** What the panel's buttons call. */
  actions() {
    return {
      entity: (entity) => this.goTo(entity),
      event: (number) => this.select({ event: number }),
      expand: (entity) => this.expand(entity),
      centre: (entity) => this.camera.centre(entity),
      hide: (entity) => this.hide(entity),
    };
  }

  listen() {
    // On a page of its own, keys work before anything has the focus; in one of others', only inside.
    const isAlone = this.root.parentElement === document.body;
    this.keys = (event) => {
      if (this.root.contains(event.target) || event.target === document.body) this.key(event);
    };
    // In a shadow root, the document would take the root's host for the target.
    this.ears = isAlone ? document : this.root;
    this.ears.addEventListener("keydown", this.keys);
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)");
    this.repaint = () => this.draw();
    this.scheme.addEventListener("change", this.repaint);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.stage);
  }

  /** Keep in sight what was, in a window of another width, and arrange it anew where that is turned. */
  resized() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width === this.width || !width || !this.camera.isFitted) return;
    this.width = width;
    if (height > width !== this.isUpright) {
      this.shown.spread([]);
      this.draw();
    }
    this.camera.fit();
  }

  key(event) {
    const isTyping = event.target.closest("input, select, textarea");
    if (event.key === "Escape") this.escape();
    else if (event.key === "/" && !isTyping) this.search.focus();
    else if (!this.stage.contains(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (!this.camera.key(event.key)) return;
    if (!isTyping) event.preventDefault();
  }

  escape() {
    if (this.drawer.hidden) this.select(null);
    else this.showFilters(false);
  }

  begin() {
    const { focus } = this.data.start;
    this.trail = [];
    this.selected = focus === null ? null : { node: focus };
    this.opened(false);
    clearTimeout(this.coming);
    this.shown.begin();
    this.update();
    this.camera.fit();
  }

  filter(criteria) {
    this.graph.filter(criteria);
    this.update();
  }

  select(chosen) {
    const isOther = JSON.stringify(chosen) !== JSON.stringify(this.selected);
    if (chosen && this.selected && isOther) this.trail.push(this.selected);
    if (!chosen) this.trail = [];
    this.selected = chosen;
    this.update();
    this.body.scrollTop = 0;
    this.camera.steady(() => this.opened(Boolean(chosen)), chosen?.node);
  }

  /** Open the panel, or close it, where it is a sheet below the drawing. */
  opened(isOpen) {
    this.side.classList.toggle("kg-open", isOpen);
    this.list.setAttribute("aria-expanded", String(isOpen));
  }

  goBack() {
    this.selected = null;
    this.select(this.trail.pop() || null);
  }

  /** Select an entity and bring it into sight, shown or not. */
  goTo(entity) {
    const isNew = !this.shown.has(entity);
    this.shown.reveal(entity);
    this.select({ node: entity });
    if (isNew || !this.camera.sees(entity)) this.camera.centre(entity);
    this.body.focus({ preventScroll: true });
  }

  expand(entity) {
    const came = this.shown.expand(entity);
    this.select({ node: entity });
    if (came.length) this.camera.fit([entity, ...came], true);
  }

  hide(entity) {
    this.shown.hide(entity);
    this.select(null);
  }

  /** Show these too, all arranged anew. */
  spread(entities) {
    const run = () => {
      this.shown.spread(entities);
      this.select(null);
      this.camera.fit(undefined, true);
    };
    if (entities.length <= AT_ONCE) {
      run();
      return;
    }
    this.tally.textContent = `Arranging ${counted(entities.length, "entity", "entities")} …`;
    this.more.replaceChildren();
    this.coming = setTimeout(run, 60); // when that has been painted
  }

  /** Places for entities that are to be shown together, in the window as it is. */
  arranged(entities) {
    const all = new Set(entities);
    const hidden = (entity) => [...this.graph.links[entity].keys()].filter((other) => !all.has(other)).length;
    const room = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    [this.width, this.isUpright] = [room.width, room.height > room.width];
    return arrange(this.canvas.sizes(entities, hidden), this.graph.pairs(entities), room);
  }

  showFilters(open) {
    this.drawer.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.drawer.querySelector("input").focus();
    else this.toggle.focus();
  }

  /** The numbers of the events between entities that are shown. */
  eventsShown() {
    return this.graph.byTime(this.scene.arcs.flatMap((arc) => arc.events));
  }

  /** Bring drawing, panel and counts up to what is shown and selected. */
  update() {
    this.draw();
    this.body.replaceChildren(...this.details().flat(Infinity).filter(Boolean));
    this.back.hidden = !this.trail.length;
    this.close.hidden = !this.selected;
    this.list.textContent = this.selected ? "Details" : "List what is shown";
    const active = activeFilters(this.graph.criteria);
    this.toggle.textContent = active ? `Filters (${active})` : "Filters";
    this.tally.textContent = this.counts();
    this.more.replaceChildren(...offers(this.graph, this.shown, (entities) => this.spread(entities)));
  }

  draw() {
    this.scene = this.shown.scene(this.onCanvas());
    this.canvas.show(this.scene);
  }

  /** What of the drawing the selection stands out in: an event is part of an arc. */
  onCanvas() {
    if (!this.selected || this.selected.event === undefined) return this.selected;
    const arcs = [...this.graph.arcs(new Set(this.shown.places.keys())).values()];
    const arc = arcs.find((candidate) => candidate.events.includes(this.selected.event));
    return arc ? { arc: arc.key } : null;
  }

  details() {
    if (!this.selected) return this.panel.overview(this.scene, [`${this.counts()}.`, ...missing(this.graph, this.shown)]);
    if (this.selected.event !== undefined) return this.panel.event(this.selected.event);
    if (this.selected.node !== undefined) {
      return this.panel.entity(this.selected.node, this.shown.hidden(this.selected.node).length);
    }
    const arc = this.scene.arcs.find((candidate) => candidate.key === this.selected.arc);
    if (!arc) return [element("p", {}, "The filters hold these events back.")];
    return arc.events.length === 1 ? this.panel.event(arc.events[0]) : this.panel.arc(arc);
  }

  counts() {
    return tallied(this.graph, this.scene, this.eventsShown().length);
  }

  destroy() {
    clearTimeout(this.coming);
    this.filters.stop();
    this.watch.disconnect();
    this.scheme.removeEventListener("change", this.repaint);
    this.ears.removeEventListener("keydown", this.keys);
    this.canvas.destroy();
    this.root.classList.remove("kgraph-page");
    this.root.replaceChildren();
  }
}
