/** A real S3 storage for one test: the object gateway of Ceph on a folder instead of a cluster, with one bucket and one pair of keys. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { cephRoot } from '../../scripts/setup/ceph-root.mjs';
import { inRoot, rootEnvironment } from './debian-root.ts';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { freeTcpPort } from './port.ts';
import { Program } from './program.ts';
import { waitFor } from './wait.ts';

const BUCKET = 'casque-files';
// Of a storage that listens on the loopback interface for some seconds.
const KEYS = { accessKeyId: 'casque-lab', secretAccessKey: 'casque-lab-secret-key' } as const;

/** The gateway's settings: no monitors to ask, everything under /mnt. */
const SETTINGS = [
  ...['--no-mon-config', '-c', '/mnt/ceph.conf', '-n', 'client.rgw.lab', '--rgw-data', '/mnt', '--run-dir', '/mnt'],
  ...['--rgw-backend-store', 'dbstore', '--dbstore-db-dir', '/mnt'],
  ...['--rgw-config-store', 'dbstore', '--dbstore-config-uri', 'file:/mnt/config.db'],
];

export class ObjectStorage {
  readonly bucket = BUCKET;
  readonly keys = KEYS;
  readonly endpoint: string;
  readonly #folder: LabFolder;
  readonly #client: S3Client;
  #program: Program | undefined;

  private constructor(folder: LabFolder, port: number) {
    this.#folder = folder;
    this.endpoint = `http://127.0.0.1:${port}`;
    this.#client = new S3Client({
      endpoint: this.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: this.keys,
    });
  }

  static async start(): Promise<ObjectStorage> {
    const storage = new ObjectStorage(labFolder('ceph'), await freeTcpPort());
    try {
      writeFileSync(join(storage.#folder.path, 'ceph.conf'), '');
      await storage.#makeUser();
      await storage.boot();
      await storage.#client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    } catch (error) {
      await storage.stop();
      throw error;
    }
    return storage;
  }

  async #makeUser(): Promise<void> {
    const { accessKeyId, secretAccessKey } = KEYS;
    const user = ['--uid=casque', '--display-name=Casque', `--access-key=${accessKeyId}`];
    const command = ['radosgw-admin', 'user', 'create', ...user, `--secret-key=${secretAccessKey}`, ...SETTINGS];
    const admin = new Program(...inRoot(cephRoot, this.#folder.path, command), { env: rootEnvironment() });
    try {
      // It tells of the user once it is made; at its own end it sometimes waits for ever for one of its threads.
      await admin.printed(/"create_date"/, 30_000);
    } finally {
      await admin.killInner();
    }
  }

  /** For the server. */
  get environment(): Readonly<Record<string, string>> {
    return {
      CASQUE_S3_ENDPOINT: this.endpoint,
      CASQUE_S3_BUCKET: BUCKET,
      CASQUE_S3_ACCESS_KEY: KEYS.accessKeyId,
      CASQUE_S3_SECRET_KEY: KEYS.secretAccessKey,
    };
  }

  /** Of every object. */
  async names(): Promise<string[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return Contents.map(({ Key }) => Key ?? '');
  }

  async put(name: string, content: string | Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: content }));
  }

  async remove(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: name }));
  }

  /** Starts the process after `halt`, on the same objects. */
  async boot(): Promise<void> {
    const gateway = ['radosgw', '-f', ...SETTINGS, '--rgw-frontends', `beast endpoint=${this.endpoint.slice(7)}`];
    const program = new Program(...inRoot(cephRoot, this.#folder.path, gateway), {
      logFile: join(this.#folder.path, 'console.log'),
      env: rootEnvironment(),
    });
    this.#program = program;
    await waitFor('the storage to answer', async () => (await fetch(this.endpoint)).ok, {
      timeoutMs: 30_000,
      details: () => program.output.slice(-4000),
    });
  }

  async halt(): Promise<void> {
    await this.#program?.killInner();
    this.#program = undefined;
  }

  async stop(): Promise<void> {
    this.#client.destroy();
    await this.halt();
    this.#folder.remove();
  }
}
