// The projector. It shows what the server says and nothing else; a lost connection keeps the last view and says so.
import { arrived, keepTime, setClock, tick } from "../shared/clock.js";
import { fit } from "./fitting.js";
import { watch } from "./full_screen.js";
import { ask, follow } from "../shared/live.js";
import { look, size, stayAwake, wear } from "./looks.js";
import { listen } from "./screen_keys.js";

const body = document.body,
  heading = document.querySelector(".p-q"),
  main = document.querySelector(".p-main");
const off = document.querySelector("[data-off]"),
  time = document.querySelector("[data-until]");
const refit = () => fit(size());

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
  for (const field of document.querySelectorAll("[data-field]"))
    field.textContent = question ? question[field.dataset.field] : "";
  question?.lang ? heading.setAttribute("lang", question.lang) : heading.removeAttribute("lang");
  heading.style.animation = "none";
  refit();
}

const fetchAll = async () => (await ask(`/screen/${body.dataset.token}/view.json`)).json();

// What a press led to, without waiting for the news of it. If it does not come, the news will.
const catchUp = () => fetchAll().then(apply, () => {});

function state(live) {
  off.textContent = live ? "" : "Not live: the connection was lost. This is the last view; it will catch up by itself.";
}

wear();
listen({
  looks: what => {
    look(what);
    refit();
  },
  catchUp,
  seen: () => (body.dataset.view === "question" ? document.querySelector("[data-field=called]").textContent : "none"),
});
watch(refit);
stayAwake();
setClock(body.dataset.now, arrived);
tick();
setInterval(tick, 500);
addEventListener("resize", refit);
document.fonts.ready.then(refit);
refit();
// What is around the question changes by itself as well: a countdown in other words, a line at the foot.
new ResizeObserver(() => requestAnimationFrame(refit)).observe(main);
const hear = { apply, fetchAll, applyAll: apply, state };
keepTime(follow({ screen: body.dataset.token }, Number(body.dataset.revision), hear));
