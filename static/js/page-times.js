// How fast a page was for the person who looks at it, told to Muse when they leave: no cookie, nobody's name, no address.
"use strict";

(() => {
  const { route, share, to } = document.currentScript.dataset;
  // A page that is not looked at is slow for nobody.
  if (Math.random() >= Number(share) || document.visibilityState === "hidden" || !window.PerformanceObserver) return;

  const found = {};
  const observe = (type, heed, options) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return false;
    new PerformanceObserver((list) => list.getEntries().forEach(heed)).observe({ type, buffered: true, ...options });
    return true;
  };
  observe("largest-contentful-paint", (entry) => { found.lcp = entry.startTime; });
  const answered = (entry) => {
    if (entry.interactionId) found.inp = Math.max(found.inp ?? 0, entry.duration);
  };
  observe("event", answered, { durationThreshold: 16 });
  observe("first-input", answered);  // told however quick it was
  // Shifts that follow each other within a second are one, for five seconds at most (web.dev/articles/cls).
  let together = 0, first = 0, last = 0;
  const shifts = observe("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    const goesOn = entry.startTime - last < 1000 && entry.startTime - first < 5000;
    if (!goesOn) first = entry.startTime;
    together = goesOn ? together + entry.value : entry.value;
    last = entry.startTime;
    found.cls = Math.max(found.cls, together);
  });
  if (shifts) found.cls = 0;

  let isSent = false;
  const send = () => {
    if (isSent) return;
    isSent = true;
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation) {
      found.ttfb = navigation.responseStart;
      if (navigation.domContentLoadedEventEnd) found.dom = navigation.domContentLoadedEventEnd;
      if (navigation.loadEventEnd) found.load = navigation.loadEventEnd;
    }
    navigator.sendBeacon(to, new Blob([JSON.stringify({ route, ...found })], { type: "application/json" }));
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); });
  addEventListener("pagehide", send);
})();
