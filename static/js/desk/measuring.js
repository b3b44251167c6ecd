// The counter of a post that is being written: the server counts, by each network's own rules.
import { politely } from "../shared/politely.js";
import { post } from "../shared/requests.js";

export function countAsTyped(form, meeting) {
  const say = politely(form.querySelector("[data-measure-said]"));
  let pending;
  const countSoon = (still = "") => {
    clearTimeout(pending);
    pending = setTimeout(() => count(form, `/desk/meetings/${meeting}/outbox/measure${still}`, say), 200);
  };
  form.addEventListener("input", () => countSoon());
  // News brought a new form, whose counts are of the words that were offered. Nobody need be there.
  if (isTypedIn(form)) countSoon("?still=1");
}

const isTypedIn = form => [...form.querySelectorAll("textarea")].some(box => box.value !== box.defaultValue);

async function count(form, address, say) {
  const measures = [...form.querySelectorAll("[data-measure]")];
  const answer = await post(address, new FormData(form)).catch(() => null);
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
