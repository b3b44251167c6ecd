import { number, page } from "./elements.js";
import { post } from "../shared/requests.js";

// Colleagues see who has which question before them, once it has been there for a moment.
const DWELL = 800;
let dwelling;
export function tellLookingSoon() {
  clearTimeout(dwelling);
  dwelling = setTimeout(tell, DWELL, "");
}

// Told by itself now and then: it does not say that anybody is still at the computer.
export const tellStillLooking = () => tell("?still=1");

function tell(still) {
  const token = document.querySelector("[name=csrf_token]")?.value;
  if (!token) return; // somebody is signed out
  const fields = { q: number(), csrf_token: token };
  post(`/desk/meetings/${page.dataset.meeting}/presence${still}`, fields).catch(() => {});
}
