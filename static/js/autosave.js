// Words that are typed into a form with data-autosave="<whose>/<what>" stay in this browser until they are saved, however the
// page or the connection ends, and come back with a notice. Nothing is sent anywhere.
"use strict";

(() => {
  const PREFIX = "muse-draft:";
  const MAX_AGE_MS = 14 * 24 * 3600 * 1000;
  const FIELDS = ["text", "tags"];
  const keyOf = (form) => PREFIX + form.dataset.autosave;

  // Storage may be full or forbidden: then there is no draft, and no error either.
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < MAX_AGE_MS ? kept.fields : null;
    } catch {
      return null;
    }
  };
  const write = (key, fields) => {
    try {
      if (fields) localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
      else localStorage.removeItem(key);
    } catch {
      // as above
    }
  };

  const fieldsOf = (form) => FIELDS.map((name) => form.elements.namedItem(name)).filter(Boolean);
  const values = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  const isAsSent = (form) => fieldsOf(form).every((field) => field.value === field.defaultValue);

  const restore = (form) => {
    if (form.dataset.autosaveReady) return;
    form.dataset.autosaveReady = "1";
    const key = keyOf(form);
    const kept = read(key);
    if (!kept) return;
    // A field in which more was typed before this ran is left alone.
    const changed = fieldsOf(form).filter((field) => kept[field.name] && kept[field.name] !== field.value);
    if (!changed.length || !isAsSent(form)) {
      if (!changed.length) write(key, null);
      return;
    }
    for (const field of changed) field.value = kept[field.name];
    const notice = document.createElement("p");
    notice.className = "restored";
    notice.setAttribute("role", "status");
    notice.append(form.dataset.restored);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "link-button";
    discard.textContent = form.dataset.discard;
    discard.addEventListener("click", () => {
      for (const field of changed) field.value = field.defaultValue;
      write(key, null);
      notice.remove();
      changed[0].focus();
    });
    notice.append(discard);
    form.prepend(notice);
    form.querySelector(".more-fields")?.toggleAttribute("open", changed.some((field) => field.name === "tags") || form.querySelector(".more-fields").open);
  };
  const restoreAll = () => document.querySelectorAll("form[data-autosave]").forEach(restore);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.autosave || !FIELDS.includes(event.target.name)) return;
    write(keyOf(form), isAsSent(form) ? null : values(form));
  });
  // Saved: before what was answered takes the form's place.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const sender = event.detail.requestConfig?.elt;
    if (sender?.dataset?.autosave && event.detail.xhr.status < 300) write(keyOf(sender), null);
  });
  document.addEventListener("htmx:afterSettle", restoreAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", restoreAll);
  else restoreAll();
})();
