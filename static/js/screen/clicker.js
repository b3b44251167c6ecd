// What a clicker does to the screen: each press is sent to the server, as whoever signed in in this browser. The screen
// changes only by what the server says. What went wrong is nobody's business in the room: the wall says no more than
// that it did, and the server tells the desk the rest.
import { begin, echoes } from "../shared/bounce.js";
import { send } from "../shared/live.js";

const AGAIN = "Press again",
  NOT_CONNECTED = "Clicker not connected";
const READ = 8_000; // how long such a line stays (ms)
const NOT_ALLOWED = [400, 401, 403]; // the form has expired, nobody is signed in any more, or in another role

const body = document.body,
  line = document.querySelector("[data-say]");
const works = document.querySelector("[data-works]"),
  signIn = document.querySelector("[data-sign-in]");
let underway = 0,
  clearing;

function tell(words) {
  line.textContent = words;
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    line.textContent = "";
  }, READ);
}

// Nobody can work the screen from here any more: the tools offer to sign in again.
export function notConnected() {
  works?.remove();
  signIn.hidden = false;
  tell(NOT_CONNECTED);
}

// `which` names the key or the button, `seen` what the room saw when it was pressed: the server refuses a press that
// was meant for something else. `catchUp()` shows what is so now. Blank waits for nothing.
export async function press(what, which, seen, catchUp) {
  if (echoes(which) || (underway && what !== "blank")) return;
  const shown = begin(which);
  busy(1);
  try {
    const words = await outcome(what, seen);
    words === NOT_CONNECTED ? notConnected() : tell(words);
    await catchUp();
  } finally {
    shown();
    busy(-1);
  }
}

function busy(more) {
  underway += more;
  body.ariaBusy = String(underway > 0);
}

// What the wall says of it.
async function outcome(what, seen) {
  const { drive, csrf } = body.dataset;
  try {
    const answer = await send(drive + what, { expected: seen, csrf_token: csrf, from: "screen" });
    if (!answer || NOT_ALLOWED.includes(answer.status)) return NOT_CONNECTED;
    return answer.ok ? "" : AGAIN;
  } catch {
    return AGAIN; // not known whether it was done: if it was, what was seen is another question, and nothing is skipped
  }
}
