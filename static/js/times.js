// Times on the reader's clock. Without JavaScript they are in UTC, or in the zone chosen in the settings.
"use strict";

(() => {
  const script = document.currentScript;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  // Whoever is signed in gets pages of their own: the server writes the times of the next one in this zone. Visitors'
  // pages are the same for everybody, and a cookie would only keep a CDN from answering with them.
  if (script?.dataset.zoneCookie && zone) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `time_zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
    return;
  }

  // What stands in words ("3 hours ago") is right everywhere; the exact time that a pointer is shown is put right here.
  const words = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(words === "en" ? "en-GB" : words, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
  const localise = () => {
    for (const time of document.querySelectorAll("time[datetime][title]:not([data-local])")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.title = format.format(at);
      time.dataset.local = "";
    }
  };
  localise();
  document.addEventListener("htmx:afterSettle", localise);
})();
