import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { displayNumber } from '../words/number.ts';

/** Who has this number, in words: a colleague, a contact, or the number as people read it. Null when it is withheld. */
export function usePersonName(number: string | null): string | null {
  const { country } = useDesk();
  const off = number === null;
  const agents = useStoreQuery('agents', null, { off });
  const caller = useStoreQuery('caller', { number }, { off });
  const colleague = agents?.find((agent) => agent.extension !== null && agent.extension === number);
  const { recognition } = caller ?? {};
  const contact = recognition?.kind === 'known' ? recognition.contact : undefined;
  return colleague?.name ?? contact?.name ?? displayNumber(number, country);
}
