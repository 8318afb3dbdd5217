/**
 * What the suite expects of a server that Portico is not, by scenario or `scenario:check`, and why. A line whose scenario passes
 * is stale and fails the command.
 */
export const expectedFailures: Readonly<Record<string, string>> = {
  ...because('there are no prompts: a Portico server has only tools', [
    'prompts-list',
    'prompts-get-simple',
    'prompts-get-with-args',
    'prompts-get-embedded-resource',
    'prompts-get-with-image',
    'caching:sep-2549-prompts-list-caching-hints',
    'input-required-result-non-tool-request',
  ]),
  ...because('there are no resources: a download is a tool result', [
    'resources-list',
    'resources-read-text',
    'resources-read-binary',
    'resources-templates-read',
    'resources-subscribe',
    'resources-unsubscribe',
    'caching:sep-2549-resources-list-caching-hints',
    'caching:sep-2549-resources-templates-list-caching-hints',
  ]),
  ...because('completion is for prompts and resource templates, and there are none', ['completion-complete']),
  ...because("the client's model is never asked: a call is an operation of a vendor and nothing else", [
    'tools-call-sampling',
    'input-required-result-basic-sampling',
    'input-required-result-multiple-input-requests',
    'input-required-result-capability-check',
    'server-stateless:sep-2575-server-rejects-undeclared-capability',
    'server-stateless:sep-2575-missing-capability-http-400',
  ]),
  ...because("the client's folders are never asked for", ['input-required-result-basic-list-roots']),
  ...because('logs are for the operator (telemetry), not for clients', ['logging-set-level', 'tools-call-with-logging']),
  ...because('no tool states parameters as headers (x-mcp-header): a schema that does is refused', [
    'http-custom-header-server-validation',
  ]),
}

function because(reason: string, lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map((line) => [line, reason]))
}
