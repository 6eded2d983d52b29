// The menu on a phone. Without this script the button is a link that opens it by `:target`.
const button = document.querySelector("[data-menu-button]");
const menu = document.getElementById("menu");

function setOpen(open) {
  menu.classList.toggle("is-open", open);
  button.setAttribute("aria-expanded", String(open));
}

if (button && menu) {
  menu.classList.add("is-scripted");
  setOpen(false);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    setOpen(!menu.classList.contains("is-open"));
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      setOpen(false);
      button.focus();
    }
  });
}

// An answer that refuses is read aloud and brought into view, wherever htmx put it.
document.addEventListener("htmx:afterSwap", (event) => {
  const refusal = event.target.querySelector?.(".error-panel, .form-errors");
  if (refusal) {
    refusal.setAttribute("tabindex", "-1");
    refusal.focus();
  }
});

document.addEventListener("htmx:sendError", (event) => {
  event.target.setAttribute("data-offline", "");
});

// The other language tells the same page, also when htmx has turned it since.
for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) {
  document.addEventListener(name, () => {
    for (const link of document.querySelectorAll(".language-switch a")) link.search = window.location.search;
  });
}
