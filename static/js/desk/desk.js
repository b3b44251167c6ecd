// The desk works as plain forms. With this it does not reload: a command is posted, and the part that changed fetched.
import { begin, echoes, steps } from "../shared/bounce.js";
import { arrived, keepTime, setClock, tick } from "../shared/clock.js";
import { listen as listenToDragging } from "./dragging.js";
import { installSwitch, listen } from "./keys.js";
import { copy } from "../shared/copying.js";
import { listen as listenToDialog } from "./dialog.js";
import { countAll } from "./left.js";
import { current, desk, heading, more, number, page, say, showCurrent, undo } from "./elements.js";
import { countAsTyped } from "./measuring.js";
import { contentOf, drafts, forget, memory, remember } from "./keeping.js";
import { close, openPanel, show } from "./panels.js";
import { tellLookingSoon, tellStillLooking } from "./presence.js";
import { ask, chip, follow } from "../shared/live.js";
import { released } from "../shared/pressing.js";
import { Lost, post } from "../shared/requests.js";
import { isAside, keepAside, look } from "./signed_in.js";
import { fieldsOf, sentWith } from "./submitting.js";

const REFRESH = 20_000; // the sources' last readings grow old without any news
const oneColumn = matchMedia("(max-width: 1023px), (max-height: 479px)"); // as in css/desk/widths.css
let view = new URL(location.href),
  busy = 0,
  going = 0;

// The list goes on past the end of its page, and before its beginning: where to, if it does.
const beyond = step => desk.querySelector(".m-list")?.dataset[step > 0 ? "after" : "before"];
const numberIn = address => new URL(address, location.href).searchParams.get("q") ?? "";
const shown = () => Number(desk.querySelector("[data-revision]").dataset.revision);

// Where the part that changes is fetched from. News never moves the selection.
function part() {
  const address = new URL(view);
  if (number() && !address.searchParams.has("q")) address.searchParams.set("q", number());
  address.searchParams.set("part", "1");
  return address.href;
}

async function fetchAll() {
  if (isAside()) throw new Lost("signed out");
  const address = part(),
    answer = await ask(address, "text/html");
  if (answer.redirected) {
    await turnedAway();
    throw new Lost("signed out");
  }
  const html = await answer.text(),
    revision = Number(/data-revision="(\d+)"/.exec(html)[1]);
  await released();
  // Overtaken: the moderator has moved on to something else, or newer words are shown already.
  return address !== part() || revision < shown() ? null : { revision, html };
}

// They are signed out; or the board asks for more than that by now, as the page says that takes the place of this one.
async function turnedAway() {
  if (await look()) location.reload();
}

// To another page of ours; not where this one is kept for what is typed on it.
const leaveFor = address => () => isAside() || location.assign(address);

async function refetch(answer = null) {
  const all = await fetchAll();
  if (all) swap(all, answer);
}

// Replace the part that changed, keeping focus, scrolling, an open panel and everything half typed.
// `answer`: this follows the answer to what the moderator just did to a question. `told` is the revision up to which it
// told them what others did to that one, 0 where it told of nobody; `rests_on` marks what the panel of that `form`
// offers by now, which they read as soon as it is drawn.
function swap({ html }, answer = null) {
  if (answer?.rests_on) formAsDrawnNow(answer.form).elements.rests_on.value = answer.rests_on;
  const before = number(),
    seen = heading()?.dataset.expected,
    kept = memory(),
    had = yours();
  desk.innerHTML = html;
  undo.textContent = "";
  undo.append(desk.querySelector("template[data-undo]").content);
  if (sourceWasLast)
    for (const button of undo.querySelectorAll("[data-key]")) {
      button.removeAttribute("data-key");
      button.querySelector("kbd").remove();
    }
  const same = before === number();
  const told = answer?.question === number() ? answer.told : 0,
    knows = mark => others() <= Math.max(mark, told);
  const stale = remember(kept, same, (mark, was) => mark.name === "expected" && knows(was));
  const news = [];
  if (same && seen && !knows(seen)) {
    keepSeen(Math.max(seen, told), told);
    if (!busy) news.push(last());
  }
  const other = stale.filter(mark => mark.name === "rests_on" && !saidOf.has(mark.dataset.now));
  for (const mark of other) saidOf.add(mark.dataset.now);
  if (other.some(mark => mark.closest(".m-panel")))
    news.push("What you can choose from changed. Read it again: the first press does nothing.");
  if (other.some(mark => mark.closest("[data-writing]")))
    news.push("What the post says may be out of date. Read it again: the first press does nothing.");
  if (!same && stale.some(mark => mark.name === "expected")) news.push(last());
  if (!answer && !busy && yours() > had) news.push("You have one more question. Find it under Yours.");
  unsaid.push(...news);
  if (!busy) sayNews();
  enhance();
  // Where another question took its place by itself, nobody need be there.
  if (before !== number()) (going || busy ? tellLookingSoon : tellStillLooking)();
}

