// One connection to the server's news. It says whether it is live, and asks for a snapshot when it missed something.
import { io } from "../vendor/socket.io.js";

// The server sends a pulse every 3 seconds; three of them missing is a lost connection, whatever the socket says.
const SILENCE = 10_000;

// `introduction` says who we are; the server decides what we hear. `apply(delta)` shows news, `refetch()` fetches
// everything. Both are only called with a revision that is new to us.
export function follow(introduction, revision, { apply, refetch, state }) {
  let known = revision, silence, fetching = false;
  const tell = live => { document.documentElement.dataset.live = live ? "on" : "off"; state(live); };
  const heard = () => { clearTimeout(silence); silence = setTimeout(() => tell(false), SILENCE); tell(true); };
  const catchUp = async newest => {
    if (newest <= known || fetching) return;
    fetching = true;
    try { known = Math.max(known, await refetch()); } catch { /* the next pulse tries again */ } finally { fetching = false; }
  };
  // At the same origin, websocket first: one connection, and polling where a network forbids it.
  const socket = io({ auth: introduction, transports: ["websocket", "polling"], reconnectionDelayMax: 3000 });
  socket.on("hello", ({ revision: now }) => { heard(); catchUp(now); });
  socket.on("pulse", ({ revision: now }) => { heard(); catchUp(now); });
  socket.on("delta", delta => {
    heard();
    if (delta.since !== undefined && delta.since > known) { catchUp(delta.revision); return; }
    if (delta.revision < known || (delta.revision === known && delta.since !== delta.revision)) return;
    known = delta.revision;
    apply(delta);
  });
  socket.on("disconnect", () => tell(false));
  socket.on("connect_error", () => tell(false));
  return { socket, seen: newest => { known = Math.max(known, newest); } };
}

// The word "Live" in the page's header, for everyone, not by colour alone.
export function chip(live) {
  const element = document.querySelector("[data-live-chip]");
  element.hidden = false;
  element.classList.toggle("app-live--off", !live);
  element.querySelector("[data-live-text]").textContent = live ? "Live" : "Not live";
}
