// What opens to decide on a question: one panel at a time.
import { desk } from "./elements.js";

const panels = () => [...desk.querySelectorAll(".m-panel")];
export const openPanel = () => panels().find(panel => !panel.hidden);

// Its first field has the focus.
export function show(panel, focus = true) {
  for (const one of panels()) one.hidden = one.id !== `panel-${panel}`;
  for (const opener of desk.querySelectorAll("[data-panel]"))
    opener.setAttribute("aria-expanded", String(opener.dataset.panel === panel));
  const opened = openPanel();
  if (!opened || !focus) return;
  // No button: Enter would press it.
  const first = opened.querySelector("[data-focus-here]") ?? opened.querySelector("h3");
  first.focus({ preventScroll: true });
  if (first.tagName === "TEXTAREA") first.setSelectionRange(first.value.length, first.value.length);
  opened.scrollIntoView({ block: "nearest" });
}

export function close() {
  const opener = desk.querySelector("[data-panel][aria-expanded=true]");
  show("");
  opener?.focus();
}
