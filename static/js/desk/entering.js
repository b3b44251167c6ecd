// The pages for entering questions work as plain forms. With this Ctrl+Enter saves, and the private link is copied.
import { copy } from "../shared/copying.js";
import { listen } from "./keys.js";
import "./left.js";

listen({ escape: () => {} });

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy),
    words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () =>
    copy(field).then(
      () => {
        button.textContent = "Copied";
        setTimeout(() => {
          button.textContent = words;
        }, 3000);
      },
      () => field.select(),
    ),
  );
}
