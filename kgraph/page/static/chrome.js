/* Small parts around the drawing: menus, signs, the legend. */

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A button that opens a list of buttons; Escape and a click elsewhere close it. */
function menu(title, entries) {
  const list = element("div", { class: "kg-menu", id: newId("menu"), hidden: true });
  const opener = button(title, () => show(list.hidden), { "aria-expanded": "false", "aria-controls": list.id, class: "kg-opener" });
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  list.append(
    ...entries.map(([text, run]) =>
      button(text, () => {
        show(false);
        opener.focus();
        run();
      }),
    ),
  );
  const whole = element("div", { class: "kg-menu-box" }, opener, list);
  whole.addEventListener("focusout", (event) => {
    if (!whole.contains(event.relatedTarget)) show(false);
  });
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  return whole;
}

const OUTLINES = {
  square: [4, 4, 14, 4, 14, 14, 4, 14],
  triangle: [9, 2.5, 16, 14.5, 2, 14.5],
  triangleDown: [2, 3.5, 16, 3.5, 9, 15.5],
  diamond: [9, 2, 16, 9, 9, 16, 2, 9],
  hexagon: [5, 2.5, 13, 2.5, 17, 9, 13, 15.5, 5, 15.5, 1, 9],
  star: [9, 1, 11, 6.5, 17, 6.8, 12.3, 10.3, 14, 16, 9, 12.7, 4, 16, 5.7, 10.3, 1, 6.8, 7, 6.5],
};

/** The sign of an entity type, as the drawing has it. */
function typeSign(look) {
  const paint = { fill: look.fill, stroke: look.border, "stroke-width": 1.8 };
  const shape = OUTLINES[look.shape]
    ? drawn("polygon", { points: OUTLINES[look.shape].join(" "), ...paint })
    : drawn("circle", { cx: 9, cy: 9, r: 6.5, ...paint });
  return drawn("svg", { class: "kg-sign", viewBox: "0 0 18 18", width: 16, height: 16, "aria-hidden": "true" }, shape);
}

/** The line of a status, as the drawing has it, once for light and once for dark screens. */
function statusSign(look) {
  const line = (color, kind) => {
    const stroke = { stroke: color, "stroke-width": 2.4, class: kind };
    const dashes = look.dashes.map((dash) => Math.max(dash, 1.5)).join(" ");
    const parts = [drawn("line", { x1: 1, y1: 9, x2: 35, y2: 9, ...stroke, ...(dashes ? { "stroke-dasharray": dashes } : {}) })];
    if (look.crossed) parts.push(drawn("line", { x1: 18, y1: 3, x2: 18, y2: 15, ...stroke }));
    return parts;
  };
  return drawn(
    "svg",
    { class: "kg-sign", viewBox: "0 0 36 18", width: 32, height: 16, "aria-hidden": "true" },
    ...line(look.light, "kg-light"),
    ...line(look.dark, "kg-dark"),
  );
}

/** What colours, shapes and lines mean: of the types and statuses that the graph has. */
function legend(data) {
  const types = new Set(data.entities.map((entity) => entity.type));
  const statuses = new Set(data.events.map((event) => event.status));
  const rows = (looks, known, sign) =>
    Object.entries(looks)
      .filter(([name]) => known.has(name))
      .map(([name, look]) => element("li", {}, sign(look), name));
  return element(
    "details",
    { class: "kg-legend" },
    element("summary", {}, "Legend"),
    element("ul", {}, rows(data.look.entities, types, typeSign)),
    element("ul", {}, rows(data.look.statuses, statuses, statusSign)),
  );
}
