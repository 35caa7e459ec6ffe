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
    close();
    list.replaceChildren(...ways.map(option));
    list.hidden = !ways.length;
    box.setAttribute("aria-expanded", String(ways.length > 0));
    said.textContent = ways.length ? box.dataset.waysCount.replace("#", ways.length) : "";
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
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") { box.value = typed; close(); }
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
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
