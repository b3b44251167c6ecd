// The public list, live. Nothing moves under the reader: new questions wait behind a button, and support orders
// nothing.
import { sweep } from "./drafts.js";
import { ask, chip, follow } from "../shared/live.js";
import { post } from "../shared/requests.js";
import { counted } from "../shared/saying.js";
import { install } from "./yours.js";

const page = document.getElementById("page"),
  code = page.dataset.code;
const lists = {
  accepted: document.querySelector("[data-list=waiting]"),
  written: document.querySelector("[data-list=waiting]"),
  answered: document.querySelector("[data-list=answered]"),
};
const banner = document.querySelector(".app-now"),
  fresh = document.querySelector("[data-new]"),
  say = document.querySelector("[data-status]");
const language = document.documentElement.lang,
  elsewhere = document.querySelector("[data-language]");
const waiting = new Map(); // arrived, not shown yet
const known = new Map();
const support = new Map(); // how many would like to know the same, in the server's words, and whether we do
const SHOWN_AT_ONCE = 30; // a page of them
const MOST_KNOWN = 200; // as many as the server answers about at once
let lastSaid = -Infinity; // by performance.now(), which nobody puts right meanwhile

const card = number => document.getElementById(`q${number}`);
const fill = (element, view) => {
  for (const field of element.querySelectorAll("[data-field]")) field.textContent = view[field.dataset.field] ?? "";
  for (const part of element.querySelectorAll("[data-part]")) part.hidden = !view[part.dataset.part];
  for (const one of element.querySelectorAll("[data-chip]")) one.hidden = one.dataset.chip !== view.state;
  const text = element.querySelector("[data-field=text]");
  view.lang ? text.setAttribute("lang", view.lang) : text.removeAttribute("lang");
};

function showSupport(element, number) {
  const { supported = "", mine = false } = support.get(number) ?? {},
    form = element.querySelector("[data-support]");
  element.querySelector("[data-supported]").textContent = supported;
  form.elements.support.value = mine ? 0 : 1;
  form.querySelector("button").setAttribute("aria-pressed", mine);
}

