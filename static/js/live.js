// One connection to the server's news. It says whether it is live, and asks for a snapshot when it missed something.
import { io } from "../vendor/socket.io.js";

// The server sends a pulse every 3 seconds; three of them missing is a lost connection, whatever the socket says.
const SILENCE = 10_000;

// How long a fetch may take before it counts as lost and is tried again (ms).
const PATIENCE = 8_000;

// Fetch one of our own addresses, or fail in time.
export async function ask(address, accept = "application/json") {
  const answer = await fetch(address, { headers: { Accept: accept }, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

// Send a form to one of our own addresses: whether it was done, with the status, in words. Null where nobody is signed
// in any more.
export async function send(address, fields) {
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields), signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 401) return null;
  const said = await answer.json();
  return { ok: answer.ok, status: answer.status, words: answer.ok ? said.message : `${said.error}. ${said.advice}` };
}

// `introduction` says who we are; the server decides what we hear. `apply(delta)` shows news that follows what we
// know. `fetchAll(known)` fetches what is shown, with its revision, and `applyAll` shows it: never over anything newer. A page
// without `apply` fetches on every delta, but for those whose changes `shown()`, its revision, says it has already.
export function follow(introduction, revision, { apply, fetchAll, applyAll, state, shown = () => 0 }) {
  let known = revision, wanted = revision, silence, fetching = false;
  const tell = live => { document.documentElement.dataset.live = live ? "on" : "off"; state(live); };
  const heard = () => { clearTimeout(silence); silence = setTimeout(() => tell(false), SILENCE); tell(true); };
  const fetchOnce = async changed => {
    const all = await fetchAll(known);
    if (!all || all.revision < known) return; // overtaken on its way
    known = all.revision;
    if (changed?.length && all.revision <= shown()) return; // the answer to one's own press was quicker
    applyAll(all);
  };
  const catchUp = async (newest, always = false, changed = undefined) => {
    wanted = Math.max(wanted, newest);
    if (fetching || (wanted <= known && !always)) return;
    fetching = true;
    try {
      await fetchOnce(changed);
      if (wanted > known) await fetchOnce(); // something came while we fetched
    } catch { /* we still know what we knew: the next pulse tries again */ } finally { fetching = false; }
  };
  // At the same origin, websocket first: one connection, and polling where a network forbids it.
  const socket = io({ auth: introduction, transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 3000 });
  socket.on("hello", ({ revision: now }) => { heard(); catchUp(now); });
  socket.on("pulse", ({ revision: now }) => { heard(); catchUp(now); });
  socket.on("delta", delta => {
    heard();
    if (delta.changed?.length && delta.revision <= shown()) return;
    const gap = delta.since !== undefined && delta.since > known;
    if (!apply || gap) { catchUp(delta.revision, !apply, delta.changed); return; }
    if (delta.revision <= known) return;
    known = delta.revision;
    apply(delta);
  });
  socket.on("disconnect", () => tell(false));
  socket.on("connect_error", () => tell(false));
  return socket;
}

// The word "Live" in the page's header, for everyone, not by colour alone.
export function chip(live) {
  const element = document.querySelector("[data-live-chip]");
  element.hidden = false;
  element.classList.toggle("app-live--off", !live);
  element.querySelector("[data-live-text]").textContent = live ? element.dataset.on ?? "Live" : element.dataset.off ?? "Not live";
}
