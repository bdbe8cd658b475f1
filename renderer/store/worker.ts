import './without-stacks.ts';
import { z } from 'zod';
import { browserPlatform } from './browser-platform.ts';
import { StoreHost } from './host.ts';
import { holdForLife } from './life-lock.ts';
import type { Channel, FromStore, ToStore } from './messages.ts';

// The page's policy forbids generated code; without this zod would try it and be reported.
z.config({ jitless: true });
Error.stackTraceLimit = 10;
// Chromium would keep the timing of the first 250 requests, for nobody.
performance.setResourceTimingBufferSize(0);

const desk: Channel<FromStore, ToStore> = globalThis;
new StoreHost(browserPlatform(), desk);
holdForLife(desk);
