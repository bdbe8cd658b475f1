import { organisationKey } from '../../../domain/organisation/organisation.ts';
import { useStoreQuery } from '../data/use-store-query.ts';

export type OrganisationNames = {
  /** Those that what is typed may mean, as the contacts carry them. */
  readonly names: readonly string[];
  /** What is typed, written as the contacts that carry it write it. */
  readonly asWritten: (typed: string) => string;
};

/** An organisation that is known is written one way, however it is typed. */
export function useOrganisationNames(typed: string): OrganisationNames {
  const wanted = typed.trim();
  const found = useStoreQuery('contacts', { text: wanted, limit: 40 }, { keep: true, off: wanted.length < 2 }) ?? [];
  const names = new Map(
    found.flatMap(({ organisation }) =>
      organisation === null ? [] : [[organisationKey(organisation), organisation] as const],
    ),
  );
  return { names: [...names.values()], asWritten: (name) => names.get(organisationKey(name)) ?? name.trim() };
}
