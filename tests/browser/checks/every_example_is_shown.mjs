// Each example of each body, behind its tab and its entry of the list, is the document's.
import assert from 'node:assert/strict';
import { each } from '../browser.mjs';

export default async function ({ site, shown }) {
  const page = await site.open();
  let seen = 0;
  await each(shown.operations, 'operations', async (operation) => {
    const section = page.locator(`#live [data-section-id="operation/${operation.id}"]`);
    const bodies = [['Payload', operation.request], ...Object.entries(operation.responses)];
    for (const [tab, { examples }] of bodies.filter(([, body]) => body.examples.length > 0)) {
      const name = section.getByRole('tab', { name: tab, exact: true });
      await name.click();
      const panel = section.locator(`[id="${await name.getAttribute('aria-controls')}"]`);
      for (const [summary, value] of examples) {
        if (examples.length > 1) await panel.getByLabel('Example').selectOption({ label: summary });
        assert.ok((await panel.textContent()).includes(summary), `${operation.id}: ${tab}: ${summary}`);
        const text = await panel.locator('.redoc-json code').textContent();
        assert.deepEqual(JSON.parse(text), value, `${operation.id}: ${tab}: ${summary}`);
        seen += 1;
      }
      if (examples.length > 1) {
        const labels = await panel.getByLabel('Example').locator('option').allTextContents();
        assert.deepEqual(labels, examples.map(([summary]) => summary), `${operation.id}: ${tab}: the list of examples`);
      }
    }
  });
  assert.ok(seen > 0, 'no examples: nothing is checked');
}

export const broken = {
  'a value is another': { file: 'openapi.js', change: (script) => script.replace('"restricted_to_role_id":102', '"restricted_to_role_id":101') },
  'an example is missing': { file: 'openapi.js', change: (script) => script.replace('"missing_permission":', '"x":') .replace(/"x":\{"summary":"[^"]*"/, '"x":{"summary":"Other"') },
};
