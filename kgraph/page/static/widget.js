/* The page in a cell of a notebook: what anywidget calls. It stands behind the script that sets kgraphPage. */

/** Show the page in the element of a view, in a shadow root, which keeps its styles and those around it apart. */
function render({ model, el }) {
  const host = document.createElement("div");
  const style = document.createElement("style");
  const root = document.createElement("div");
  host.style.cssText = `all: initial; display: block; contain: content; height: ${Number(model.get("height"))}px;`;
  // Keys are for the page: neither JupyterLab's shortcuts nor those of other notebooks may delete cells meanwhile.
  host.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const name of ["keydown", "keypress", "keyup"]) host.addEventListener(name, (event) => event.stopPropagation());
  style.textContent = model.get("_style");
  host.attachShadow({ mode: "open" }).append(style, root);
  el.append(host);
  // A view is made before it stands in the notebook, and perhaps where it is hidden; a drawing needs room.
  let page = null;
  const watch = new ResizeObserver(() => {
    if (page || !host.clientWidth) return;
    watch.disconnect();
    page = kgraphPage.mount(root, JSON.parse(model.get("_data")));
  });
  watch.observe(host);
  return () => {
    watch.disconnect();
    if (page) page.destroy();
    host.remove();
  };
}

export default { render };
