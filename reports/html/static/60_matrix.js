// The structure matrix: what it counts can be switched, and a context opened into its modules or packages.
const MOST_ROWS = 60;
const STRANDS = [
  ["uses", "References and tables", "Numbers count references and table uses in code."],
  ["references", "References", "Numbers count imports, calls, inheritance and other references in code."],
  ["tables", "Tables", "Numbers count uses of tables: between contexts reads, writes, foreign keys and joins; between modules what sharing tables adds to the coupling, in thousandths."],
  ["together", "Co-change", "Numbers count common commits, summed over pairs of modules; they have no direction."],
  ["weight", "All coupling", "Numbers are coupling weights in thousandths: between contexts relative to the strongest relation, between modules the sum of all strands."],
];
const matrix = { view: byId("matrix-view"), strand: "uses", context: null };

function drawStrands() {
  const group = byId("strands");
  const held = group.contains(document.activeElement);
  group.replaceChildren(
    ...(matrix.context ? [el("a", { class: "button", href: "#matrix", onclick: () => { matrix.context = null; drawMatrix(); } }, "← All contexts")] : []),
    ...STRANDS.map(([key, label]) => el("button", { type: "button", class: "button", "aria-pressed": String(matrix.strand === key), onclick: () => { matrix.strand = key; drawMatrix(); } }, label)));
  if (held) group.querySelector("[aria-pressed=true]").focus({ preventScroll: true });
}
function showInside(context) {
  matrix.context = context ?? null;
  drawMatrix();
  byId("matrix").scrollIntoView();
  focusAt(matrix.view);
  if (context) say(`Matrix of the modules of ${context.name}`);
}
function drawMatrix() {
  drawStrands();
  const [, , explanation] = STRANDS.find(([key]) => key === matrix.strand);
  const { rows, cell, sentence } = matrix.context ? insideOf(matrix.context) : ofContexts();
  byId("matrix-says").textContent = [sentence, explanation].filter(Boolean).join(" ");
  matrix.view.replaceChildren(matrixTable(rows, cell));
}
function amount(numbers) {
  return matrix.strand === "uses" ? numbers.references + numbers.tables : matrix.strand === "weight" ? Math.round(numbers.weight * 1000) : numbers[matrix.strand];
}

function ofContexts() {
  const largest = [...contexts].sort((a, b) => b.lines - a.lines || (a.id < b.id ? -1 : 1)).slice(0, MOST_ROWS);
  const rows = data.order.map((index) => contexts[index]).filter((context) => largest.includes(context));
  const cell = (row, column) => {
    const found = crossings.get(`${row.index}~${column.index}`);
    return found && { amount: amount(found), href: link.edge(row, column) };
  };
  return { rows: rows.map((context) => ({ ...context, of: context, href: `#inside=${part(context.id)}` })), cell: (a, b) => cell(a.of, b.of), sentence: "" };
}

