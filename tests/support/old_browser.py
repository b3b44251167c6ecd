"""A browser as it was in 2020: what came to the web after the oldest browsers served (docs/screens.md) is taken out.

The list is of what a script of a page might be tempted to use, from MDN's compatibility data: everything in it is
missing from at least one of Safari 13.1, Chrome 80 and Firefox 78.
"""

from __future__ import annotations

NEWER = """
AbortSignal.abort AbortSignal.any AbortSignal.timeout AbortSignal.prototype.reason
AbortSignal.prototype.throwIfAborted AggregateError Array.fromAsync Array.prototype.at Array.prototype.findLast
Array.prototype.findLastIndex Array.prototype.toReversed Array.prototype.toSorted Array.prototype.toSpliced
Array.prototype.with BigInt Blob.prototype.arrayBuffer Blob.prototype.stream Blob.prototype.text BroadcastChannel
CloseWatcher CompressionStream Crypto.prototype.randomUUID DecompressionStream Document.prototype.adoptedStyleSheets
Document.prototype.exitFullscreen Document.prototype.fullscreenElement Document.prototype.fullscreenEnabled
Document.prototype.replaceChildren Document.prototype.startViewTransition DocumentFragment.prototype.replaceChildren
Element.prototype.checkVisibility Element.prototype.computedStyleMap Element.prototype.getHTML
Element.prototype.moveBefore Element.prototype.replaceChildren Element.prototype.requestFullscreen
Element.prototype.role Element.prototype.setHTML Element.prototype.setHTMLUnsafe FinalizationRegistry FormDataEvent
HTMLDialogElement.prototype.close HTMLDialogElement.prototype.open HTMLDialogElement.prototype.returnValue
HTMLDialogElement.prototype.show HTMLDialogElement.prototype.showModal HTMLElement.prototype.attachInternals
HTMLElement.prototype.hidePopover HTMLElement.prototype.inert HTMLElement.prototype.popover
HTMLElement.prototype.showPopover HTMLElement.prototype.togglePopover HTMLFormElement.prototype.requestSubmit
HTMLInputElement.prototype.showPicker HTMLScriptElement.supports HTMLSelectElement.prototype.showPicker
Intl.DisplayNames Intl.DurationFormat Intl.ListFormat Intl.Locale Intl.RelativeTimeFormat Intl.Segmenter
Intl.supportedValuesOf Iterator Map.groupBy Map.prototype.getOrInsert Navigator.prototype.clipboard
Navigator.prototype.locks Navigator.prototype.permissions Navigator.prototype.share Navigator.prototype.storage
Navigator.prototype.userActivation Navigator.prototype.userAgentData Navigator.prototype.wakeLock Object.groupBy
Object.hasOwn PerformanceNavigationTiming Promise.any Promise.try Promise.withResolvers RegExp.escape
RegExp.prototype.hasIndices Request.prototype.body Request.prototype.keepalive Response.json Sanitizer
Set.prototype.difference Set.prototype.intersection Set.prototype.isDisjointFrom Set.prototype.isSubsetOf
Set.prototype.isSupersetOf Set.prototype.symmetricDifference Set.prototype.union SharedArrayBuffer String.prototype.at
String.prototype.isWellFormed String.prototype.replaceAll String.prototype.toWellFormed
SubmitEvent.prototype.submitter TransformStream URL.canParse URL.parse URLPattern URLSearchParams.prototype.size
ViewTransition WeakRef WebTransport cookieStore createImageBitmap crossOriginIsolated navigation reportError
requestIdleCallback scheduler structuredClone trustedTypes visualViewport
"""

# Selectors that throw there; and a FormData that knows nothing of the button a form was sent with.
_MORE = r"""
for (const name of Object.getOwnPropertyNames(Element.prototype).filter(name => name.startsWith("aria"))) {
  delete Element.prototype[name];
}
const young = /:(is|where|has|focus-visible|user-valid|modal)\b|:not\([^()]*,/;
for (const kind of [Element, Document, DocumentFragment]) {
  for (const name of ["matches", "closest", "querySelector", "querySelectorAll"]) {
    const real = kind.prototype[name];
    if (real) kind.prototype[name] = function (selector) {
      if (young.test(selector)) throw new DOMException(`'${selector}' is not a valid selector`, "SyntaxError");
      return real.call(this, selector);
    };
  }
}
window.FormData = class extends FormData { constructor(form) { super(...(form ? [form] : [])); } };
"""

OF_2020 = f"""(() => {{
for (const path of `{NEWER}`.trim().split(/\\s+/)) {{
  const parts = path.split("."), name = parts.pop();
  const owner = parts.reduce((found, part) => found && found[part], window);
  if (owner) delete owner[name];
}}
{_MORE}
}})();"""
