export function unzip(
  archive: string,
  target: string,
  options?: {
    readonly rename?: (name: string) => string | undefined;
    readonly onEntry?: (done: number, total: number) => void;
  },
): Promise<void>;
