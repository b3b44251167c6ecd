// The running order by dragging, as an extra: the arrows of each row do the same, and so do the keys [ and ].
const ROW = ".m-run li[draggable]";

// `send(form)` posts one of the row's own forms, earlier or later, with the number of places.
export function listen(desk, send) {
  let row = null, over = null;
  const rows = () => [...desk.querySelectorAll(ROW)];
  const mark = to => { over?.classList.remove("m-run__here"); over = to; over?.classList.add("m-run__here"); };
  desk.addEventListener("dragstart", event => { row = event.target.closest?.(ROW); });
  desk.addEventListener("dragover", event => {
    const to = event.target.closest?.(ROW);
    if (!row || !to) return;
    event.preventDefault();
    mark(to === row ? null : to);
  });
  desk.addEventListener("dragend", () => { row = null; mark(null); });
  desk.addEventListener("drop", event => {
    const to = event.target.closest?.(ROW), places = rows().indexOf(to) - rows().indexOf(row);
    if (!row) return;
    event.preventDefault();
    if (!row.isConnected || !to || !places) return; // the news replaced the list meanwhile, or it is where it was
    const form = row.querySelector(`form[action$="/${places < 0 ? "earlier" : "later"}"]`);
    send(form, { places: Math.abs(places) });
  });
}
