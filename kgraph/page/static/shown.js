/* Which entities are shown, and where they stand. */

const STEP = 30; // neighbours that one expansion brings in

class Shown {
  /** `arranged` gives places for entities that are to be shown, in their order. */
  constructor(graph, data, arranged) {
    this.graph = graph;
    this.data = data;
    this.arranged = arranged;
    this.places = new Map();
    this.kept = new Set();
  }

  /** Back to what the page began with. */
  begin() {
    const { entities, focus } = this.data.start;
    this.places = new Map();
    this.spread(entities);
    this.kept = new Set(focus === null ? [] : [focus]);
  }

  get size() {
    return this.places.size;
  }

  has(entity) {
    return this.places.has(entity);
  }

  move(entity, place) {
    this.places.set(entity, place);
  }

  hide(entity) {
    this.places.delete(entity);
    this.kept.delete(entity);
  }

  /** Show an entity, near its neighbours; it stays, also when the filters leave it without an arc. */
  reveal(entity) {
    this.kept.add(entity);
    if (this.has(entity)) return;
    const taken = [...this.places.values()];
    const near = this.graph.neighbours(entity).filter((other) => this.has(other));
    const centre = middle(near.map((other) => this.places.get(other)), taken);
    const [place] = isFree(centre, taken) ? [centre] : placesAround(centre, 1, taken);
    this.places.set(entity, place);
  }

  /** The neighbours of an entity that are not shown. */
  hidden(entity) {
    return this.graph.neighbours(entity).filter((other) => !this.has(other));
  }

  /** Show the next neighbours of an entity, around it; gives those that came. */
  expand(entity) {
    this.reveal(entity);
    const coming = this.hidden(entity).slice(0, STEP);
    const places = placesAround(this.places.get(entity), coming.length, [...this.places.values()]);
    coming.forEach((other, number) => this.places.set(other, places[number]));
    return coming;
  }

  /** Show these entities, and those shown already, all arranged anew. */
  spread(entities) {
    const all = [...new Set([...this.places.keys(), ...entities])].sort((a, b) => a - b);
    const places = this.arranged(all);
    this.places = new Map(all.map((entity, number) => [entity, places[number]]));
  }

  /** What is to be drawn: entities that have an arc, or were asked for, or all where no filter is set. */
  scene(selected) {
    const all = new Set(this.places.keys());
    const arcs = [...this.graph.arcs(all).values()];
    const bound = new Set(arcs.flatMap((arc) => [arc.source, arc.target]));
    const wanted = (entity) => bound.has(entity) || this.kept.has(entity) || (selected && selected.node === entity);
    const isFiltered = activeFilters(this.graph.criteria) > 0;
    const entities = [...all].filter((entity) => !isFiltered || wanted(entity));
    const hidden = new Map(entities.map((entity) => [entity, this.hiddenCount(entity)]));
    return { entities, arcs, hidden, places: this.places, selected };
  }

  hiddenCount(entity) {
    let count = 0;
    for (const other of this.graph.links[entity].keys()) if (!this.has(other)) count += 1;
    return count;
  }
}
