// Tables that sort, the map that lights up, theme and keys; then the page starts.
function startSorting(table) {
  const rows = [...table.tBodies[0].rows];
  const value = (row, column) => row.cells[column].textContent.trim();
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const numeric = head.classList.contains("n");
    const button = el("button", { type: "button", class: "sort" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "descending" ? false : head.getAttribute("aria-sort") === "ascending" ? true : numeric;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const compare = numeric ? (a, b) => Number(value(a, column).replaceAll(",", "")) - Number(value(b, column).replaceAll(",", "")) : (a, b) => value(a, column).localeCompare(value(b, column), "en");
      rows.sort((a, b) => compare(a, b) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    });
  });
}
function startLedgerFilter() {
  const table = byId("ledger-table");
  if (!table) return;
  const box = byId("ledger-filter");
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const content = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => content.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    byId("ledger-count").textContent = `${number(shown)} of ${plural(table.tBodies[0].rows.length, "direction")}`;
  });
}
function startMap() {
  const figureElement = document.querySelector(".map");
  if (!figureElement) return;
  const arrows = [...figureElement.querySelectorAll(".arrow")];
  const light = (href) => {
    figureElement.classList.toggle("focused", Boolean(href));
    for (const arrow of arrows) arrow.classList.toggle("lit", Boolean(href) && arrow.dataset.ends.split(" ").includes(href));
  };
  for (const box of figureElement.querySelectorAll(".box")) {
    for (const event of ["mouseenter", "focus"]) box.addEventListener(event, () => light(box.getAttribute("href")));
    for (const event of ["mouseleave", "blur"]) box.addEventListener(event, () => light(""));
  }
}

const THEMES = ["auto", "light", "dark"];
function remembered(what, value) {
  // A file opened from disk may have no storage: what was chosen then lasts as long as the page.
  try { return value === undefined ? localStorage.getItem(`decompose-${what}`) : localStorage.setItem(`decompose-${what}`, value); } catch { return null; }
}
function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
  remembered("theme", theme);
}
function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "auto";
  setTheme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

function sections() {
  return [...document.querySelectorAll("main > section")];
}
function currentSection() {
  return sections().filter((section) => section.getBoundingClientRect().top < innerHeight * 0.35).at(-1) ?? sections()[0];
}
function markSection() {
  const id = currentSection().id;
  for (const anchor of document.querySelectorAll(".sections a")) {
    if (anchor.getAttribute("href") === `#${id}`) anchor.setAttribute("aria-current", "location");
    else anchor.removeAttribute("aria-current");
  }
}
function startKeys() {
  const move = (by) => {
    const all = sections();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(currentSection()) + by))];
    next.scrollIntoView();
    focusAt(next);
  };
  const single = byId("single-keys"); // who dictates, or strikes keys by chance, has to be able to do without them
  single.checked = remembered("single-keys") !== "off";
  single.addEventListener("change", () => remembered("single-keys", single.checked ? "on" : "off"));
  const actions = { "/": () => byId("search").focus(), "?": () => byId("help").showModal(), t: nextTheme, j: () => move(1), k: () => move(-1) };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawer.hidden && !byId("help").open) { closeDrawer(true); return; }
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (typing || !single.checked || event.ctrlKey || event.metaKey || event.altKey || byId("help").open || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
}
for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
const theme = remembered("theme");
if (THEMES.includes(theme)) setTheme(theme);
byId("theme").addEventListener("click", nextTheme);
byId("keys").addEventListener("click", () => byId("help").showModal());
for (const table of document.querySelectorAll("table.sortable")) startSorting(table);
startLedgerFilter();
byId("shown").replaceChildren(...data.shown.map(([what, some, all]) => el("li", {}, `${number(some)} of ${number(all)} ${what}`)));
startMap();
drawMatrix();
startModules();
startSearch();
startKeys();
drawer.addEventListener("keydown", goRound);
startScrolling();
startPrinting();
let waiting = false;
addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; markSection(); }); } }, { passive: true });
markSection();
addEventListener("hashchange", route);
if (location.hash) route();
