// Posts are tagged as plain forms. With this the page does not reload, and a key tags the post that is in focus.
import { installSwitch, listen } from "./keys.js";
import { listen as listenToDialog } from "./dialog.js";
import { fieldsOf, sentWith } from "./submitting.js";
import { released } from "../shared/pressing.js";
import { ask, post } from "../shared/requests.js";

const status = document.querySelector("[data-status]");
const inFocus = () => document.querySelector("[data-post][aria-current]");
let busy = false;

const say = (words, problem = false) => {
  status.textContent = words;
  status.closest(".m-bar").classList.toggle("m-bar--problem", problem);
};

// The keys are those of one post, and it is the one where the focus is.
function mark(item) {
  for (const one of document.querySelectorAll("[data-post]")) {
    one === item ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
    for (const button of one.querySelectorAll("[data-press]"))
      one === item ? (button.dataset.key = button.dataset.press) : button.removeAttribute("data-key");
  }
}

function move(step) {
  const items = [...document.querySelectorAll("[data-post]")];
  items[items.indexOf(inFocus()) + step]?.focus();
}

async function show(address) {
  const answer = await ask(address, "text/html");
  if (answer.redirected) {
    location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(answer.text(), "text/html");
  await released();
  for (const id of ["tones", "undo"]) document.getElementById(id).replaceWith(page.getElementById(id));
  history.replaceState(null, "", address);
  (inFocus() ?? document.querySelector("[data-empty]")).focus();
}

async function command(form, button) {
  const answer = await post(form.action, fieldsOf(form, button));
  if (answer.status === 401) {
    location.reload();
    return;
  }
  const said = await answer.json();
  say(answer.ok ? said.message : [said.error, said.advice].filter(Boolean).join(". "), !answer.ok);
  if (said.address) await show(said.address);
}

document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("[data-command]")) return;
  event.preventDefault();
  if (busy) {
    say("Your last press is still being stored. Press again when it is done.", true);
    return;
  }
  busy = true;
  try {
    await command(form, sentWith(event));
  } catch {
    say("The connection was lost, so this may not be stored. Load the page again before you go on.", true);
  } finally {
    busy = false;
  }
});
document.addEventListener("focusin", event => {
  const item = event.target.closest("[data-post]");
  if (item && item !== inFocus()) mark(item);
});
listenToDialog(document.getElementById("help"), document.querySelector("[data-help]"));
installSwitch(document.querySelector("[data-keys]"));
listen({ move, escape: () => document.activeElement.blur() });
