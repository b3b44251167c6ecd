// What changes while somebody types is said to a screen reader once they pause, as the NHS character count does it.
const PAUSE = 1_000;

export function politely(region) {
  let waiting;
  return words => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (region.textContent !== words) region.textContent = words;
    }, PAUSE);
  };
}
