// Small conveniences of the page itself: print, and menus that close when one looks elsewhere.
document.addEventListener("click", event => {
  if (event.target.closest?.("[data-print]")) {
    window.print();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});
