// What the pages of the libraries leave out for those who listen to a page instead of seeing it.
(() => {
  document.documentElement.lang ||= "en";

  const label = (element, text) => {
    if (element && !element.hasAttribute("aria-label")) {
      element.setAttribute("aria-label", text);
    }
  };

  const labelAll = () => {
    document.getElementById("main")?.setAttribute("role", "main");
    document.querySelectorAll(".dropdown-toggle").forEach((button) => label(button, "Choose a format"));
    // A select that is searched is drawn by select2, without the label of the field that it stands for.
    document.querySelectorAll(".select2-container").forEach((drawn) => {
      const field = drawn.parentElement.querySelector("select");
      const known = field && document.querySelector(`label[for="${field.id}"]`);
      const text = known ? known.textContent.trim() : "Choose";
      drawn.querySelectorAll(".select2-selection, .select2-selection__rendered").forEach((part) => label(part, text));
    });
  };

  // They draw when they are ready, and sometimes again.
  new MutationObserver(labelAll).observe(document.documentElement, { childList: true, subtree: true });
})();
