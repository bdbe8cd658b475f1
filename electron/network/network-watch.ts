import type { NetworkInterfaceInfo } from 'node:os';

/** From a cable to the Wi-Fi there is no moment without a network, so no page is told; the addresses tell. In milliseconds. */
const everyMs = 1_000;

type Interfaces = () => Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * Calls back whenever the machine's own addresses are others than before.
 * @param onChange is told whether one is gone: what goes over it is dead
 * @returns ends the watch
 */
export function watchNetwork(interfaces: Interfaces, onChange: (addressGone: boolean) => void): () => void {
  let known = addresses(interfaces);
  const timer = setInterval(() => {
    const now = addresses(interfaces);
    if (now.join(' ') === known.join(' ')) return;
    const isGone = known.some((address) => !now.includes(address));
    known = now;
    onChange(isGone);
  }, everyMs);
  return () => clearInterval(timer);
}

function addresses(interfaces: Interfaces): readonly string[] {
  return (
    Object.values(interfaces())
      .flatMap((each) => each ?? [])
      // Link-local ones come and go with every container and lead to no PBX.
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ address }) => address)
      .toSorted()
  );
}
