type Schema = Readonly<Record<string, unknown>>;

/** A pattern of the whole text, in which nothing may come as often as one likes. */
function isFinite(pattern: unknown): boolean {
  if (typeof pattern !== 'string' || !/^\^.*\$$/s.test(pattern)) return false;
  const withoutSets = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  return !/[*+]|\{\d+,\}/.test(withoutSets);
}

/** Where a JSON Schema lets a text, a list or an open object through that never ends: by its path. */
export function unboundedIn(schema: unknown, path = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, index) => unboundedIn(each, `${path}/${index}`));
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Schema;
  const types = [node['type']].flat();
  const found: string[] = [];
  const patterns = [
    node['pattern'],
    ...[node['allOf']].flat().map((each) => (each as Schema | undefined)?.['pattern']),
  ];
  const closed = 'enum' in node || 'const' in node || node['format'] === 'uuid' || patterns.some(isFinite);
  if (types.includes('string') && !closed && !('maxLength' in node)) found.push(`${path}: text`);
  if (types.includes('array') && !('maxItems' in node) && !('prefixItems' in node)) found.push(`${path}: list`);
  for (const [key, part] of Object.entries(node)) {
    if (key === 'properties' || key === '$defs' || key === 'definitions') {
      for (const [name, field] of Object.entries(part as Schema)) found.push(...unboundedIn(field, `${path}.${name}`));
    } else if (['items', 'anyOf', 'oneOf', 'allOf', 'prefixItems', 'additionalProperties'].includes(key)) {
      found.push(...unboundedIn(part, path));
    }
  }
  return found;
}
