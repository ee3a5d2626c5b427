// What the pages of the libraries leave out for those who listen to a page instead of seeing it.
(() => {
  document.documentElement.lang ||= "en";

  const label = (element, text) => {
    if (element && !element.hasAttribute("aria-label")) {
      element.setAttribute("aria-label", text);
    }
  };

  const labelAll = () => {
    document.querySelectorAll(".dropdown-toggle").forEach((button) => label(button, "Choose a format"));
    // A select that is searched is drawn by select2, without the label of the field that it stands for.
    document.querySelectorAll(".select2-container").forEach((drawn) => {
      const field = drawn.parentElement.querySelector("select");
      const known = field && document.querySelector(`label[for="${field.id}"]`);
      label(drawn.querySelector(".select2-selection"), known ? known.textContent.trim() : "Choose");
    });
  };

  // They draw when they are ready, and sometimes again.
  new MutationObserver(labelAll).observe(document.documentElement, { childList: true, subtree: true });
})();
