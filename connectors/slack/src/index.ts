import { addReaction } from './operations/add-reaction.ts'
import { archiveChannel } from './operations/archive-channel.ts'
import { completeFileUpload } from './operations/complete-file-upload.ts'
import { createChannel } from './operations/create-channel.ts'
import { deleteFile } from './operations/delete-file.ts'
import { deleteMessage } from './operations/delete-message.ts'
import { deleteScheduledMessage } from './operations/delete-scheduled-message.ts'
import { getChannel } from './operations/get-channel.ts'
import { getFile } from './operations/get-file.ts'
import { getPermalink } from './operations/get-permalink.ts'
import { getReactions } from './operations/get-reactions.ts'
import { getUser } from './operations/get-user.ts'
import { inviteUserToChannel } from './operations/invite-user-to-channel.ts'
import { listChannelMembers } from './operations/list-channel-members.ts'
import { listChannels } from './operations/list-channels.ts'
import { listFiles } from './operations/list-files.ts'
import { listMessages } from './operations/list-messages.ts'
import { listReplies } from './operations/list-replies.ts'
import { listUsers } from './operations/list-users.ts'
import { lookupUserByEmail } from './operations/lookup-user-by-email.ts'
import { postMessage } from './operations/post-message.ts'
import { removeReaction } from './operations/remove-reaction.ts'
import { removeUserFromChannel } from './operations/remove-user-from-channel.ts'
import { replyInThread } from './operations/reply-in-thread.ts'
import { scheduleMessage } from './operations/schedule-message.ts'
import { sendFileContent } from './operations/send-file-content.ts'
import { setChannelTopic } from './operations/set-channel-topic.ts'
import { startFileUpload } from './operations/start-file-upload.ts'
import { testAuthentication } from './operations/test-authentication.ts'
import { unarchiveChannel } from './operations/unarchive-channel.ts'
import { updateMessage } from './operations/update-message.ts'
import { slackVendor } from './vendor.ts'
import { version } from './version.ts'

/** Slack behind the facade: messages, channels, users, reactions and files. */
export const slack = slackVendor.connector({
  version,
  health: 'testAuthentication',
  operations: {
    postMessage,
    replyInThread,
    updateMessage,
    deleteMessage,
    scheduleMessage,
    deleteScheduledMessage,
    getPermalink,
    listMessages,
    listReplies,
    listChannels,
    getChannel,
    createChannel,
    archiveChannel,
    unarchiveChannel,
    setChannelTopic,
    listChannelMembers,
    inviteUserToChannel,
    removeUserFromChannel,
    listUsers,
    getUser,
    lookupUserByEmail,
    addReaction,
    removeReaction,
    getReactions,
    startFileUpload,
    sendFileContent,
    completeFileUpload,
    listFiles,
    getFile,
    deleteFile,
    testAuthentication,
  },
})
