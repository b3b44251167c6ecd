// One's own questions of a meeting. Only this browser knows which they are; their private pages say what became of
// them.
import { PATIENCE, within } from "../shared/requests.js";
import { shared } from "./sharing.js";

const LIMIT = 50;

function kept(code) {
  if (shared()) return [];
  try {
    const tokens = JSON.parse(localStorage.getItem(`yours:${code}`));
    return Array.isArray(tokens) ? tokens.filter(token => /^[\w-]+$/.test(token)) : [];
  } catch {
    return [];
  } // private mode, or something that we cannot have kept
}

function keep(code, tokens) {
  const yours = `yours:${code}`;
  try {
    tokens.length ? localStorage.setItem(yours, JSON.stringify(tokens.slice(-LIMIT))) : localStorage.removeItem(yours);
  } catch {
    /* private mode: nothing is kept */
  }
}

export const remember = (code, token) => shared() || keep(code, [...kept(code).filter(one => one !== token), token]);

// The tab of the list. Returns what brings it up to date.
export function install(code, panel, number) {
  const list = panel.querySelector("[data-yours]"),
    words = panel.querySelector("[data-yours-words]"),
    lost = panel.querySelector("[data-yours-lost]"),
    forget = panel.querySelector("[data-yours-forget]");
  const address = token => list.dataset.yours.replace("TOKEN", token);

  function arrange() {
    const tokens = kept(code);
    for (const card of [...list.children]) if (!tokens.includes(card.dataset.token)) card.remove();
    number.parentElement.hidden = tokens.length === 0;
    number.textContent = tokens.length;
    words.hidden = tokens.length > 0 || shared();
    forget.hidden = tokens.length === 0;
    return tokens;
  }

  async function bring(token) {
    const answer = await fetch(address(token), { headers: { Accept: "text/html" }, signal: within(PATIENCE) });
    if (answer.status === 404) {
      keep(
        code,
        kept(code).filter(one => one !== token),
      );
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const old = [...list.children].find(card => card.dataset.token === token);
    const card = old ?? document.getElementById("own").content.firstElementChild.cloneNode(true);
    card.dataset.token = token;
    card.querySelector("[data-own=state]").textContent = page.querySelector("h1").textContent;
    const text = card.querySelector("[data-own=text]"),
      asked = page.querySelector("[data-asked]");
    text.textContent = asked.textContent;
    asked.lang ? text.setAttribute("lang", asked.lang) : text.removeAttribute("lang");
    card.querySelector("[data-own=receipt]").textContent = page.querySelector("[data-receipt] strong").textContent;
    card.querySelector("a").href = address(token);
    if (!old) list.append(card);
  }

  async function refresh() {
    let failed = false;
    for (const token of arrange())
      await bring(token).catch(() => {
        failed = true;
      });
    lost.hidden = !failed;
    arrange();
  }

  forget.querySelector("button").addEventListener("click", () => {
    if (!confirm(forget.dataset.sure)) return;
    keep(code, []);
    lost.hidden = true;
    arrange();
  });
  arrange();
  return refresh;
}
