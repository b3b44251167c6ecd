// Everything of a view fits on the screen, whatever its size, the names and the question: nothing is cut, and nothing
// lies over something else. The question is as large as it can be; what stands around it gives way to it.

// Sizes of the question in tenths of a per cent of the screen's height (docs/screens.md): the largest, the one that the
// whole room can read, and the smallest, which a question of 500 characters with the longest names comes down to.
const LARGEST = 120,
  LEGIBLE = 50,
  SMALLEST = 24;
// Sizes of all else in hundredths of what screen.css says: steps, the smallest one that reads well, the last resort.
const STEP = 5,
  SMALL = 60,
  LEAST = 30;
// The least height of the code to join with in the middle, as a part of the screen's; upright, of 1.5 times its width.
const CODE = 0.24;

const body = document.body,
  main = document.querySelector(".p-main"),
  heading = document.querySelector(".p-q");
const lines = document.querySelector(".p-lines"),
  frame = [...document.querySelectorAll(".p-top, .p-bot, .p-join")];

const scale = around => body.style.setProperty("--size", around / 100);
const inside = element => element.scrollWidth <= element.clientWidth + 1;

// What of the view stands in the middle: the question, or the words beside the code to join with.
const middle = () => [heading, ...main.querySelectorAll(".p-joinview > div:last-child")].find(one => one.offsetParent);
// The code gives way to the words, and not so far that no phone reads it from the back of the room.
const readable = text => {
  const code = text.previousElementSibling?.querySelector("svg");
  return !code || code.getBoundingClientRect().height >= Math.min(CODE * innerHeight, CODE * 1.5 * innerWidth);
};

function fits(around, question = 0) {
  scale(around);
  if (question) heading.style.fontSize = `${question / 10}vh`;
  const style = getComputedStyle(main),
    text = middle();
  const room = main.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  const framed = lines.getBoundingClientRect().bottom <= innerHeight + 0.5 && frame.every(inside);
  return framed && text.offsetHeight <= room && inside(text) && readable(text);
}

// The first of the sizes around, from one down to another, at which this is so; undefined if there is none.
function first(from, to, holds) {
  for (let around = from; around >= to; around -= STEP) if (holds(around)) return around;
  return undefined;
}

// The largest question, of at most this size, that fits with this around it. The smallest one does.
function largest(around, most, least = SMALLEST) {
  if (fits(around, most)) return most;
  let low = least,
    high = most;
  while (high - low > 1) {
    const half = (low + high) >> 1;
    fits(around, half) ? (low = half) : (high = half);
  }
  return low;
}

function fitQuestion(size) {
  const most = Math.round((LARGEST * size) / 100),
    usual = Math.min(size, 100);
  if (fits(usual, LEGIBLE)) {
    // "larger" never makes it smaller: what is around it grows into what it leaves free
    const question = largest(usual, most, LEGIBLE);
    return fits(first(size, usual + STEP, around => fits(around, question)) ?? usual, question);
  }
  const around = first(usual, SMALL, one => fits(one, LEGIBLE)) ?? first(SMALL, LEAST, one => fits(one, SMALLEST));
  return around !== undefined && fits(around, largest(around, most));
}

// Fit what is shown, at the size that the room has chosen (1 is the usual one).
export function fit(chosen) {
  const size = Math.round(chosen * 100);
  const tries = body.dataset.view === "question" ? () => fitQuestion(size) : () => first(size, LEAST, fits);
  heading.classList.remove("p-q--run");
  body.classList.remove("p--crowded");
  scale(size);
  if (middle() && !tries()) {
    heading.classList.add("p-q--run");
    if (!tries()) {
      body.classList.add("p--crowded");
      tries();
    }
  }
  document.documentElement.dataset.fitted = "yes";
}
