// The trial sends itself at every change and shows the new results; without it the button does the same.
"use strict";
(() => {
  const form = document.getElementById("trial");
  const results = document.getElementById("results");
  if (!form || !results || !window.fetch || !window.DOMParser) return;
  let waiting = 0;
  let turn = 0;

  async function judge() {
    const mine = ++turn;
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });
      if (mine !== turn || !answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("results");
      if (mine !== turn || !page) return;
      const open = Array.from(results.querySelectorAll("details"), (one) => one.open);
      results.replaceChildren(...page.childNodes);
      results.querySelectorAll("details").forEach((one, place) => { one.open = Boolean(open[place]); });
    } catch (error) {
      // Without a line the button still works, and says what is wrong.
    } finally {
      if (mine === turn) results.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(judge, 350);
  });
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(judge, 50);
  });
})();
