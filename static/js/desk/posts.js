// The pages of posts: the server counts as one types, and what became of a post is followed.
import { ask, follow } from "../shared/live.js";
import { listen } from "./keys.js";
import { countAsTyped } from "./measuring.js";
import { released } from "../shared/pressing.js";

const page = document.getElementById("page"),
  parts = () => [...document.querySelectorAll("[data-fresh]")];

for (const form of document.querySelectorAll("[data-writing]")) countAsTyped(form, page.dataset.meeting);

async function fetchAll() {
  const fresh = new DOMParser().parseFromString(await (await ask(location.href, "text/html")).text(), "text/html");
  await released();
  return { revision: Number(fresh.getElementById("page").dataset.revision), fresh };
}

// What somebody is busy in stays as it is until the next news.
function applyAll({ fresh }) {
  for (const part of parts()) {
    const now = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (now && !part.contains(document.activeElement) && !isTypedIn(part)) {
      part.replaceWith(now);
      for (const form of now.querySelectorAll("[data-writing]")) countAsTyped(form, page.dataset.meeting);
    }
  }
}

const isTypedIn = part =>
  [...part.querySelectorAll("textarea, input:not([type=hidden])")].some(field =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  );

follow({ desk: Number(page.dataset.meeting) }, Number(page.dataset.revision), { fetchAll, applyAll, state: () => {} });
listen({ escape: () => document.activeElement.blur() }); // Ctrl and Enter sends what one types in
