// What of the page the scripts of the desk share.
export const page = document.getElementById("page"),
  desk = document.getElementById("desk"),
  more = document.querySelector(".m-more"),
  undo = document.querySelector(".m-bar [data-undo-here]");
const bar = document.querySelector(".m-bar"),
  status = bar.querySelector("[data-status]");

export const say = (words, problem = false) => {
  status.textContent = words;
  bar.classList.toggle("m-bar--problem", problem);
};

// The question before the moderator: its heading, and its number.
export const heading = () => desk.querySelector("[data-selected]");
export const number = () => Number(heading()?.dataset.selected ?? 0);

// Its line in the list.
export const current = () => desk.querySelector(".m-item a[aria-current]");

// Scroll the list until its current line is in sight. After `scrollIntoView` the first Tab would go on from there, past
// the links on top of the page.
export function showCurrent() {
  const line = current(),
    pane = line?.closest(".m-pane__body");
  if (!pane) return;
  const at = line.getBoundingClientRect(),
    room = pane.getBoundingClientRect();
  pane.scrollTop += Math.max(0, at.bottom - room.bottom + 8) + Math.min(0, at.top - room.top);
}

// On a phone the bar at the foot grows when it begins to speak. What has the focus stays in sight above it.
const scroller = document.querySelector(".m-scroll");
new ResizeObserver(() => {
  const focused = document.activeElement;
  if (scroller.contains(focused)) focused.scrollIntoView({ block: "nearest" });
}).observe(scroller);
