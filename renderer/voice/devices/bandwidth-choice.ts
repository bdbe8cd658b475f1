const key = 'casque.low-bandwidth';

/** Whether calls of this desk spare a poor network; it stays with the desk, as its network does. */
export function loadLowBandwidth(storage: Storage): boolean {
  return storage.getItem(key) === 'on';
}

export function saveLowBandwidth(storage: Storage, on: boolean): void {
  storage.setItem(key, on ? 'on' : 'off');
}
