/* Conveniences of the editor; without them its forms do the same. */
(function () {
  "use strict";
  const editor = document.getElementById("sparql");
  const questions = document.getElementById("questions");
  const named = document.getElementById("named");
  questions.querySelector("button").hidden = true;

  /** Put a text in the place of the query; the browser's undo brings that back. */
  function fill(text) {
    editor.focus();
    editor.select();
    if (!document.execCommand("insertText", false, text)) editor.value = text;
    editor.setSelectionRange(0, 0);
    editor.scrollTop = 0;
  }

  named.addEventListener("change", () => {
    const { sparql } = named.selectedOptions[0].dataset;
    if (sparql) fill(sparql);
  });
  questions.addEventListener("submit", (event) => event.preventDefault());

  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    editor.form.requestSubmit();
  });

  const { line, left, marked } = editor.dataset;
  if (line) {
    const lines = editor.value.split("\n");
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    editor.focus();
    editor.setSelectionRange(before + left.length, before + left.length + marked.length);
  }
})();
