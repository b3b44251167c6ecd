// How far the files are, without a click. Once all are there, the page itself says so; where somebody is typing on it,
// or it was the answer to a form, it stays as it is and offers them.
import { ask } from "../shared/requests.js";

const EVERY = 700; // ms
const links = [...document.querySelectorAll("[data-file]")];
const page = links[0].href;

const isTyping = () => [...document.querySelectorAll("textarea")].some(box => box.value !== box.defaultValue);

function offer() {
  if (page === location.href.split("#")[0] && !isTyping()) {
    location.reload();
    return;
  }
  for (const link of links) {
    link.href = link.dataset.file;
    link.textContent = "Download";
    link.hidden = false;
  }
}

async function look() {
  try {
    const told = await (await ask(page)).json();
    if (!told.under_way) {
      offer();
      return;
    }
  } catch {
    /* the line is lost for a moment: the making goes on, and so does the asking */
  }
  setTimeout(look, EVERY);
}

for (const link of links) link.hidden = true;
setTimeout(look, EVERY);
