// A page of the desk is for whoever opened it. Once they are signed out, wherever that was done, it shows nothing of
// anybody. What they typed on it and did not send is there again when they have signed in, in another tab.
import { ask } from "../shared/requests.js";

// So often a page asks that nobody touches (ms). A session that nobody uses ends by itself: asking is no use of it.
const EVERY = 180_000;
const mine = document.body.dataset.account ?? "";
const notice = document.querySelector("template[data-signed-out]"),
  followsNews = document.querySelector("[data-live-chip]");
const tabs = window.BroadcastChannel && new BroadcastChannel("desk");
let aside = null,
  ends = Date.now() + Number(document.body.dataset.lasts ?? 0) * 1000,
  title = "";

// Where the line is lost, or the service away, nobody knows, and the page stays as it is: but no longer than its
// session lasts, by what was told last.
async function look() {
  const answer = await ask("/signed-in").catch(() => null);
  if (!answer) {
    if (Date.now() > ends) putAside();
    return;
  }
  const { account, token, lasts } = answer.json();
  ends = Date.now() + lasts * 1000;
  String(account ?? "") === mine ? putBack(token) : putAside();
}

function putAside() {
  if (aside) return;
  if (followsNews) {
    location.reload(); // as it does by itself when it hears of this
    return;
  }
  for (const field of document.querySelectorAll("[type=password]")) field.value = "";
  const instead = notice.content.cloneNode(true),
    typed = [...document.querySelectorAll("input, textarea, select")].some(isTyped);
  aside = document.createDocumentFragment();
  aside.append(...document.body.childNodes);
  title = document.title;
  instead.querySelector("[data-typed]").hidden = !typed;
  if (typed) instead.querySelector("a").target = "_blank";
  document.title = instead.querySelector("h1").textContent;
  document.body.append(instead);
  document.querySelector("h1").focus();
}

// Their forms need the token of the session that has begun since.
function putBack(token) {
  if (!aside) return;
  document.body.textContent = "";
  document.body.append(aside);
  document.title = title;
  aside = null;
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
}

function isTyped(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  return [...field.options].some(option => option.selected !== option.defaultSelected) && field.selectedIndex > 0;
}

if (mine) {
  for (const shown of ["visibilitychange", "pageshow"])
    addEventListener(
      shown,
      ({ type, persisted }) => {
        if (!document.hidden && (type !== "pageshow" || persisted)) look();
      },
      true,
    );
  setInterval(look, EVERY);
  if (tabs)
    tabs.onmessage = ({ data }) => {
      if (aside || data !== mine) look();
    };
}
// The other tabs hear who is signed in on the page that has just opened: nobody, after somebody signed out.
if (tabs) tabs.postMessage(mine);
