export { readTalk, sendMessage, sideOf, talkEnds } from './actions.ts'
export { messageForm } from './forms.ts'
export { type TalkShown, talkPage, talkShown } from './pages.ts'
export { countAfter, messagesOf, readThrough } from './rows.ts'
