// The socket to the server's news, by whatever way a network lets through. Some networks let a websocket open and then
// pass nothing on: what counts is what arrives.
import { io } from "../../vendor/socket.io.js";

// The server sends a pulse every 3 seconds; three of them missing is a lost connection, whatever the socket says (ms).
const SILENCE = 10000;
// How long a way may take to open before another is tried (ms): with SILENCE it keeps what follows under 20 seconds.
const OPENING = 6000;
// Where there are several servers, a proxy sends all that this page asks for to one of them by it.
const PAGE = String(Math.random()).slice(2);
// Whom the server did not let in asks again: it may have been the database, or a session that has begun since (ms).
const AGAIN = 10000;
// A websocket first: one connection, and polling where that is refused. Polling alone where it opened and said nothing;
// never with a websocket tried beside it, because the server holds the news back while such a try is under way.
const SOCKET_FIRST = ["websocket", "polling"],
  POLLING = ["polling"];
// So often polling must have brought what a websocket did not, until websockets are not tried any more.
const ENOUGH = 2;

// `lost()` is called whenever nothing is heard, first of all within SILENCE. Returns the socket, and `heard` to call
// with everything that arrives.
export function connect(introduction, lost) {
  let timer,
    heardAt = Date.now(),
    way = SOCKET_FIRST,
    suspected = false,
    failures = 0;
  const options = {
    query: { c: PAGE },
    transports: way,
    tryAllTransports: true,
    timeout: OPENING,
    reconnectionDelayMax: 3000,
  };
  const socket = io({ auth: introduction, ...options });

  function take(next) {
    way = failures < ENOUGH ? next : POLLING;
    socket.io.opts.transports = [...way];
  }

  function goAnotherWay() {
    suspected = way === SOCKET_FIRST;
    take(suspected ? POLLING : SOCKET_FIRST);
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(fellSilent, SILENCE);
  }

  function fellSilent() {
    lost();
    const { readyState, transport } = socket.io.engine;
    if (readyState === "open") {
      // A machine that slept has no reason to doubt the network.
      if (Date.now() - heardAt < 2 * SILENCE) goAnotherWay();
      transport.close(); // and the next one is opened
    }
    wait();
  }

  function heard() {
    heardAt = Date.now();
    wait();
    if (way === POLLING && suspected) failures += 1;
    suspected = false;
  }

  function turnedAway() {
    lost();
    if (!socket.active) setTimeout(() => socket.connect(), AGAIN * (1 + Math.random()));
  }

  socket.io.on("error", error => {
    if (error.message === "timeout") goAnotherWay();
  });
  socket.on("connect_error", turnedAway);
  socket.on("disconnect", () => {
    if (!suspected) take(SOCKET_FIRST);
    turnedAway();
  });
  for (const shown of ["visibilitychange", "pageshow"])
    addEventListener(
      shown,
      () => {
        if (!document.hidden && Date.now() - heardAt > SILENCE) fellSilent();
      },
      true,
    );
  wait();
  return { socket, heard };
}
