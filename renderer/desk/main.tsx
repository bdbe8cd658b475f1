import { bridge, expected, firstScreen, openData, started } from './early.ts';
import './design/tokens.css';
import './design/base.css';
import './design/boot.css';
import { startDesk } from './start-desk.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// What is stored here is not to be cleared when the disk runs low; refused or not, the desk goes on.
void navigator.storage.persist().catch(() => false);

void startDesk({ bridge, expected, started, firstScreen, root, openStore: openData });
