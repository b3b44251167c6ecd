// A device that many people use: the server says so on every page, and nothing of anybody's is kept there.
const OF_A_PERSON = /^(draft|yours):/;

export const shared = () => document.querySelector("[data-shared]") !== null;

export function forgetEverybody() {
  try {
    for (const name of Object.keys(localStorage)) if (OF_A_PERSON.test(name)) localStorage.removeItem(name);
  } catch {
    /* private mode: nothing is kept */
  }
}
