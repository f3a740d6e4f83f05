// Chooses light or dark before the first paint and keeps the person's choice. "system" follows the operating system; paper is always light.
(() => {
  const key = "theme";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const root = document.documentElement;

  const choice = () => {
    try {
      return localStorage.getItem(key) ?? "system";
    } catch {
      return "system";
    }
  };

  const mark = () => {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice()));
    }
  };

  const apply = () => {
    const chosen = choice();
    const screen = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
    const theme = paper.matches ? "light" : screen;
    if (root.dataset.theme !== theme) {
      root.dataset.theme = theme;
      document.dispatchEvent(new CustomEvent("themechange", { detail: theme }));
    }
    mark();
  };

  dark.addEventListener("change", apply);
  paper.addEventListener("change", apply);
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) {
      return;
    }
    try {
      localStorage.setItem(key, button.dataset.themeChoice);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    apply();
  });
  document.addEventListener("DOMContentLoaded", () => {
    mark();
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
  });
  apply();
})();
