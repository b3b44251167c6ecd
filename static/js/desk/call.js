// The counter of the call: the server counts, by the network's own rules. And the page follows what became of a post.
import { ask, follow } from "../shared/live.js";
import { politely } from "../shared/politely.js";
import { post } from "../shared/requests.js";

const page = document.getElementById("page"),
  form = document.querySelector("[data-call]"); // none for who may only read
const measures = form ? [...form.querySelectorAll("[data-measure]")] : [];
const say = form && politely(document.querySelector("[data-measure-said]"));
let pending;

async function count() {
  const answer = await post(`/desk/meetings/${page.dataset.meeting}/call/measure`, new FormData(form)).catch(
    () => null,
  );
  if (!answer?.ok) return; // the next letter asks again
  const found = await answer.json();
  measures.forEach((measure, place) => show(measure, found[place]));
  say(measures.map(measure => measure.dataset.said).join(", "));
}

function show(measure, { length, limit, has_link, price }) {
  const count = measure.querySelector("[data-count]");
  count.textContent = `${length} of ${limit} characters`;
  count.classList.toggle("m-measure--over", length > limit);
  measure.querySelector("[data-cost]").hidden = !price;
  measure.querySelector("[data-price]").textContent = price;
  measure.querySelector("[data-link]").hidden = !(price && has_link);
  const network = measure.dataset.measure;
  measure.dataset.said = network ? `${network}: ${count.textContent}` : count.textContent;
}

form?.addEventListener("input", () => {
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
