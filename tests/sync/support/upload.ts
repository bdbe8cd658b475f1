import { createHash } from 'node:crypto';
import type { Id } from '../../../domain/ids.ts';
import { request, type Answer, type TestDesk } from './desk.ts';

/** A file as a desk announces it; what is not said is that of a small picture. */
export type Sent = {
  readonly id: Id;
  readonly content: Buffer;
  readonly ticketId: Id;
  readonly [field: string]: unknown;
};

export const tus = { 'tus-resumable': '1.0.0' };

export async function begin(desk: TestDesk, sent: Sent): Promise<Answer> {
  const headers = { ...tus, 'upload-length': String(sent.content.length), 'upload-metadata': metadataOf(sent) };
  return await ask(desk, 'POST', '/v1/files', headers);
}

function metadataOf({ content, ...said }: Sent): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const all = { name: 'photo de la box.png', type: 'image/png', sha256, ...said };
  return Object.entries(all)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

export async function ask(
  desk: TestDesk,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<Answer> {
  const response = await fetch(desk.url + path, {
    method,
    headers: { authorization: `Bearer ${desk.token}`, ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
  return { status: response.status, body: parsed, headers: response.headers };
}

export async function sendPart(desk: TestDesk, id: Id, content: Buffer, offset: number): Promise<Answer> {
  const type = { 'content-type': 'application/offset+octet-stream' };
  return await ask(desk, 'PATCH', `/v1/files/${id}`, { ...tus, ...type, 'upload-offset': String(offset) }, content);
}

/** How much of it is there; the status where none is told. */
export async function offsetOf(desk: TestDesk, id: Id): Promise<number> {
  const { status, headers } = await ask(desk, 'HEAD', `/v1/files/${id}`, tus);
  return status === 200 ? Number(headers.get('upload-offset')) : status;
}

export async function attach(desk: TestDesk, id: Id): Promise<Answer> {
  return await request(desk.url, 'POST', `/v1/files/${id}/attach`, { token: desk.token });
}

export async function contentFor(desk: TestDesk, id: Id): Promise<Buffer | number> {
  const response = await fetch(`${desk.url}/v1/files/${id}/content`, {
    headers: { authorization: `Bearer ${desk.token}` },
  });
  return response.ok ? Buffer.from(await response.arrayBuffer()) : response.status;
}
