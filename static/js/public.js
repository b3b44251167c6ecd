// The public list, live. Nothing moves under the reader: new questions wait behind a button.
import { ask, chip, follow } from "./live.js";

const page = document.getElementById("page"), code = page.dataset.code;
const lists = { accepted: document.querySelector("[data-list=waiting]"), written: document.querySelector("[data-list=waiting]"), answered: document.querySelector("[data-list=answered]") };
const banner = document.querySelector(".app-now"), fresh = document.querySelector("[data-new]"), say = document.querySelector("[data-status]");
const waiting = new Map(); // arrived, not shown yet
const known = new Map();
let lastSaid = 0;

const card = number => document.getElementById(`q${number}`);
const fill = (element, view) => {
  for (const field of element.querySelectorAll("[data-field]")) field.textContent = view[field.dataset.field] ?? "";
  const text = element.querySelector("[data-field=text]");
  view.lang ? text.setAttribute("lang", view.lang) : text.removeAttribute("lang");
};

function show(view) {
  const element = card(view.number) ?? document.getElementById("question").content.firstElementChild.cloneNode(true);
  element.id = `q${view.number}`;
  element.dataset.number = view.number;
  element.dataset.state = view.state;
  fill(element, view);
  const list = lists[view.state];
  if (!list) { element.remove(); return; } // on screen: it is in the banner
  if (element.parentElement !== list) {
    const later = [...list.children].find(other => Number(other.dataset.number) > view.number);
    list.insertBefore(element, later ?? null);
  }
}

function showNow(number) {
  const view = known.get(number);
  banner.hidden = !view;
  banner.dataset.now = view ? number : "";
  fill(banner, view ?? {}); // what is not being answered is not in the page either
}

function count() {
  for (const name of ["waiting", "answered"]) {
    const list = document.querySelector(`[data-list=${name}]`), here = list.children.length;
    document.querySelector(`[data-count=${name}]`).textContent = here + [...waiting.values()].filter(view => lists[view.state] === list).length;
    document.querySelector(`[data-empty=${name}]`).hidden = here > 0 || waiting.size > 0;
  }
  fresh.hidden = waiting.size === 0;
  const words = waiting.size === 1 ? "Show 1 new question" : `Show ${waiting.size} new questions`;
  fresh.firstElementChild.textContent = words;
  // One polite status at most every 20 seconds, so that a screen reader is not talked over.
  if (waiting.size && Date.now() - lastSaid > 20_000) { lastSaid = Date.now(); say.textContent = words; }
}

function apply({ questions, gone, now }) {
  for (const number of gone) { known.delete(number); waiting.delete(number); card(number)?.remove(); }
  for (const view of questions) {
    const had = known.has(view.number) && !waiting.has(view.number);
    known.set(view.number, view);
    if (had || view.state === "on_screen") { waiting.delete(view.number); show(view); } else waiting.set(view.number, view);
  }
  showNow(now);
  count();
}

const fetchAll = async () => (await ask(page.dataset.snapshot)).json();

function applyAll(all) {
  const here = new Set(all.questions.map(view => view.number));
  apply({ ...all, gone: [...known.keys()].filter(number => !here.has(number)) });
}

fresh.firstElementChild.addEventListener("click", () => {
  const first = [...waiting.keys()].sort((a, b) => a - b)[0];
  for (const view of waiting.values()) { show(view); card(view.number)?.classList.add("app-q--new"); }
  waiting.clear();
  count();
  const target = card(first);
  if (target) { target.tabIndex = -1; target.focus({ preventScroll: true }); }
});

// What the server put in the page is known already.
const read = (element, view) => {
  for (const field of element.querySelectorAll("[data-field]")) view[field.dataset.field] = field.textContent;
  view.lang = element.querySelector("[data-field=text]").lang;
  known.set(Number(view.number), { ...view, number: Number(view.number) });
};
for (const element of document.querySelectorAll(".app-q")) read(element, { number: Number(element.dataset.number), state: element.dataset.state });
if (banner.dataset.now) read(banner, { number: Number(banner.dataset.now), state: "on_screen" });
follow({ code }, Number(page.dataset.revision), { apply, fetchAll, applyAll, state: chip });
