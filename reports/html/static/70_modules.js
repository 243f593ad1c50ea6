// The list of modules: filter, sort, pages, and the same as CSV.
const PAGE = 50;
const COLUMNS = [
  ["Module", (m) => m.path, false],
  ["Context", (m) => m.context?.name ?? "", false],
  ["Lines", (m) => m.lines, true],
  ["Strength", (m) => m.strength, true],
  ["Runner-up", (m) => m.runnerUp?.name ?? "", false],
  ["Its share", (m) => m.runnerStrength, true],
];
const listing = { sort: 0, down: false, filter: "", context: "", page: 0 };

function listed() {
  const words = listing.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const key = COLUMNS[listing.sort][1];
  const sign = listing.down ? -1 : 1;
  return modules
    .filter((m) => (!listing.context || (m.context?.id ?? "") === listing.context.slice(1)) && words.every((word) => m.path.toLowerCase().includes(word)))
    .sort((a, b) => { const [x, y] = [key(a), key(b)]; return (x < y ? -1 : x > y ? 1 : 0) * sign || (a.path < b.path ? -1 : 1); });
}
function startModules() {
  const change = (update) => { update(); listing.page = 0; drawModules(); };
  const filter = el("input", { id: "module-filter", type: "search", autocomplete: "off", spellcheck: "false", oninput: (event) => change(() => { listing.filter = event.target.value; }) });
  const chooser = el("select", { id: "module-context", onchange: (event) => change(() => { listing.context = event.target.value; }) },
    el("option", { value: "" }, "all contexts"), contexts.map((context) => el("option", { value: `=${context.id}` }, context.name)), el("option", { value: "=" }, "in no context"));
  byId("modules-view").replaceChildren(
    el("div", { class: "filters" }, el("label", { for: "module-filter" }, "Filter by path"), filter, el("label", { for: "module-context" }, "Context"), chooser,
      el("button", { type: "button", class: "button", onclick: downloadModules }, "Download as CSV"), el("span", { id: "module-count", class: "quiet", role: "status" })),
    el("div", { class: "scroll" }, el("table", { id: "module-table" }, el("thead", {}, el("tr", {}, COLUMNS.map(([name, , numeric], index) => el("th", { scope: "col", class: numeric ? "n" : "" },
      el("button", { type: "button", class: "sort", onclick: () => change(() => { listing.down = listing.sort === index ? !listing.down : numeric; listing.sort = index; }) }, name))))), el("tbody"))),
    el("div", { class: "pages" }, el("button", { type: "button", class: "button", id: "module-before", onclick: () => turn(-1) }, "Previous"), el("span", { id: "module-page", class: "quiet" }), el("button", { type: "button", class: "button", id: "module-after", onclick: () => turn(1) }, "Next")));
  drawModules();
}
function turn(by) {
  listing.page += by;
  drawModules();
}
function drawModules() {
  const found = listed();
  const pagesTotal = Math.max(1, Math.ceil(found.length / PAGE));
  listing.page = Math.max(0, Math.min(listing.page, pagesTotal - 1));
  const rows = found.slice(listing.page * PAGE, (listing.page + 1) * PAGE);
  const table = byId("module-table");
  table.tBodies[0].replaceChildren(...rows.map((m) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: link.module(m.path) }, el("bdi", {}, m.path))),
    el("td", { title: m.reason }, m.context ? contextLink(m.context) : el("span", { class: "quiet", dir: "auto" }, m.reason || "none")),
    el("td", { class: "n" }, number(m.lines)), el("td", { class: "n" }, m.context && !m.context.kernel ? share(m.strength) : "–"),
    el("td", {}, m.runnerUp ? contextLink(m.runnerUp) : ""), el("td", { class: "n" }, m.runnerUp ? share(m.runnerStrength) : ""))));
  [...table.tHead.rows[0].cells].forEach((cell, index) => {
    if (index === listing.sort) cell.setAttribute("aria-sort", listing.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
  byId("module-count").textContent = `${number(found.length)} of ${plural(modules.length, "module")}`;
  byId("module-page").textContent = `Page ${listing.page + 1} of ${pagesTotal}`;
  byId("module-before").disabled = listing.page === 0;
  byId("module-after").disabled = listing.page === pagesTotal - 1;
}
// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
function csvCell(value) {
  const plain = String(value);
  const safe = /^[=+\-@\t\r]/.test(plain) && typeof value !== "number" ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
}
function modulesAsCsv() {
  return [COLUMNS.map(([name]) => csvCell(name)), ...listed().map((m) => COLUMNS.map(([, key]) => csvCell(key(m))))].map((row) => row.join(",")).join("\r\n");
}
function downloadModules() {
  const address = URL.createObjectURL(new Blob(["\ufeff", modulesAsCsv()], { type: "text/csv" }));
  el("a", { href: address, download: "modules.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
