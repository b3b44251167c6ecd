// The counter of the call: the server counts, by the network's own rules. And the page follows what became of a post.
import { follow } from "./live.js";

const page = document.getElementById("page"), form = document.querySelector("[data-call]"), text = form.elements.text;
const measure = form.querySelector("#measure");
let pending;

async function count() {
  const answer = await fetch(`/desk/meetings/${page.dataset.meeting}/call/measure`, {
    method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)),
  });
  if (!answer.ok) return;
  const found = await answer.json();
  measure.querySelector("[data-count]").textContent = `${found.length} of ${found.limit} characters`;
  measure.querySelector("[data-count]").classList.toggle("m-measure--over", !found.fits);
  measure.querySelector("[data-price]").textContent = found.price;
  measure.querySelector("[data-link]").hidden = !found.has_link;
}

text.addEventListener("input", () => { clearTimeout(pending); pending = setTimeout(count, 200); });

async function refetch() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const posts = document.querySelector("[data-posts]"), now = fresh.querySelector("[data-posts]");
  if (posts && now && !posts.contains(document.activeElement)) posts.replaceWith(now);
  return Number(fresh.getElementById("page").dataset.revision);
}

follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), { refetch, state: () => {} });
