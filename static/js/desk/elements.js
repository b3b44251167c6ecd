// What of the page the scripts of the desk share.
export const page = document.getElementById("page"),
  desk = document.getElementById("desk"),
  more = document.querySelector(".m-more"),
  undo = document.querySelector(".m-bar [data-undo-here]");
const bar = document.querySelector(".m-bar"),
  status = bar.querySelector("[data-status]");

export const say = (words, problem = false) => {
  status.textContent = words;
  bar.classList.toggle("m-bar--problem", problem);
};

// The question before the moderator: its heading, and its number.
export const heading = () => desk.querySelector("[data-selected]");
export const number = () => Number(heading()?.dataset.selected ?? 0);
