// The asker's private page follows what becomes of the question. The words come from the server, never a socket.
import { sweep } from "./drafts.js";
import { ask, follow } from "../shared/live.js";
import { released } from "../shared/pressing.js";
import { remember } from "./yours.js";

const page = document.getElementById("page");

sweep();
remember(page.dataset.code, location.pathname.split("/").pop());

async function fetchAll() {
  // Everyone who asked hears of a change at once: spread their reloads over two seconds.
  await new Promise(done => setTimeout(done, Math.random() * 2000));
  const fresh = new DOMParser().parseFromString(
    await (await ask(location.pathname + location.search, "text/html")).text(),
    "text/html",
  );
  await released();
  // It was moved to another meeting: the news of that one is what matters from now on.
  if (fresh.getElementById("page").dataset.code !== page.dataset.code) {
    location.reload();
    return null;
  }
  return {
    revision: Number(fresh.getElementById("page").dataset.revision),
    part: fresh.querySelector("[data-receipt]"),
  };
}

// Who was on a link is on it again, where it is still there.
function applyAll({ part }) {
  const shown = document.querySelector("[data-receipt]"),
    focused = document.activeElement,
    link = shown.contains(focused) && focused.href;
  shown.replaceWith(part);
  if (link) [...part.querySelectorAll("a")].find(one => one.href === link)?.focus({ preventScroll: true });
}

follow({ code: page.dataset.code, language: document.documentElement.lang }, Number(page.dataset.revision), {
  fetchAll,
  applyAll,
  state: () => {},
});
