/* Brings together what this page begins with and what the graph holds. */
(async function () {
  "use strict";
  const root = document.getElementById("page");
  const { beginning, contents } = JSON.parse(document.getElementById("addresses").text);
  const say = (text) => {
    root.querySelector(".waiting").textContent = text;
  };
  try {
    const responses = await Promise.all([fetch(contents), fetch(beginning)]);
    const refused = responses.find((response) => !response.ok);
    if (refused) say(`This cannot be shown: ${await refused.text()}`);
    else kgraphPage.mount(root, Object.assign(...(await Promise.all(responses.map((response) => response.json())))));
  } catch (problem) {
    say(`The server did not answer (${problem.message}): load the page again.`);
  }
})();
