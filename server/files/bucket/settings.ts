export type BucketSettings = {
  readonly name: string;
  /** Undefined: Amazon's own of the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Undefined: what the machine has (AWS_... variables, its role). */
  readonly keys: { readonly id: string; readonly secret: string } | undefined;
};
