// How far the files are, without a click. Once all are there, the page itself says so.
import { ask } from "../shared/requests.js";

const EVERY = 700; // ms

async function look() {
  try {
    const told = await (await ask(location.pathname)).json();
    if (!told.under_way) {
      location.reload();
      return;
    }
  } catch {
    /* the line is lost for a moment: the making goes on, and so does the asking */
  }
  setTimeout(look, EVERY);
}

for (const link of document.querySelectorAll("[data-again]")) link.remove();
setTimeout(look, EVERY);
