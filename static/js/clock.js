// Time that goes on by itself, as the server's clock has it. The server tells moments; this counts from and to them.
let ahead = 0; // by how much the server's clock is ahead of this machine's (ms)

export const setClock = now => { ahead = Date.parse(now) - Date.now(); };

const toTheSecond = seconds => seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

// The same words as words.py has for a page without a script. Nothing is ever less than none.
export const lasted = ms => toTheSecond(Math.max(Math.floor(ms / 1000), 0));
export function left(ms, calm = false) {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return "Time is up";
  if (!calm) return `${toTheSecond(seconds)} left`;
  return seconds < 60 ? "Less than a minute left" : `${Math.ceil(seconds / 60)} min left`;
}

// Every element that counts says what it is now. It is only written when its words change.
export function tick() {
  const now = Date.now() + ahead;
  for (const element of document.querySelectorAll("[data-since], [data-until]")) {
    const { since, until, calm } = element.dataset;
    const words = since ? lasted(now - Date.parse(since)) : until ? left(Date.parse(until) - now, calm !== undefined) : "";
    if (element.textContent !== words) element.textContent = words;
  }
}
