/** Switches that a runtime needs to start on this machine; empty where Chromium's sandbox works. */
export function sandboxSwitches(executable: string): readonly string[];
