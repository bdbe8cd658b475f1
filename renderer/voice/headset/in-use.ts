import { plainName, type ListedDevice } from '../devices/match-device.ts';

export type UsbDevice = { readonly name: string; readonly vendorId: number; readonly productId: number };

/**
 * Whether a headset is the one that is spoken with. Chromium puts the USB ids behind a sound device's name
 * (`Jabra EVOLVE LINK MS (0b0e:0307)`); where it does not, the names are compared: systems add words around the product's
 * name (`Blackwire 3220 Series Mono`).
 * @param listed every sound device as `enumerateDevices` gives it
 * @param chosen name of the device in use, null for the system's default
 */
export function isInUse(headset: UsbDevice, listed: readonly ListedDevice[], chosen: string | null): boolean {
  const labels = listed
    .filter((device) =>
      chosen === null ? device.deviceId === 'default' : plainName(device.label) === plainName(chosen),
    )
    .map(({ label }) => label);
  const ids = `(${hex(headset.vendorId)}:${hex(headset.productId)})`;
  if (labels.some((label) => label.toLowerCase().endsWith(ids))) return true;
  const product = fold(headset.name);
  return labels.some((label) => {
    if (/\([0-9a-f]{4}:[0-9a-f]{4}\)$/i.test(label) || product === '') return false;
    const name = fold(plainName(label));
    return name !== '' && (name.includes(product) || product.includes(name));
  });
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
