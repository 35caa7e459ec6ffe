// The desk fills as one types. The draft stays in this tab of this browser; without scripts, the button does all.
"use strict";

const form = document.getElementById("desk");
const columns = document.getElementById("desk-columns");
const said = document.getElementById("desk-said");
const undo = document.getElementById("desk-undo");
const FIELDS = ["title", "body", "from", "to", "source"];
const KEPT = "timtin-desk", PAUSE = 400, STEPS = 100;

let asked = new AbortController(), waiting = 0;
let last = filled(), shown = null; // what was compared last
const steps = []; // what the form was, before what it is

function filled() {
  return Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
}

function fill(values) {
  for (const name of FIELDS) form.elements[name].value = values[name] ?? "";
}

const same = (one, other) => FIELDS.every((name) => one[name] === other[name]);
const isEmpty = (values) => !values.title.trim() && !values.body.trim();

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(last));
  } catch { /* a full or forbidden store: the draft is still in the form */ }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

// Notes a change, so that it can be undone; typing without a pause is one change.
function note() {
  const now = filled();
  if (same(now, last)) return;
  steps.push(last);
  if (steps.length > STEPS) steps.shift();
  last = now;
  undo.disabled = false;
  keep();
}

async function send(address, signal) {
  return fetch(address, { method: "POST", body: new URLSearchParams(last), signal });
}

async function compare() {
  clearTimeout(waiting);
  note();
  if (shown && same(shown, last)) return;
  asked.abort();
  if (isEmpty(last)) {
    shown = last;
    columns.replaceChildren();
    columns.classList.remove("waiting");
    return;
  }
  const mine = asked = new AbortController();
  said.textContent = form.dataset.working;
  columns.classList.add("waiting");
  try {
    const answer = await send(form.dataset.columns, mine.signal);
    columns.innerHTML = await answer.text(); // the server's own page, escaped there
    shown = last;
    said.textContent = form.dataset.done;
  } catch {
    if (mine !== asked || mine.signal.aborted) return; // a newer question is under way
    said.textContent = form.dataset.offline;
  }
  columns.classList.remove("waiting");
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(compare, PAUSE);
}

function takeBack() {
  note();
  if (!steps.length) return;
  last = steps.pop();
  fill(last);
  undo.disabled = !steps.length;
  keep();
  compare();
  said.textContent = form.dataset.undone;
}

function open(place) {
  const fold = place?.closest("details.comparison");
  if (fold) fold.open = true;
  place?.focus({ preventScroll: true });
  (fold ?? place)?.scrollIntoView({ block: "start" });
}

async function copy(button) {
  note();
  const answer = await send(button.getAttribute("formaction"));
  const text = await answer.text();
  if (!answer.ok) return compare();
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = form.dataset.copied;
  } catch {
    said.textContent = copyOldWay(text) ? form.dataset.copied : form.dataset.uncopied;
  }
}

// Where a page is served without encryption there is no clipboard but this one.
function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

// Where only HTML is pasted, its paragraphs are kept, nothing else, and the browser can undo the paste. It is taken
// apart as text: a parser would complain of every style of a word processor.
function paragraphs(html) {
  const text = html
    .replace(/<!--[\s\S]*?-->|<(script|style|template|noscript|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/\s+/g, " ")
    .replace(/<br\b[^>]*>/gi, "\n")
    .replace(/<\/(p|div|li|h[1-6]|tr|blockquote)\s*>/gi, "\n\n")
    .replace(/<[^>]*>/g, "");
  const plain = document.createElement("textarea");
  plain.innerHTML = text; // signs written as &amp;...; here nothing else is read as HTML
  const lines = plain.value.split("\n").map((line) => line.trim());
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

form.elements.body.addEventListener("paste", (event) => {
  if (event.clipboardData.getData("text/plain").trim()) return; // what browsers make of it themselves
  const text = paragraphs(event.clipboardData.getData("text/html"));
  if (!text) return;
  event.preventDefault();
  document.execCommand("insertText", false, text);
});

form.addEventListener("input", soon);
form.addEventListener("change", compare);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation(); // empty fields of this form stay in use
  if (event.submitter?.hasAttribute("data-copy")) copy(event.submitter).catch(() => { said.textContent = form.dataset.offline; });
  else { shown = null; compare(); }
});
undo.addEventListener("click", takeBack);
document.getElementById("desk-new").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  note();
  fill({});
  compare();
  said.textContent = form.dataset.cleared;
  form.elements.title.focus();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.altKey && ["1", "2", "3"].includes(event.key)) {
    const column = columns.querySelectorAll(".column")[Number(event.key) - 1];
    if (column) event.preventDefault();
    open(column);
  }
});

columns.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || link.classList.contains("passage")) return;
  event.preventDefault();
  open(document.getElementById(link.hash.slice(1)));
});

// The passage under the pointer or the focus shows where it stands on the other side.
function twin(event) {
  columns.querySelectorAll(".twin").forEach((one) => one.classList.remove("twin"));
  const passage = event.target.closest?.("a.passage");
  if (passage) document.getElementById(passage.hash.slice(1))?.classList.add("twin");
}
columns.addEventListener("mouseover", twin);
columns.addEventListener("focusin", twin);

undo.hidden = false;
const before = kept();
if (isEmpty(last) && before && !isEmpty(before)) {
  fill(before);
  last = filled();
  compare();
} else if (!isEmpty(last)) {
  shown = last; // the server has just compared it
  keep();
}
