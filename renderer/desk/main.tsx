import './design/tokens.css';
import './design/base.css';
import './design/boot.css';
import type { DeskBridge } from '../bridges/desk-bridge.ts';
import { openStore, startStoreWorker } from '../store/client.ts';
import { startDesk } from './start-desk.tsx';

const { casque } = globalThis as unknown as { readonly casque: DeskBridge };
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// The worker starts while the shell is still asked who is signed in.
const store = openStore(startStoreWorker());

// What is stored here is not to be cleared when the disk runs low; refused or not, the desk goes on.
void navigator.storage.persist().catch(() => false);

void startDesk({
  bridge: casque,
  root,
  openStore: (session) => ({ store, opened: store.request('open', session) }),
});
