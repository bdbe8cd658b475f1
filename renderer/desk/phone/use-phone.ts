import { useSyncExternalStore } from 'react';
import { useServices } from '../data/services.ts';
import type { PhoneView } from './phone-view.ts';

export function usePhone(): PhoneView {
  const { phone } = useServices();
  return useSyncExternalStore(phone.subscribe, phone.view);
}
