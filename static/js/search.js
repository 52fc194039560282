// "/" goes to the search box, wherever one is not typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = document.activeElement;
  if (at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return;
  const box = document.getElementById("find") || document.getElementById("search-words");
  if (!box || !box.offsetParent) return;
  event.preventDefault();
  box.focus();
  box.select();
});
