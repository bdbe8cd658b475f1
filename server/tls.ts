import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CodedError } from '../domain/errors.ts';

/** Texts of PEM files. */
export type TlsFiles = { readonly cert: string; readonly key: string };

/**
 * What is spoken: nothing older than TLS 1.2, and only ciphers that authenticate what they encrypt, with keys that no later theft of the server's
 * opens. Stated, for Node's own list has older ones too, and its start options could lower both.
 */
export const tlsRules = {
  minVersion: 'TLSv1.2',
  ciphers: [
    ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
    ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ].join(':'),
  honorCipherOrder: true,
} as const;

export type TlsPaths = { readonly certificate: string; readonly key: string };

/** Reads and checks both. Throws `CodedError` START_CONFIGURATION_INVALID that names the file that is wrong. */
export async function readTlsFiles(paths: TlsPaths): Promise<TlsFiles> {
  const cert = await read(paths.certificate);
  const key = await read(paths.key);
  const certificate = parsed(paths.certificate, 'certificate', () => new X509Certificate(cert));
  const privateKey = parsed(paths.key, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new CodedError('START_CONFIGURATION_INVALID', `${paths.key} is not the key of ${paths.certificate}`);
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new CodedError('START_CONFIGURATION_INVALID', `${paths.certificate} expired on ${certificate.validTo}`);
  }
  return { cert, key };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CodedError('START_CONFIGURATION_INVALID', `${path} cannot be read`, { cause: error });
  }
}

function parsed<T>(path: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CodedError('START_CONFIGURATION_INVALID', `${path} holds no ${what} in PEM`, { cause: error });
  }
}
