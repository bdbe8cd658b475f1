export interface Vulnerability {
  readonly name: string;
  readonly nodes?: readonly string[];
}
export function isShipped(lock: object, vulnerability: Vulnerability): boolean;
