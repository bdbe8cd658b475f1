/** Without an answer a relay is asked once more after this long, in ms: WebRTC itself would wait longer with each time, and give up after ten seconds. */
const everyMs = 1_000;
/** How long one question may take to be answered, in ms: a relay behind TLS on a slow network needs several turns. */
const patienceMs = 5_000;

/**
 * Waits until one of the relays gives an address.
 * @param configuration that wants relays alone
 * @returns false when it was aborted before
 */
export async function relayAnswers(configuration: RTCConfiguration, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const asked = new Set<RTCPeerConnection>();
  return await new Promise((resolve) => {
    const end = (found: boolean): void => {
      clearInterval(timer);
      for (const connection of asked) connection.close();
      signal.removeEventListener('abort', aborted);
      resolve(found);
    };
    const aborted = (): void => end(false);
    const ask = (): void => {
      const connection = new RTCPeerConnection(configuration);
      asked.add(connection);
      const forget = (): void => {
        connection.close();
        asked.delete(connection);
      };
      setTimeout(forget, patienceMs);
      connection.onicecandidate = ({ candidate }) => {
        if (candidate?.type === 'relay') end(true);
      };
      connection.addTransceiver('audio', { direction: 'recvonly' });
      connection
        .createOffer()
        .then((offer) => connection.setLocalDescription(offer))
        .catch(forget);
    };
    const timer = setInterval(ask, everyMs);
    signal.addEventListener('abort', aborted);
    ask();
  });
}
