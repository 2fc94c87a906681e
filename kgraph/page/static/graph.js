/* The graph of a page, indexed: who takes part in what, and what the filters let through.
   Entities, events and articles are known by their places in the lists of the data. */

const NO_FILTERS = Object.freeze({
  types: null,
  statuses: null,
  since: "",
  until: "",
  confidence: 0,
  cited: "",
  article: "",
});

class Graph {
  constructor(data) {
    this.entities = data.entities;
    this.events = data.events;
    this.articles = data.articles;
    this.types = new Map(data.types.map((type) => [type.name, type]));
    this.eventsOf = data.entities.map(() => []);
    this.citedIn = data.entities.map(() => []);
    data.events.forEach((event, number) => this.index(event, number));
    this.filter(NO_FILTERS);
  }

  index(event, number) {
    for (const entity of new Set([event.actor, event.target, event.place])) {
      if (entity !== null) this.eventsOf[entity].push(number);
    }
    for (const entity of new Set(event.claims.flatMap((claim) => claim.cited))) {
      this.citedIn[entity].push(number);
    }
  }

  /** Let only some events through, and note who is the neighbour of whom by way of them. */
  filter(criteria) {
    this.criteria = criteria;
    this.passes = matcher(criteria, this);
    this.passing = this.events.map((event) => this.passes(event));
    this.links = this.entities.map(() => new Map());
    this.events.forEach((event, number) => {
      if (!this.passing[number] || event.actor === null || event.actor === event.target) return;
      for (const [one, other] of [[event.actor, event.target], [event.target, event.actor]]) {
        this.links[one].set(other, (this.links[one].get(other) || 0) + 1);
      }
    });
  }

  /** The pairs of these entities that are neighbours, by their places in the list. */
  pairs(entities) {
    const numbers = new Map(entities.map((entity, number) => [entity, number]));
    return entities.flatMap((entity, number) =>
      [...this.links[entity].keys()].filter((other) => numbers.get(other) > number).map((other) => [number, numbers.get(other)]),
    );
  }

  /** The neighbours of an entity, those with the most events between them first. */
  neighbours(entity) {
    const near = this.links[entity];
    return [...near.keys()].sort(
      (a, b) => near.get(b) - near.get(a) || this.links[b].size - this.links[a].size || a - b,
    );
  }

  /** What stands for the type of an event between its actor and target. */
  verb(event) {
    const type = this.types.get(event.type);
    return type ? type.label : event.type;
  }

  /** The events that pass between entities that are shown, as arcs: one for each direction and status. */
  arcs(shown) {
    const arcs = new Map();
    this.events.forEach((event, number) => {
      if (!this.passing[number] || event.actor === null) return;
      if (!shown.has(event.actor) || !shown.has(event.target)) return;
      const type = this.types.get(event.type);
      const mutual = Boolean(type && type.symmetric) && event.actor !== event.target;
      const ends = [event.actor, event.target];
      if (mutual) ends.sort((a, b) => a - b);
      const key = [...ends, event.status, mutual ? "mutual" : "one"].join("/");
      if (!arcs.has(key)) {
        arcs.set(key, { key, source: ends[0], target: ends[1], status: event.status, mutual, events: [] });
      }
      arcs.get(key).events.push(number);
    });
    return arcs;
  }

  /** The types of an arc's events, the most frequent ones first: "bans ×2, accuses". */
  arcText(arc) {
    const counts = new Map();
    for (const number of arc.events) {
      const verb = this.verb(this.events[number]);
      counts.set(verb, (counts.get(verb) || 0) + 1);
    }
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const shown = ranked.slice(0, 2).map(([verb, count]) => (count > 1 ? `${verb} ×${count}` : verb));
    return shown.join(", ") + (ranked.length > 2 ? ` +${ranked.length - 2}` : "");
  }

  /** Entities that events which pass are about, the best connected first. */
  matching() {
    return this.entities
      .map((_, entity) => entity)
      .filter((entity) => this.links[entity].size)
      .sort((a, b) => this.links[b].size - this.links[a].size || a - b);
  }

  /** The best connected of them: those with the fewest events among those left drop out one by one. */
  core(most) {
    const left = new Set(this.matching());
    const weights = new Map();
    for (const entity of left) {
      let weight = 0;
      for (const count of this.links[entity].values()) weight += count;
      weights.set(entity, weight);
    }
    while (left.size > most) {
      let least = null;
      for (const entity of left) if (least === null || weights.get(entity) <= weights.get(least)) least = entity;
      left.delete(least);
      for (const [other, count] of this.links[least]) weights.set(other, weights.get(other) - count);
    }
    return [...left].filter((entity) => weights.get(entity));
  }

  /** Events, those with a time first and in its order. */
  byTime(numbers) {
    const key = (number) => this.events[number].time || `~${this.events[number].when || "~"}`;
    return [...numbers].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
  }
}

/** Whether an event meets all criteria; claims have to meet those about who says so together. */
function matcher(criteria, graph) {
  const cited = plain(criteria.cited.trim());
  const article = plain(criteria.article.trim());
  const isCited = graph.entities.map((entity) => plain(entity.label).includes(cited));
  const isMeant = graph.articles.map((a) => plain(`${a.publisher}\n${a.title}\n${a.id}`).includes(article));
  const says = (claim) =>
    (!article || isMeant[claim.article]) && (!cited || claim.cited.some((entity) => isCited[entity]));
  return (event) =>
    (criteria.types === null || criteria.types.has(event.type)) &&
    (criteria.statuses === null || criteria.statuses.has(event.status)) &&
    event.confidence >= criteria.confidence &&
    isInTime(event.when, criteria.since, criteria.until) &&
    ((!cited && !article) || event.claims.some(says));
}

/** "2018" may be any day of 2018, so dates are compared with as much as the shorter one gives. */
function isInTime(when, since, until) {
  if (!since && !until) return true;
  if (!when) return false;
  return (!since || when >= since.slice(0, when.length)) && (!until || when.slice(0, until.length) <= until);
}
