/**
 * A token answer as RFC 6749 writes it, of one as vendors write it: nulls for what is absent, a list of scopes, a token type
 * left out or vendor-specific (Slack's `bot`). The ID token is dropped: nothing here validates or needs it.
 */
export function standardAnswer(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const answer = Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== null && name !== 'id_token'))
  if (Array.isArray(answer.scope)) answer.scope = answer.scope.join(' ')
  if (answer.access_token !== undefined && !isBoundType(answer.token_type)) answer.token_type = 'bearer'
  return answer
}

/** Token types that need a proof with each request. */
function isBoundType(type: unknown): boolean {
  return typeof type === 'string' && ['dpop', 'mac', 'pop'].includes(type.toLowerCase())
}
