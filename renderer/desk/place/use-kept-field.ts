import { useLayoutEffect, type RefObject } from 'react';
import { usePlace } from './place.ts';

/**
 * A field that has the focus again, with its caret, after the desk was started again. Its element names itself by
 * `data-place`. `ready`: its text is as it was.
 */
export function useKeptField(name: string, field: RefObject<HTMLElement | null>, ready = true): void {
  const { spot } = usePlace();
  useLayoutEffect(() => spot.enter(name, field.current, ready), [spot, name, field, ready]);
}
