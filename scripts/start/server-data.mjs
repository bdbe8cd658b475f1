/** Reads what the server has, over its public API, as one more client would. */
import { randomUUID } from 'node:crypto';

/**
 * Signs in; `read` then gives everything that this agent may see at that moment.
 * @param {string} url origin of the server
 * @param {{ login: string, password: string }} account
 * @returns {Promise<{ read(): Promise<ServerRows>, close(): Promise<void> }>}
 * @throws {Error} with the server's own code when it refuses
 *
 * @typedef {Record<'tickets' | 'entries' | 'calls' | 'contacts', ReadonlyMap<string, any>>} ServerRows rows by id
 */
export async function openServer(url, account) {
  const { token } = await post(`${url}/v1/session`, { ...account, device: 'npm start' });
  const rows = { tickets: new Map(), entries: new Map(), calls: new Map(), contacts: new Map() };
  const clientId = randomUUID();
  let cursor = null;
  return {
    async read() {
      let more = true;
      while (more) {
        const question = { protocol: 1, clientId, cursor, resultsSeen: 0, limit: 2000 };
        const page = await post(`${url}/v1/pull`, question, token);
        for (const change of page.changes) {
          if (change.op === 'put') rows[change.table]?.set(change.row.id, change.row);
          else rows[change.table]?.delete(change.id);
        }
        ({ cursor, more } = page);
      }
      return Object.fromEntries(Object.entries(rows).map(([table, held]) => [table, new Map(held)]));
    },
    async close() {
      await fetch(`${url}/v1/session`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    },
  };
}

async function post(url, body, token) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(`The server refused ${new URL(url).pathname}: ${reply.status} ${answer.code}`);
  return answer;
}
