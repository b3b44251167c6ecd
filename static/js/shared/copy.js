// Buttons that copy what stands in a field, and say so beside themselves. Without this file the field can be selected
// and copied by hand.
import { copy } from "./copying.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy),
    said = button.parentElement.querySelector("[data-copied]");
  const say = words => {
    for (const other of document.querySelectorAll("[data-copied]")) other.textContent = "";
    said.textContent = words;
  };
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", () =>
    copy(field).then(
      () => say(said.dataset.copied),
      () => {
        field.select();
        say(said.dataset.notCopied);
      },
    ),
  );
}
