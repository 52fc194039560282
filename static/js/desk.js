// Small comforts of the desk; every page works without them.
"use strict";
(() => {
  const button = document.querySelector(".menu-button");
  const rooms = document.getElementById("rooms");
  if (button && rooms) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(rooms.classList.toggle("open")));
    });
  }
  // The theme writes icons as ligatures: English words that nobody should hear.
  for (const icon of document.querySelectorAll(".material-symbols-outlined")) icon.setAttribute("aria-hidden", "true");
  // The searchable choices (select2) do not say what they choose: their names are the label's words.
  const nameChoices = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const drawn = select.parentElement.querySelector(".select2-container");
      if (!label || !drawn) continue;
      const words = label.textContent.replace(/[*：:]/g, "").trim();
      for (const part of drawn.querySelectorAll('[role="combobox"], [role="textbox"]')) part.setAttribute("aria-label", words);
      drawn.querySelector('[role="combobox"]').removeAttribute("aria-labelledby");
    }
  };
  // jQuery calls in order: they are drawn by then.
  if (window.django && window.django.jQuery) window.django.jQuery(() => window.django.jQuery(nameChoices));
  // A drop-down closes when one clicks elsewhere or presses Escape.
  const open = () => document.querySelectorAll("details.filter[open], details.account[open]");
  document.addEventListener("click", (event) => {
    for (const details of open()) if (!details.contains(event.target)) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const details of open()) { details.open = false; details.querySelector("summary").focus(); }
  });
})();
