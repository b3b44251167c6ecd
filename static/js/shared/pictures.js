// The pictures of a report are drawn when they are asked for, which takes seconds: says how far they are.
const figures = [...document.querySelectorAll("[data-picture]")];
const progress = document.querySelector("[data-pictures]");
let settled = 0;
let failed = 0;

function tell() {
  progress.textContent = progress.dataset.says.replace("{drawn}", settled - failed).replace("{all}", figures.length);
  progress.hidden = settled === figures.length && failed === 0;
}

function settle(figure, well) {
  settled += 1;
  failed += well ? 0 : 1;
  figure.querySelector("[data-wait]").hidden = true;
  figure.querySelector("[data-failed]").hidden = well;
  figure.querySelector("img").hidden = !well;
  tell();
}

function watch(figure) {
  const image = figure.querySelector("img");
  image.loading = "eager"; // a page that is printed or saved has all of them
  if (image.complete) {
    settle(figure, image.naturalWidth > 0);
    return;
  }
  figure.querySelector("[data-wait]").hidden = false;
  image.addEventListener("load", () => settle(figure, true), { once: true });
  image.addEventListener("error", () => settle(figure, false), { once: true });
}

if (progress && figures.length) {
  tell();
  figures.forEach(watch);
}
