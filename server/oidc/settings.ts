export type OidcSettings = {
  readonly issuer: URL;
  readonly clientId: string;
  /** Undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** As the desks show it: "Sign in with NAME". */
  readonly name: string;
  /** Which claim is the login of an agent. */
  readonly claim: string;
  readonly scopes: readonly string[];
  /** Name of the team of agents that are made at their first sign-in; undefined: none are made. */
  readonly createTeam: string | undefined;
};
