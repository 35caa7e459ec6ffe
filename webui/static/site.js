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

// Empty fields stay out of the address.
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("input[name]")) field.disabled = !field.value;
});

// Coming back finds every field usable again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form input[name]")) field.disabled = false;
});
