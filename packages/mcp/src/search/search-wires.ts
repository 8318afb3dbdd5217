import type { Tool } from '@modelcontextprotocol/server'
import { longestQuery, mostFound } from './read-search.ts'

const dialect = 'https://json-schema.org/draft/2020-12/schema'
export const foundCallName = 'portico_call_tool'

export const searchWire: Tool = {
  name: 'portico_search_tools',
  title: 'Search tools',
  description: 'There are more tools than are listed. Say what you want to do, and get the tools that fit, with their schemas.',
  inputSchema: {
    $schema: dialect,
    type: 'object',
    properties: {
      query: {
        type: 'string',
        minLength: 1,
        maxLength: longestQuery,
        description: 'What you want to do, such as "refund a charge".',
      },
      limit: { type: 'integer', minimum: 1, maximum: mostFound, default: 5, description: 'How many tools at most.' },
    },
    required: ['query'],
    additionalProperties: false,
  },
  outputSchema: {
    $schema: dialect,
    type: 'object',
    properties: {
      tools: { type: 'array', items: { type: 'object' }, description: 'The tools, the best first, as tools/list has them.' },
      found: { type: 'integer', description: 'How many fit in all.' },
      problem: { type: 'string', description: 'What is wrong with the arguments.' },
      next: { type: 'string', description: 'What to do next.' },
    },
    required: ['tools', 'found', 'next'],
    additionalProperties: false,
  },
  annotations: { title: 'Search tools', readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
}

/** It may do whatever the called tool does, so hosts are told the worst case. */
export const foundCallWire: Tool = {
  name: foundCallName,
  title: 'Call a found tool',
  description: `Call a tool that ${searchWire.name} has found, with arguments as its schema says.`,
  inputSchema: {
    $schema: dialect,
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 128, description: 'The name of the tool.' },
      arguments: { type: 'object', description: 'The arguments of the tool.' },
    },
    required: ['name'],
    additionalProperties: false,
  },
  annotations: {
    title: 'Call a found tool',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
}
