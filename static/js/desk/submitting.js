// Which button a form was sent with, and so what it says. Browsers before 2023 tell a script only a part of it.
let pressed = null;

// Enter in a field presses a button as well.
document.addEventListener(
  "click",
  event => {
    pressed = event.target.closest("button, input[type=submit]");
  },
  true,
);

export const sentWith = event => event.submitter ?? (pressed?.form === event.target ? pressed : null);

// The fields of a form with those of the button it was sent with.
export function fieldsOf(form, button) {
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  return fields;
}
