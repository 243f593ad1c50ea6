// What the panel says about a context, an edge between contexts, a module, a pair of modules or a table.
const SHOWN = 14;

function contextPanel(context) {
  const members = [...context.members].sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
  const step = data.steps.find(([, of]) => of === context.index);
  return [
    el("p", { class: "quiet" }, `${plural(members.length, "module")}, ${plural(context.lines, "line")}`,
      context.kernel ? "; shared kernel, set apart from clustering" : `; cohesion ${share(context.cohesion)}, stability ${share(context.stability)}`),
    context.terms.length ? el("p", { class: "terms", dir: "auto" }, context.terms.join(" · ")) : "",
    step ? el("p", {}, el("a", { href: `#step-${step[0]}` }, `Step ${step[0]} of the plan`), ` (${step[2].replaceAll("-", " ")})`) : "",
    el("p", {}, el("a", { href: `#inside=${part(context.id)}` }, "Open as a matrix of its modules")),
    ...directions("Depends on", context, (down, up) => down === context.index && up),
    ...directions("Is used by", context, (down, up) => up === context.index && down),
    ...owned(context),
    el("h3", {}, "Modules"),
    el("ul", { class: "links" }, members.slice(0, 40).map((module) => linkRow(link.module(module.path), module.path, `${share(module.strength)} · ${number(module.lines)}`))),
    ...moreNote(Math.min(40, members.length), members.length, "modules"),
    el("p", { class: "quiet small" }, "Share of the module's coupling that stays in the context · lines."),
  ];
}
function directions(title, context, pick) {
  const found = [];
  for (const [key, crossing] of crossings) {
    const [down, up] = key.split("~").map(Number);
    const other = pick(down, up);
    if (other !== false && crossing.references + crossing.tables) found.push([contexts[other], contexts[down], contexts[up], crossing]);
  }
  if (!found.length) return [];
  found.sort((a, b) => b[3].references + b[3].tables - a[3].references - a[3].tables || (a[0].id < b[0].id ? -1 : 1));
  return [el("h3", {}, title), el("ul", { class: "links" }, found.map(([other, down, up, crossing]) =>
    linkRow(link.edge(down, up), other.name, `${plural(crossing.references, "reference")}, ${plural(crossing.tables, "table use")}`, mark(other))))];
}
function owned(context) {
  const own = tables.filter((table) => table.owner === context);
  if (!own.length) return [];
  return [el("h3", {}, "Owns"), el("ul", { class: "links" }, own.slice(0, 30).map((table) => linkRow(link.table(table.name), table.name, table.contested ? "contested" : ""))),
    ...moreNote(Math.min(30, own.length), own.length, "tables")];
}

function edgePanel(down, up) {
  const key = `${down.index}~${up.index}`;
  const relation = relations.get(key);
  const cut = cuts.get(key);
  const crossing = crossings.get(key) ?? { references: 0, tables: 0, together: 0 };
  const rows = cut ? rowsOf(cut[4], ["remedy", "effort"]) : [];
  return [
    el("p", {}, contextLink(down), " depends on ", contextLink(up)),
    relation ? el("p", {}, el("b", {}, text(relation[2])), ` (coupling ${figure(relation[4])}). `, el("span", { dir: "auto" }, text(relation[3]))) : "",
    el("p", { class: "quiet" }, `${plural(crossing.references, "reference")}, ${plural(crossing.tables, "table use")}, ${plural(crossing.together, "common commit")} over their pairs of modules.`),
    crossings.has(`${up.index}~${down.index}`) ? el("p", {}, el("a", { href: link.edge(up, down) }, "The other direction")) : "",
    el("h3", {}, cut ? `${plural(cut[2], "cut")}, ${plural(cut[3], "point")} of effort` : "Cuts"),
    ...evidenceList(rows, cut ? cut[2] : 0, up.kernel ? "None: a shared kernel travels along as a package." : "None in this direction.",
      `decompose explain edge ${down.id} ${up.id} has all`),
    ...pairsBetween(down, up),
  ];
}
function pairsBetween(one, other) {
  const between = edges.filter((edge) => {
    const ends = [modules[edge.i]?.context, modules[edge.j]?.context];
    return (ends[0] === one && ends[1] === other) || (ends[0] === other && ends[1] === one);
  });
  if (!between.length) return [];
  return [el("h3", {}, "Pairs of modules, strongest first"),
    el("ul", { class: "links" }, between.slice(0, SHOWN).map((edge) => linkRow(link.pair(paths[edge.i], paths[edge.j]), `${paths[edge.i]} – ${paths[edge.j]}`, figure(edge.weight)))),
    ...moreNote(Math.min(SHOWN, between.length), between.length, "pairs")];
}

