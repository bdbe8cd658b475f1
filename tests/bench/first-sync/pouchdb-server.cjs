/**
 * The peer's server: express-pouchdb on LevelDB, as a process of its own. `pouchdb-server.cjs MODULES FOLDER ROWS`: where its packages are,
 * where it keeps its data, and a file with a JSON array of rows, which it takes in and serves (`/rows.json`) as they are.
 * Prints `{"url"}` once all of them are in its database `rows`.
 */
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const [modules, folder, file] = process.argv.slice(2);
const load = createRequire(path.join(modules, 'peer.cjs'));
const express = load('express');
const PouchDB = load('pouchdb').defaults({ prefix: `${folder}${path.sep}` });
const expressPouchdb = load('express-pouchdb');

/** Documents in one call. */
const portion = 5000;

async function main() {
  const overrideMode = { include: [], exclude: [] };
  const settings = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log'), overrideMode };
  // Made before the database: it serves those that were made after it.
  const served = expressPouchdb(PouchDB, settings);
  const rows = readFileSync(file, 'utf8');
  const database = new PouchDB('rows');
  const documents = JSON.parse(rows).map(({ id, ...rest }) => ({ _id: id, ...rest }));
  for (let at = 0; at < documents.length; at += portion) await database.bulkDocs(documents.slice(at, at + portion));

  const app = express();
  // The page that replicates has another origin.
  app.use((request, response, next) => {
    response.set({
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'accept, content-type',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
    });
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  });
  app.get('/rows.json', (_request, response) => response.type('json').send(rows));
  app.use(served);
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
  });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
