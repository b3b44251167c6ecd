// Keyboard shortcuts: a key presses the button that carries it, so that nothing can be done by key alone.
const STORE = "keys";
const root = document.documentElement;

export const on = () => root.dataset.keys !== "off";

// Letters are off in a field, while a key is held down and with any modifier; one switch turns them all off for good.
const typing = element =>
  element.matches?.(
    "input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]",
  );
const wanted = event => (event.ctrlKey && event.key === "Enter" ? "ctrl+enter" : event.key.toLowerCase());
const seen = element => element.checkVisibility?.() ?? element.offsetParent !== null;

// The button for a key: inside the open panel if one is open, so that 1 to 9 mean what is before one's eyes.
function button(key) {
  const carries = element => element.dataset.key.split(" ").includes(key) && seen(element);
  const panel = document.querySelector(".m-panel:not([hidden])");
  const inside = panel && [...panel.querySelectorAll("[data-key]")].find(carries);
  if (inside || (panel && /^\d$/.test(key))) return inside;
  return [...document.querySelectorAll("[data-key]")].find(carries);
}

// `move(step)`: what the arrows go through; without it they scroll the page. `waits(button)`: what it is about is being
// replaced, so that its key means nothing until that is there.
export function listen({ move, escape, waits = () => false }) {
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.repeat || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    const key = wanted(event);
    const pressed = found => {
      if (found && !waits(found)) press(event, found);
    };
    if (key === "ctrl+enter") {
      pressed(typing(event.target) && event.target.form?.querySelector("[data-key='ctrl+enter']"));
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { arrowdown: 1, arrowup: -1 }[key] ?? (on() ? { j: 1, k: -1 }[key] : undefined);
    if (step && move) {
      event.preventDefault();
      move(step);
      return;
    }
    if (on()) pressed(button(key));
  });
}

function press(event, found) {
  event.preventDefault();
  const field = found.dataset.focus && document.getElementById(found.dataset.focus);
  field ? field.focus() : found.click();
}

// The visible switch, remembered by this browser.
export function installSwitch(element) {
  const tell = () => {
    element.textContent = `Keyboard shortcuts: ${on() ? "on" : "off"}`;
    element.setAttribute("aria-pressed", String(on()));
  };
  try {
    root.dataset.keys = localStorage.getItem(STORE) === "off" ? "off" : "on";
  } catch {
    /* private mode: on */
  }
  element.hidden = false;
  element.addEventListener("click", () => {
    root.dataset.keys = on() ? "off" : "on";
    try {
      localStorage.setItem(STORE, root.dataset.keys);
    } catch {
      /* remembered until the page closes */
    }
    tell();
  });
  tell();
}
