// Reorder a playlist by dragging a row's handle, or with the arrow keys on it. Each row's link leads to forms that do the same.
"use strict";

(() => {
  const rowsOf = (list) => [...list.querySelectorAll(":scope > li")];

  const send = (handle, values) => {
    const list = handle.closest("[data-reorder]");
    const address = `${list.dataset.reorder}${handle.dataset.entry}/move?page=${list.dataset.page}`;
    htmx.ajax("POST", address, { target: "#playlist-contents", swap: "outerHTML show:none", values });
  };

  // What was announced goes after a while.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const live = event.detail.target;
    if (live?.id !== "live") return;
    const said = live.textContent;
    setTimeout(() => live.textContent === said && live.replaceChildren(), 6000);
  });

  document.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.(".drag-handle");
    const to = { ArrowUp: "up", ArrowDown: "down", Home: "top", End: "bottom" }[event.key];
    if (!handle || !to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send(handle, { to });
  });

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.(".drag-handle");
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
        send(handle, { position: list.start + place });
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
