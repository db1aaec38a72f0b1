import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  bankComplaints,
  checkKind,
  complaintKinds,
  complaintMoves,
  complaintStates,
  firmComplaints,
  isComplaintOpen,
  moveComplaint,
} from '../../server/complaints/complaint.ts'

describe('a complaint', () => {
  test('is taken over, then answered; withdrawn until then; and stays as it ended', () => {
    const allowed = ['filed taken-over', 'filed withdrawn', 'taken-over answered', 'taken-over withdrawn']
    for (const from of complaintStates)
      for (const to of complaintStates)
        assert.equal(moveComplaint(from, to).ok, allowed.includes(`${from} ${to}`), `${from} to ${to}`)
  })

  test('is open as long as it can go somewhere', () => {
    assert.deepEqual(
      complaintStates.filter(isComplaintOpen),
      complaintStates.filter((state) => complaintMoves[state].length > 0),
    )
    assert.deepEqual(complaintStates.filter(isComplaintOpen), ['filed', 'taken-over'])
  })

  test('is about what its side can complain about', () => {
    assert.deepEqual(
      [...new Set([...firmComplaints, ...bankComplaints])].toSorted(),
      [...complaintKinds].toSorted(),
    )
    assert.ok(checkKind('firm', 'tied-selling').ok && checkKind('bank', 'untrue-papers').ok)
    assert.ok(!checkKind('bank', 'tied-selling').ok && !checkKind('firm', 'untrue-papers').ok)
  })
})
