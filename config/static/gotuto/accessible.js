// What the pages of the libraries leave out for those who listen to a page instead of seeing it.
document.documentElement.lang ||= "en";

window.addEventListener("load", () => {
  for (const button of document.querySelectorAll(".dropdown-toggle:not([aria-label])")) {
    button.setAttribute("aria-label", "Choose a format");
  }
  // A select that is searched is drawn by select2, without the label of the field that it stands for.
  for (const drawn of document.querySelectorAll(".select2-container")) {
    const field = drawn.previousElementSibling;
    const label = field && document.querySelector(`label[for="${field.id}"]`);
    drawn.querySelector(".select2-selection")?.setAttribute("aria-label", label ? label.textContent.trim() : "Choose");
  }
});
