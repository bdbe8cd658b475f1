import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CodedError } from '../domain/errors.ts';

/** Texts of PEM files. */
export type TlsFiles = { readonly cert: string; readonly key: string };

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
