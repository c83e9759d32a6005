// Reorder a playlist by dragging a row's handle, or with the arrow keys on it. The menu of each row does the same by forms.
"use strict";

(() => {
  const rowsOf = (list) => [...list.querySelectorAll(":scope > li")];

  const send = (handle, values) => {
    htmx.ajax("POST", handle.dataset.moveUrl, { target: "#playlist-contents", swap: "outerHTML show:none", values });
  };

  document.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.("[data-drag-handle]");
    const to = { ArrowUp: "up", ArrowDown: "down", Home: "top", End: "bottom" }[event.key];
    if (!handle || !to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send(handle, { to });
  });

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-drag-handle]");
    const list = handle?.closest("[data-reorder]");
    if (!list || event.button) return;
    const dragged = handle.closest("li");
    const rows = rowsOf(list);
    const from = rows.indexOf(dragged);
    let place = from;
    let scrolling = 0;

    const clear = () => rows.forEach((row) => row.classList.remove("is-before", "is-after"));
    const mark = (y) => {
      place = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
      if (place < 0) place = rows.length - 1;
      clear();
      if (place < from) rows[place].classList.add("is-before");
      if (place > from) rows[place].classList.add("is-after");
    };
    const move = (moved) => {
      mark(moved.clientY);
      const edge = 80;
      scrolling = moved.clientY < edge ? -12 : moved.clientY > window.innerHeight - edge ? 12 : 0;
    };
    const scroll = setInterval(() => scrolling && window.scrollBy(0, scrolling), 16);
    const end = (ended) => {
      clearInterval(scroll);
      clear();
      dragged.classList.remove("is-dragged");
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      if (ended.type === "pointerup" && place !== from) {
        const first = Number(rows[0].querySelector("[data-drag-handle]").dataset.number);
        send(handle, { position: first + place });
      }
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
    dragged.classList.add("is-dragged");
    event.preventDefault();
    handle.focus();
  });
})();
