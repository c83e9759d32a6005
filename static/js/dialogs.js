// Links that open in a dialog instead of a page of their own: "add to a playlist", "move or remove". Without JavaScript,
// or with a modifier key, the link is a link.
"use strict";

(() => {
  const LINKS = "a[data-add-to-playlist], a[data-dialog]";
  let dialog = null;
  let openerId = "";

  const makeDialog = () => {
    const made = document.createElement("dialog");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon-button dialog__close";
    close.setAttribute("aria-label", "Close");
    close.textContent = "×";
    close.addEventListener("click", () => made.close());
    const body = document.createElement("div");
    body.id = "dialog-body";
    made.append(body, close);
    // A press on the backdrop is one on the dialog itself, outside what it holds.
    made.addEventListener("click", (event) => {
      const box = made.getBoundingClientRect();
      const isInside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === made && !isInside) made.close();
    });
    document.body.append(made);
    return made;
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.(LINKS);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !window.htmx) return;
    event.preventDefault();
    dialog ??= makeDialog();
    dialog.setAttribute("aria-label", link.dataset.dialog || "Add to a playlist");
    openerId = link.id;
    const body = dialog.querySelector("#dialog-body");
    body.replaceChildren();
    await htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    // A visitor was sent to the sign-in page instead; after an error there is nothing to show, and the page says why.
    if (body.childElementCount && !dialog.open) dialog.showModal();
  });

  // What was sent from the dialog and changed the page below is done: back to where the dialog was opened.
  document.addEventListener("htmx:afterSettle", (event) => {
    const sender = event.detail.requestConfig?.elt;
    if (!dialog?.open || !sender || !dialog.contains(sender) || dialog.contains(event.detail.target)) return;
    dialog.close();
    document.getElementById(openerId)?.focus({ preventScroll: true });
  });
})();
