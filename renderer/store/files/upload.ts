import { CodedError, codeOf } from '../../../domain/errors.ts';
import type { FileMetadata } from '../../../domain/file/file.ts';
import { askAs } from '../../../domain/wire/proof.ts';
import { ErrorReply } from '../../../domain/wire/sync.ts';
import type { Platform } from '../platform.ts';
import type { Credentials } from '../sync/http.ts';
import type { OutgoingFile } from './file-shelf.ts';

/** Of one request: what a slow line takes up in well less than the time that it may take. */
const portion = 512 * 1024;
/** How long the server may take for one, and for the scan of a whole file, in milliseconds. */
const patience = 60_000;
const scanPatience = 150_000;

export type UploadOptions = {
  readonly platform: Pick<Platform, 'fetch' | 'after' | 'now'>;
  readonly credentials: Credentials;
  readonly file: OutgoingFile;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The server knows of it from now on, to be noted before anything is sent. */
  readonly onBegun: () => Promise<void>;
  /** So many bytes are there. */
  readonly onProgress: (sent: number) => void;
};

/**
 * Brings a file to the server and into the timeline of its ticket, from where it stopped the last time: tus 1.0, as far as one client of one server
 * needs it, on the store's own requests, which prove whose device they come from. Throws `CodedError`: what the server said, SERVER_UNREACHABLE.
 */
export async function uploadFile(options: UploadOptions): Promise<void> {
  const { file, bytes, onProgress } = options;
  const path = `/v1/files/${file.id}`;
  let offset = file.begun ? await offsetOf(options, path) : undefined;
  // Forgotten, or in the timeline already, of which the answer was lost.
  if (offset === undefined && file.begun && (await attach(options, path))) return;
  if (offset === undefined) {
    await begin(options);
    offset = 0;
  }
  while (offset < bytes.length) {
    onProgress(offset);
    offset = await sendPart(options, path, offset);
  }
  onProgress(offset);
  if (!(await attach(options, path))) throw new CodedError('FILE_INCOMPLETE', 'the server has forgotten it');
}

async function begin(options: UploadOptions): Promise<void> {
  const { file, bytes, onBegun } = options;
  await onBegun();
  const headers = { 'upload-length': String(bytes.length), 'upload-metadata': metadataOf(file.metadata) };
  await ask(options, 'POST', '/v1/files', headers);
}

/** Undefined: the server has none of it. */
async function offsetOf(options: UploadOptions, path: string): Promise<number | undefined> {
  const { status, headers } = await send(options, 'HEAD', path);
  const offset = Number(headers.get('upload-offset') ?? NaN);
  if (status === 200 && Number.isSafeInteger(offset)) return offset;
  if (status === 404) return undefined;
  throw refusal(status, undefined);
}

async function sendPart(options: UploadOptions, path: string, offset: number): Promise<number> {
  const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
  const part = options.bytes.subarray(offset, offset + portion);
  const answer = await ask(options, 'PATCH', path, headers, part);
  const reached = Number(answer.headers.get('upload-offset') ?? NaN);
  if (!Number.isSafeInteger(reached) || reached <= offset)
    throw new CodedError('SERVER_REPLY_MALFORMED', 'upload-offset');
  return reached;
}

/** False: the server does not know it. */
async function attach(options: UploadOptions, path: string): Promise<boolean> {
  try {
    await ask(options, 'POST', `${path}/attach`, {}, undefined, scanPatience);
    return true;
  } catch (error) {
    if (codeOf(error, 'SERVER_FAILED') === 'NOT_FOUND') return false;
    throw error;
  }
}

async function ask(
  options: Pick<UploadOptions, 'platform' | 'credentials'>,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array<ArrayBuffer>,
  most = patience,
): Promise<Response> {
  const response = await send(options, method, path, headers, body, most);
  if (response.ok) return response;
  throw refusal(response.status, await response.json().catch(() => undefined));
}

async function send(
  { platform, credentials }: Pick<UploadOptions, 'platform' | 'credentials'>,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array<ArrayBuffer>,
  most = patience,
): Promise<Response> {
  const url = new URL(path, credentials.serverUrl).href;
  const abort = new AbortController();
  const cancel = platform.after(most, () => abort.abort());
  try {
    return await askAs(
      credentials,
      method,
      url,
      () => platform.now(),
      async (authorisation) =>
        await platform.fetch(url, {
          method,
          headers: { 'tus-resumable': '1.0.0', ...headers, ...authorisation },
          ...(body === undefined ? {} : { body }),
          signal: abort.signal,
          credentials: 'omit',
          cache: 'no-store',
        }),
    );
  } catch (error) {
    throw new CodedError('SERVER_UNREACHABLE', error instanceof Error ? error.message.slice(0, 200) : undefined);
  } finally {
    cancel();
  }
}

function refusal(status: number, body: unknown): CodedError {
  const reply = ErrorReply.safeParse(body);
  if (reply.success) return new CodedError(reply.data.code, reply.data.detail);
  // tus answers in words of its own: a part that does not fit what is there is asked for again.
  if (status === 409 || status === 423) return new CodedError('FILE_INCOMPLETE', `status ${status}`);
  return new CodedError(status >= 500 ? 'SERVER_UNAVAILABLE' : 'SERVER_REPLY_MALFORMED', `status ${status}`);
}

/** tus 1.0, "Upload-Metadata". */
function metadataOf(metadata: FileMetadata): string {
  return Object.entries(metadata)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${base64(String(value))}`)
    .join(',');
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

/** Gives up what has been begun. Throws `CodedError`. */
export async function abandonFile(
  platform: UploadOptions['platform'],
  credentials: Credentials,
  id: string,
): Promise<void> {
  await ask({ platform, credentials }, 'DELETE', `/v1/files/${id}`, {});
}

/** The content of a file in a timeline. Throws `CodedError`. */
export async function downloadFile(
  platform: UploadOptions['platform'],
  credentials: Credentials,
  id: string,
): Promise<ArrayBuffer> {
  const response = await send({ platform, credentials }, 'GET', `/v1/files/${id}/content`);
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined));
  try {
    return await response.arrayBuffer();
  } catch (error) {
    throw new CodedError('SERVER_UNREACHABLE', error instanceof Error ? error.message.slice(0, 200) : undefined);
  }
}
