// Compares a file's SHA-256 with the report's, here in the browser: the file goes nowhere.
"use strict";
(() => {
  const drop = document.getElementById("drop");
  const verdict = document.getElementById("verdict");
  if (!drop || !verdict || !window.crypto || !window.crypto.subtle || !File.prototype.arrayBuffer) return;
  const input = document.getElementById("file");
  const MOST = 100 * 1024 * 1024;
  drop.hidden = false;
  document.getElementById("by-hand").open = false;

  const say = (text, look) => {
    verdict.textContent = text;
    verdict.className = look ? `says ${look}` : "";
  };
  const others = () => Object.entries(verdict.dataset)
    .filter(([name]) => /^version-?\d+$/.test(name))
    .map(([name, sha]) => [name.replace(/\D/g, ""), sha]);

  async function compare(file) {
    if (!file) return;
    if (file.size > MOST) { say("文件太大，不像是通报。请选择通报的 Excel 文件。", "bad"); return; }
    say("正在计算……", "");
    let sha;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      sha = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    } catch (error) {
      say("文件读不出来，请重新选择，或按下面的办法自己计算。", "bad");
      return;
    }
    const other = others().find(([, one]) => one === sha);
    if (sha === verdict.dataset.sha256) say(`✓ 一致：“${file.name}”就是这份通报的原件，没有改动过。`, "good");
    else if (other) say(`“${file.name}”是这份通报第${other[0]}版的原件，不是第${verdict.dataset.version}版。`, "");
    else say(`✗ 不一致：“${file.name}”不是这份通报的原件，或者打开后另存过、被改动过。请向发布单位索取原件。`, "bad");
  }

  input.addEventListener("change", () => compare(input.files[0]));
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); compare(event.dataTransfer.files[0]); });
})();
