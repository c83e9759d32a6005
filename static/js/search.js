// The quick results under the search box of the masthead, as a combobox: arrow keys go through them while the focus stays in
// the box (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without JavaScript the box leads to the search page.
"use strict";

(() => {
  const box = document.querySelector(".masthead [data-search]");
  const panel = document.getElementById("quick-results");
  const said = document.getElementById("quick-said");

  // What was searched for, where a result that came while typing is opened: the server saw no more than the typing.
  const remember = (query) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (!token || !query.trim()) return;
    const form = new FormData();
    form.append("csrfmiddlewaretoken", token.content);
    form.append("q", query);
    navigator.sendBeacon("/search/recent", form);
  };

  // The search page: the title follows what is shown, and on a phone the tabs scroll to the one that is open.
  const showTab = () => {
    const tab = document.querySelector("#results .tabs [aria-current]");
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
  };
  showTab();
  document.addEventListener("htmx:afterSettle", (event) => {
    const results = document.getElementById("results");
    if (!results?.dataset.title || event.detail.target?.id !== "results") return;
    document.title = results.dataset.title;
    showTab();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#results a[href]");
    const pageBox = document.querySelector("main [data-search]");
    if (link && pageBox && !link.closest(".tabs, .pagination, .recent")) remember(pageBox.value);
  });

  if (!box || !panel) return;
  const options = () => [...panel.querySelectorAll("[role=option]")];
  let active = null;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");

  const mark = (option) => {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!active) return box.removeAttribute("aria-activedescendant");
    active.setAttribute("aria-selected", "true");
    active.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", active.id);
  };
  const show = (isShown) => {
    const isOpen = isShown && panel.childElementCount > 0;
    const hasOptions = isOpen && options().length > 0;
    panel.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(hasOptions));
    if (hasOptions) box.setAttribute("aria-controls", "quick-list");
    else box.removeAttribute("aria-controls");
    if (!isOpen) mark(null);
  };
  const say = () => {
    const count = options().length;
    said.textContent = count ? said.dataset.some.replace("#", count) : panel.textContent.trim();
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    active = null;
    box.removeAttribute("aria-activedescendant");
    options().forEach((option, number) => {
      option.id = `quick-option-${number}`;
      option.setAttribute("aria-selected", "false");
    });
    show(document.activeElement === box);
    say();
  });

  // What was typed since is not what is listed: nothing of it is chosen, and an emptied box lists nothing old.
  box.addEventListener("input", () => {
    mark(null);
    if (!box.value.trim()) panel.replaceChildren();
    show(true);
  });
  box.addEventListener("focus", () => {
    if (!box.value && "recent" in box.dataset && !panel.childElementCount) htmx.trigger(box, "recall");
    show(true);
  });
  box.addEventListener("blur", () => show(false));
  // A press in the list leaves the focus where it is, so that the list stays until the press is a click.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  panel.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && !("again" in option.dataset)) remember(box.value);
  });

  const step = (by) => {
    const all = options();
    if (panel.hidden) show(true);
    if (!all.length) return;
    const from = active ? all.indexOf(active) : by > 0 ? -1 : 0;
    mark(all[(from + by + all.length) % all.length]);
  };
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && active && !panel.hidden) active.click();
    else if (event.key === "Escape" && !panel.hidden) show(false);
    else return;
    event.preventDefault();
  });
})();
