export type DebianRoot = {
  readonly title: string;
  folder(): string;
  isMissing(): string | undefined;
  install(): Promise<void>;
};
