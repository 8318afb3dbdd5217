import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'

/** Where the client's secret goes: the Authorization header (RFC 6749's own way) or the form body. */
export type ClientAuthentication = 'basic' | 'post'

/** Without a secret it is a public client, which sends only its id. */
export function clientAuthentication(method: ClientAuthentication, clientSecret: string | undefined): ClientAuth {
  if (clientSecret === undefined) return None()
  return method === 'post' ? ClientSecretPost(clientSecret) : clientSecretBasic(clientSecret)
}

/**
 * RFC 6749, 2.3.1 encodes id and secret as form values first. Many vendors take them as they are, so only what must be encoded
 * is: both kinds of vendors then read the same id and secret out of it unless these hold reserved characters.
 */
function clientSecretBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const encoded = `${formEncode(client.client_id)}:${formEncode(clientSecret)}`
    headers.set('authorization', `Basic ${Buffer.from(encoded, 'utf8').toString('base64')}`)
  }
}

function formEncode(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+')
}
