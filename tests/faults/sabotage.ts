/** Does on purpose what must never happen, so that it is seen that the oracle finds it. */
import { runSql } from '../sync/support/database.ts';
import type { House } from './house.ts';

type Sabotage = {
  /** In a call, or after everything has healed. */
  readonly when: 'inCall' | 'atTheEnd';
  readonly how: (house: House) => Promise<unknown>;
};

const lastNote = `select id from entries where data->>'kind' = 'note' order by data->>'at' desc limit 1`;

export const sabotages = {
  lost: {
    when: 'atTheEnd',
    how: ({ postgres }) => runSql(postgres.url, `delete from entries where id = (${lastNote})`),
  },
  duplicate: {
    when: 'atTheEnd',
    how: ({ postgres }) =>
      runSql(
        postgres.url,
        `insert into entries select gen_random_uuid(), scope, -version, data from entries where id = (${lastNote})`,
      ),
  },
  ended: { when: 'inCall', how: ({ asterisk }) => asterisk.hangUpAll() },
} as const satisfies Record<string, Sabotage>;

export type SabotageName = keyof typeof sabotages;

export function isSabotage(name: string): name is SabotageName {
  return name in sabotages;
}
