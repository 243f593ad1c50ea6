// What the page holds is reached without a mouse, and on paper.
// Whatever is wider than its place can be moved by keys, too, and has the name of its section.
function startScrolling() {
  const seen = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth <= target.clientWidth && target.scrollHeight <= target.clientHeight) continue;
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-labelledby", target.closest("section")?.getAttribute("aria-labelledby") ?? "headline");
    }
  });
  for (const place of document.querySelectorAll(".scroll:not([tabindex])")) seen.observe(place);
}
// On paper nothing can be opened: the first steps that lead out of the monolith come open, a page or two each.
const OPEN_ON_PAPER = 5;
function startPrinting() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.step.out")].slice(0, OPEN_ON_PAPER).filter((step) => !step.open);
    for (const step of opened) step.open = true;
  });
  addEventListener("afterprint", () => { for (const step of opened) step.open = false; });
}
