import type { NetworkInterfaceInfo } from 'node:os';

/** From a cable to the Wi-Fi there is no moment without a network, so no page is told; the addresses tell. In milliseconds. */
const everyMs = 2_000;

type Interfaces = () => Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Calls back whenever the machine's own addresses are others than before. @returns ends the watch */
export function watchNetwork(interfaces: Interfaces, onChange: () => void): () => void {
  let known = addresses(interfaces);
  const timer = setInterval(() => {
    const now = addresses(interfaces);
    if (now === known) return;
    known = now;
    onChange();
  }, everyMs);
  return () => clearInterval(timer);
}

function addresses(interfaces: Interfaces): string {
  return Object.values(interfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .toSorted()
    .join(' ');
}