function modulePanel(path) {
  const module = moduleByPath.get(path);
  const index = module ? module.index : paths.indexOf(path);
  const own = [...(edgesOf.get(index) ?? [])].sort((a, b) => b.weight - a.weight || b.forth + b.back - a.forth - a.back);
  return [
    module?.context ? el("p", {}, contextLink(module.context), `: ${share(module.strength)} of its coupling stays there`,
      module.runnerUp ? ["; next ", contextLink(module.runnerUp), ` with ${share(module.runnerStrength)}`] : "", ".") : el("p", { class: "quiet" }, "In no context."),
    module?.reason ? el("p", { dir: "auto" }, module.reason) : "",
    module ? el("p", { class: "quiet" }, plural(module.lines, "line"), data.link ? [" · ", codeLink(path, 1, "its code")] : "") : "",
    el("h3", {}, "Coupled with"),
    own.length ? el("ul", { class: "links" }, own.slice(0, 30).map((edge) => {
      const other = edge.i === index ? edge.j : edge.i;
      const home = modules[other]?.context;
      return linkRow(link.pair(paths[edge.i], paths[edge.j]), paths[other], figure(edge.weight), home ? mark(home) : "");
    })) : el("p", { class: "quiet" }, "Nothing that this page holds."),
    ...moreNote(Math.min(30, own.length), own.length, "modules"),
  ];
}

function pairPanel(one, other) {
  const [i, j] = [paths.indexOf(one), paths.indexOf(other)];
  const edge = (edgesOf.get(i) ?? []).find((candidate) => candidate.i === j || candidate.j === j);
  const detail = pairs.get(`${i}~${j}`) ?? pairs.get(`${j}~${i}`);
  const ends = [one, other].map((path) => el("p", {}, moduleByPath.get(path)?.context ? mark(moduleByPath.get(path).context) : "", el("a", { href: link.module(path) }, el("bdi", {}, path))));
  if (!edge && !detail) return [...ends, el("p", { class: "quiet" }, "Nothing couples these two that this page holds.")];
  const weight = edge ? [el("h3", {}, `Coupling ${figure(edge.weight)}`)] : [];
  if (!detail) {
    return [...ends, ...weight, el("p", {}, `${number(edge.forth)} references one way, ${number(edge.back)} the other, ${plural(edge.together, "common commit")}.`),
      el("p", { class: "quiet" }, "Formula and places of this pair were left out to keep the page small; the JSON report has them.")];
  }
  const [source, target, strands, rows, total, commits] = detail;
  return [...ends, ...weight, ...strandList(strands, paths[source], paths[target]),
    el("h3", {}, "Evidence"), ...evidenceList(rowsOf(rows), total),
    ...(edge?.together ? [el("h3", {}, `${plural(edge.together, "commit")} changed both`), el("p", {}, ...commits.flatMap((commit) => [el("code", {}, text(commit)), " "]), edge.together > commits.length ? "and others" : "")] : [])];
}

function tablePanel(table) {
  const access = [];
  for (let at = 0; at < table.accesses.length; at += 3) {
    const [context, reads, writes] = table.accesses.slice(at, at + 3);
    if (contexts[context]) access.push(linkRow(link.context(contexts[context]), contexts[context].name, `${plural(writes, "write")}, ${plural(reads, "read")}`, mark(contexts[context])));
  }
  const defined = [];
  for (let at = 0; at < table.defined.length; at += 2) defined.push(`${paths[table.defined[at]]}:${table.defined[at + 1]}`);
  return [
    el("p", {}, "Proposed owner: ", contextLink(table.owner), table.owner ? ` (confidence ${share(table.confidence)})` : "", table.contested ? el("span", { class: "flag" }, " contested") : ""),
    el("p", { dir: "auto" }, table.reason),
    defined.length ? el("p", { class: "place" }, `Defined at ${defined.join(", ")}`) : "",
    access.length ? el("h3", {}, "Contexts that touch it") : "", access.length ? el("ul", { class: "links" }, access) : "",
    el("h3", {}, "Places"), ...evidenceList(rowsOf(table.rows), table.total, "No place in code touches it."),
  ];
}
