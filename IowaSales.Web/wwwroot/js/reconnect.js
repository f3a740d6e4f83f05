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
    clearTimeout(timer);
    switch (event.detail.state) {
      case "show":
      case "retrying":
        if (!notice.dataset.state) {
          timer = setTimeout(() => state("busy"), quietFor);
        }
        break;
      case "hide":
        delete notice.dataset.state;
        break;
      case "failed":
      case "rejected":
      case "resume-failed":
        state("lost");
        reloadWhenServerAnswers();
        break;
    }
  });
})();
