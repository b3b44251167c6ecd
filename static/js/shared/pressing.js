// A button that is replaced between the beginning and the end of a press gets no click, and the press is lost.
// What shows news waits until nothing is pressed.
let pressing = false;
const waiting = [];

const begins = () => {
  pressing = true;
};
// The click comes right after the pointer or the key is let go.
const ends = () =>
  setTimeout(() => {
    pressing = false;
    for (const goOn of waiting.splice(0)) goOn();
  });
addEventListener("pointerdown", begins, true);
for (const over of ["pointerup", "pointercancel", "dragend"]) addEventListener(over, ends, true);
// The space bar presses a button when it is let go, Enter at once.
addEventListener("keydown", event => event.key === " " && begins(), true);
addEventListener("keyup", event => event.key === " " && ends(), true);
// Whoever goes to another window lets go there, which this page is not told. Not of a field's own "blur".
addEventListener("blur", ends);

export const released = () => (pressing ? new Promise(goOn => waiting.push(goOn)) : Promise.resolve());
