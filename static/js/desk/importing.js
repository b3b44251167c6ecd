// How far an import is, without a click. Once it is over, the page itself says what came of it.
import { ask } from "../shared/requests.js";

const EVERY = 700; // ms
const bar = document.getElementById("progress"),
  done = document.querySelector("[data-done]");
const number = new Intl.NumberFormat("en-GB");

async function look() {
  try {
    const told = await (await ask(location.href)).json();
    bar.value = told.done;
    done.textContent = `${number.format(told.done)} of ${number.format(told.rows)} rows`;
    if (!told.under_way) {
      location.reload();
      return;
    }
  } catch {
    /* the line is lost for a moment: the import goes on, and so does the asking */
  }
  setTimeout(look, EVERY);
}

document.querySelector("[data-again]").remove();
setTimeout(look, EVERY);
