export const ROOT: string;
export function cacheDir(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string): string;
export function projectNode(): string;
export function projectEnv(env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
