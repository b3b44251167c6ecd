// Requests to our own server, each within a time of its own: a network that says nothing must not be waited for.

// How long a page or a list may take to come, and how long what was sent may take to be answered (ms).
export const PATIENCE = 8000;
const PATIENCE_SENT = 20000;

// What was asked for did not come: the line was lost, took too long, or the server had nothing to give.
export class Lost extends Error {}

// A signal that ends a fetch. `AbortSignal.timeout` is younger than the oldest browsers served (docs/screens.md).
export function within(patience) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), patience);
  return stop.signal;
}

const lose = error => {
  throw new Lost(error.message);
};

// Fetch one of our own addresses, to its end, or fail in time. The header says that nobody need be there: a page that
// is left open fetches what is new, and that keeps nobody signed in.
export async function ask(address, accept = "application/json") {
  const answer = await fetch(address, {
    headers: { Accept: accept, "X-By-Script": "1" },
    signal: within(PATIENCE),
  }).catch(lose);
  const body = await answer.text().catch(lose); // the line may be lost in the middle of it
  if (!answer.ok) throw new Lost(answer.status);
  return { redirected: answer.redirected, text: () => body, json: () => JSON.parse(body) };
}

// Send a form's fields, and have the server's answer in time, whatever it says.
export const post = (address, fields) =>
  fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(fields),
    signal: within(PATIENCE_SENT),
  });

// Send a form to one of our own addresses: whether it was done, with the status, in words. Null where nobody is signed
// in any more.
export async function send(address, fields) {
  const answer = await post(address, fields);
  if (answer.status === 401) return null;
  const said = await answer.json();
  const words = answer.ok ? said.message : `${said.error}. ${said.advice}`;
  return { ok: answer.ok, status: answer.status, words };
}
