// The panel at the side, and the address of everything that can be opened.
const drawer = byId("drawer");
let opener = null;

const ROUTES = {
  context: (id) => contextById.has(id) && [contextById.get(id).name, contextPanel(contextById.get(id))],
  edge: (down, up) => contextById.has(down) && contextById.has(up) && [`${contextById.get(down).name} → ${contextById.get(up).name}`, edgePanel(contextById.get(down), contextById.get(up))],
  module: (path) => paths.includes(path) && [path, modulePanel(path)],
  pair: (one, other) => paths.includes(one) && paths.includes(other) && ["Two modules", pairPanel(one, other)],
  table: (name) => tableByName.has(name) && [name, tablePanel(tableByName.get(name))],
};

function route() {
  const [, kind, rest] = /^#(\w+)=(.*)$/s.exec(location.hash) ?? [];
  if (kind === "inside") {
    closeDrawer(false);
    showInside(contextById.get(decoded(rest)));
    return;
  }
  const found = kind && Object.hasOwn(ROUTES, kind) && ROUTES[kind](...rest.split("~").map(decoded));
  if (found) {
    openDrawer(...found);
  } else {
    closeDrawer(false);
    reveal(location.hash.slice(1));
    if (kind) say("This address names nothing that is in this report.");
  }
}
function decoded(value) {
  try { return decodeURIComponent(value ?? ""); } catch { return ""; }
}
function reveal(id) {
  const target = id && byId(decoded(id));
  if (!target) return;
  for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  target.scrollIntoView();
  focusAt(target);
}
// Where the eye goes, the keys go on from: Tab after a jump leads to what comes next there.
function focusAt(target) {
  const first = target.hasAttribute("tabindex") ? target : target.querySelector("summary, a[href], button");
  first?.focus({ preventScroll: true });
}

function openDrawer(title, content) {
  if (drawer.hidden) opener = document.activeElement;
  drawer.replaceChildren(
    el("div", { class: "head" }, el("h2", { id: "drawer-title", dir: "auto" }, title), el("button", { type: "button", class: "button", onclick: () => closeDrawer(true) }, "Close")),
    ...content.filter((child) => child !== ""));
  drawer.hidden = false;
  drawer.scrollTop = 0;
  drawer.focus({ preventScroll: true });
}
// It covers what lies behind it, on a phone all of it: Tab goes round in it until it is closed.
function goRound(event) {
  if (event.key !== "Tab") return;
  const stops = [...drawer.querySelectorAll("a[href], button, summary")];
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== from && !(event.shiftKey && document.activeElement === drawer)) return;
  event.preventDefault();
  to.focus();
}
function closeDrawer(leaveAddress) {
  if (drawer.hidden) return;
  drawer.hidden = true;
  if (leaveAddress) history.pushState(null, "", "#");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
}
