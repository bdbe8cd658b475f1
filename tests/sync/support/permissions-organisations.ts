import type { MutationName } from '../../../domain/mutation/registry.ts';
import { everybodys, type MutationRow } from './permissions.ts';

let made = 0;

/** Organisations are everybody's, as their contacts are. */
export const organisationRows = {
  'organisation.update@1': {
    expected: everybodys,
    args: () => ({ name: `Mairie ${++made}`, add: ['+33298001200'] }),
  },
} satisfies Partial<Record<MutationName, MutationRow>>;
