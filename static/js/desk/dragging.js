// The running order by dragging, as an extra: the arrows of each row do the same, and so do the keys [ and ].
const ROW = ".m-run li[draggable]";

// `send(form)` posts one of the row's own forms, earlier or later, with the number of places.
export function listen(desk, send) {
  let moving = null,
    over = null; // the number of the question: news may replace its row in the middle of a drag
  const rows = () => [...desk.querySelectorAll(ROW)];
  const mark = to => {
    over?.classList.remove("m-run__here");
    over = to;
    over?.classList.add("m-run__here");
  };
  const end = () => {
    moving = null;
    mark(null);
  };
  desk.addEventListener("dragstart", event => {
    moving = event.target.closest?.(ROW)?.dataset.number ?? null;
  });
  desk.addEventListener("dragover", event => {
    const to = event.target.closest?.(ROW);
    if (!moving || !to) return;
    event.preventDefault();
    mark(to.dataset.number === moving ? null : to);
  });
  // A row that was replaced gives no end of its own, but a pointer that moves again drags nothing any more.
  for (const ended of ["dragend", "pointermove"]) desk.addEventListener(ended, end);
  desk.addEventListener("drop", event => {
    const to = event.target.closest?.(ROW),
      row = rows().find(one => one.dataset.number === moving);
    if (!moving) return;
    event.preventDefault();
    end();
    const places = Number(to?.dataset.place) - Number(row?.dataset.place);
    if (!row || !to || !places) return; // it left the running order meanwhile, or it is where it was
    send(row.querySelector(`form[action$="/${places < 0 ? "earlier" : "later"}"]`), { places: Math.abs(places) });
  });
}
