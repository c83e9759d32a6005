// What pages gain from JavaScript beyond htmx. Everything here has a way that works without it.
"use strict";

(() => {
  const root = document.documentElement;

  // Forms that htmx sends carry the CSRF token of the page's head.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });

  // A view transition that the browser gives up (the next page has none, or was slow) is no error of the page.
  const ignore = () => {};
  for (const name of ["pageswap", "pagereveal"]) {
    addEventListener(name, ({ viewTransition }) => {
      viewTransition?.ready.catch(ignore);
      viewTransition?.finished.catch(ignore);
    });
  }

  // A picture that does not load gives way to the placeholder of its kind.
  const markBroken = (image) => image.closest(".cover")?.classList.add("is-broken");
  document.addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLImageElement && "cover" in event.target.dataset) markBroken(event.target);
    },
    true,
  );
  const markThoseAlreadyBroken = () => {
    for (const image of document.querySelectorAll("img[data-cover]")) {
      if (image.complete && image.naturalWidth === 0 && image.src) markBroken(image);
    }
  };

  // Light or dark at once; the answer of the form only has to keep it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("themeSwitch" in form.dataset) || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    root.dataset.theme = theme;
    document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", theme);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true, credentials: "same-origin" });
    form.querySelector(`[value="${theme === "dark" ? "light" : "dark"}"]`)?.focus();
  });

  // "/" goes to the search box, Escape and a press elsewhere close menus.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    event.target.closest?.("[data-dismiss]")?.closest("[data-notice]")?.remove();
  });

  const ready = () => {
    markThoseAlreadyBroken();
    for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
  document.addEventListener("htmx:afterSettle", ready);

  // An in-place action that failed says so instead of doing nothing.
  const report = (sentence) => {
    const live = document.getElementById("live");
    if (live) live.textContent = sentence;
  };
  document.addEventListener("htmx:sendError", () => report("No connection. Nothing was changed; please try again."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 429) report("That was too fast. Please wait a moment and try again.");
    else if (status >= 500) report("Something went wrong here. Nothing was changed; please try again.");
    else if (status === 403) report("Please reload the page and try again.");
  });
  document.addEventListener("htmx:beforeRequest", () => report(""));
})();
