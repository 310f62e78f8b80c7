// The document as it is shown: what is published, and what readers would otherwise have to look for. It says nothing that
// the published document does not.

/** Authentication and servers in sections of their own, ways to operations and samples, warnings that stand out. */
export function forReading(published) {
  const document = structuredClone(published);
  const operations = allOperations(document);
  const { intro, sections } = atFirstHeading(document.info.description ?? '');
  document.info.description = [
    emphasised(intro),
    operations.map(({ method, path, operation }) => `- ${link(operation)} – \`${method.toUpperCase()} ${path}\``).join('\n'),
    authentication(document),
    servers(document),
    sections,
  ].join('\n\n');
  for (const scheme of Object.values(document.components?.securitySchemes ?? {})) {
    if (scheme.type === 'apiKey') scheme['x-displayName'] ??= `${scheme.name} (${scheme.in})`;
  }
  for (const { operation } of operations) {
    const labels = (operation['x-codeSamples'] ?? []).map((sample) => sample.label);
    operation.description = emphasised(operation.description ?? '');
    if (labels.length > 0) {
      operation.description += `\n\n[Samples: ${labels.join(', ')}](#samples/${operation.operationId})`;
    }
    const unknown = operation['x-recovery']?.unknown;
    if (unknown) operation.description += `\n\n*When no answer came, or not a clear one:*\n\n${unknown}`;
  }
  describeBodies(document, operations);
  for (const schema of Object.values(document.components?.schemas ?? {})) describeFields(document, schema);
  return document;
}

/** Says of bodies what their schemas say, and of an example what it is called: the renderer leaves both out. */
function describeBodies(document, operations) {
  const requests = operations.map(({ operation }) => referred(document, operation.requestBody));
  const responses = operations.flatMap(({ operation }) => Object.values(operation.responses ?? {}));
  // Once each: operations may share them.
  for (const body of new Set([...requests, ...responses.map((response) => referred(document, response))])) {
    for (const { schema, examples } of Object.values(body?.content ?? {})) {
      const said = referred(document, schema)?.description;
      if (said && requests.includes(body)) {
        body.description = joined(body.description, said);
      } else if (said) {
        // The renderer's title of a response, beside its description.
        body['x-summary'] = body.description;
        body.description = said;
      }
      const [example, ...others] = Object.values(examples ?? {});
      if (example?.summary && others.length === 0) example.description = joined(example.summary, example.description);
    }
  }
}

/** Says of fields what the schemas that they refer to say: the renderer shows the first description that it finds. */
function describeFields(document, schema) {
  for (const property of Object.values(schema.properties ?? {})) {
    const referring = [property.items, ...(property.allOf ?? [])].filter((part) => part?.$ref);
    const said = referring.map((part) => referred(document, part)?.description).filter(Boolean);
    if (said.length > 0) property.description = joined(property.description, ...said);
    describeFields(document, property);
  }
}

function referred(document, node) {
  if (!node?.$ref) return node;
  const path = node.$ref.replace(/^#\//, '').split('/');
  return path.reduce((node, key) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function joined(...texts) {
  return texts.filter(Boolean).join('\n\n');
}

/** Besides, all examples at once: what chooses among them does not work without a script. */
export function forPrint(published) {
  const document = forReading(published);
  for (const { operation } of allOperations(document)) {
    for (const body of [operation.requestBody, ...Object.values(operation.responses ?? {})]) {
      for (const media of Object.values(referred(document, body)?.content ?? {})) {
        const examples = Object.entries(media.examples ?? {}).map(([name, example]) => ({ summary: name, ...example }));
        if (examples.length < 2) continue;
        const shown = examples.map((example) => `${example.summary}\n\n\`\`\`json\n${JSON.stringify(example.value, null, 2)}\n\`\`\``);
        const last = examples.at(-1);
        media.examples = { last: { ...last, description: [...shown.slice(0, -1), last.summary].join('\n\n') } };
      }
    }
  }
  return document;
}

function allOperations(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation?.operationId)
      .map(([method, operation]) => ({ method, path, operation })),
  );
}

function link({ operationId, summary }) {
  return `[${summary ?? operationId}](#operation/${operationId})`;
}

function authentication(document) {
  return document.components?.securitySchemes ? '## Authentication\n\n<SecurityDefinitions />' : '';
}

function servers(document) {
  const list = (document.servers ?? []).map(({ url, description }) => `- \`${url}\`${description ? ` – ${description}` : ''}`);
  return list.length > 0 ? `## Servers\n\n${list.join('\n')}` : '';
}

function atFirstHeading(markdown) {
  const at = markdown.search(/^#/m);
  return at < 0 ? { intro: markdown, sections: '' } : { intro: markdown.slice(0, at), sections: markdown.slice(at) };
}

/** A paragraph that opens in bold is a warning: it becomes a quotation, which the style sheet makes stand out. */
function emphasised(markdown) {
  const paragraphs = markdown.split(/\n{2,}/);
  return paragraphs.map((text) => (text.startsWith('**') ? text.replaceAll(/^/gm, '> ') : text)).join('\n\n');
}
