import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unboundedIn } from '../unit/domain/unbounded.ts';
import { request } from './support/desk.ts';
import { startTestServer, type TestServer } from './support/server.ts';

type Operation = {
  summary: string;
  operationId: string;
  security: object[];
  responses: Record<string, unknown>;
  requestBody?: { content: { 'application/json': { schema: { $ref: string } } } };
  parameters?: { schema: unknown }[];
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
};

let server: TestServer;
let document: Document;
beforeAll(async () => {
  server = await startTestServer({ environment: { CASQUE_METRICS_TOKEN: 'prometheus-of-the-tests' } });
  document = (await request(server.url, 'GET', '/openapi.json')).body as Document;
});
afterAll(async () => await server.stop());

describe('the OpenAPI document', () => {
  it('is a valid one', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result).toEqual({ valid: true });
  });

  it('has every route that is served, each with words of its own', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = server.app.served.map(
      ({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace('*', '{path}')}`,
    );
    expect(described.sort()).toEqual([...served, 'GET /v1/events'].sort());
    expect(server.app.served.filter((route) => route.describe === undefined)).toEqual([]);
    const operations = Object.values(document.paths).flatMap((each) => Object.values(each));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.filter(({ summary }) => summary.length < 10)).toEqual([]);
  });

  it('says which routes need a session, and what they answer then and when something is wrong', async () => {
    for (const { method, url, describe: said } of server.app.served) {
      const open = said?.access === 'public';
      const answer = await request(server.url, method, url.replace(':id', 'x'), method === 'POST' ? { body: {} } : {});
      expect(answer.status === 401, `${method} ${url}`).toBe(!open);
      const path = url.replace(/:(\w+)/g, '{$1}');
      expect(Object.keys(document.paths[path]![method.toLowerCase()]!.responses)).toContain(String(answer.status));
    }
  });

  it('gives an end to each text and each list that the server takes', () => {
    const operations = Object.entries(document.paths).flatMap(([path, each]) =>
      Object.entries(each).map(([method, { requestBody, parameters }]) => ({
        at: `${method} ${path}`,
        requestBody,
        parameters,
      })),
    );
    const bodies = operations.flatMap(({ at, requestBody }) => {
      const name = requestBody?.content['application/json'].schema.$ref.split('/').at(-1);
      return name === undefined ? [] : [{ at, schema: document.components.schemas[name] }];
    });
    expect(bodies.length).toBeGreaterThan(5);
    expect(bodies.flatMap(({ at, schema }) => unboundedIn(schema, at))).toEqual([]);
    expect(
      operations.flatMap(({ at, parameters = [] }) =>
        unboundedIn(
          parameters.map(({ schema }) => schema),
          at,
        ),
      ),
    ).toEqual([]);
  });

  it('holds the schemas that the server parses with', () => {
    expect(Object.keys(document.components.schemas.PushRequest?.properties ?? {})).toEqual([
      'protocol',
      'clientId',
      'mutations',
      'now',
    ]);
  });
});
