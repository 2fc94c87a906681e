/* How much of the graph is shown, and the buttons that bring in more. */

const MOST = 3000; // entities that are drawn at once
const SOME = 300; // a step between the beginning and all

/** How much a scene shows: `events` is the number of those. */
function tallied(graph, scene, events) {
  const of = (number, all) => `${number.toLocaleString("en")} of ${all.toLocaleString("en")}`;
  return `${of(scene.entities.length, graph.entities.length)} entities, ${of(events, graph.events.length)} events shown`;
}

/** Sentences on what is not shown, and how to come by it. */
function missing(graph, shown) {
  const waiting = graph.matching().filter((entity) => !shown.has(entity)).length;
  const bare = (entity) => !graph.links[entity].size && !shown.has(entity);
  const apart = waiting ? 0 : graph.entities.filter((_, entity) => bare(entity)).length;
  const unnamed = graph.events.filter((event, number) => event.actor === null && graph.passing[number]).length;
  return [
    waiting ? `${counted(waiting, "more entity", "more entities")} with events that pass the filters: search for them, expand a node, or show more of them below the drawing.` : "",
    apart ? `${counted(apart, "entity", "entities")} without an arc, such as places and those who are only cited: search for them.` : "",
    unnamed ? `${counted(unnamed, "event")} of unnamed actors: they have no arc and stand in the lists of those whom they concern.` : "",
  ].filter(Boolean);
}

/** Buttons that bring in the best connected of what passes the filters, and all of it; `bring` does so. */
function offers(graph, shown, bring) {
  const all = graph.matching();
  if (all.every((entity) => shown.has(entity))) return [];
  const most = Math.min(all.length, MOST);
  const rest = button(`Show ${all.length <= MOST ? "all " : ""}${most.toLocaleString("en")}`, () => bring(all.slice(0, most)));
  if (shown.size >= SOME || all.length <= SOME) return [rest];
  return [button(`Show ${SOME}`, () => bring(graph.core(SOME))), rest];
}
