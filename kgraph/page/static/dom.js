/* Elements, words and small helpers. Text reaches the page only as text nodes, never as markup. */

/** A new element. Attributes that are true stand alone, those that are null or false are left out. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function button(text, onclick, attributes) {
  return element("button", { type: "button", onclick, ...attributes }, text);
}

/** A link where the address is one of the web; else the text alone, so that no script: address can be followed. */
function webLink(text, address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return document.createTextNode(text);
  }
  if (!["http:", "https:"].includes(url.protocol)) return document.createTextNode(text);
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

function counted(number, word, plural) {
  return `${number.toLocaleString("en")} ${number === 1 ? word : plural || `${word}s`}`;
}

function shortened(text, length) {
  const letters = Array.from(text);
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("").trimEnd()}…`;
}

/** What a text is searched by: small letters without accents. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

let lastId = 0;

/** An id that no other element has, also where several pages are mounted in one document. */
function newId(stem) {
  lastId += 1;
  return `kgraph-${stem}-${lastId}`;
}

/** The function, called once, when `wait` milliseconds have passed without another call. */
function debounced(run, wait) {
  let timer = 0;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** Hand a file to whoever looks at the page. */
function download(name, content) {
  const address = URL.createObjectURL(content);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
