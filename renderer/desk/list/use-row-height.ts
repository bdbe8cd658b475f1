import { useServices } from '../data/services.ts';

/** Height of a list row in px: `--row` of design/tokens.css, which the virtual list must know as a number. */
export function useRowHeight(): number {
  const { settings } = useServices();
  return settings.density === 'dense' ? 52 : 60;
}
