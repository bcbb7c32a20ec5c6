import type { MicroKind } from './kind.ts'
import { accordion } from './tasks/accordion.ts'
import { autocomplete } from './tasks/autocomplete.ts'
import { canvasDraw } from './tasks/canvas-draw.ts'
import { canvasTarget } from './tasks/canvas-target.ts'
import { checkboxes } from './tasks/checkboxes.ts'
import { chipInput } from './tasks/chip-input.ts'
import { colourPicker } from './tasks/colour-picker.ts'
import { contextMenu } from './tasks/context-menu.ts'
import { cookieBanner } from './tasks/cookie-banner.ts'
import { copyBetweenTabs } from './tasks/copy-between-tabs.ts'
import { counter } from './tasks/counter.ts'
import { datePicker } from './tasks/date-picker.ts'
import { dialogs } from './tasks/dialogs.ts'
import { dragBins } from './tasks/drag-bins.ts'
import { dragSort } from './tasks/drag-sort.ts'
import { emailExtraction } from './tasks/email-extraction.ts'
import { fileDownload } from './tasks/file-download.ts'
import { fileUpload } from './tasks/file-upload.ts'
import { fillForm } from './tasks/fill-form.ts'
import { iframeForm } from './tasks/iframe-form.ts'
import { infiniteScroll } from './tasks/infinite-scroll.ts'
import { keyboardShortcut } from './tasks/keyboard-shortcut.ts'
import { login } from './tasks/login.ts'
import { mailTriage } from './tasks/mail-triage.ts'
import { modalConfirm } from './tasks/modal-confirm.ts'
import { nestedIframe } from './tasks/nested-iframe.ts'
import { nestedMenu } from './tasks/nested-menu.ts'
import { numberSpinner } from './tasks/number-spinner.ts'
import { paginationSearch } from './tasks/pagination-search.ts'
import { radioGroup } from './tasks/radio-group.ts'
import { rangeSlider } from './tasks/range-slider.ts'
import { ratingStars } from './tasks/rating-stars.ts'
import { rename } from './tasks/rename.ts'
import { richText } from './tasks/rich-text.ts'
import { selectListTask } from './tasks/select-list.ts'
import { selectMultiple } from './tasks/select-multiple.ts'
import { shadowDom } from './tasks/shadow-dom.ts'
import { tableFilter } from './tasks/table-filter.ts'
import { tableSort } from './tasks/table-sort.ts'
import { tableSum } from './tasks/table-sum.ts'
import { tabs } from './tasks/tabs.ts'
import { timeField } from './tasks/time-field.ts'
import { todoList } from './tasks/todo-list.ts'
import { tooltip } from './tasks/tooltip.ts'
import { treeView } from './tasks/tree-view.ts'
import { wizard } from './tasks/wizard.ts'

/** Every kind of micro task. A new one needs a file and a line here. */
export const microKinds: readonly MicroKind[] = [
  accordion,
  autocomplete,
  canvasDraw,
  canvasTarget,
  checkboxes,
  chipInput,
  colourPicker,
  contextMenu,
  cookieBanner,
  copyBetweenTabs,
  counter,
  datePicker,
  dialogs,
  dragBins,
  dragSort,
  emailExtraction,
  fileDownload,
  fileUpload,
  fillForm,
  iframeForm,
  infiniteScroll,
  keyboardShortcut,
  login,
  mailTriage,
  modalConfirm,
  nestedIframe,
  nestedMenu,
  numberSpinner,
  paginationSearch,
  radioGroup,
  rangeSlider,
  ratingStars,
  rename,
  richText,
  selectListTask,
  selectMultiple,
  shadowDom,
  tableFilter,
  tableSort,
  tableSum,
  tabs,
  timeField,
  todoList,
  tooltip,
  treeView,
  wizard,
]
