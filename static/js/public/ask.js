// The form works without this. With it: a count, a draft that survives, and "sent" only after the server said so.
import { LASTS, nameOf, read, recent, remove, sweep, write } from "./drafts.js";
import { counts, length, words as wordsIn } from "../shared/length.js";
import { politely } from "../shared/politely.js";
import { post } from "../shared/requests.js";
import { counted, filled } from "../shared/saying.js";
import { shared } from "./sharing.js";
import { remember } from "./yours.js";

const form = document.querySelector("[data-ask]");

sweep();
if (form) {
  const question = form.elements.question,
    left = document.getElementById("question-left"),
    key = form.elements.key;
  const limit = Number(left.dataset.limit),
    draftName = nameOf(form.dataset.ask),
    says = JSON.parse(form.dataset.says);
  const problem = form.querySelector("[data-problem]"),
    draftNote = form.querySelector("[data-draft]");
  const fields = ["question", "name", "email", "organisation", "attending"].filter(name => form.elements[name]);
  const tick = form.elements.name_withheld; // not where the board does not offer it
  const button = form.querySelector("button[type=submit], .app-send"),
    words = button?.textContent;
  let sending = false,
    sentAt = null,
    old;

  // The board's own limit, in words or characters. Over it, a question is taken all the same: a person decides.
  const own = Number(left.dataset.own ?? 0),
    unit = left.dataset.unit;
  const measured = text => (unit === "words" ? wordsIn(text) : length(text));
  const sayLeft = politely(form.querySelector("[data-left-said]"));
  const room = (rest, ownRest) => {
    if (!own) return counted(says.characters, rest);
    const ours = counted(says[unit], ownRest);
    return unit === "words" ? filled(says.both, { words: ours, characters: counted(says.characters, rest) }) : ours;
  };
  const count = () => {
    const text = question.value,
      rest = limit - counts(text, limit);
    const ownRest = own && rest >= 0 ? own - measured(text) : 0;
    left.textContent =
      rest < 0
        ? filled(says.too_many, { length: counted(says.characters, -rest) })
        : ownRest < 0
          ? filled(says.over, { length: counted(says[unit], -ownRest) })
          : filled(says.remaining, { room: room(rest, ownRest) });
    left.classList.toggle("app-left--over", rest < 0 || ownRest < 0);
  };
  const forget = () => remove(draftName);
  // Known to be a device of many people's, or said to be on this very form.
  const keepsNothing = () => shared() || Boolean(form.elements.shared_device?.checked);
  const keep = () => {
    if (keepsNothing()) {
      forget();
      keepKey(key.value);
      return;
    }
    const draft = Object.fromEntries(fields.map(name => [name, form.elements[name].value]));
    write(draftName, { ...draft, name_withheld: Boolean(tick?.checked), key: key.value });
    clearTimeout(old);
    old = setTimeout(() => sweep(), LASTS);
  };
  const restore = () => {
    const draft = read(draftName);
    if (!draft?.question || fields.some(name => form.elements[name].value)) return;
    for (const name of fields) form.elements[name].value = draft[name] ?? "";
    // A name that was to be withheld never comes back without its tick.
    if (tick) tick.checked = tick.checked || Boolean(draft.name_withheld);
    else if (draft.name_withheld) form.elements.name.value = "";
    key.value = draft.key; // the same key: a send whose answer was lost is not counted twice
    draftNote.hidden = false;
  };
  // A form that "back" or a reload fetches anew has the key it had, for as long as a draft is kept.
  const keepKey = (value, at = Date.now()) => {
    history.replaceState(keepsNothing() ? null : { formKey: [value, at] }, "");
  };
  const begin = () => {
    forget();
    history.replaceState(null, "");
    location.reload();
  };
  const complain = words => {
    problem.hidden = false;
    problem.querySelector("[data-problem-text]").textContent = words;
    problem.focus();
  };

  const busy = on => {
    sending = on;
    if (!button) return; // questions are not taken now
    button.textContent = on ? says.sending : words;
    on ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
  };

  // The server's own page says what to put right, with everything that was typed.
  const showProblem = async html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    // The first of these would have the focus by itself without a script. Here it gets it below, and only once.
    for (const one of page.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    keepKey(document.querySelector("[data-ask]").elements.key.value); // another one where it was somebody else's
    const summary = document.querySelector(".nhsuk-error-summary:not([hidden])");
    if (summary) {
      summary.tabIndex = -1;
      summary.focus();
    }
    await import(`${import.meta.url}?again=${Date.now()}`);
  };

  form.addEventListener("input", event => {
    count();
    if (event.target === question) sayLeft(left.textContent);
    keep();
  });
  form.querySelector("[data-discard]").addEventListener("click", begin);
  // The server has stored it: only now is it sent.
  const sent = receipt => {
    sentAt = Date.now();
    forget();
    if (keepsNothing()) {
      location.replace(receipt);
      return;
    } // "back" leads past the form
    remember(form.dataset.ask, new URL(receipt, location).pathname.split("/").pop());
    location.assign(receipt);
  };
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (sending) return;
    busy(true);
    problem.hidden = true;
    keep();
    keepKey(key.value);
    try {
      const answer = await post(form.action, new FormData(form));
      if (answer.ok) {
        const { receipt, problem: page } = await answer.json();
        if (receipt) {
          sent(receipt);
          return;
        }
        await showProblem(page);
        return;
      }
      complain(says.not_taken);
    } catch {
      complain(says.lost);
    } finally {
      busy(false); // also once it is sent: "back" finds this page as it was left
    }
  });
  // Left while it was being sent, and come back to: the answer may never come. What was sent long ago is not shown
  // again.
  addEventListener("pageshow", event => {
    if (!event.persisted) return;
    busy(false);
    if (sentAt && !recent(sentAt)) begin();
  });
  const [had, since] = history.state?.formKey ?? [];
  const known = recent(since);
  if (known) key.value = had; // under the key it had, the same question stays one question
  restore();
  keepKey(key.value, known ? since : Date.now());
  count();
}
