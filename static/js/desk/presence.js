import { number, page } from "./elements.js";
import { post } from "../shared/requests.js";

// Colleagues see who has which question before them, once it has been there for a moment.
const DWELL = 800;
let dwelling;
export function tellLookingSoon() {
  clearTimeout(dwelling);
  dwelling = setTimeout(tellLooking, DWELL);
}

export function tellLooking() {
  const fields = { q: number(), csrf_token: document.querySelector("[name=csrf_token]").value };
  post(`/desk/meetings/${page.dataset.meeting}/presence`, fields).catch(() => {});
}
