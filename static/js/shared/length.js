// How long a text is, as the server counts it (board_qa/domain/text/wording.py says why, in the same order): characters
// as a reader sees them. A test holds the two together.

// Vowel signs and others that go on a letter though their category is another: `unicodedata.combining` knows them.
const ON_A_LETTER =
  "\u1715\u1734\u1b44\u1baa\u1bf2\u1bf3\u302e\u302f\ua953\ua9c0\u{111c0}\u{11235}\u{1134d}\u{116b6}" +
  "\u{1193d}\u{16ff0}\u{16ff1}\u{1d165}\u{1d166}\u{1d16d}-\u{1d172}";
const BLANK = "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5";
const UNSEEN = new RegExp(
  "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff" +
    "\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]|\\p{Cs}",
  "gu",
);
const CONTROLS = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]/g;
const MARK = new RegExp(`[\\p{Mn}\\p{Me}${ON_A_LETTER}]`, "u");
const WITHOUT_WIDTH = new RegExp(`[\\p{Cf}${BLANK}]`, "u");
const SEEN = new RegExp(`(?![${BLANK}])[\\p{L}\\p{N}\\p{P}\\p{S}]`, "u");
const ENDS = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g;
const MOST_MARKS = 3;
const MOST_TYPED = 8;

const stripped = text => text.replace(ENDS, "");

// At most three marks on any letter, also where characters without a width stand between them.
function withoutStacks(text) {
  let marks = 0,
    kept = "";
  for (const character of text) {
    const isMark = MARK.test(character);
    if (isMark) marks += 1;
    else if (!WITHOUT_WIDTH.test(character)) marks = 0;
    if (!isMark || marks <= MOST_MARKS) kept += character;
  }
  return kept;
}

// The text as any screen shows it.
function shown(text) {
  const received = stripped(text.replace(/\r\n?/g, "\n").replace(/\0/g, ""));
  const plain = received.replace(UNSEEN, "").replace(CONTROLS, " ");
  const composed = withoutStacks(withoutStacks(plain).normalize("NFC"));
  return SEEN.test(composed) ? stripped(composed.replace(/[ \t\u00a0]+/g, " ").replace(/\n{3,}/g, "\n\n")) : "";
}

const characters = text => [...text].length;

export const length = text => characters(shown(text));
export const words = text => shown(text).split(/\s+/).filter(Boolean).length;

// What counts against a limit. A text that is many times too long is counted as it was typed, and not looked through.
export function counts(text, limit) {
  const typed = characters(stripped(text));
  return typed > limit * MOST_TYPED ? typed : length(text);
}
