/** Carries a scheme's credential type, so that `connect` can ask for exactly that. */
export interface CredentialType<Credential> {
  readonly '~credential'?: Credential
}
