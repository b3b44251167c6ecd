// How this one screen looks: dark, and how large. The room decides, and this browser remembers.
const SCREEN = "screen", SMALLEST = 0.6, LARGEST = 1.6, STEP = 0.1;
const body = document.body;
const kept = { dark: false, size: 1 };
try { Object.assign(kept, JSON.parse(localStorage.getItem(SCREEN))); } catch { /* private mode: as it comes */ }

export const size = () => kept.size;

export function look(what) {
  if (what === "full") { document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(); return; }
  if (what === "dark") kept.dark = !kept.dark;
  const step = { larger: STEP, smaller: -STEP }[what] ?? 0;
  kept.size = Math.round(Math.min(LARGEST, Math.max(SMALLEST, kept.size + step)) * 10) / 10;
  try { localStorage.setItem(SCREEN, JSON.stringify(kept)); } catch { /* remembered until the page closes */ }
  wear();
}

export function wear() {
  body.dataset.look = kept.dark ? "dark" : "light";
  body.style.setProperty("--size", kept.size);
  document.querySelector("[data-look=dark]:not(body)").setAttribute("aria-pressed", String(kept.dark));
}

// A projected laptop must not fall asleep over a question. Where the browser cannot be asked, its settings must do.
export function stayAwake() {
  const ask = () => { if (!document.hidden) navigator.wakeLock?.request("screen").then(lock => { body.dataset.awake = "yes"; lock.addEventListener("release", () => delete body.dataset.awake); }, () => {}); };
  document.addEventListener("visibilitychange", ask);
  ask();
}
