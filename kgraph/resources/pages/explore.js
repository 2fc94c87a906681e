/* Brings together what this page begins with and what the graph holds. */
(async function () {
  "use strict";
  const root = document.getElementById("page");
  const beginning = JSON.parse(document.getElementById("beginning").text);
  const say = (text) => {
    root.querySelector(".waiting").textContent = text;
  };
  try {
    const response = await fetch(beginning.contents);
    if (response.ok) kgraphPage.mount(root, Object.assign(await response.json(), beginning));
    else say(`This cannot be shown: ${await response.text()}`);
  } catch (problem) {
    say(`The server did not answer (${problem.message}): load the page again.`);
  }
})();
