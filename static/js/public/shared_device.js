// On a shared device: what others left goes, and a page with something of one person's is cleared once nobody is there.
import { forgetEverybody } from "./sharing.js";

// Without a touch for so long, whoever was there is asked whether they still are; then they have so long to say so
// (ms).
const QUIET = 3 * 60 * 1000,
  ANSWER = 30 * 1000;
// Not a press that is no click yet: what it is on must not go away under it.
const SIGNS = ["click", "keydown", "input", "scroll"];
// What is of one person's from its first moment on; any other page becomes so when it is touched.
const PERSONAL = "[data-ask], [data-receipt], [data-withdraw]";

const form = document.querySelector("[data-finish]"),
  idle = document.querySelector("[data-idle]");
let timer;

// Nothing is to be seen of it, even where the network is away at that moment.
function clear() {
  document.querySelector("main").textContent = "";
  form.submit();
}

function ask() {
  idle.hidden = false;
  timer = setTimeout(clear, ANSWER);
}

function touched() {
  idle.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(ask, QUIET);
}

forgetEverybody();
for (const sign of SIGNS) addEventListener(sign, touched, { capture: true, passive: true });
// "Back" shows no page as somebody left it.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload();
});
if (document.querySelector(PERSONAL)) touched();
