/* The filters: a form that says which events are wanted. */

const DATE = /^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/;

/** What the filters stand at when the page opens. */
function firstCriteria(start) {
  return {
    ...NO_FILTERS,
    types: start.types && new Set(start.types),
    statuses: start.statuses && new Set(start.statuses),
    since: start.since,
    until: start.until,
    confidence: start.confidence,
  };
}

/** How many filters hold something back. */
function activeFilters(criteria) {
  return Object.keys(NO_FILTERS).filter((name) => criteria[name] !== NO_FILTERS[name]).length;
}

/** A form of filters; `changed` is called with the criteria when they change. */
class Filters {
  constructor(graph, look, criteria, changed) {
    this.changed = changed;
    this.types = choices("Event types", typeRows(graph), criteria.types);
    this.statuses = choices("Status", statusRows(graph, look), criteria.statuses);
    this.since = dateField("From", "2018-04", criteria.since);
    this.until = dateField("To", "2019", criteria.until);
    this.confidence = slider(criteria.confidence);
    this.cited = textField("Who is cited", citedNames(graph), criteria.cited);
    this.article = textField("Publisher or article", articleNames(graph), criteria.article);
    const told = debounced(() => this.tell(), 200);
    this.stop = told.cancel;
    this.element = element(
      "form",
      { class: "kg-filters", "aria-label": "Filters", oninput: told, onsubmit: (event) => event.preventDefault() },
      this.statuses.element,
      element("div", { class: "kg-pair" }, this.since.element, this.until.element),
      this.confidence.element,
      this.cited.element,
      this.article.element,
      this.types.element,
      button("Clear all filters", () => this.clear(), { class: "kg-wide" }),
    );
  }

  criteria() {
    return {
      types: this.types.value(),
      statuses: this.statuses.value(),
      since: this.since.value(),
      until: this.until.value(),
      confidence: this.confidence.value(),
      cited: this.cited.value(),
      article: this.article.value(),
    };
  }

  tell() {
    this.changed(this.criteria());
  }

  clear() {
    const fields = [this.types, this.statuses, this.since, this.until, this.confidence, this.cited, this.article];
    for (const field of fields) field.clear();
    this.tell();
  }
}

function typeRows(graph) {
  const counts = new Map();
  for (const event of graph.events) counts.set(event.type, (counts.get(event.type) || 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count, text: (graph.types.get(name) || { label: name }).label }))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

function statusRows(graph, look) {
  const counts = new Map(Object.keys(look.statuses).map((name) => [name, 0]));
  for (const event of graph.events) counts.set(event.status, (counts.get(event.status) || 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count, text: name }));
}

/** Check boxes with buttons that tick all or none; its value is null while all are ticked. */
function choices(title, rows, wanted) {
  const boxes = rows.map((row) =>
    element("input", { type: "checkbox", value: row.name, checked: wanted === null || wanted.has(row.name) }),
  );
  const set = (on) => {
    for (const box of boxes) box.checked = on;
    boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const labels = rows.map((row, place) =>
    element("label", { class: "kg-choice" }, boxes[place], element("span", {}, row.text), element("small", {}, row.count.toLocaleString("en"))),
  );
  return {
    element: element(
      "fieldset",
      {},
      element("legend", {}, title),
      element("div", { class: "kg-all" }, button("All", () => set(true), { "aria-label": `${title}: all` }), button("None", () => set(false), { "aria-label": `${title}: none` })),
      element("div", { class: "kg-choices" }, labels),
    ),
    value: () => (boxes.every((box) => box.checked) ? null : new Set(boxes.filter((box) => box.checked).map((box) => box.value))),
    clear: () => boxes.forEach((box) => (box.checked = true)),
  };
}

function field(title, input, ...more) {
  return element("label", { class: "kg-field" }, element("span", {}, title), input, ...more);
}

/** A year, month or day; what is none of these is marked and lets all through. */
function dateField(title, placeholder, first) {
  const problem = element("small", { class: "kg-problem", role: "alert" });
  const input = element("input", { class: "kg-input", type: "text", inputmode: "numeric", placeholder, value: first, size: "10", maxlength: "10" });
  const isGood = () => DATE.test(input.value.trim());
  input.addEventListener("input", () => {
    input.setAttribute("aria-invalid", String(!isGood()));
    problem.textContent = isGood() ? "" : "Write 2018, 2018-04 or 2018-04-23";
  });
  return {
    element: field(title, input, problem),
    value: () => (isGood() ? input.value.trim() : ""),
    clear: () => {
      input.value = "";
      problem.textContent = "";
      input.setAttribute("aria-invalid", "false");
    },
  };
}

function slider(first) {
  const output = element("output", {}, first.toFixed(2));
  const input = element("input", { type: "range", min: "0", max: "1", step: "0.01", value: String(first) });
  input.addEventListener("input", () => (output.textContent = Number(input.value).toFixed(2)));
  return {
    element: field("Confidence at least", element("span", { class: "kg-slider" }, input, output)),
    value: () => Number(input.value),
    clear: () => {
      input.value = "0";
      output.textContent = "0.00";
    },
  };
}

function textField(title, known, first) {
  const list = element("datalist", { id: newId("known") }, known.map((name) => element("option", { value: name })));
  const input = element("input", { class: "kg-input", type: "text", list: list.id, placeholder: "any", value: first });
  return {
    element: element("div", {}, field(title, input), list),
    value: () => input.value.trim(),
    clear: () => (input.value = ""),
  };
}

function citedNames(graph) {
  const cited = graph.citedIn.flatMap((events, entity) => (events.length ? [graph.entities[entity].label] : []));
  return [...new Set(cited)].sort();
}

function articleNames(graph) {
  const names = new Set(graph.articles.map((article) => article.publisher));
  for (const article of graph.articles) names.add(article.title || article.id);
  names.delete("");
  return [...names].sort();
}
