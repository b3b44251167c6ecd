// The desk works as plain forms. With this it does not reload: a command is posted, and the part that changed fetched.
import { ask, chip, follow } from "./live.js";

const page = document.getElementById("page"), desk = document.getElementById("desk");
const bar = document.querySelector(".m-bar"), status = bar.querySelector("[data-status]");
const REFRESH = 20_000; // waiting times and the sources' last readings grow old without any news
let view = new URL(location.href), busy = false;

const say = (words, problem = false) => { status.textContent = words; bar.classList.toggle("m-bar--problem", problem); };
const typing = () => desk.contains(document.activeElement) && document.activeElement.matches("select");

let asked = 0;

async function fetchAll() {
  const address = new URL(view), turn = ++asked;
  const current = desk.querySelector(".m-item a[aria-current]")?.dataset.q;
  if (current && !address.searchParams.has("q")) address.searchParams.set("q", current); // news never moves the selection
  address.searchParams.set("part", "1");
  const answer = await ask(address, "text/html");
  if (answer.redirected) { location.reload(); throw new Error("signed out"); }
  const html = await answer.text();
  if (turn !== asked) return null; // a later fetch is under way, perhaps for another question
  return { revision: Number(/data-revision="(\d+)"/.exec(html)[1]), html };
}

async function refetch() {
  const all = await fetchAll();
  if (all) swap(all);
}

// Replace the part that changed, keeping focus, scrolling and a half-made choice.
function swap({ html }) {
  const focused = document.activeElement, mark = desk.contains(focused) ? name(focused) : null;
  const scrolled = [...desk.querySelectorAll(".m-pane__body")].map(pane => pane.scrollTop);
  const choice = desk.querySelector("#reason"), chosen = choice?.value, of = choice?.form.action;
  desk.innerHTML = html;
  [...desk.querySelectorAll(".m-pane__body")].forEach((pane, i) => { pane.scrollTop = scrolled[i] ?? 0; });
  const again = desk.querySelector("#reason");
  if (again && again.form.action === of) again.value = chosen;
  if (mark) [...desk.querySelectorAll("a, button, select")].find(element => name(element) === mark)?.focus({ preventScroll: true });
}

const name = element => element.form ? `${element.form.action} ${element.name}` : element.href;

async function go(address, push = true) {
  view = new URL(address, location.href);
  if (push) history.pushState(null, "", view);
  await refetch();
}

async function command(form) {
  if (busy) return;
  busy = true;
  const selected = desk.querySelector(".m-item a[aria-current]");
  const next = selected?.closest("li").nextElementSibling?.querySelector("a")?.dataset.q;
  const deciding = form.action.includes(`/questions/${selected?.dataset.q}/`);
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
    if (answer.status === 401) { location.reload(); return; }
    const said = await answer.json();
    if (answer.ok && deciding && view.searchParams.get("show") !== "all") { // on to the next of the list
      next ? view.searchParams.set("q", next) : view.searchParams.delete("q");
      history.replaceState(null, "", view);
      desk.querySelector(".m-item a[aria-current]")?.removeAttribute("aria-current");
    }
    answer.ok ? say(said.message) : say(`${said.error} ${said.advice}`.trim(), true);
    await refetch().catch(() => {}); // what was done is done and said; the next news tries again
  } catch {
    say("The connection was lost. It is not known whether this was stored: look at the question before you act again.", true);
  } finally { busy = false; }
}

desk.addEventListener("submit", event => {
  if (!event.target.matches("[data-command]")) return;
  event.preventDefault();
  command(event.target);
});
desk.addEventListener("click", event => {
  const link = event.target.closest(".m-item a, .m-filters a, a.m-run__t");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href).catch(() => location.assign(link.href));
});
addEventListener("popstate", () => go(location.href, false).catch(() => location.reload()));

const socket = follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), {
  fetchAll, applyAll: swap, state: chip,
});
socket.on("signed_out", () => location.reload());
setInterval(() => { if (!busy && !typing() && !document.hidden) refetch().catch(() => {}); }, REFRESH);