// How many questions this moderator took, or was asked about.
const yours = () => Number(desk.querySelector("[data-yours]")?.dataset.yours ?? 0);

// The revision that the question has since somebody else changed it. What one did oneself is no news, also in another
// window, but what a colleague did before that is.
const others = () => Number(heading()?.dataset.others ?? 0);

// Somebody else changed the question under this moderator's eyes: it is said, and whatever is done next is done to the
// question as it was read, so that the server refuses the first key instead of taking a second decision.
function keepSeen(seen, told) {
  heading().dataset.expected = seen;
  for (const field of desk.querySelectorAll(`form[action*="/questions/${number()}/"] [name=expected]`))
    field.value = Math.max(told, Math.min(seen, field.value)); // what is half typed may be older than that
}

const last = () => `${heading().querySelector("strong").textContent} was ${heading().dataset.last}.`;

// The marks of what was said to have changed: it is said once.
const saidOf = new Set();
// News that came while a press was under way: it is said after the answer, and with it.
const unsaid = [];

function sayNews(answer = "", problem = false) {
  if (unsaid.length) say([answer, ...unsaid.splice(0)].join(" ").trim(), problem);
}

// A source that was paused is resumed, not undone: until something else is done, U takes back nothing older by mistake.
let sourceWasLast = false;

function enhance(at) {
  setClock(desk.querySelector("[data-now]").dataset.now, at);
  tick();
  countAll(desk);
  for (const button of desk.querySelectorAll("[data-copy]")) button.hidden = false;
  for (const form of desk.querySelectorAll("[data-writing]")) countAsTyped(form, page.dataset.meeting);
}

// Until it has come, nothing is done to the question that one has left: see `command` and keys.js.
async function go(address, push = true, pages = false) {
  view = new URL(address, location.href);
  // Another list begins with its own first question.
  if (!view.searchParams.has("q")) heading()?.removeAttribute("data-selected");
  if (push) history.pushState(null, "", view);
  going += 1;
  waiting();
  try {
    await refetch();
  } finally {
    going -= 1;
    waiting();
  }
  // In one column the question is below the list, and it is the question one asked for, but for a page of some list.
  oneColumn.matches && !pages ? heading()?.scrollIntoView() : current()?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const items = [...desk.querySelectorAll(".m-item a[data-go]")],
    at = items.indexOf(current());
  const next = at < 0 ? items[0] : items[at + step],
    there = next?.href ?? (at < 0 ? undefined : beyond(step));
  if (!there) return;
  if (!next) {
    go(there).catch(leaveFor(there));
    return;
  } // pressed again, it still goes on from here
  if (at >= 0) items[at].removeAttribute("aria-current");
  next.setAttribute("aria-current", "true"); // so that the next step goes on from here, however slow the line is
  go(next.href).catch(leaveFor(next.href));
}

const waiting = () => {
  desk.setAttribute("aria-busy", busy + going > 0);
};

// What is before one's eyes is about to change: a second key would act on something unread. Blank is never refused.
function waits(pressed) {
  const form = pressed.closest("form"),
    inTheMiddle = Boolean(pressed.closest(".m-detail"));
  if (form?.action.endsWith("/screen/blank")) return false;
  return busy > 0 ? inTheMiddle || Boolean(form) : inTheMiddle && leaving();
}

// Whether one has gone on to another question or list, and it is not here yet.
function leaving() {
  const wanted = Number(view.searchParams.get("q") ?? 0);
  return going > 0 && (!wanted || wanted !== number());
}

async function command(form, button, more = {}) {
  if (steps(form) && echoes(form.action)) return;
  if (waits(form)) {
    say(
      leaving()
        ? "The next question had not loaded, so nothing was done. Press again."
        : "Your last press is still being stored. Press again when it is done.",
      true,
    );
    return;
  }
  const seen = steps(form) ? begin(form.action) : () => {};
  busy += 1;
  waiting();
  const next = nextAfterThis(form),
    question = questionOf(form),
    before = view.href,
    sent = contentOf(form),
    body = [...fieldsOf(form, button), ...Object.entries(more)];
  let words = "",
    problem = true;
  try {
    const answer = await post(button?.hasAttribute("formaction") ? button.formAction : form.action, body);
    if (answer.status === 401) {
      words = "You were signed out, so nothing was done. Press again.";
      say(words, problem);
      await turnedAway();
      return;
    }
    const said = await answer.json(),
      its = formAsDrawnNow(form);
    if (answer.ok) {
      forget(its, sent);
      done(said, next, before === view.href);
      sourceWasLast = form.action.includes("/sources/");
    }
    const inPanel = question && its.closest(".m-panel");
    // Sent once more, the words are meant.
    if (said.rests_on && !inPanel) its.elements.rests_on.value = said.rests_on;
    problem = !answer.ok;
    words = problem ? [said.error, said.advice].filter(Boolean).join(". ") : said.message;
    say(words, problem);
    // What was done is done and said; the next news tries again.
    const rests_on = inPanel ? said.rests_on : "";
    await refetch(question && { question, told: said.told ?? 0, rests_on, form }).catch(() => {});
    if (said.panel && (!question || question === number())) show(said.panel);
  } catch {
    words = "The connection was lost, so this may not be stored. Check the question before you act again.";
    say(words, problem);
  } finally {
    busy -= 1;
    sayNews(words, problem);
    seen();
    waiting();
  }
}

