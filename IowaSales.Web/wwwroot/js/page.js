// Small conveniences of the page itself: print, the way past the navigation, quick open, and menus that close when one has chosen or looks elsewhere.
document.addEventListener("click", event => {
  // Followed as a link, it would lead from every page to the start: addresses are relative to the base.
  if (event.target.closest?.(".skip-link")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
  if (event.target.closest?.("[data-print]")) {
    window.print();
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
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});
