// Muse as an app: the service worker keeps static files and a page for when there is no network.
"use strict";

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {}));
}
