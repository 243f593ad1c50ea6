// The data of the page as data.py wrote it, decoded into plain objects.
// modules: [context, lines, strength‰, runner-up, runner-up‰] × n · edges: [i, j, refs i→j, refs j→i, tables‰, commits, weight‰] × n
// crossings: [down, up, weight‰ of the largest, references, table uses, commits] × n · rows: nine numbers each, see ROW.
const data = JSON.parse(document.getElementById("data").textContent);
const text = (number) => data.strings[number];
// Numbers come in base 36 with a space between; nothing at all is 0.
const unpacked = (packed) => (packed === "" ? [] : packed.split(" ").map((digits) => (digits === "" ? 0 : parseInt(digits, 36))));
function groupsOfNumbers(packed, size) {
  const numbers = unpacked(packed);
  return Array.from({ length: numbers.length / size }, (_, at) => numbers.slice(at * size, (at + 1) * size));
}

const contexts = data.contexts.map(([id, name, colour, shape, kernel, lines, cohesion, stability, terms], index) => ({
  index, id, name, colour, shape, kernel: kernel === 1, lines, cohesion: cohesion / 1000, stability: stability / 1000, terms, members: [],
}));

const paths = [];
for (let at = 0; at < data.files.length; at += 2) paths.push(data.folders[data.files[at]] + data.files[at + 1]);

const modules = [];
for (const [context, lines, strength, runnerUp, runnerStrength] of groupsOfNumbers(data.modules, 5)) {
  const module = { index: modules.length, path: paths[modules.length], context: contexts[context] ?? null, lines,
    strength: strength / 1000, runnerUp: contexts[runnerUp] ?? null, runnerStrength: runnerStrength / 1000, reason: "" };
  modules.push(module);
  module.context?.members.push(module);
}
for (const [index, reason] of data.apart) if (modules[index]) modules[index].reason = text(reason);

const edges = [];
const edgesOf = new Map();
for (const [i, j, forth, back, tables, together, weight] of groupsOfNumbers(data.edges, 7)) {
  const edge = { i, j, forth, back, tables: tables / 1000, together, weight: weight / 1000 };
  edges.push(edge);
  for (const end of [i, j]) {
    if (!edgesOf.has(end)) edgesOf.set(end, []);
    edgesOf.get(end).push(edge);
  }
}

const crossings = new Map();
for (const [down, up, weight, references, tables, together] of groupsOfNumbers(data.crossings, 6)) {
  crossings.set(`${down}~${up}`, { weight: weight / 1000, references, tables, together });
}

const ROW = ["kind", "source", "inner", "target", "other", "place", "line", "times", "detail"];
function rowsOf(packed, extra = []) {
  const names = [...ROW, ...extra];
  return groupsOfNumbers(packed, names.length).map((numbers) => {
    const row = Object.fromEntries(names.map((name, at) => [name, numbers[at]]));
    row.place = row.place === 0 ? row.source : row.place < 0 ? -1 : row.place - 1;
    row.times += 1;
    return row;
  });
}

const pairs = new Map(data.pairs.map((pair) => [`${pair[0]}~${pair[1]}`, pair]));
const cuts = new Map(data.cuts.map((cut) => [`${cut[0]}~${cut[1]}`, cut]));
const relations = new Map(data.relations.map((relation) => [`${relation[0]}~${relation[1]}`, relation]));
const tables = data.tables.map(([name, owner, confidence, contested, reason, defined, accesses, total, rows]) => ({
  name: text(name), owner: contexts[owner] ?? null, confidence: confidence / 1000, contested: contested === 1, reason: text(reason), defined, accesses, total, rows,
}));
const contextById = new Map(contexts.map((context) => [context.id, context]));
const moduleByPath = new Map(modules.map((module) => [module.path, module]));
const tableByName = new Map(tables.map((table) => [table.name, table]));
