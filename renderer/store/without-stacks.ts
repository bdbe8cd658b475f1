// Dexie makes errors while it is loaded only to see what their stacks look like; each takes milliseconds at every start.
Error.stackTraceLimit = 0;
