// What a page shows follows the server's news. It says whether it is live, and fetches everything when it missed some.
import { connect } from "./connection.js";
import { Lost } from "./requests.js";

export { ask, send } from "./requests.js";

// Where no news comes at all, everything is fetched now and then: late, and said to be, but not wrong for long (ms).
const WITHOUT_NEWS = 15000;
// A page on which this many scripts failed is not called live any more until it is opened again.
const ERRORS = 3;

// `introduction` says who we are; the server decides what we hear. `apply(delta)` shows news that follows what we
// know. `fetchAll(known)` fetches what is shown, with its revision, and `applyAll` shows it: never over anything newer.
// A page without `apply` fetches on every delta, but for those whose changes `shown()`, its revision, says it has.
export function follow(introduction, revision, { apply, fetchAll, applyAll, state, shown = () => 0 }) {
  let known = revision,
    wanted = revision,
    fetching = false,
    hearing = false,
    failed = false,
    errors = 0;

  // Live is what hears the news and shows it: a page that could not is no more live than one that hears nothing.
  const tell = () => {
    const live = hearing && !failed;
    document.documentElement.dataset.live = live ? "on" : "off";
    state(live);
  };
  const lost = () => {
    hearing = false;
    tell();
  };
  const fail = error => {
    console.error(error);
    failed = true;
    tell();
  };
  const { socket, heard } = connect(introduction, lost);
  const news = ({ revision: now }) => {
    heard();
    hearing = true;
    tell();
    return now;
  };

  async function fetchOnce(changed, onlyNewer) {
    const goal = wanted,
      all = await fetchAll(known);
    if (!all) return; // the page has moved on to something else
    if (all.revision > known || (all.revision === known && !onlyNewer)) {
      // The answer to one's own press may have been quicker.
      if (!changed?.length || all.revision > shown()) applyAll(all);
      known = all.revision;
    }
    if (known < goal) throw new Lost("the answer is older than the news");
  }

  async function catchUp(newest, always = false, changed = undefined, onlyNewer = false) {
    wanted = Math.max(wanted, newest);
    if (fetching || (wanted <= known && !always && !failed)) return;
    fetching = true;
    try {
      await fetchOnce(changed, onlyNewer && !failed);
      if (wanted > known) await fetchOnce(); // something came while we fetched
      failed = errors >= ERRORS;
    } catch (error) {
      if (!(error instanceof Lost)) console.error(error);
      failed = true; // we still know what we knew: the next pulse tries again
    } finally {
      fetching = false;
      tell();
    }
  }

  function show(delta) {
    try {
      apply(delta);
      known = delta.revision;
    } catch (error) {
      fail(error);
      catchUp(delta.revision, true);
    }
  }

  for (const event of ["hello", "pulse"]) socket.on(event, told => catchUp(news(told)));
  socket.on("delta", delta => {
    news(delta);
    if (delta.changed?.length && delta.revision <= shown()) return;
    const gap = delta.since !== undefined && delta.since > known;
    if (!apply || gap || failed) catchUp(delta.revision, !apply, delta.changed);
    else if (delta.revision > known) show(delta);
  });
  const scriptFailed = () => {
    errors += 1;
    failed = true;
    tell();
  };
  addEventListener("error", scriptFailed);
  addEventListener("unhandledrejection", scriptFailed);
  const withoutNews = () => {
    if (!hearing) catchUp(wanted, true, undefined, true);
    setTimeout(withoutNews, WITHOUT_NEWS * (0.75 + Math.random() / 2)); // not all pages of a room at once
  };
  setTimeout(withoutNews, WITHOUT_NEWS);
  return socket;
}

// The word "Live" in the page's header, for everyone, not by colour alone.
const element = document.querySelector("[data-live-chip]"); // also while the page is put aside: see desk/signed_in.js
export function chip(live) {
  element.classList.toggle("app-live--off", !live);
  const { on = "Live", off = "Not live" } = element.dataset;
  element.querySelector("[data-live-text]").textContent = live ? on : off;
}
