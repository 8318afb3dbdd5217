import type { Answer, CodeMeaning, Failure, Failures } from '@portico/core/contract'

/**
 * The codes of these methods and those common to all. Slack warns that unlisted ones may appear; such a code counts as a refusal.
 * Source: the error tables of https://docs.slack.dev/reference/methods, 2026-11-24.
 */
const codes = {
  account_inactive: 'unauthenticated',
  invalid_auth: 'unauthenticated',
  not_authed: 'unauthenticated',
  token_expired: 'unauthenticated',
  token_revoked: 'unauthenticated',

  access_denied: 'forbidden',
  accesslimited: 'forbidden',
  ekm_access_denied: 'forbidden',
  enterprise_is_restricted: 'forbidden',
  missing_scope: 'forbidden',
  no_permission: 'forbidden',
  not_allowed_token_type: 'forbidden',
  org_login_required: 'forbidden',
  restricted_action: 'forbidden',
  restricted_action_non_threadable_channel: 'forbidden',
  restricted_action_read_only_channel: 'forbidden',
  restricted_action_thread_only_channel: 'forbidden',
  team_access_not_granted: 'forbidden',
  two_factor_setup_required: 'forbidden',

  rate_limited: 'rate_limited',
  ratelimited: 'rate_limited',

  // "Some aspect of the operation may have succeeded before the error was raised."
  fatal_error: { code: 'unavailable', commitState: 'unknown', retryable: true },
  internal_error: { code: 'unavailable', commitState: 'unknown', retryable: true },
  service_unavailable: { code: 'unavailable', commitState: 'unknown', retryable: true },
  update_failed: { code: 'unavailable', commitState: 'unknown' },
  file_update_failed: { code: 'unavailable', commitState: 'unknown' },
  // A page in place of Slack's answer, with a success status: who wrote it, and whether Slack was reached, is unknown.
  no_answer: { code: 'unavailable', commitState: 'unknown', retryable: true },
  // The body did not arrive whole, so nothing ran.
  request_timeout: { code: 'unavailable', commitState: 'refused', retryable: true },
  // The workspace is being migrated; it comes back in its own time.
  team_added_to_org: { code: 'unavailable', commitState: 'refused', retryable: false },
  external_channel_migrating: { code: 'unavailable', commitState: 'refused', retryable: false },

  invalid_arg_name: 'rejected',
  invalid_arguments: 'rejected',
  invalid_array_arg: 'rejected',
  invalid_form_data: 'rejected',
  invalid_json: 'rejected',
  missing_argument: 'rejected',
  invalid_cursor: 'rejected',
  invalid_limit: 'rejected',
  limit_required: 'rejected',
  invalid_types: 'rejected',
  method_not_supported_for_channel_type: 'rejected',
  not_supported: 'rejected',

  channel_not_found: 'not_found',
  message_not_found: 'not_found',
  thread_not_found: 'not_found',
  user_not_found: 'not_found',
  users_not_found: 'not_found',
  user_not_visible: 'not_found',
  file_not_found: 'not_found',
  file_deleted: 'not_found',
  invalid_scheduled_message_id: 'not_found',

  no_text: 'rejected',
  msg_too_long: 'rejected',
  invalid_blocks: 'rejected',
  invalid_blocks_format: 'rejected',
  message_limit_exceeded: 'rejected',
  cant_update_message: 'forbidden',
  edit_window_closed: 'conflict',
  is_inactive: 'conflict',
  block_mismatch: 'conflict',
  streaming_state_conflict: 'conflict',
  cant_delete_message: 'forbidden',
  compliance_exports_prevent_deletion: 'forbidden',
  invalid_time: 'rejected',
  time_in_past: 'rejected',
  time_too_far: 'rejected',
  restricted_too_many: 'rejected',
  invalid_ts_latest: 'rejected',
  invalid_ts_oldest: 'rejected',

  is_archived: 'conflict',
  not_in_channel: 'conflict',
  already_in_channel: 'conflict',
  already_archived: 'conflict',
  not_archived: 'conflict',
  name_taken: 'conflict',
  no_channel: 'rejected',
  invalid_name: 'rejected',
  invalid_name_maxlength: 'rejected',
  invalid_name_punctuation: 'rejected',
  invalid_name_required: 'rejected',
  invalid_name_specials: 'rejected',
  too_many_convos_for_team: 'rejected',
  too_many_convos_for_app_on_team: 'rejected',
  too_long: 'rejected',
  cant_archive_general: 'rejected',
  cant_archive_required: 'rejected',
  cant_invite: 'forbidden',
  cant_invite_self: 'rejected',
  cant_kick_from_general: 'rejected',
  cant_kick_self: 'rejected',
  user_is_restricted: 'forbidden',
  ura_max_channels: 'rejected',

  already_reacted: 'conflict',
  no_reaction: 'conflict',
  bad_timestamp: 'rejected',
  not_reactable: 'rejected',
  thread_locked: 'conflict',
  too_many_emoji: 'conflict',
  too_many_reactions: 'conflict',

  alt_txt_too_large: 'rejected',
  unknown_snippet_type: 'rejected',
  snippet_too_large: 'rejected',
  file_upload_size_restricted: 'forbidden',
  file_uploads_disabled: 'forbidden',
  storage_limit_reached: 'forbidden',
  posting_to_channel_denied: 'forbidden',
  invalid_channel: 'not_found',
  unknown_type: 'rejected',
  cant_delete_file: 'forbidden',
  delete_not_allowed: 'forbidden',
  file_deleting_disabled: 'forbidden',
} as const satisfies Readonly<Record<string, CodeMeaning>>

/** Slack refuses with status 200. The upload host answers in plain text and uses the status; neither ever answers with a page. */
function failed({ status, body }: Answer): boolean {
  return status >= 400 || body?.ok === false || isPage(body)
}

function isPage(body: unknown): boolean {
  return typeof body === 'string' && body.trimStart().startsWith('<')
}

function read({ status, headers, body }: Answer): Failure {
  if (status < 400 && isPage(body)) return { code: 'no_answer', message: 'a page came in the place of an answer' }
  // What is missing (a scope, an argument) is stated beside the code.
  const messages: unknown = body?.response_metadata?.messages
  const reasons: readonly unknown[] = Array.isArray(messages) ? messages : []
  const missing = typeof body?.needed === 'string' ? [`needs ${body.needed}`] : []
  return {
    code: body?.error,
    message: typeof body?.error === 'string' ? [body.error, ...missing, ...reasons].join('; ') : undefined,
    requestId: headers['x-slack-req-id'],
  }
}

export const failures: Failures<keyof typeof codes> = { failed, read, codes }
