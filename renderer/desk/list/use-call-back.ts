import { useCommand } from '../phone/use-command.ts';

/** Calls a number of the history; nothing for a withheld one. */
export function useCallBack(): (number: string | null | undefined) => void {
  const command = useCommand();
  return (number) => {
    if (number != null) command({ type: 'call', number });
  };
}
