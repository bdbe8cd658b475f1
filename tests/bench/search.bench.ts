/**
 * `npm run bench -- search`: what the desk waits for at each key typed into its search, with 100,000 tickets and their notes on this
 * machine: from the question to the store until the answer, over the channel between the two. French and English words, without accents,
 * begun, mistyped, several at once, phone and ticket numbers, each typed key by key. The peer is MiniSearch's own bare index of the same texts
 * in the same run, asked for the same with its prefixes and typing errors. Must: p95 <= 30 ms per key.
 */
import { parseArgs } from 'node:util';
import MiniSearch from 'minisearch';
import { fold } from '../../renderer/store/rows/fold.ts';
import { conclude, median, printTable, quantile } from './report.ts';
import { makeCorpus, type Corpus } from './search/corpus.ts';
import { SearchedStore } from './search/store.ts';

const { values: options } = parseArgs({ options: { tickets: { type: 'string', default: '100000' } } });
const tickets = Number(options.tickets);
const limitMs = 30;

/** What is typed, and what it stands for. */
const queries = [
  ['box redemarre', 'French, no accents'],
  ['décodeur écran noir', 'French, accents'],
  ['coupures debit le soir', 'French, plural, stop word'],
  ['imprimante', 'French, one word'],
  ['fibre optique brest', 'French and a town'],
  ['serveur ne répond pas', 'French, frequent words'],
  ['microphone settings', 'English'],
  ['cannot be reached', 'English'],
  ['nothing is lost', 'English'],
  ['headset buttons', 'English'],
  ['redemare', 'typing error'],
  ['synchronistaion', 'typing error'],
  ['telephonne mobile', 'typing error'],
  ['micorphone', 'typing error'],
  ['le goff', 'a name'],
  ['quere', 'a name, no accents'],
  ['06 39 98 12', 'a phone number, begun'],
  ['+33 6 39 98 00', 'a phone number, international'],
  ['0639981234', 'a phone number'],
  ['48213', 'a ticket number'],
  ['AB4821', 'a serial number, begun'],
  ['wifi', 'a word with a hyphen'],
] as const;

const keys = queries.flatMap(([text, kind]) =>
  Array.from({ length: text.length }, (_, typed) => ({ text: text.slice(0, typed + 1), kind })),
);

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Milliseconds at each key, and how many were found when all was typed. */
async function typeAll(
  find: (text: string) => Promise<number>,
): Promise<{ times: number[]; found: Map<string, number> }> {
  const times: number[] = [];
  const found = new Map<string, number>();
  // The first word is looked for once before: what is measured is typing and not the first use.
  await find('connexion');
  for (const { text } of keys) {
    const from = performance.now();
    found.set(text, await find(text));
    times.push(performance.now() - from);
  }
  return { times, found };
}

async function measurePeer(corpus: Corpus) {
  const contacts = new Map(corpus.contacts.map((contact) => [contact.id, contact]));
  const notes = new Map<string, string[]>();
  for (const entry of corpus.entries) {
    if (entry.kind === 'note') notes.set(entry.ticketId, [...(notes.get(entry.ticketId) ?? []), entry.text]);
  }
  const heap = heapMb();
  const from = performance.now();
  const peer = new MiniSearch({
    fields: ['reference', 'subject', 'contact', 'numbers', 'tags', 'notes'],
    idField: 'id',
    processTerm: (term) => fold(term),
    searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND' },
  });
  peer.addAll(
    corpus.tickets.map(({ id, reference, subject, tags, contactId }) => {
      const contact = contacts.get(contactId ?? '');
      return {
        id,
        reference: String(reference),
        subject,
        contact: [contact?.name, contact?.organisation, contact?.town, contact?.customerNumber].join(' '),
        numbers: contact?.numbers.join(' '),
        tags: tags.join(' '),
        notes: notes.get(id)?.join(' '),
      };
    }),
  );
  const built = performance.now() - from;
  const typed = await typeAll((text) => Promise.resolve(peer.search(text).length));
  return { ...typed, built, heap: heapMb() - heap };
}

async function measureCasque(corpus: Corpus) {
  const desk = new SearchedStore(corpus);
  await desk.open();
  const heap = heapMb();
  const from = performance.now();
  await desk.ready();
  const built = performance.now() - from;
  const typed = await typeAll(async (text) => {
    const { total, contacts } = await desk.search(text);
    return total + contacts.length;
  });
  const grown = heapMb() - heap;
  await desk.close();
  return { ...typed, built, heap: grown };
}

console.log(`Making ${tickets} tickets.`);
const corpus = makeCorpus(tickets);
console.log(`${corpus.entries.length} entries, ${corpus.contacts.length} contacts, ${keys.length} keys.`);
const casque = await measureCasque(corpus);
const peer = await measurePeer(corpus);

const p95 = quantile(casque.times, 0.95);
const peerP95 = quantile(peer.times, 0.95);
const row = (name: string, { times, built, heap }: typeof peer): (string | number)[] => [
  name,
  median(times),
  quantile(times, 0.95),
  Math.max(...times),
  built / 1000,
  heap,
];
printTable([
  ['per key, ms', 'median', 'p95', 'most', 'made ready, s', 'heap, MB'],
  row('Casque', casque),
  row('MiniSearch alone', peer),
]);
printTable([
  ['typed', 'what', 'Casque finds', 'MiniSearch finds', 'Casque, most ms', 'MiniSearch, most ms'],
  ...queries.map(([text, kind]) => {
    const most = (times: readonly number[]): number =>
      Math.max(...times.filter((_, at) => keys[at]?.kind === kind && text.startsWith(keys[at].text)));
    const [ours, theirs] = [casque.found.get(text) ?? 0, peer.found.get(text) ?? 0];
    return [text, kind, String(ours), String(theirs), most(casque.times), most(peer.times)];
  }),
]);
conclude({
  name: 'search',
  p95_ms: Number(p95.toFixed(1)),
  peer_p95_ms: Number(peerP95.toFixed(1)),
  ratio: Number((p95 / peerP95).toFixed(3)),
  tickets,
  keys: keys.length,
  pass: p95 <= limitMs && casque.found.get('redemare') !== 0,
});
