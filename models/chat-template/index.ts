export { chatMl } from './chat-ml.ts'
export {
  type ChatTemplate,
  type ChatTemplateOptions,
  type EncodeChatOptions,
  openChatTemplate,
  type RenderOptions,
} from './chat-template.ts'
export {
  checkPrefixPreserving,
  type PlacedToken,
  type PrefixDifference,
  type PrefixOptions,
  type PrefixReport,
} from './check-prefix.ts'
export { type ChatTool, chatTool } from './messages.ts'
