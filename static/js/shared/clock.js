// Time that goes on by itself, as the server's clock has it. The server tells moments; this counts from and to them.
//
// This machine's own clock is never asked: it may be wrong, and may be put right in the middle of a meeting. What is
// counted with from one message of the server's to the next is `performance.now()`, which only ever goes on.

// When the server's answer with this page began to arrive, by `performance.now()`: the scripts may come much later.
export const arrived = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;

let told = 0,
  heardAt = 0; // what the server said last (ms since 1970), and when we heard it (by performance.now())

export function setClock(now, at = performance.now()) {
  told = Date.parse(now);
  heardAt = at;
}

export const serverNow = () => told + performance.now() - heardAt;

// Every pulse says what time it is: some machines stop counting while they sleep.
export function keepTime(socket) {
  for (const event of ["hello", "pulse"]) socket.on(event, ({ now }) => setClock(now));
}

const toTheSecond = seconds => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`);

// The same words as words.py has for a page without a script. Nothing is ever less than none.
export const lasted = ms => toTheSecond(Math.max(Math.floor(ms / 1000), 0));
export function left(ms, calm = false) {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return "Time is up";
  if (!calm) return `${toTheSecond(seconds)} left`;
  return seconds < 60 ? "Less than a minute left" : `${Math.ceil(seconds / 60)} min left`;
}
export function waited(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}

// A moment (ms since 1970) as they say it where the meeting is, wherever this machine thinks that it is itself.
export const timeOfDay = (moment, zone) => inZone(moment, zone, { hour: "2-digit", minute: "2-digit" });
export const date = (moment, zone) => inZone(moment, zone, { day: "numeric", month: "long", year: "numeric" });

function inZone(moment, zone, parts) {
  const say = timeZone => new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...parts }).format(moment);
  try {
    return say(zone);
  } catch {
    return `${say("UTC")} UTC`;
  } // a zone that was founded after this browser
}

// What an element that counts says now.
function counted({ since, until, waiting, calm }, now) {
  if (since) return lasted(now - Date.parse(since));
  if (waiting) return waited(now - Date.parse(waiting));
  return until ? left(Date.parse(until) - now, calm !== undefined) : "";
}

// Every element that counts says what it is now. It is only written when its words change.
export function tick() {
  const now = serverNow();
  for (const element of document.querySelectorAll("[data-since], [data-until], [data-waiting]")) {
    const words = counted(element.dataset, now);
    if (element.textContent !== words) element.textContent = words;
  }
}
