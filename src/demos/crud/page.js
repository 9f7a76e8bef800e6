const list = document.querySelector("ul");
const log = document.querySelector("ol");
const form = document.querySelector("form");

function tell(text, isGood) {
  const line = document.createElement("li");
  line.textContent = text;
  line.className = isGood ? "" : "bad";
  log.prepend(line);
}

// Sends one request; writes down what was asked and what was answered.
async function ask(method, path, body) {
  try {
    const answer = await fetch(path, { method, body });
    tell(`${method} ${path} → ${answer.status} ${answer.statusText}`, answer.ok);
    return { ok: answer.ok, text: await answer.text() };
  } catch (error) {
    tell(`${method} ${path} → ✗ ${error.message}`, false);
    return { ok: false };
  }
}

// Changes something, then reads the notes again.
async function change(method, path, body) {
  const changed = await ask(method, path, body);
  const answer = await ask("GET", "/");
  if (answer.ok) {
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    list.replaceChildren(...page.querySelector("ul").childNodes);
  }
  return changed.ok;
}

form.onsubmit = async (event) => {
  event.preventDefault();
  if (await change("POST", "/notes", form.note.value)) form.reset();
};

list.onclick = (event) => {
  const item = event.target.closest("li");
  if (event.target.name === "delete") change("DELETE", item.dataset.path);
  if (event.target.name === "edit") edit(item);
};

function edit(item) {
  const before = [...item.childNodes];
  const form = document.createElement("form");
  const input = document.createElement("input");
  const save = document.createElement("button");
  input.value = item.querySelector("span").textContent;
  input.required = true;
  save.textContent = list.dataset.save;
  form.append(input, save);
  form.onsubmit = (event) => {
    event.preventDefault();
    change("PUT", item.dataset.path, input.value);
  };
  form.onkeydown = (event) => {
    if (event.key === "Escape") item.replaceChildren(...before);
  };
  item.replaceChildren(form);
  input.focus();
}
