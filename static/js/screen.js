// The projector. It shows what the server says and nothing else; a lost connection keeps the last view and says so.
import { arrived, keepTime, setClock, tick } from "./clock.js";
import { watch } from "./full_screen.js";
import { ask, follow } from "./live.js";
import { look, size, stayAwake, wear } from "./looks.js";
import { listen } from "./screen_keys.js";

const body = document.body, heading = document.querySelector(".p-q"), main = document.querySelector(".p-main"), off = document.querySelector("[data-off]"), time = document.querySelector("[data-until]");
const LARGEST = 120, SMALLEST = 24; // tenths of a per cent of the screen's height; 5% is met up to about 400 characters

function fit() {
  if (body.dataset.view !== "question") return;
  const fits = size => { heading.style.fontSize = `${size / 10}vh`; return heading.offsetHeight <= main.clientHeight - 8 && heading.scrollWidth <= heading.clientWidth + 1; };
  let low = SMALLEST, high = Math.round(LARGEST * size());
  if (!fits(high)) {
    while (high - low > 1) { const middle = (low + high) >> 1; fits(middle) ? low = middle : high = middle; }
    fits(low);
  }
  document.documentElement.dataset.fitted = "yes";
}

let shown = Number(body.dataset.revision);

// What overtook the other on its way is the newer one: nothing older is ever shown over it.
function apply({ revision, view, question, ends_at, now }) {
  if (revision < shown) return;
  shown = revision;
  setClock(now);
  time.dataset.until = ends_at;
  tick();
  body.dataset.view = view;
  // What is not on screen is not in the page either.
  for (const field of document.querySelectorAll("[data-field]")) field.textContent = question ? question[field.dataset.field] : "";
  question?.lang ? heading.setAttribute("lang", question.lang) : heading.removeAttribute("lang");
  heading.style.animation = "none";
  fit();
}

const fetchAll = async () => (await ask(`/screen/${body.dataset.token}/view.json`)).json();

// What a press led to, without waiting for the news of it. If it does not come, the news will.
const catchUp = () => fetchAll().then(apply, () => {});

function state(live) {
  off.textContent = live ? "" : "Not live: the connection was lost. This is the last view; it will catch up by itself.";
}

wear();
listen({
  looks: what => { look(what); fit(); },
  catchUp,
  seen: () => body.dataset.view === "question" ? document.querySelector("[data-field=number]").textContent : "none",
});
watch(fit);
stayAwake();
setClock(body.dataset.now, arrived);
tick();
setInterval(tick, 500);
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
keepTime(follow({ screen: body.dataset.token }, Number(body.dataset.revision), { apply, fetchAll, applyAll: apply, state }));
