export { noteContact, type Reached, recordContact } from './actions.ts'
export { contactForm } from './forms.ts'
export { contactDue, contactPage, contactSection } from './pages.ts'
export { contactsOf } from './rows.ts'
