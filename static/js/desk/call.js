// The counter of the call: the server counts, by the network's own rules. And the page follows what became of a post.
import { ask, follow } from "../shared/live.js";
import { politely } from "../shared/politely.js";
import { post } from "../shared/requests.js";

const page = document.getElementById("page"),
  form = document.querySelector("[data-call]"); // none for who may only read
const measure = form?.querySelector("#measure");
const say = form && politely(document.querySelector("[data-measure-said]"));
let pending;

async function count() {
  const answer = await post(`/desk/meetings/${page.dataset.meeting}/call/measure`, new FormData(form)).catch(
    () => null,
  );
  if (!answer?.ok) return; // the next letter asks again
  const found = await answer.json();
  measure.querySelector("[data-count]").textContent = `${found.length} of ${found.limit} characters`;
  measure.querySelector("[data-count]").classList.toggle("m-measure--over", !found.fits);
  measure.querySelector("[data-price]").textContent = found.price;
  measure.querySelector("[data-link]").hidden = !found.has_link;
  say(measure.querySelector("[data-count]").textContent);
}

form?.elements.text.addEventListener("input", () => {
  clearTimeout(pending);
  pending = setTimeout(count, 200);
});

async function fetchAll() {
  const fresh = new DOMParser().parseFromString(await (await ask(location.href, "text/html")).text(), "text/html");
  return { revision: Number(fresh.getElementById("page").dataset.revision), now: fresh.querySelector("[data-posts]") };
}

function applyAll({ now }) {
  const posts = document.querySelector("[data-posts]");
  if (posts && now && !posts.contains(document.activeElement)) posts.replaceWith(now);
}

follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), { fetchAll, applyAll, state: () => {} });
