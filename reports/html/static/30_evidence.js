// What lies behind a number: strands with their formulas, and rows of evidence with their places.
function formulaText(strand, source, target) {
  const [, , template, ...numbers] = strand;
  let next = 0;
  return text(template).replace(/[\ue001\ue002\ue003]/g, (sign) => (sign === "\ue001" ? source : sign === "\ue002" ? target : numbers[next++] ?? ""));
}

function strandList(strands, source, target) {
  return strands.map((strand) => el("div", { class: "strand" },
    el("div", {}, el("span", {}, text(strand[0])), el("span", { class: "n" }, figure(strand[1] / 1000))),
    el("p", { class: "formula", dir: "auto" }, formulaText(strand, source, target))));
}

function unitName(path, inner) {
  return inner ? `${paths[path]}::${text(inner)}` : paths[path];
}
function placeOf(row) {
  if (row.place < 0) return "";
  return row.line ? `${paths[row.place]}:${row.line}` : paths[row.place];
}
function evidenceItem(row) {
  const place = placeOf(row);
  const source = text(row.inner) || paths[row.source];
  const target = text(row.other) || paths[row.target];
  return el("li", {},
    el("span", { class: "kind" }, text(row.kind), row.times > 1 ? ` ×${number(row.times)}` : ""),
    el("span", { class: "what" }, el("bdi", { title: unitName(row.source, row.inner) }, source), " → ",
      el("bdi", { title: unitName(row.target, row.other) }, target),
      row.detail && text(row.detail) !== target ? el("span", { class: "quiet", dir: "auto" }, ` ${text(row.detail)}`) : ""),
    place ? codeLink(paths[row.place], row.line, place, { class: "place" }) : "",
    row.remedy === undefined ? "" : el("span", { class: "remedy" }, `${text(row.remedy)}, ${plural(row.effort / 10, "point")}`));
}
function evidenceList(rows, total, empty = "No reference in code between these two: what couples them stands above.", rest = "the JSON report has all") {
  if (!rows.length) return [el("p", { class: "quiet" }, total ? `${plural(total, "row")} of evidence, left out of this page; the JSON report has them.` : empty)];
  const more = total > rows.length ? [el("p", { class: "quiet small" }, `${number(rows.length)} of ${number(total)} shown, the most telling first; ${rest}.`)] : [];
  return [el("ul", { class: "evidence" }, rows.map(evidenceItem)), ...more];
}
function linkRow(href, name, value, before = "") {
  return el("li", {}, el("a", { href }, before, el("bdi", {}, name)), el("span", { class: "n quiet" }, value));
}
function moreNote(shown, total, what) {
  return total > shown ? [el("p", { class: "quiet small" }, `${number(shown)} of ${number(total)} ${what} shown, strongest first.`)] : [];
}
