// How many characters are left in a field of the desk: a field names its limit, and the line that says it.
import { counts } from "../shared/length.js";
import { politely } from "../shared/politely.js";
import { counted, filled } from "../shared/saying.js";

const region = document.querySelector("[data-left-said]"),
  says = JSON.parse(region?.dataset.says ?? "{}");
const say = region && politely(region);

// What a line says: as it stands while nothing is typed.
function room(line, rest, limit) {
  if (rest === limit) return line.dataset.empty;
  if (rest < 0) return filled(says.too_many, { length: counted(says.characters, -rest) });
  return filled(says.remaining, { room: counted(says.characters, rest) });
}

function count(field) {
  const line = document.getElementById(`${field.id}-left`),
    limit = Number(field.dataset.limit);
  const rest = limit - counts(field.value, limit);
  if (!("empty" in line.dataset)) line.dataset.empty = line.textContent;
  line.textContent = room(line, rest, limit);
  line.classList.toggle("m-left--over", rest < 0);
  return line.textContent;
}

export const countAll = within => within.querySelectorAll("[data-limit]").forEach(field => count(field));

if (region) {
  document.addEventListener("input", event => {
    if (event.target.matches("[data-limit]")) say(count(event.target));
  });
  document.addEventListener("reset", event => setTimeout(() => countAll(event.target)));
  countAll(document);
}
