import type { SignedScheme } from '../contract/scheme.ts'
import type { Signing, Wire } from '../contract/wire.ts'
import { plainText } from './credential-text.ts'
import type { CredentialType } from './credential-type.ts'
import { headerName } from './header-name.ts'

export interface SignedOptions<Credential> {
  /** Every field of the credential, in the order to ask a person for them. */
  readonly fields: { readonly [Name in keyof Credential]-?: 'shown' | 'secret' }
  /** Pure: the final bytes, the credential, a clock and digests in; headers to add out. */
  readonly sign: (wire: Wire, credential: Credential, signing: Signing) => Readonly<Record<string, string>>
  /** Names the procedure in documentation and pins, such as `AWS4-HMAC-SHA256`. */
  readonly algorithm?: string
}

/** A signature over each attempt's final bytes. */
export function signed<Credential extends object>(
  options: SignedOptions<Credential>,
): SignedScheme<Credential> & CredentialType<Credential> {
  const fields = Object.entries(options.fields).map(([name, visibility]) => ({ name, secret: visibility === 'secret' }))
  return {
    kind: 'signed',
    fields,
    statement: options.algorithm === undefined ? {} : { algorithm: options.algorithm },
    sign: (wire, credential, signing) => {
      const added = options.sign(wire, credential, signing)
      return Object.fromEntries(
        Object.entries(added).map(([name, value]) => [headerName(name), plainText(`the header ${name}`, value)]),
      )
    },
  }
}
