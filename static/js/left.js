// How many characters are left in a field of the desk: a field names its limit, and the line that says it.
import { counts } from "./length.js";
import { politely } from "./politely.js";
import { counted, filled } from "./saying.js";

const region = document.querySelector("[data-left-said]"), says = JSON.parse(region?.dataset.says ?? "{}");
const say = region && politely(region);

function count(field) {
  const line = document.getElementById(`${field.id}-left`), left = Number(field.dataset.limit);
  const rest = left - counts(field.value, left), over = rest < 0;
  line.textContent = over ? filled(says.too_many, { length: counted(says.characters, -rest) })
    : filled(says.remaining, { room: counted(says.characters, rest) });
  line.classList.toggle("m-left--over", over);
  return line.textContent;
}

export const countAll = within => within.querySelectorAll("[data-limit]").forEach(field => count(field));

if (region) {
  document.addEventListener("input", event => { if (event.target.matches("[data-limit]")) say(count(event.target)); });
  document.addEventListener("reset", event => setTimeout(() => countAll(event.target)));
  countAll(document);
}
