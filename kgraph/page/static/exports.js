/* What is seen, as files. */

/** The canvas with the colour of the page behind it. */
function asPicture(stage, paper, done) {
  const canvas = stage.querySelector("canvas");
  const picture = element("canvas", { width: canvas.width, height: canvas.height });
  const context = picture.getContext("2d");
  context.fillStyle = paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  picture.toBlob(done, "image/png");
}

/** The entities shown, and the events between them that the filters let through. */
function asJson(graph, scene, numbers) {
  const nodes = scene.entities.map((number) => graph.entities[number]);
  const edges = numbers.map((number) => eventRow(graph, graph.events[number]));
  return new Blob([`${JSON.stringify({ nodes, edges }, null, 1)}\n`], { type: "application/json" });
}

/** A row for each event shown, with the columns that `kgraph export` gives tables. */
function asTable(graph, numbers) {
  const rows = numbers.map((number) => eventRow(graph, graph.events[number]));
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))];
  const text = lines.map((cells) => cells.map(asCell).join(",")).join("\n");
  return new Blob([`${text}\n`], { type: "text/csv" });
}

const COLUMNS = [
  "actor",
  "actor_label",
  "predicate",
  "type",
  "target",
  "target_label",
  "status",
  "time",
  "claims",
  "sources",
  "confidence",
  "object",
  "first_reported",
  "event",
];

function eventRow(graph, event) {
  const actor = event.actor === null ? { id: "", label: "" } : graph.entities[event.actor];
  const target = graph.entities[event.target];
  const type = graph.types.get(event.type);
  return {
    actor: actor.id,
    actor_label: actor.label,
    predicate: type ? type.predicate : "",
    type: event.type,
    target: target.id,
    target_label: target.label,
    status: event.status,
    time: event.time,
    claims: event.claims.length,
    sources: event.sources,
    confidence: event.confidence,
    object: event.object,
    first_reported: event.firstReported,
    event: event.id,
  };
}

/** A cell of a table; an apostrophe keeps spreadsheets from running text as a formula. */
function asCell(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
