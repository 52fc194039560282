// Keys for the verifier's queue: what stands on a button as <kbd> is pressed by that key. The page works without.
(() => {
  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape") {
      document.querySelector(".back")?.removeAttribute("open");
      if (typing(event.target)) event.target.blur();
      return;
    }
    if (typing(event.target)) return;
    const box = document.querySelector(`.stop [data-number="${CSS.escape(event.key)}"]`);
    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!box && !button) return;
    event.preventDefault();
    (box || button).click();
    if (button?.dataset.key === "x" && button.parentElement.open) button.parentElement.querySelector(".reasons button").focus();
  });

  // Pressed twice, sent once.
  for (const form of document.querySelectorAll("form.stop, form.last")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
