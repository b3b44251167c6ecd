// The asker's private page follows what becomes of the question. The words come from the server, never a socket.
import { follow } from "./live.js";

const page = document.getElementById("page");

async function refetch() {
  // Everyone who asked hears of a change at once: spread their reloads over two seconds.
  await new Promise(done => setTimeout(done, Math.random() * 2000));
  const answer = await fetch(location.pathname);
  if (!answer.ok) throw new Error(answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("[data-receipt]").replaceWith(fresh.querySelector("[data-receipt]"));
  return Number(fresh.getElementById("page").dataset.revision);
}

follow({ code: page.dataset.code }, Number(page.dataset.revision), { refetch, state: () => {} });
