// A lost connection comes back quietly: a word only after a moment, and a fresh page when the server has forgotten this one.
(() => {
  const notice = document.getElementById("components-reconnect-modal");
  const quietFor = 1500;
  let timer;

  const state = name => {
    notice.dataset.state = name;
  };

  const reloadWhenServerAnswers = async () => {
    try {
      await fetch(location.href, { method: "HEAD", cache: "no-store" });
      location.reload();
    } catch {
      setTimeout(reloadWhenServerAnswers, 2000);
    }
  };

  notice.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      // "retrying" comes every second, so the time is taken from the first of them.
      case "show":
      case "retrying":
        timer ??= setTimeout(() => state("busy"), quietFor);
        break;
      case "hide":
        clearTimeout(timer);
        timer = undefined;
        delete notice.dataset.state;
        break;
      case "failed":
      case "rejected":
      case "resume-failed":
        clearTimeout(timer);
        state("lost");
        reloadWhenServerAnswers();
        break;
    }
  });
})();
