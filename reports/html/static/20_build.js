// Elements and words. Text only ever enters the page as text.
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const number = (value) => Math.round(value).toLocaleString("en");
const figure = (value) => (Math.abs(value) < 100 ? String(Math.round(value * 100) / 100) : number(value));
const share = (value) => `${value > 0 && value < 0.01 ? (value * 100).toFixed(1) : Math.round(value * 100)}%`;
const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
const part = (value) => encodeURIComponent(value).replace(/~/g, "%7E");
const byId = (id) => document.getElementById(id);

const link = {
  context: (context) => `#context=${part(context.id)}`,
  edge: (down, up) => `#edge=${part(down.id)}~${part(up.id)}`,
  module: (path) => `#module=${part(path)}`,
  pair: (one, other) => `#pair=${part(one)}~${part(other)}`,
  table: (name) => `#table=${part(name)}`,
};

// Where a place in code is shown, if the result was made with a link; the report itself loads nothing from there.
function codeLink(path, line, shown, attributes = {}) {
  if (!data.link) return el("span", { ...attributes, dir: "auto" }, shown);
  const href = data.link.replace("{line}", () => line || 1).replace("{path}", () => path.split("/").map(encodeURIComponent).join("/"));
  return el("a", { ...attributes, dir: "auto", href, target: "_blank", rel: "noopener noreferrer" }, shown);
}
function mark(context) {
  return el("i", { class: `mark k${context.colour} s${context.shape}`, "aria-hidden": "true" });
}
function contextLink(context) {
  if (!context) return el("span", { class: "quiet" }, "none");
  return el("a", { class: "ctx", href: link.context(context) }, mark(context), el("bdi", {}, context.name));
}
// What does not fit on upright paper, and what only fits in the smallest type: as in the templates.
const breadth = (columns) => (columns > 18 ? " many" : "") + (columns > 36 ? " most" : "");
function say(sentence) {
  byId("said").textContent = sentence;
}
