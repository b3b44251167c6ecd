// A button that copies what stands in a field. Without this file the field can be selected and copied by hand.
import { copy } from "./copying.js";

const said = document.querySelector("[data-copied]");
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", () =>
    copy(field).then(
      () => {
        said.textContent = "Copied";
      },
      () => {
        field.select();
        said.textContent = "Your browser does not allow copying here. The text is selected: press Ctrl and C";
      },
    ),
  );
}