function show(view) {
  const element = card(view.number) ?? document.getElementById("question").content.firstElementChild.cloneNode(true);
  element.id = `q${view.number}`;
  element.dataset.number = view.number;
  element.dataset.state = view.state;
  fill(element, view);
  const form = element.querySelector("[data-support]");
  form.action = form.getAttribute("action").replace(/\/\d+\/support$/, `/${view.number}/support`);
  form.hidden = lists[view.state] !== lists.accepted;
  showSupport(element, view.number);
  const list = lists[view.state];
  if (!list) {
    element.remove();
    return;
  } // on screen: it is in the banner
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

// How many each list has is the server's to say: a page has some of them.
function count(counts) {
  for (const [name, number] of Object.entries(counts)) {
    document.querySelector(`[data-count=${name}]`).textContent = number;
    document.querySelector(`[data-empty=${name}]`).hidden = number > 0;
  }
  sayNew();
}

function sayNew() {
  fresh.hidden = waiting.size === 0;
  const words = counted(JSON.parse(fresh.dataset.says), waiting.size);
  fresh.firstElementChild.textContent = words;
  // One polite status at most every 20 seconds, so that a screen reader is not talked over.
  if (waiting.size && performance.now() - lastSaid > 20_000) {
    lastSaid = performance.now();
    say.textContent = words;
  }
}

// Whether a question's place is on this page of its list: others that change are on another one.
function belongs(view) {
  const { from, until } = lists[view.state].dataset;
  return view.number >= Number(from) && (!until || view.number < Number(until));
}

// What changed is shown where it is, what is new waits behind the button, and what is on another page stays there.
function take(view, isNew) {
  const here = card(view.number) || view.state === "on_screen",
    waits = waiting.has(view.number);
  if (!here && !waits && !isNew && !belongs(view)) {
    known.delete(view.number);
    return;
  }
  known.set(view.number, view);
  if ("supported" in view) support.set(view.number, { ...support.get(view.number), supported: view.supported });
  if (!here && (waits || isNew)) {
    waiting.set(view.number, view);
    return;
  }
  waiting.delete(view.number);
  show(view);
}

function apply({ questions, gone, now, fresh: newest, counts }) {
  for (const number of gone) {
    known.delete(number);
    waiting.delete(number);
    card(number)?.remove();
  }
  for (const view of questions) take(view, newest.includes(view.number));
  showNow(now);
  count(counts);
  // Everyone hears of a change at once: what their own private pages say is fetched over two seconds.
  if (!yours.hidden) setTimeout(refreshYours, Math.random() * 2_000);
}

const yours = document.querySelector("[data-panel=yours]"),
  refreshYours = install(code, yours, document.querySelector("[data-count=yours]"));
if (!yours.hidden) refreshYours();

// What became of all that is known here, and what changed since: never the whole list.
async function fetchAll(since) {
  const numbers = [...known.keys()].slice(0, MOST_KNOWN).join(".");
  const answer = await ask(`${page.dataset.snapshot}?${new URLSearchParams({ since, known: numbers })}`);
  return answer.json();
}

function applyAll(all) {
  const here = new Set(all.questions.map(view => view.number));
  apply({ ...all, gone: [...known.keys()].filter(number => !here.has(number)) });
}

fresh.firstElementChild.addEventListener("click", () => {
  const next = [...waiting.values()].sort((a, b) => a.number - b.number).slice(0, SHOWN_AT_ONCE);
  for (const view of next) {
    waiting.delete(view.number);
    show(view);
    card(view.number)?.classList.add("app-q--new");
  }
  sayNew();
  const target = card(next[0].number);
  if (target) {
    open(target.closest("[data-panel]").dataset.panel);
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
});

// The tabs are links to pages of their own. With all of them in this page, turning to another takes no journey.
function open(name) {
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  if (name === "yours") refreshYours();
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === name) {
      tab.setAttribute("aria-current", "page");
      document.title = tab.dataset.title;
    } else tab.removeAttribute("aria-current");
  }
  // The other language is a page of its own: it opens where this one is.
  const there = new URL(elsewhere.href);
  there.search = new URL(document.querySelector(`[data-tab=${name}]`).href).search;
  elsewhere.href = there;
}
document.querySelector(".app-tabs").addEventListener("click", event => {
  const tab = event.target.closest("[data-tab]");
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!tab.hasAttribute("aria-current")) history.pushState(null, "", tab.href);
  open(tab.dataset.tab);
});
addEventListener("popstate", () => open(new URLSearchParams(location.search).get("show") ?? "waiting"));

// Support is counted only when the server said so.
document.addEventListener("submit", async event => {
  const form = event.target.closest("[data-support]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button"),
    element = form.closest(".app-q"),
    trouble = element.querySelector("[data-trouble]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  trouble.textContent = "";
  try {
    const answer = await post(form.action, new FormData(form));
    const told = await answer.json();
    if (answer.ok) support.set(told.number, told);
    else trouble.textContent = `${told.error}. ${told.advice}`;
  } catch {
    trouble.textContent = page.dataset.lost;
  }
  button.removeAttribute("aria-disabled");
  showSupport(element, Number(element.dataset.number));
});

sweep();
// What the server put in the page is known already.
const read = (element, view) => {
  for (const field of element.querySelectorAll("[data-field]")) view[field.dataset.field] = field.textContent;
  view.lang = element.querySelector("[data-field=text]").lang;
  known.set(Number(view.number), { ...view, number: Number(view.number) });
};
for (const element of document.querySelectorAll(".app-q[data-number]")) {
  read(element, { number: Number(element.dataset.number), state: element.dataset.state });
  const mine = element.querySelector("[data-support] button").getAttribute("aria-pressed") === "true";
  support.set(Number(element.dataset.number), {
    supported: element.querySelector("[data-supported]").textContent,
    mine,
  });
}
if (banner.dataset.now) read(banner, { number: Number(banner.dataset.now), state: "on_screen" });
follow({ code, language }, Number(page.dataset.revision), { apply, fetchAll, applyAll, state: chip });
