// The whole screen, and the way back to it. Clickers have a button that sends F5 to start and Escape to end: F5 fills
// the screen, and where the browser lets a page have Escape, only a long press of it leaves (else one is told the way
// back).
const TOLD = 30_000; // how long the way back is said, small, in a corner (ms)

const hint = document.querySelector("[data-hint]"), whole = matchMedia("(display-mode: fullscreen)"); // by F11 as well
// A page that is loaded anew has left the whole screen, if it filled it.
let was = performance.getEntriesByType("navigation")[0]?.type === "reload", hiding;

const isFull = () => Boolean(document.fullscreenElement) || whole.matches;

export async function fill() {
  if (isFull()) return;
  try {
    await document.documentElement.requestFullscreen();
    await navigator.keyboard?.lock?.(["Escape"]);
  } catch { /* this browser does not let a page do that: F11 does */ }
}

export const turn = () => document.fullscreenElement ? document.exitFullscreen() : fill();

// `changed()` is called when the line comes or goes: it takes room from the question.
export function watch(changed) {
  const look = () => {
    const left = was && !isFull();
    was = isFull();
    clearTimeout(hiding);
    hint.hidden = !left;
    if (left) hiding = setTimeout(() => { hint.hidden = true; changed(); }, TOLD);
    changed();
  };
  document.addEventListener("fullscreenchange", look);
  whole.addEventListener("change", look);
  look();
}
