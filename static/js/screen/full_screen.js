// The whole screen, and the way back to it. Clickers have a button that sends F5 to start and Escape to end: F5 fills
// the screen, and where the browser lets a page have Escape, only a long press of it leaves (else one is told the way
// back). Safari before 16.4 has the whole screen under names of its own; a telephone does not have it.
const TOLD = 30000; // how long the way back is said, small, in a corner (ms)

const root = document.documentElement,
  hint = document.querySelector("[data-hint]");
const whole = matchMedia("(display-mode: fullscreen)"); // by F11 as well
// A page that is loaded anew has left the whole screen, if it filled it.
let was = performance.getEntriesByType("navigation")[0]?.type === "reload",
  hiding;

const filling = () => document.fullscreenElement ?? document.webkitFullscreenElement;
const isFull = () => Boolean(filling()) || whole.matches;

export async function fill() {
  if (isFull()) return;
  try {
    await (root.requestFullscreen ?? root.webkitRequestFullscreen).call(root);
    await navigator.keyboard?.lock?.(["Escape"]);
  } catch {
    /* this browser does not let a page do that: F11 does */
  }
}

const leave = () => (document.exitFullscreen ?? document.webkitExitFullscreen).call(document);

export const turn = () => (filling() ? leave() : fill());

// `changed()` is called when the line comes or goes: it takes room from the question.
export function watch(changed) {
  const look = () => {
    const left = was && !isFull();
    was = isFull();
    clearTimeout(hiding);
    hint.hidden = !left;
    if (left)
      hiding = setTimeout(() => {
        hint.hidden = true;
        changed();
      }, TOLD);
    changed();
  };
  for (const event of ["fullscreenchange", "webkitfullscreenchange"]) document.addEventListener(event, look);
  whole.addListener(look); // Safari before 14 has no other way to listen to it
  look();
}
