// Small comforts; the site works wholly without them.
"use strict";

// "/" puts the cursor into the search box.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// What was searched before stays in this browser, newest first, and goes when the reader says so.
const recent = {
  list() {
    try {
      const kept = JSON.parse(localStorage.getItem("timtin-recent"));
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
    } catch { return []; } // no storage, or not ours
  },
  keep(list) { try { localStorage.setItem("timtin-recent", JSON.stringify(list)); } catch { /* no storage */ } },
  add(text) { if (text) this.keep([text, ...this.list().filter((one) => one !== text)].slice(0, 8)); },
};

// Ways on from what is typed stand under the box: arrows move, Enter searches, Escape closes.
function offerWays(box) {
  const list = document.createElement("ul");
  const said = document.createElement("span");
  let asked = new AbortController(), waiting = 0, typed = box.value, chosen = -1;

  Object.assign(list, { id: "ways", className: "ways", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.waysName);
  Object.assign(said, { className: "unseen" });
  said.setAttribute("role", "status");
  box.parentElement.append(list, said);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "ways", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) box.setAttribute(name, value);

  function close() {
    clearTimeout(waiting);
    asked.abort();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function option({ text, marks }, number) {
    const letters = Array.from(text); // marks count code points
    const item = document.createElement("li");
    let at = 0;
    for (const [start, end] of marks) {
      const rest = document.createElement("b");
      rest.textContent = letters.slice(at, start).join("");
      item.append(rest, letters.slice(start, end).join(""));
      at = end;
    }
    const rest = document.createElement("b");
    rest.textContent = letters.slice(at).join("");
    item.append(rest);
    Object.assign(item, { id: `way-${number}`, lang: "vi" });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = text;
    return item;
  }

  function show({ completions, suggestion }) {
    const ways = completions.length || !suggestion ? completions : [{ text: suggestion.text, marks: [] }];
    unfold(ways.map(option));
  }

  function unfold(items) {
    close();
    list.replaceChildren(...items);
    list.hidden = !items.length;
    box.setAttribute("aria-expanded", String(items.length > 0));
    said.textContent = items.length ? box.dataset.waysCount.replace("#", items.length) : "";
  }

  function remember() {
    const before = recent.list().map((text) => ({ text, marks: [[0, Array.from(text).length]] }));
    if (!before.length) return;
    const clear = option({ text: "", marks: [] }, before.length);
    Object.assign(clear, { className: "clear", textContent: box.dataset.waysClear, lang: document.documentElement.lang });
    unfold([...before.map(option), clear]);
  }

  function forget() {
    recent.keep([]);
    box.value = typed;
    close();
  }

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const address = `${box.dataset.ways}?q=${encodeURIComponent(typed)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) show(await answer.json());
    } catch { /* a newer question, or no line: the box works without */ }
  }

  function choose(place) {
    const items = [...list.children];
    chosen = (place + items.length + 1) % (items.length + 1);
    const at = chosen === items.length ? -1 : chosen; // past the last stands what was typed
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", items[at].id);
    items[at]?.scrollIntoView({ block: "nearest" });
    box.value = at < 0 ? typed : items[at].dataset.text;
    chosen = at;
  }

  box.addEventListener("input", () => {
    typed = box.value;
    close();
    if (typed.trim()) waiting = setTimeout(ask, 80);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden && event.key === "ArrowDown" && !box.value) remember();
    else if (list.hidden) return;
    else if (event.key === "Enter" && list.children[chosen]?.className === "clear") forget();
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") { box.value = typed; close(); }
    else return;
    event.preventDefault();
  });
  box.addEventListener("click", () => { if (list.hidden && !box.value) remember(); });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", () => { recent.add(box.value.trim()); close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    if (item.className === "clear") { forget(); return; }
    box.value = item.dataset.text;
    box.form.requestSubmit();
  });
}
for (const box of document.querySelectorAll("input[data-ways]")) offerWays(box);

// Empty fields stay out of the address.
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("input[name]")) field.disabled = !field.value;
});

// Coming back finds every field usable again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form input[name]")) field.disabled = false;
});

// "Vì sao?" and the months of the calendar unfold in place: the same page, only the part that changes.
async function partOf(address, id) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}
document.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-why], a[data-turn]");
  if (!link) return;
  event.preventDefault();
  const isWhy = "why" in link.dataset;
  const place = isWhy ? link.parentElement : document.getElementById("lich");
  const isBefore = link === place.querySelector("a.turn");
  place.setAttribute("aria-busy", "true");
  try {
    const part = await partOf(link.href, isWhy ? "vi-sao" : "lich");
    if (!part) throw new Error("nothing there");
    if (isWhy) part.removeAttribute("id"); // another one may follow
    place.replaceWith(document.adoptNode(part));
    const turns = part.querySelectorAll("a.turn");
    (isWhy ? part.querySelector("summary") : turns[isBefore ? 0 : turns.length - 1])?.focus();
  } catch { location.href = link.href; }
});

// The address of an article goes to the clipboard, or to what the device shares with.
for (const link of document.querySelectorAll("a[data-share]")) {
  link.textContent = link.dataset.share;
  link.setAttribute("role", "button");
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      if (navigator.share) await navigator.share({ title: document.title, url: link.href });
      else await navigator.clipboard.writeText(link.href);
      link.textContent = link.dataset.done;
    } catch { /* closed without sharing, or not allowed: the link stays a link */ location.hash = ""; }
  });
}

// A logo that does not come gives its place to its name.
for (const image of document.querySelectorAll(".logos img")) {
  const named = () => image.replaceWith(image.alt);
  if (image.complete && !image.naturalWidth) named();
  else image.addEventListener("error", named);
}
