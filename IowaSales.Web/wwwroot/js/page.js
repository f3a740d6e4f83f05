// Small conveniences of the page itself: print, the place in a list on the way back, the way past the navigation, quick open, lists worked through by keyboard, and menus that close when one has chosen or looks elsewhere.
// Tables hold the rows in view only: the page renders all of them, prints, and goes back. Without a connection what is there is printed.
const printAll = () => {
  const all = document.querySelector(".shell[data-interactive] [data-print-all]");
  if (all && !document.querySelector(".reconnect[data-state]")) {
    all.click();
  } else {
    window.print();
  }
};

document.addEventListener("click", event => {
  // Followed as a link, it would lead from every page to the start: addresses are relative to the base.
  if (event.target.closest?.(".skip-link")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
  if (event.target.closest?.("[data-print]")) {
    printAll();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest("a:not([download])")) {
      menu.open = false;
    }
  }
});
document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    const quick = document.getElementById("quick-open");
    if (quick) {
      event.preventDefault();
      quick.open ? quick.close() : quick.showModal();
    }
  }
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p") {
    event.preventDefault();
    printAll();
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

// In a list that is marked for it, J and K go from row to row, and while the panel is open it follows; Tab leads from its row into it, Escape closes it, / leads to the search.
const panelClose = () => document.querySelector("[data-panel-close]");
document.addEventListener("keydown", event => {
  const list = document.querySelector("[data-row-keys]");
  if (event.ctrlKey || event.metaKey || event.altKey || !list || document.querySelector("dialog[open]")) {
    return;
  }
  const opened = list.querySelector(".row-open[aria-expanded=true]");
  if (event.key === "Escape" && panelClose()) {
    panelClose().click();
    opened?.focus();
    return;
  }
  // The panel comes right after the row that it belongs to, and not after all rows.
  if (event.key === "Tab" && opened && panelClose()) {
    const next = !event.shiftKey && event.target === opened ? panelClose() : event.shiftKey && event.target === panelClose() ? opened : null;
    if (next) {
      event.preventDefault();
      next.focus();
    }
    return;
  }
  if (event.target.closest?.("input:not([type=radio]), select, textarea")) {
    return;
  }
  const search = document.querySelector("[data-search-key] input[type=search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "j" || event.key === "k") {
    const rows = [...list.querySelectorAll(".row-open")];
    const at = rows.indexOf(document.activeElement);
    const open = rows.findIndex(row => row.getAttribute("aria-expanded") === "true");
    const from = at >= 0 ? at : open;
    const row = rows[Math.min(rows.length - 1, Math.max(0, from + (event.key === "j" ? 1 : from < 0 ? 1 : -1)))];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
    if (row && panelClose()) {
      row.click();
    }
  }
});

// Back and forward return to where one was on a page. Its content comes after the address, so the place is tried until it is there, the
// page has taken its time, or a person moves on.
(() => {
  const patience = 3000;
  const places = new Map();
  let returning = 0;
  history.scrollRestoration = "manual";

  addEventListener("scroll", () => {
    if (!returning) {
      places.set(location.href, scrollY);
    }
  }, { passive: true });
  addEventListener("popstate", () => {
    const place = places.get(location.href) ?? 0;
    const until = performance.now() + patience;
    const turn = ++returning;
    const again = () => {
      if (turn !== returning) {
        return;
      }
      if (document.documentElement.scrollHeight - innerHeight >= place && scrollY !== place) {
        scrollTo(0, place);
      }
      if (performance.now() < until) {
        requestAnimationFrame(again);
      } else {
        returning = 0;
      }
    };
    again();
  });
  for (const moves of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(moves, () => {
      returning = 0;
    }, { passive: true });
  }
})();
