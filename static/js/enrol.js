// 办理入会: what an 18-digit identity number says of its bearer, told while it is typed. The server judges.
"use strict";
(() => {
  const tell = () => {
    const input = document.querySelector("[name=id_number]"), told = document.querySelector("[data-told]");
    if (!input || !told) return;
    const number = input.value.normalize("NFKC").toUpperCase().replace(/[\s\-.·]/g, "");
    told.textContent = "";
    if (!/^\d{17}[\dX]$/.test(number)) return;
    const sum = Array.from(number.slice(0, 17)).reduce((all, digit, place) => all + digit * (2 ** (17 - place) % 11), 0);
    if ("10X98765432"[sum % 11] !== number[17]) { told.textContent = "末位校验码不符，可能抄错了一位，请对照证件核对。"; return; }
    const sex = number[16] % 2 ? "男" : "女";
    told.textContent = `${sex}，${number.slice(6, 10)}年${+number.slice(10, 12)}月${+number.slice(12, 14)}日出生`;
  };
  document.addEventListener("input", tell);
  tell();
})();
