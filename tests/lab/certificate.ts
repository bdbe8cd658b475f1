/** Certificates of the lab, which nobody has signed. */
import { execFileSync } from 'node:child_process';
import { createHash, type X509Certificate } from 'node:crypto';

/** Writes a key and its certificate for 127.0.0.1, good for two days, in PEM. */
export function writeCertificate(keyFile: string, certificateFile: string): void {
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...kind, ...names, '-keyout', keyFile, '-out', certificateFile], { stdio: 'pipe' });
}

/** SHA-256 of the certificate's public key in base64, as Chromium's `--ignore-certificate-errors-spki-list` wants it. */
export function spkiFingerprint(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}
