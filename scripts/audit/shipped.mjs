/** Tools by package.json, since packaging takes them from there, and yet in the hands of people. */
const packaged = ['electron'];

/**
 * Whether what an advisory is about goes out to people.
 *
 * @param {{ packages?: Record<string, { dev?: boolean }> }} lock package-lock.json
 * @param {{ name: string, nodes?: readonly string[] }} vulnerability `nodes`: where it is, `node_modules/NAME`
 */
export function isShipped(lock, { name, nodes = [] }) {
  if (packaged.includes(name)) return true;
  // One that the lock does not know is not passed over.
  return nodes.length === 0 || nodes.some((node) => lock.packages?.[node]?.dev !== true);
}
