import { Check, Phone } from 'lucide-react';
import type { Text } from '../words/use-text.ts';
import type { RowAct } from './list-row.tsx';

/** Calls back whoever the row is about. */
export function callBackAct(text: Text, run: () => void): RowAct {
  return { title: text('calls.callBack'), icon: <Phone size={14} aria-hidden="true" />, action: 'call.callBack', run };
}

/** Says that the row has been dealt with. */
export function handledAct(text: Text, run: () => void, title = text('calls.handled')): RowAct {
  return { title, icon: <Check size={14} aria-hidden="true" />, action: 'call.handled', run };
}
