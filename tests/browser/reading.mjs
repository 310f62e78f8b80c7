// What is on a page, as a reader sees it; and what of the document is not.

/** Text without white space, which a page may have more or less of. */
export const squeezed = (text) => text.replaceAll(/\s+/g, '');

/** What is seen of the element at `root`, hidden parts left out: texts, fields, rows of tables. All texts are squeezed. */
export async function read(page, root) {
  return page.locator(root).evaluate((element) => {
    const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const text = (node) => {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      let text = '';
      while (walker.nextNode()) {
        if (isShown(walker.currentNode.parentElement)) text += walker.currentNode.data;
      }
      return text.replaceAll(/\s+/g, '');
    };
    const shown = (selector, node) => [...node.querySelectorAll(selector)].filter(isShown);
    const field = (cell) => ({
      name: text(cell.querySelector('.property-name')),
      required: text(cell).endsWith('required'),
      text: text(cell.parentElement),
    });
    const operations = {};
    for (const section of shown('h2 ~ div .http-verb', element).map((verb) => verb.closest('h2 ~ div').parentElement)) {
      const statuses = new Map(
        shown('button[aria-expanded="true"] > strong:first-of-type', section).map((status) => [
          text(status),
          status.closest('button').parentElement,
        ]),
      );
      const fields = shown('td[title]', section);
      const of = (container) => fields.filter((cell) => container.contains(cell)).map(field);
      const responses = [...statuses].map(([status, container]) => [status, { fields: of(container), text: text(container) }]);
      const inResponses = new Set([...statuses.values()].flatMap((container) => fields.filter((cell) => container.contains(cell))));
      const operation = {
        endpoint: text(section.querySelector('.http-verb').parentElement),
        request: { fields: fields.filter((cell) => !inResponses.has(cell)).map(field), text: text(section) },
        responses: Object.fromEntries(responses),
        text: text(section.parentElement),
      };
      operations[text(section.querySelector('h2'))] = operation;
    }
    return { text: text(element), rows: shown('tr', element).map((row) => [...row.cells].map(text)), operations };
  });
}

/** What `shown`, enumerated from the document, has and `page` has not; `found` counts what is there. */
export function missing(shown, page) {
  const missing = [];
  let found = 0;
  const expect = (isThere, what) => (isThere ? (found += 1) : missing.push(what));
  for (const [pointer, text] of shown.texts) expect(page.text.includes(squeezed(text)), `${pointer}: ${text}`);
  for (const [value, meaning] of shown.values) {
    const row = page.rows.find((row) => row[0] === squeezed(value) && row[1] === squeezed(meaning));
    expect(row, `a row of the value ${value}: ${meaning}`);
  }
  for (const [place, name] of shown.keys) {
    expect(page.text.toLowerCase().includes(squeezed(`${place} parameter name: ${name}`).toLowerCase()), `${place}: ${name}`);
  }
  for (const operation of shown.operations) {
    const there = page.operations[squeezed(operation.summary)];
    expect(there, `the operation ${operation.id}: ${operation.summary}`);
    if (!there) continue;
    expect(there.endpoint === operation.method + squeezed(operation.path), `${operation.method} ${operation.path}`);
    const statuses = Object.keys(operation.responses);
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    expect(same(Object.keys(there.responses).sort(), statuses.sort()), `the statuses ${statuses.join(', ')}, and no others`);
    const places = [['the request', operation.request, there.request]];
    places.push(...statuses.map((status) => [status, operation.responses[status], there.responses[status]]));
    for (const [place, body, there] of places) {
      const fields = (list) => list.map(({ name, required }) => name + (required ? ' (required)' : '')).join(', ');
      const seen = fields(there?.fields ?? []);
      expect(seen === fields(body.fields), `${operation.id}: ${place}: the fields ${fields(body.fields)}; but there are: ${seen}`);
      body.fields.forEach((field, index) => {
        const text = there?.fields[index]?.text ?? '';
        for (const part of field.description) expect(text.includes(squeezed(part)), `${place}: ${field.name}: ${part}`);
      });
    }
  }
  return { missing, found };
}

/** What of an operation's samples and examples is not in `text`, which has all of them at once. */
export function missingSamples(operation, text) {
  const bodies = [operation.request, ...Object.values(operation.responses)];
  const examples = bodies.flatMap((body) => body.examples).map(([name, value]) => [name, name + JSON.stringify(value)]);
  return [...operation.samples, ...examples].filter(([, source]) => !text.includes(squeezed(source))).map(([name]) => name);
}
