// What this browser keeps of a form until it is sent: for minutes, because the next person may use the same device.

// As long as the server takes a form without a name that comes again for the first one's (sending_again.py), in ms.
export const LASTS = 10 * 60 * 1000;
const PREFIX = "draft:";

export const recent = at => Math.abs(Date.now() - at) < LASTS;

// One draft of a meeting for both languages: nobody loses what they typed by changing over.
export const nameOf = code => `${PREFIX}/${code}/QUESTIONS`;

export function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name));
    return recent(draft?.at) ? draft : null;
  } catch {
    return null;
  } // private mode, or something that we cannot have kept
}

export function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* private mode: no draft */
  }
}

export function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    /* as above */
  }
}

// What is too old is not only left unread: it goes. `any` is for what is not old as well.
export function sweep(any = false) {
  let names = [];
  try {
    names = Object.keys(localStorage);
  } catch {
    /* as above */
  }
  for (const name of names) if (name.startsWith(PREFIX) && (any || !read(name))) remove(name);
}
