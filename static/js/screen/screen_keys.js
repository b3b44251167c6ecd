// The keys of the screen, which are a clicker's as well. Each presses a button of the tools, so that a mouse and Tab do
// the same. Page up and down, the arrows and the space bar always work; letters and signs only where they are switched
// on, because a sentence that is typed or dictated beside the screen is made of them.
import { notConnected, press } from "./clicker.js";
import { fill } from "./full_screen.js";
import { letters } from "./looks.js";

const SEEN = 4_000; // how long the tools stay (ms)
const QUIET = 5_000; // for how long after a letter a space belongs to a sentence (ms)
const FOLLOWS = 250; // how soon a letter comes after the space that a dictated phrase begins with (ms)

const body = document.body,
  tools = document.querySelector("[data-tools]");
let hiding,
  typedAt = -Infinity,
  space;

// `seen()` is what the room sees, `looks(what)` changes how this screen looks, `catchUp()` shows what is so now.
export function listen({ seen, looks, catchUp }) {
  const act = (button, which, asSeen) => {
    const { send: what, look } = button.dataset;
    if (what) press(what, which, asSeen, catchUp);
    else if (look) looks(look);
    else if (button.href) notConnected();
  };
  tools.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    act(button, button, seen());
    if (event.detail) button.blur(); // clicked: the next space is a clicker's, and the tools go away
  });
  document.addEventListener("keydown", event => {
    if (isReload(event)) {
      event.preventDefault();
      if (!event.repeat) fill();
      return;
    }
    if (event.key === "Escape") document.activeElement.blur();
    if (event.key === "Tab") show(); // and so to the first of the buttons
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = named(event.key),
      button = buttonFor(key);
    if (isTyped(event) && !(button && letters())) {
      typed();
      return;
    }
    if (!button || (key === "Space" && tools.contains(event.target))) return; // presses what has the focus
    event.preventDefault();
    const asSeen = seen(),
      step = () => act(button, key, asSeen);
    key === "Space" ? unlessTyped(step) : step();
  });
  document.addEventListener("pointermove", show);
}

const named = key => (key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key);
const isTyped = event => event.isComposing || (event.key.length === 1 && event.key !== " ");
// A clicker's start button. With Ctrl, somebody at the keyboard wants the page anew and has it.
const isReload = event => event.key === "F5" && !event.ctrlKey && !event.metaKey && !event.altKey;
const buttonFor = key =>
  [...tools.querySelectorAll("[data-keys]")].find(one => !one.hidden && one.dataset.keys.split(" ").includes(key));

function typed() {
  typedAt = performance.now();
  clearTimeout(space);
  space = null;
}

// A space is a step only where it stands alone.
function unlessTyped(step) {
  if (space || performance.now() - typedAt < QUIET) return;
  space = setTimeout(() => {
    space = null;
    step();
  }, FOLLOWS);
}

function show() {
  body.dataset.tools = "seen";
  clearTimeout(hiding);
  hiding = setTimeout(() => delete body.dataset.tools, SEEN);
}