function insideOf(context) {
  const groups = groupsOf(context.members);
  const groupOf = new Map();
  groups.forEach((group, at) => group.members.forEach((module) => groupOf.set(module.index, at)));
  const cells = new Map();
  const add = (from, to, values) => {
    const key = `${from}~${to}`;
    const cell = cells.get(key) ?? { references: 0, tables: 0, together: 0, weight: 0, pair: null };
    for (const name of ["references", "tables", "together", "weight"]) cell[name] += values[name];
    cell.pair = values.pair;
    cells.set(key, cell);
  };
  for (const edge of edges) {
    const [a, b] = [groupOf.get(edge.i), groupOf.get(edge.j)];
    if (a === undefined || b === undefined || a === b) continue;
    const both = { tables: Math.round(edge.tables * 1000), together: edge.together, weight: edge.weight, pair: [paths[edge.i], paths[edge.j]] };
    add(a, b, { ...both, references: edge.forth });
    add(b, a, { ...both, references: edge.back });
  }
  const order = usedFirst(groups.length, cells);
  const rows = order.map((at) => ({ name: groups[at].name, of: at, href: groups[at].members.length === 1 ? link.module(groups[at].members[0].path) : null }));
  const cell = (row, column) => {
    const found = cells.get(`${row.of}~${column.of}`);
    const single = groups[row.of].members.length === 1 && groups[column.of].members.length === 1;
    return found && { amount: amount(found), href: single ? link.pair(...found.pair) : null };
  };
  const packed = groups.length < context.members.length;
  const sentence = packed
    ? `${context.name} has ${number(context.members.length)} modules, too many for one table: they are shown by folder, ${number(groups.length)} rows.`
    : `The ${number(groups.length)} modules of ${context.name}.`;
  return { rows, cell, sentence };
}
// Modules while they fit, else folders: the folder with most modules is opened first, as long as the rows suffice.
function groupsOf(members) {
  const name = (path) => path.slice(common.length) || path;
  const common = folderOf(members.map((module) => module.path));
  if (members.length <= MOST_ROWS) return members.map((module) => ({ name: name(module.path), members: [module] }));
  const groups = [{ folder: common, members }];
  for (;;) {
    const candidates = groups.filter((group) => group.members.length > 1 && !group.whole).sort((a, b) => b.members.length - a.members.length);
    if (!candidates.length) break;
    const parts = split(candidates[0]);
    if (groups.length - 1 + parts.length > MOST_ROWS) candidates[0].whole = true;
    else groups.splice(groups.indexOf(candidates[0]), 1, ...parts);
  }
  return groups.map((group) => ({ name: group.members.length === 1 ? name(group.members[0].path) : `${name(group.folder)} (${group.members.length})`, members: group.members }));
}
function folderOf(list) {
  let common = list[0]?.slice(0, list[0].lastIndexOf("/") + 1) ?? "";
  for (const path of list) while (!path.startsWith(common)) common = common.slice(0, common.lastIndexOf("/", common.length - 2) + 1);
  return common;
}
function split(group) {
  const parts = new Map();
  for (const module of group.members) {
    const end = module.path.indexOf("/", group.folder.length);
    const key = end < 0 ? module.path : module.path.slice(0, end + 1);
    if (!parts.has(key)) parts.set(key, []);
    parts.get(key).push(module);
  }
  return [...parts].map(([folder, members]) => ({ folder: members.length === 1 ? folder : folderOf(members.map((module) => module.path)), members, whole: parts.size === 1 && members.length === group.members.length }));
}
// The greedy order of Eades, Lin and Smyth, what is used first.
function usedFirst(size, cells) {
  const left = new Set(Array.from({ length: size }, (_, index) => index));
  const uses = [...cells].filter(([, cell]) => cell.references).map(([key, cell]) => [...key.split("~").map(Number), cell.references]);
  const score = new Array(size).fill(0);
  for (const [from, to, weight] of uses) { score[from] -= weight; score[to] += weight; }
  const order = [];
  while (left.size) {
    const next = [...left].reduce((best, index) => (score[index] > score[best] ? index : best));
    order.push(next);
    left.delete(next);
    for (const [from, to, weight] of uses) {
      if (to === next && left.has(from)) score[from] += weight;
      if (from === next && left.has(to)) score[to] -= weight;
    }
  }
  return order;
}

function matrixTable(rows, cell) {
  const grid = rows.map((row) => rows.map((column) => (row === column ? null : cell(row, column))));
  const most = Math.max(1, ...grid.flat().map((found) => found?.amount ?? 0));
  const title = (row) => [row.of?.name === undefined ? "" : mark(row.of), el("bdi", {}, row.name)];
  const head = el("thead", {}, el("tr", {}, el("td", { class: "corner" }), rows.map((row, at) => el("th", { scope: "col", class: "turned", title: row.name }, el("span", {}, el("span", { class: "n" }, at + 1), " ", ...title(row))))));
  const body = rows.map((row, at) => el("tr", {},
    el("th", { scope: "row", title: row.name }, el("span", { class: "n" }, at + 1), " ", row.href ? el("a", { href: row.href, class: "ctx" }, ...title(row)) : el("span", {}, ...title(row))),
    grid[at].map((found, column) => matrixCell(row, rows[column], found, at, column, most))));
  return el("table", { class: `grid dsm${rows.length > 34 ? " fine" : ""}${breadth(rows.length)}` }, el("caption", { class: "unseen" }, "What each row uses of each column"), head, el("tbody", {}, body));
}
function matrixCell(row, column, found, at, across, most) {
  if (at === across) return el("td", { class: "self" });
  if (!found?.amount) return el("td");
  const heat = Math.max(1, Math.round(5 * Math.sqrt(found.amount / most)));
  const back = across > at && !["together", "weight"].includes(matrix.strand) ? " back" : "";
  const label = `${row.name} – ${column.name}: ${number(found.amount)}`;
  const inner = found.href ? el("a", { href: found.href, "aria-label": label, title: label }, number(found.amount)) : el("span", { title: label }, number(found.amount));
  return el("td", { class: `h${heat}${back}` }, inner);
}
