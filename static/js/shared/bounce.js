// One press is one step. A worn button sends its key twice, 80 to 300 ms apart, and a finger taps twice: whoever
// presses again on purpose has first seen what their press before it did.

// How long after that was shown the same press still belongs to the one before: twice the longest bounce met (ms).
const SETTLES = 600;

let last = { which: null, until: 0 };

// Whether this is only the echo of the last press.
export const echoes = which => which === last.which && performance.now() < last.until;

// A press has begun. Call what this returns when its outcome is shown.
export function begin(which) {
  const press = { which, until: Infinity };
  last = press;
  return () => {
    press.until = performance.now() + SETTLES;
  };
}

// Whether a form of the desk takes the screen a step on or back, so that sent twice it would skip a question.
export const steps = form => /\/screen\/(?:next|back)$/.test(form.action);
