// A dialog over the page. Where the browser knows none (Safari before 15.4), it lies there until it is closed.
export function listen(dialog, opener) {
  const closer = dialog.querySelector("[method=dialog]");
  const old = !dialog.showModal;
  dialog.classList.toggle("m-dialog--old", old);
  const close = () => {
    dialog.removeAttribute("open");
    opener.focus();
  };

  opener.hidden = false;
  opener.addEventListener("click", () => {
    if (!old) {
      dialog.showModal();
      return;
    }
    dialog.setAttribute("open", "");
    closer.querySelector("button").focus();
  });
  if (!old) return;
  closer.addEventListener("submit", event => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("keydown", event => {
    if (event.key === "Escape") close();
  });
}
