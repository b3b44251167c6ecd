// The chair's run sheet. It follows the desk's news; a lost connection keeps the list as it was and says so.
import { begin, echoes, steps } from "../shared/bounce.js";
import { arrived, date, keepTime, serverNow, setClock, tick, timeOfDay } from "../shared/clock.js";
import { ask, chip, follow, send } from "../shared/live.js";
import { released } from "../shared/pressing.js";
import { Lost } from "../shared/requests.js";
import { keepAside } from "./signed_in.js";

const page = document.getElementById("page"),
  sheet = document.getElementById("sheet");
const status = document.querySelector("[data-status]"),
  lost = document.querySelector("[data-lost]");
const print = document.querySelector("[data-print]"),
  printed = document.querySelector("[data-printed]");
const say = (words, problem = false) => {
  status.textContent = words;
  status.classList.toggle("m-flash--problem", problem);
};
const REFRESH = 60_000; // times on the sheet are said to the minute (ms)
const zone = page.dataset.zone; // the meeting's: a tablet may be set to another one
let busy = false,
  heardAt = 0;

const shown = () => Number(sheet.querySelector("[data-revision]").dataset.revision);
const label = button => button?.textContent;

async function fetchAll() {
  const answer = await ask("?part=1", "text/html");
  if (answer.redirected) {
    location.reload();
    throw new Lost("signed out");
  }
  const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-revision]");
  await released();
  return { part, revision: Number(part.dataset.revision) };
}

async function refetch() {
  const all = await fetchAll();
  if (all.revision >= shown()) applyAll(all);
}

function applyAll({ part }) {
  const focused = sheet.contains(document.activeElement) ? label(document.activeElement) : null;
  sheet.textContent = "";
  sheet.append(part);
  setClock(part.dataset.now);
  tick();
  if (focused)
    [...sheet.querySelectorAll("button")].find(button => label(button) === focused)?.focus({ preventScroll: true });
}

function state(live) {
  chip(live);
  if (live) heardAt = serverNow();
  else if (lost.hidden) lost.querySelector("[data-lost-at]").textContent = timeOfDay(heardAt, zone);
  lost.hidden = live;
}

// What was pressed is done when the server says so; the sheet changes by its news.
document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("[data-command]")) return;
  event.preventDefault();
  if (steps(form) && echoes(form.action)) return;
  if (busy) {
    say("Your last press is still being stored. Press again when it is done.", true);
    return;
  }
  const seen = steps(form) ? begin(form.action) : () => {};
  busy = true;
  sheet.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form.action, new FormData(form));
    if (!answer) {
      location.reload();
      return;
    }
    say(answer.words, !answer.ok);
    await refetch();
  } catch {
    say("The connection was lost, so this may not be stored. Check the list before you press again.", true);
  } finally {
    busy = false;
    seen();
    sheet.setAttribute("aria-busy", "false");
  }
});

print.hidden = false;
print.addEventListener("click", () => window.print());
addEventListener("beforeprint", () => {
  printed.textContent = `${timeOfDay(serverNow(), zone)} on ${date(serverNow(), zone)}`;
});
setClock(sheet.querySelector("[data-now]").dataset.now, arrived);
heardAt = serverNow();
tick();
setInterval(tick, 500);
// When a question may be put grows old without any news. Nothing is replaced under a finger.
setInterval(() => {
  if (!busy && !document.hidden && !sheet.querySelector(":active")) refetch().catch(() => {});
}, REFRESH);
const socket = follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), {
  fetchAll,
  applyAll,
  state,
  shown,
});
keepAside(socket);
socket.on("notice", ({ message }) => say(message, true));
keepTime(socket);
