/* The search box: suggestions while one types, by label and other names (ARIA's combobox pattern). */

const SUGGESTIONS = 8;

class Finder {
  constructor(graph) {
    this.names = graph.entities.flatMap((entity, number) =>
      [entity.label, ...entity.aliases].map((name, place) => ({ number, name, own: place === 0, text: plain(name) })),
    );
    this.weight = (number) => graph.eventsOf[number].length + graph.citedIn[number].length;
  }

  /** Entities that go by what was typed: whole names first, then beginnings, then the best known. */
  find(typed) {
    const wanted = plain(typed.trim());
    if (!wanted) return [];
    const best = new Map();
    for (const candidate of this.names) {
      const rank = closeness(candidate, wanted);
      if (rank === null) continue;
      const known = best.get(candidate.number);
      if (!known || rank < known.rank) best.set(candidate.number, { ...candidate, rank });
    }
    return [...best.values()]
      .sort((a, b) => a.rank - b.rank || this.weight(b.number) - this.weight(a.number) || a.number - b.number)
      .slice(0, SUGGESTIONS);
  }
}

function closeness(candidate, wanted) {
  const place = candidate.text.indexOf(wanted);
  if (place < 0) return null;
  if (candidate.text === wanted) return candidate.own ? 0 : 1;
  if (place === 0) return 2;
  return /[\p{L}\p{N}]/u.test(candidate.text[place - 1]) ? 4 : 3;
}

/** A search box; `choose` is called with the entity that was chosen. */
function searchBox(graph, choose) {
  const finder = new Finder(graph);
  const list = element("ul", { role: "listbox", id: newId("suggestions"), class: "kg-suggestions", hidden: true, "aria-label": "Suggestions" });
  const input = element("input", {
    type: "search",
    role: "combobox",
    class: "kg-input",
    placeholder: "Search people, companies, countries …",
    "aria-label": "Search entities",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    autocomplete: "off",
    spellcheck: "false",
  });
  let found = [];
  let active = 0;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(number) {
    close();
    input.value = graph.entities[number].label;
    choose(number);
  }

  function option(hit, place) {
    const entity = graph.entities[hit.number];
    const also = hit.own ? "" : ` (${hit.name})`;
    return element(
      "li",
      {
        role: "option",
        id: `${list.id}-${place}`,
        "aria-selected": String(place === active),
        onmousedown: (event) => event.preventDefault(), // keeps the focus in the box
        onclick: () => take(hit.number),
      },
      element("span", {}, entity.label + also),
      element("small", {}, `${entity.kind || entity.type} · ${counted(graph.eventsOf[hit.number].length, "event")}`),
    );
  }

  function render() {
    const none = element("li", { class: "kg-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nobody and nothing of that name");
    list.replaceChildren(...(found.length ? found.map(option) : [none]));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function typed() {
    found = finder.find(input.value);
    active = 0;
    render();
  }

  function step(by) {
    if (list.hidden) typed();
    else if (found.length) {
      active = (active + by + found.length) % found.length;
      render();
    }
  }

  input.addEventListener("input", typed);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      if (list.hidden) typed();
      if (found.length) take(found[active].number);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation();
      close();
    }
  });
  return { element: element("div", { class: "kg-search" }, input, list), focus: () => input.select() };
}
