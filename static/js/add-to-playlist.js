// "Add to a playlist" opens in a dialog instead of a page of its own. Without JavaScript the link is a link.
"use strict";

(() => {
  let dialog = null;

  const makeDialog = () => {
    const made = document.createElement("dialog");
    made.setAttribute("aria-label", "Add to a playlist");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon-button add-dialog__close";
    close.setAttribute("aria-label", "Close");
    close.textContent = "×";
    close.addEventListener("click", () => made.close());
    const body = document.createElement("div");
    body.id = "add-dialog-body";
    made.append(body, close);
    // A press on the backdrop is one on the dialog itself, outside what it holds.
    made.addEventListener("click", (event) => {
      const box = made.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === made && !inside) made.close();
    });
    document.body.append(made);
    return made;
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-add-to-playlist]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !window.htmx) return;
    event.preventDefault();
    dialog ??= makeDialog();
    const body = dialog.querySelector("#add-dialog-body");
    body.replaceChildren();
    await htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    // A visitor was sent to the sign-in page instead; an error leaves the body empty: then the page itself says it.
    if (body.childElementCount) dialog.showModal();
  });
})();
