/* The panel: what is known of an entity, an arc or an event, and where it was said. */

const AT_FIRST = 60; // rows of a list, before it is asked for more

/** Makes the contents of the panel; `act` has what its buttons do. */
class Panel {
  constructor(graph, look, act) {
    this.graph = graph;
    this.look = look;
    this.act = act;
  }

  /** What is shown, as a list, for those who do not use the drawing. */
  overview(scene, notes) {
    const byWeight = [...scene.entities].sort((a, b) => this.graph.links[b].size - this.graph.links[a].size || a - b);
    return [
      element("h2", {}, "What is shown"),
      notes.map((note) => element("p", {}, note)),
      element("p", { class: "kg-quiet" }, "Select a node or an arc to see what stands behind it. Double-click a node to see its neighbours."),
      element("h3", {}, "Entities, the best connected first"),
      this.longList(byWeight, (entity) => this.entityRow(entity), "entities"),
    ];
  }

  entityRow(entity) {
    const known = this.graph.entities[entity];
    return button(
      [this.sign(known.type), element("span", {}, known.label), element("small", {}, counted(this.graph.eventsOf[entity].length, "event"))],
      () => this.act.entity(entity),
      { class: "kg-row" },
    );
  }

  sign(type) {
    return typeSign(this.look.entities[type] || this.look.entities.Thing);
  }

  entity(number, hidden) {
    const { graph } = this;
    const known = graph.entities[number];
    const traits = [known.type, known.kind, known.country].filter(Boolean).join(" · ");
    return [
      element("h2", {}, this.sign(known.type), known.label),
      element("p", { class: "kg-quiet" }, traits),
      known.aliases.length ? element("p", {}, `Also: ${known.aliases.join(", ")}`) : null,
      /^Q\d+$/.test(known.wikidata)
        ? element("p", {}, webLink(`Wikidata ${known.wikidata}`, `https://www.wikidata.org/wiki/${known.wikidata}`))
        : null,
      element(
        "div",
        { class: "kg-actions" },
        button(hidden ? `Expand (${hidden})` : "All neighbours shown", () => this.act.expand(number), { disabled: !hidden, class: "kg-main" }),
        button("Centre", () => this.act.centre(number)),
        button("Hide", () => this.act.hide(number)),
      ),
      this.eventList("Events", graph.eventsOf[number], "No event that passes the filters."),
      graph.citedIn[number].length ? this.eventList("Cited for", graph.citedIn[number], "") : null,
    ];
  }

  /** Events by time under a heading, those that pass the filters. */
  eventList(title, numbers, none) {
    const passing = this.graph.byTime(numbers.filter((number) => this.graph.passing[number]));
    const held = numbers.length - passing.length;
    return element(
      "section",
      {},
      element("h3", {}, `${title} (${passing.length.toLocaleString("en")})`),
      passing.length ? this.longList(passing, (number) => this.eventRow(number), "events") : element("p", { class: "kg-quiet" }, none),
      held ? element("p", { class: "kg-quiet" }, `${counted(held, "event")} held back by the filters.`) : null,
    );
  }

  eventRow(number) {
    const event = this.graph.events[number];
    const about = event.object ? ` (${event.object})` : "";
    return button(
      [element("time", {}, event.time || "undated"), element("span", {}, event.label + about), this.badge(event.status)],
      () => this.act.event(number),
      { class: "kg-row kg-event" },
    );
  }

  badge(status) {
    const look = this.look.statuses[status] || this.look.statuses.Reported;
    return element("span", { class: "kg-badge" }, statusSign(look), status);
  }

  /** A list that shows its first rows, and more when asked. */
  longList(items, row, word) {
    const list = element("ul", { class: "kg-list" });
    const more = button("", () => add(items.length), { class: "kg-wide" });
    let shown = 0;
    const add = (until) => {
      list.append(...items.slice(shown, until).map((item) => element("li", {}, row(item))));
      shown = Math.min(until, items.length);
      more.hidden = shown >= items.length;
      more.textContent = `Show all ${items.length.toLocaleString("en")} ${word}`;
    };
    add(AT_FIRST);
    return element("div", {}, list, more);
  }

  arc(arc) {
    const [source, target] = [arc.source, arc.target].map((end) => this.graph.entities[end].label);
    return [
      element("h2", {}, `${source} ${arc.mutual ? "↔" : "→"} ${target}`),
      element("p", {}, this.badge(arc.status), ` ${counted(arc.events.length, "event")}`),
      this.longList(this.graph.byTime(arc.events), (number) => this.eventRow(number), "events"),
    ];
  }

  event(number) {
    const { graph } = this;
    const event = graph.events[number];
    const articles = new Set(event.claims.map((claim) => claim.article)).size;
    const facts = [
      ["When", event.time || (event.when ? `not said; last reported ${event.when}` : "not said")],
      ["Who", event.actor === null ? "left unnamed" : this.link(event.actor)],
      ["What", graph.verb(event) + (event.object ? ` (${event.object})` : "") + (event.role ? ` as ${event.role}` : "")],
      ["To whom", this.link(event.target)],
      ["Where", event.place === null ? null : this.link(event.place)],
      ["Told by", `${counted(event.claims.length, "claim")} in ${counted(articles, "article")}` +
        (event.sources < articles ? `, ${counted(event.sources, "source")}: the others are copies` : "")],
      ["Confidence", event.confidence.toFixed(2)],
    ];
    return [
      element("h2", {}, event.label),
      element("p", {}, this.badge(event.status)),
      element("dl", {}, facts.filter(([, value]) => value).map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
      element("h3", {}, "Who says so"),
      this.longList(event.claims, (claim) => this.claim(claim), "claims"),
    ];
  }

  link(entity) {
    return button(this.graph.entities[entity].label, () => this.act.entity(entity), { class: "kg-link" });
  }

  claim(claim) {
    const [before, trigger, after] = claim.sentence;
    const how = [claim.negative ? "says it is not so" : "", claim.modality === "actual" ? "" : claim.modality].filter(Boolean);
    const cited = claim.cited.flatMap((entity, place) => [place ? ", " : "", this.link(entity)]);
    return element(
      "article",
      { class: "kg-claim" },
      element("blockquote", {}, before, trigger ? element("mark", {}, trigger) : null, after),
      how.length ? element("p", { class: "kg-how" }, how.join(", ")) : null,
      cited.length ? element("p", {}, "According to ", cited) : null,
      this.provenance(this.graph.articles[claim.article]),
    );
  }

  provenance(article) {
    const original = article.copyOf === null ? null : this.graph.articles[article.copyOf];
    const rest = [article.publisher, article.author, article.published].filter(Boolean);
    return element(
      "footer",
      {},
      element("cite", {}, webLink(article.title || article.id, article.url)),
      rest.length ? ` · ${rest.join(" · ")}` : null,
      original ? element("div", {}, `A copy of ${original.title || original.id}`) : null,
    );
  }
}
