// The keys of the screen, which are a clicker's as well. Each presses a button, so that a mouse and Tab do the same.
import { send } from "./live.js";

const body = document.body, tools = document.querySelector("[data-tools]"), say = document.querySelector("[data-say]");
const SEEN = 4_000, READ = 8_000; // how long the buttons and a message stay (ms)
let hiding;

// `seen()` is what the screen shows: the server refuses a press that was meant for something else.
export function listen({ seen, looks }) {
  tools.addEventListener("click", event => {
    const { send: what, look } = event.target.closest("button")?.dataset ?? {};
    if (what) press(what, seen());
    if (look) looks(look);
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Tab") show(); // and so to the first of the buttons
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Space" && tools.contains(event.target)) return; // presses the button that has the focus
    const found = [...tools.querySelectorAll("[data-keys]")].find(one => one.dataset.keys.split(" ").includes(key));
    if (!found) return;
    event.preventDefault();
    found.href ? tell("To use a clicker here, sign in at the desk in this browser.") : found.click();
  });
  document.addEventListener("pointermove", show);
}

function show() {
  body.dataset.tools = "seen";
  clearTimeout(hiding);
  hiding = setTimeout(() => delete body.dataset.tools, SEEN);
}

function tell(words) {
  say.textContent = words;
  setTimeout(() => { if (say.textContent === words) say.textContent = ""; }, READ);
}

// The screen changes only by the server's news: what was pressed and not done never looks as if it was.
async function press(what, seen) {
  if (body.ariaBusy === "true") return; // pressed twice is meant once
  body.ariaBusy = "true";
  try {
    const answer = await send(body.dataset.drive + what, { expected: seen, csrf_token: body.dataset.csrf });
    if (!answer) tell("You were signed out. Sign in at the desk in this browser.");
    else if (!answer.ok) tell(answer.words);
  } catch {
    tell("The connection was lost: it is not known whether that was done. Look at the screen before you press again.");
  } finally { body.ariaBusy = "false"; }
}
