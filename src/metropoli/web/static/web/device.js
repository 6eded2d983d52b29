// Lets the platform be installed and read without a network, and says so when there is none.

const note = document.querySelector("[data-offline-note]");

function tell(isOffline) {
  if (note) note.hidden = !isOffline;
}

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => null));
  // The page with which one came the first time was answered before there was a worker to keep it.
  const first = !navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (first) navigator.serviceWorker.controller?.postMessage("keep");
  }, { once: true });
}
addEventListener("offline", () => tell(true));
addEventListener("online", () => tell(false));
document.addEventListener("htmx:sendError", () => tell(true));
document.addEventListener("htmx:afterOnLoad", () => tell(false));
