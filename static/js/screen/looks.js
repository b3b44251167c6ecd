// How this one screen looks and listens: dark, how large, and whether letters work it. The room decides, and this
// browser remembers.
import { turn } from "./full_screen.js";

const SCREEN = "screen",
  SMALLEST = 0.6,
  LARGEST = 1.6,
  STEP = 0.1;
const body = document.body;
const switched = document.querySelector("[data-letters]"),
  told = document.querySelector("[data-told]");
const kept = { dark: false, size: 1, letters: false };
try {
  Object.assign(kept, JSON.parse(localStorage.getItem(SCREEN)));
} catch {
  /* private mode: as it comes */
}

export const size = () => kept.size;
export const letters = () => kept.letters;

export function look(what) {
  if (what === "full") {
    turn();
    return;
  }
  if (what === "dark") kept.dark = !kept.dark;
  const step = { larger: STEP, smaller: -STEP }[what] ?? 0;
  kept.size = Math.round(Math.min(LARGEST, Math.max(SMALLEST, kept.size + step)) * 10) / 10;
  keep();
}

function keep() {
  try {
    localStorage.setItem(SCREEN, JSON.stringify(kept));
  } catch {
    /* remembered until the page closes */
  }
  wear();
}

export function wear() {
  body.dataset.look = kept.dark ? "dark" : "light";
  body.dataset.letters = kept.letters ? "on" : "off";
  document.querySelector("[data-look=dark]:not(body)").setAttribute("aria-pressed", String(kept.dark));
  switched.setAttribute("aria-pressed", String(kept.letters));
  switched.textContent = `Letter keys: ${body.dataset.letters}`;
}

switched.addEventListener("click", () => {
  kept.letters = !kept.letters;
  keep();
  told.textContent = `Letter keys are ${body.dataset.letters}.`;
});

// A projected laptop must not fall asleep over a question. Where the browser cannot be asked, its settings must do.
export function stayAwake() {
  const awake = lock => {
    body.dataset.awake = "yes";
    lock.addEventListener("release", () => delete body.dataset.awake);
  };
  const ask = () => {
    if (!document.hidden) navigator.wakeLock?.request("screen").then(awake, () => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
