// A search box of this site on another one: a plain form beside the script that asked for it.
"use strict";
(() => {
  const script = document.currentScript;
  const { label = "Tìm tin tức", button = "Tìm", source, category } = script.dataset;
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const form = make("form", { action: new URL("/tim", script.src), role: "search", class: "timtin" },
    make("input", { type: "search", name: "q", "aria-label": label, placeholder: label, required: "" }),
    make("button", {}, button));
  for (const [name, value] of Object.entries({ source, category })) {
    if (value) form.append(make("input", { type: "hidden", name, value }));
  }
  Object.assign(form.style, { display: "flex", maxWidth: "30rem" });
  Object.assign(form.firstChild.style, { flex: "1", minWidth: "0", font: "inherit", padding: ".5em .75em" });
  Object.assign(form.children[1].style, { font: "inherit", padding: ".5em 1em" });
  script.after(form);
})();
