import { connect } from 'node:net';

/** A try for every second: its first packet arrives or it does not. */
const patienceMs = 1_000;

/** Whether the server's port takes a TCP connection now. Nothing is sent. @param url `wss://pbx.example:8089/ws` */
export function takesConnection(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'wss:' ? 443 : 80;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) });
    const finish = (takes: boolean): void => {
      socket.destroy();
      resolve(takes);
    };
    socket.setTimeout(patienceMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
