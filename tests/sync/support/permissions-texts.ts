import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { agents, teams } from './organisation.ts';
import { ownersOnly, type Expected, type MutationRow } from './permissions.ts';

const supervisors: Expected = {
  ...ownersOnly,
  owner: 'forbidden',
  'on another device': 'forbidden',
  'supervisor elsewhere': 'applied',
  'administrator elsewhere': 'applied',
};

function text(teamId: Id | null) {
  return { id: newId(), teamId, title: 'Accueil', text: 'Bonjour {client}', abbreviation: 'bonjour' };
}

/** Texts of a team are its supervisors'; one's own stay one's own in another team, and no supervisor has them. */
export const textRows = {
  'text.add@1': {
    expected: supervisors,
    args: () => text(teams.blue),
    never: [{ what: 'as somebody else’s own', args: () => text(agents.dave.id) }],
  },
  'text.update@1': {
    expected: { ...ownersOnly, 'moved away': 'applied' },
    args: (owner) => {
      const args = text(null);
      owner.enqueue('text.add@1', args);
      return { id: args.id, changes: { title: { base: 'Accueil', value: 'Bonjour' } } };
    },
  },
} satisfies Partial<Record<MutationName, MutationRow>>;
