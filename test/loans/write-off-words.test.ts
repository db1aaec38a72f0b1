import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endingForm } from '../../server/loans/forms.ts'
import { reportPage } from '../../server/loans/pages.ts'
import { fen } from '../../server/money/fen.ts'
import { languages, speak } from '../../server/platform/web/words.ts'
import { guaranteed, oneMillion, richGuarantor } from '../claims/played.ts'
import { town } from '../support/app.ts'

test('the page of a write-off says what is not drawn only where something is', async () => {
  const made = await town()
  await richGuarantor(made)
  const { loan } = await guaranteed(made)
  for (const language of languages) {
    const w = speak(language)
    const lead = (drawnFen: typeof loan.drawnFen) =>
      reportPage(w, 'write-off', { ...loan, drawnFen }, endingForm.filled(w, {})).lead
    assert.doesNotMatch(lead(oneMillion), /未放款|not drawn| 0\.00/)
    const half = lead(fen(oneMillion / 2))
    assert.match(half, /500,000\.00/)
    assert.match(half, /未放款|not drawn/)
  }
})
