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
  title = "",
  typedOutOfSight = () => false,
  goOn = () => {};

// A page that follows its news hears by them that its session ended, or goes on by another token, and connects anew
// once it is there again. `outOfSight` says whether words are typed on it that no field shows now.
export function keepAside(socket, outOfSight = () => false) {
  socket.on("signed_out", look);
  typedOutOfSight = outOfSight;
  goOn = () => {
    if (!socket.active) socket.connect();
  };
}

export const isAside = () => aside !== null;

// Where the line is lost, or the service away, nobody knows, and the page stays as it is: but no longer than its
// session lasts, by what was told last. Returns whether whoever opened it is signed in.
export async function look() {
  const answer = await ask("/signed-in").catch(() => null);
  if (!answer) {
    if (Date.now() > ends) putAside();
    return false;
  }
  const { account, token, lasts } = answer.json();
  ends = Date.now() + lasts * 1000;
  const same = String(account ?? "") === mine;
  same ? putBack(token) : putAside();
  return same;
}

function putAside() {
  if (aside) return;
  const typed = typedOutOfSight() || [...document.querySelectorAll("input, textarea, select")].some(isTyped);
  // What has nothing to lose goes on by itself: to the page that signs in, where only the desk's news were followed.
  if (followsNews && !typed) {
    location.reload();
    return;
  }
  for (const field of document.querySelectorAll("[type=password]")) field.value = "";
  const instead = notice.content.cloneNode(true);
  aside = document.createDocumentFragment();
  aside.append(...document.body.childNodes);
  title = document.title;
  instead.querySelector("[data-typed]").hidden = !typed;
  if (typed) instead.querySelector("a").target = "_blank";
  document.title = instead.querySelector("h1").textContent;
  document.body.append(instead);
  document.querySelector("h1").focus();
}

// Its forms need the token of a session that has begun since, or goes on by another one.
function putBack(token) {
  if (aside) {
    document.body.textContent = "";
    document.body.append(aside);
    document.title = title;
    aside = null;
  }
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
  goOn();
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
  if (tabs) tabs.onmessage = look;
}
// The other tabs hear that a page has just opened: nobody may be signed in there, or somebody by another session.
if (tabs) tabs.postMessage("opened");