// While it was on its way, news may have replaced the form that was sent, with what is typed in it.
const formAsDrawnNow = form =>
  form.isConnected ? form : ([...desk.querySelectorAll("form")].find(one => one.action === form.action) ?? form);

// The number of the question that a form does something to; null where it is about none.
const questionOf = form => Number(/\/questions\/(\d+)\//.exec(form.action)?.[1] ?? 0) || null;

// A question that was decided makes room for the next of the list; one that was only changed stays.
function nextAfterThis(form) {
  const deciding = form.action.includes(`/questions/${number()}/`) && !form.hasAttribute("data-stay");
  if (!deciding || view.searchParams.get("show") === "all" || view.searchParams.has("find")) return null;
  const item = current()?.closest("li"),
    its = one => one?.querySelector("a[data-q]")?.dataset.q;
  const past = step => (item && beyond(step) ? numberIn(beyond(step)) : undefined);
  return its(item?.nextElementSibling) ?? past(1) ?? its(item?.previousElementSibling) ?? past(-1) ?? "";
}

// `stayed`: they have not gone on to another question, or list, since they pressed. Nobody is led away from one.
function done(said, next, stayed) {
  if (!stayed) return;
  show("");
  if (next === null && !said.question) return;
  const to = String(said.question ?? next);
  to ? view.searchParams.set("q", to) : view.searchParams.delete("q");
  history.replaceState(null, "", view);
  heading()?.removeAttribute("data-selected");
}

document.addEventListener("submit", event => {
  const form = event.target;
  if (form.matches("[data-command]")) {
    event.preventDefault();
    command(form, sentWith(event));
  }
  if (form.matches("[data-get]")) {
    event.preventDefault();
    go(`?${new URLSearchParams(new FormData(form))}`).catch(() => form.submit());
  }
});
desk.addEventListener("click", event => {
  const link = event.target.closest("a, [data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.panel) {
    event.preventDefault();
    openPanel()?.id === `panel-${link.dataset.panel}` ? close() : show(link.dataset.panel);
  } else if (link.matches("[data-close]")) {
    event.preventDefault();
    close();
  } else if (link.matches("[data-copy]"))
    copy(document.getElementById(link.dataset.copy)).then(
      () => say("Copied. Nothing was sent."),
      () => say("Your browser does not allow copying here. Select the text and copy it.", true),
    );
  else if (link.matches("[data-go]")) {
    event.preventDefault();
    go(link.href, true, "pages" in link.dataset).catch(leaveFor(link.href));
  }
});
listenToDialog(document.getElementById("help"), document.querySelector("[data-help]"));
addEventListener("popstate", () => go(location.href, false).catch(leaveFor(location.href)));
installSwitch(document.querySelector("[data-keys]"));
listen({ move, escape, waits });
listenToDragging(desk, (form, more) => command(form, undefined, more));

// A clicker that is plugged into this laptop sends F5, which would throw away what is half typed.
addEventListener("keydown", event => {
  if (event.key !== "F5" || event.ctrlKey || event.metaKey) return;
  memory();
  if (!drafts.size) return;
  event.preventDefault();
  say(
    "The page did not reload, because it has text you have not saved. Save it first, or reload with Ctrl and R.",
    true,
  );
});

function escape() {
  if (more.open) {
    more.open = false;
    more.querySelector("summary").focus();
  } else openPanel() ? close() : document.activeElement.blur();
}

// The menu lies over the page: it closes when one goes on to something else.
for (const left of ["focusin", "pointerdown"])
  document.addEventListener(left, event => {
    if (!more.contains(event.target)) more.open = false;
  });

const socket = follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), {
  fetchAll,
  applyAll: all => swap(all),
  state: chip,
  shown,
});
keepAside(socket, () => {
  memory();
  return drafts.size > 0;
});
socket.on("notice", ({ message }) => say(message, true));
keepTime(socket);
setInterval(() => {
  if (!busy && !document.hidden && !isAside()) {
    tellStillLooking();
    refetch().catch(() => {});
  }
}, REFRESH);
setInterval(tick, 500);
enhance(arrived);
if (!oneColumn.matches) showCurrent();
tellLookingSoon();
