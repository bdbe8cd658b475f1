import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { ask, useStoreQuery } from '../data/use-store-query.ts';
import { useCommand } from '../phone/use-command.ts';

/** Offers to call again the number that was dialled last. The key may be quicker than the store: then the store is waited for. */
export function useRedial(isFree: boolean): void {
  const { store } = useDesk();
  const command = useCommand();
  const last = useStoreQuery('lastDialled', null);
  const redial = async (): Promise<void> => {
    const number = last ?? (await ask(store, 'lastDialled', null));
    if (number !== null) command({ type: 'call', number });
  };
  useAction('call.redial', isFree && last !== null ? () => void redial() : null);
}
