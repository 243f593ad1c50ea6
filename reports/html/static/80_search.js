// Search over everything with a name.
const FOUND = 12;
let entries = null;
let chosen = -1;

function allEntries() {
  entries ??= [
    ...contexts.map((context) => ["context", context.name, link.context(context)]),
    ...data.steps.filter(([, of]) => contexts[of]).map(([rank, of]) => ["step", `${rank}. ${contexts[of].name}`, `#step-${rank}`]),
    ...tables.map((table) => ["table", table.name, link.table(table.name)]),
    ...modules.map((module) => ["module", module.path, link.module(module.path)]),
  ].map(([kind, name, href]) => ({ kind, name, href, lower: name.toLowerCase() }));
  return entries;
}
function matching(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const rank = (entry) => (entry.lower === words[0] ? 0 : entry.lower.startsWith(words[0]) ? 1 : 2);
  return allEntries().filter((entry) => words.every((word) => entry.lower.includes(word))).sort((a, b) => rank(a) - rank(b)).slice(0, FOUND);
}
function startSearch() {
  const box = byId("search");
  const list = byId("found");
  const show = () => {
    const found = matching(box.value);
    chosen = found.length ? 0 : -1;
    list.replaceChildren(...found.map((entry, at) => el("li", { role: "option", id: `found-${at}`, "data-href": entry.href, onmousedown: (event) => { event.preventDefault(); take(at); } }, el("span", {}, entry.kind), el("bdi", {}, entry.name))));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    choose();
    if (box.value && !found.length) say("Nothing found");
  };
  const choose = () => {
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) { box.setAttribute("aria-activedescendant", `found-${chosen}`); list.children[chosen].scrollIntoView({ block: "nearest" }); }
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (at) => {
    const href = list.children[at]?.dataset.href;
    close();
    if (href) location.hash = href;
  };
  const close = () => { list.hidden = true; box.setAttribute("aria-expanded", "false"); };
  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.children.length) { chosen = (chosen + step + list.children.length) % list.children.length; choose(); event.preventDefault(); }
    else if (event.key === "Enter") { take(chosen); event.preventDefault(); }
    else if (event.key === "Escape") { box.value = ""; box.blur(); event.stopPropagation(); }
  });
}
