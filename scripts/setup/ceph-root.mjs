/** The S3 storage of the tests: Ceph's object gateway, which keeps its objects in a folder when it has no cluster. */
import { debianRoot } from './debian-root.mjs';

export const cephRoot = debianRoot({
  name: 'ceph',
  title: 'An S3 storage for the tests',
  program: 'Ceph Object Gateway',
  debianPackage: 'radosgw',
  asksVersion: ['radosgw', '--version'],
  version: /^ceph version (19|[2-9]\d)\./,
  size: '700 MB',
});
