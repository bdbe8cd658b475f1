/** The telephone exchange of the tests. */
import { debianRoot } from './debian-root.mjs';

export const asteriskRoot = debianRoot({
  name: 'asterisk',
  title: 'Asterisk for the tests',
  program: 'Asterisk 22',
  debianPackage: 'asterisk',
  asksVersion: ['asterisk', '-V'],
  version: /^Asterisk 22\./,
  size: '500 MB',
});
