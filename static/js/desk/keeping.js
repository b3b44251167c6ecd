// What is kept when the part that changes is replaced: focus, scrolling, an open panel, and what is half typed.
import { desk, heading, undo } from "./elements.js";
import { openPanel, show } from "./panels.js";

// What is half typed, by the field it is in: it is there again when one comes back to its question.
export const drafts = new Map();
// What those words were made from, and the question as it was then, by the form: newer facts must not pass for it.
const marks = new Map();

export function memory() {
  for (const field of fields()) changed(field) ? drafts.set(name(field), given(field)) : drafts.delete(name(field));
  for (const mark of hidden())
    isRead(mark) || fields().some(field => field.form === mark.form && changed(field))
      ? marks.set(name(mark), mark.value)
      : marks.delete(name(mark));
  const focused = document.activeElement,
    within = desk.contains(focused) || undo.contains(focused);
  return {
    panes: [...desk.querySelectorAll(".m-pane__body")].map(pane => pane.scrollTop),
    panel: openPanel()?.id,
    folds: [...desk.querySelectorAll("details")].map(fold => fold.open),
    focus: within ? place(focused) : null,
    caret: within && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null,
  };
}

// What is in a form as it is sent, by field.
export const contentOf = form => new Map([...form.elements].filter(isField).map(field => [name(field), given(field)]));

// What was sent from a form is typed in it no more, also where one has gone on to another question meanwhile. What was
// typed since is in it still: in this form, and as it is drawn now.
export function forget(form, sent) {
  const isSent = (key, value) => sent.get(key) === value;
  for (const field of [...form.elements].filter(isField)) if (isSent(name(field), given(field))) empty(field);
  const its = key => key.startsWith(`${form.action} `);
  for (const [key, value] of drafts) if (its(key) && isSent(key, value)) drafts.delete(key);
  if ([...drafts.keys()].some(its)) return;
  for (const key of marks.keys()) if (its(key)) marks.delete(key);
}

// `isKnown`: whether what was half typed may go out with the mark that is there now. What has another is returned, with
// that one as its `data-now`.
export function remember(kept, sameQuestion, isKnown) {
  [...desk.querySelectorAll(".m-pane__body")].forEach((pane, i) => {
    if (i !== 1 || sameQuestion) pane.scrollTop = kept.panes[i] ?? 0;
  });
  [...desk.querySelectorAll("details")].forEach((fold, i) => {
    fold.open = kept.folds[i] ?? fold.open;
  });
  for (const field of fields()) give(field, drafts.get(name(field)) ?? given(field));
  const older = hidden().filter(mark => marks.has(name(mark)) && !isKnown(mark, marks.get(name(mark))));
  const stale = older.filter(mark => mark.value !== marks.get(name(mark)));
  for (const mark of stale) {
    mark.dataset.now = mark.value;
    mark.value = marks.get(name(mark));
  }
  const begun = fields()
    .find(field => drafts.has(name(field)) && field.closest(".m-panel"))
    ?.closest(".m-panel");
  const panel = sameQuestion ? kept.panel : begun?.id;
  if (panel) show(panel.replace("panel-", ""), false);
  const again = kept.focus && at(kept.focus);
  // What had the focus may be gone, with the decision it was for: one goes on from the question, not from the top.
  (again ?? (kept.focus === null ? null : heading()))?.focus({ preventScroll: true });
  if (again && kept.caret?.[0] != null && again.setSelectionRange && again.type !== "date")
    again.setSelectionRange(...kept.caret);
  return stale;
}

// A question's link stands in the list, beside the questions it is like and in the running order. The focus stays in
// the pane it was in, and there on the same one of several.
const place = element => ({
  name: name(element),
  pane: paneOf(element),
  nth: twins(name(element), paneOf(element)).indexOf(element),
});
const at = ({ name: named, pane, nth }) => twins(named, pane)[nth] ?? twins(named, pane).at(-1);
const twins = (named, pane) =>
  [
    ...document.querySelectorAll(
      "#desk a, #desk button, #desk select, #desk input, #desk textarea, #desk summary, .m-bar button",
    ),
  ].filter(element => name(element) === named && paneOf(element) === pane);
const paneOf = element => [...desk.querySelectorAll(".m-pane__body")].findIndex(pane => pane.contains(element));

const isField = element => element.name && !["hidden", "submit", "button"].includes(element.type);
const fields = () => [...desk.querySelectorAll("form input:not([type=hidden]), form select, form textarea")];
// What an open panel offers, and a post's words, are before one's eyes: they do not become others under the finger.
const isRead = mark => mark.name === "rests_on" && Boolean(mark.closest(".m-panel:not([hidden]), [data-writing]"));
const hidden = () => [...desk.querySelectorAll("form [name=rests_on], form [name=expected]")];
const ticked = field => field.type === "checkbox";
const given = field => (ticked(field) ? field.checked : field.value);
const give = (field, value) => {
  ticked(field) ? (field.checked = value) : (field.value = value);
};
function empty(field) {
  if (field.tagName === "SELECT")
    field.selectedIndex = Math.max(
      0,
      [...field.options].findIndex(option => option.defaultSelected),
    );
  else give(field, ticked(field) ? field.defaultChecked : field.defaultValue);
}
const changed = field =>
  field.tagName === "SELECT"
    ? ![...field.options].some(option => option.defaultSelected && option.selected) && field.selectedIndex > 0
    : given(field) !== (ticked(field) ? field.defaultChecked : field.defaultValue);
const name = element =>
  element.form
    ? `${element.form.action} ${element.name} ${["submit", "checkbox"].includes(element.type) ? element.value : ""}`
    : (element.dataset.pages ?? element.href ?? element.textContent);
