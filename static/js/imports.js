// Imports: files dropped on the page, their registers, the upload's progress; the job's progress once a second.
// Every page works without: the file input and the buttons are plain forms, and the page reloads itself.
"use strict";
(() => {
  const NEXT = 1000;
  const EXPIRED = "登录已过期，请在新窗口重新登录，再回到本页继续；后台的工作照常进行。";

  // -- the moving part of a page
  const poll = async (part) => {
    let answer;
    try {
      answer = await fetch(part.dataset.poll, { headers: { "X-Requested-With": "fetch" }, cache: "no-store" });
    } catch {
      return say(part, "网络断开，正在重试……", true);
    }
    if (answer.redirected) return say(part, EXPIRED, false);
    if (!answer.ok) return say(part, "暂时看不到进度，正在重试……", true);
    const holder = document.createElement("div");
    holder.innerHTML = await answer.text();
    const fresh = holder.firstElementChild;
    if (!fresh.dataset.poll && !("stay" in part.dataset)) return location.reload();
    keepWords(part, fresh);
    part.replaceWith(fresh);
    if (fresh.dataset.poll) setTimeout(poll, NEXT, fresh);
  };
  // A screen reader hears the words only when they change.
  const keepWords = (part, fresh) => {
    const before = part.querySelector(".progress-words");
    const after = fresh.querySelector(".progress-words");
    if (before && after && before.textContent === after.textContent) after.replaceWith(before);
  };
  const say = (part, words, again) => {
    let said = part.querySelector(".poll-said");
    if (!said) {
      said = document.createElement("p");
      said.className = "poll-said warning";
      said.setAttribute("role", "alert");
      part.append(said);
    }
    said.textContent = words;
    if (again) setTimeout(poll, 3 * NEXT, part);
  };
  for (const part of document.querySelectorAll("[data-poll]")) setTimeout(poll, NEXT, part);

  // -- files
  const sizeOf = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const wrongWith = (file, most) => {
    if (/\.xls$/i.test(file.name)) return "旧格式 .xls，请另存为 .xlsx";
    if (!/\.(xlsx|csv)$/i.test(file.name)) return "不是 .xlsx 或 .csv";
    if (!file.size) return "这个文件是空的";
    if (file.size > most) return "超过 50 MB，请拆成几个文件";
    return "";
  };

  const prepare = (form) => {
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector(".drop-zone");
    const list = form.querySelector(".drop-files");
    const said = form.querySelector(".drop-said");
    const button = form.querySelector("button");
    const base = form.querySelector(".drop-register select");
    const most = Number(form.dataset.mostBytes);
    let files = [];
    // The browser's own button speaks the browser's language.
    form.querySelector(".drop-choose").hidden = false;
    input.classList.add("drop-input");

    const tell = (words, bad) => {
      said.hidden = !words;
      said.textContent = words;
      said.classList.toggle("errornote", Boolean(bad));
    };
    const draw = () => {
      list.hidden = files.length === 0;
      list.replaceChildren(...files.map((entry, place) => line(entry, place)));
      if (base) base.parentElement.hidden = files.length > 0;
      button.disabled = files.length > 0 && files.every((entry) => entry.wrong);
    };
    const line = (entry, place) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.className = "drop-name";
      name.textContent = entry.file.name;
      const size = document.createElement("span");
      size.className = "quiet";
      size.textContent = sizeOf(entry.file.size);
      item.append(name, size);
      if (entry.wrong) {
        const why = document.createElement("span");
        why.className = "chip chip-bad";
        why.textContent = entry.wrong;
        item.append(why);
      } else if (base) {
        const choice = base.cloneNode(true);
        choice.removeAttribute("id");
        choice.removeAttribute("name");
        choice.setAttribute("aria-label", `${entry.file.name}是哪张登记表`);
        choice.value = entry.register;
        choice.addEventListener("change", () => { entry.register = choice.value; });
        item.append(choice);
      }
      const away = document.createElement("button");
      away.type = "button";
      away.className = "button";
      away.textContent = "去掉";
      away.setAttribute("aria-label", `去掉${entry.file.name}`);
      away.addEventListener("click", () => { files.splice(place, 1); draw(); input.focus(); });
      item.append(away);
      return item;
    };
    const take = (taken) => {
      const fresh = [...taken].map((file) => ({ file, wrong: wrongWith(file, most), register: base ? base.value : "" }));
      files = input.multiple ? [...files, ...fresh] : fresh.slice(0, 1);
      tell("");
      draw();
    };
    // What was chosen is kept here: the input itself is emptied, so that the same file can be chosen again.
    // Caught before the theme's own listener, which looks for a text box that is not here.
    form.addEventListener("change", (event) => {
      if (event.target !== input) return;
      event.stopPropagation();
      take(input.files);
      input.value = "";
      input.required = false;
    }, true);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const good = files.filter((entry) => !entry.wrong);
      if (!good.length) return tell("请先选择要导入的文件。", true);
      if (button.disabled) return undefined;
      return send(good);
    });
    const send = (good) => {
      const data = new FormData();
      for (const field of form.querySelectorAll("input[type=hidden]")) data.append(field.name, field.value);
      for (const entry of good) {
        data.append("file", entry.file);
        if (base) data.append("register_of", entry.register);
      }
      button.disabled = true;
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) tell(`正在上传：${Math.floor((100 * event.loaded) / event.total)}%`);
      });
      request.addEventListener("error", () => { button.disabled = false; tell("网络断开，文件没有传完，请再点一次上传。", true); });
      request.addEventListener("load", () => {
        const address = new URL(request.responseURL, location.href);
        if (address.pathname.startsWith("/login")) {
          button.disabled = false;
          return tell("登录已过期，请在新窗口重新登录，再点一次上传；选好的文件还在。", true);
        }
        if (request.status < 400 && address.pathname !== new URL(form.action, location.href).pathname) {
          location.href = address.href;
          return undefined;
        }
        button.disabled = false;
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const errors = [...page.querySelectorAll(".drop .errorlist li")].map((item) => item.textContent);
        return tell(errors.join(" ") || "没有上传成功，请刷新本页后再试。", true);
      });
      request.send(data);
    };
    // Anywhere on the page will do.
    let depth = 0;
    const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { depth += 1; zone.classList.add("over"); } });
    document.addEventListener("dragleave", (event) => { if (carriesFiles(event) && (depth -= 1) <= 0) { depth = 0; zone.classList.remove("over"); } });
    document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
    document.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      zone.classList.remove("over");
      take(event.dataTransfer.files);
      input.required = false;
      form.scrollIntoView({ block: "nearest" });
    });
  };
  const form = document.querySelector("form.drop");
  if (form) prepare(form);
})();
