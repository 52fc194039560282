// Watches work in the background: the part marked data-poll is fetched again from its own page (about once a second)
// until it is no longer marked; then the whole page is loaded anew. A failed fetch is tried again.
"use strict";
(() => {
  const watch = () => {
    const part = document.querySelector("[data-poll][id]");
    if (!part) return;
    window.setTimeout(async () => {
      try {
        const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "poll" }, redirect: "follow" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(part.id);
        if (!fresh || !fresh.hasAttribute("data-poll")) { window.location.reload(); return; }
        part.replaceChildren(...fresh.childNodes);
      } catch (error) { /* the line is down: try again */ }
      watch();
    }, Number(part.dataset.poll) || 1000);
  };
  watch();
})();
